"""Every message is used, and every message that is asked for is there.

Belongs here: messages.csv held against code and templates. Does not: how a message is looked up (test_wording.py).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

from assets.shown_text import KIND_OF_COLUMN
from warehouse.home import PACKAGE_ROOT
from warehouse.wording import messages

ROOMS = ("pipelines", "assets", "checks", "warehouse")
SPACES = {key.split(".")[0] for key in messages() if "." in key}
A_KEY = re.compile(rf"(?:{'|'.join(sorted(SPACES))})(?:\.[a-z_0-9]+)+|made_up|not_known")
A_PREFIX = re.compile(r"[a-z]+(?:\.[a-z_]+)+\.")
"""«report.chart.» of f"report.chart.{key}"; one space alone would stand for everything in it."""


@cache
def _nodes() -> list[ast.AST]:
    files = [path for room in ROOMS for path in sorted((PACKAGE_ROOT / room).rglob("*.py"))]
    return [node for path in files for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]


@cache
def _templates() -> list[str]:
    """What stands between {{ }} and {% %} in the report's templates."""
    files = sorted((PACKAGE_ROOT / "assets" / "report").rglob("*.j2"))
    return [found for path in files for found in re.findall(r"{[{%].*?[%}]}", path.read_text(encoding="utf-8"), re.DOTALL)]


def _calls(*names: str) -> Iterator[ast.Call]:
    """Calls of functions or methods of these names."""
    for node in _nodes():
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
            if called in names:
                yield node


def _texts(node: ast.AST) -> set[str]:
    """The texts that an expression may be: one, or either of a choice; parts of a text are none."""
    if isinstance(node, ast.IfExp):
        return _texts(node.body) | _texts(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def _asked_for() -> set[str]:
    """Whole keys in calls that look a message up."""
    own = {text for call in _calls("say", "label", "_told") for arg in call.args for text in _texts(arg) if "." in text}
    report = {f"report.{text}" for call in _calls("t") if call.args for text in _texts(call.args[0])}
    choices = [found for text in _templates() for found in re.findall(r"""(?=\bv(?:iew)?\.t\(((?:[^()"']|"[^"]*"|'[^']*')*))""", text)]
    written = {f"report.{key}" for choice in choices for key in re.findall(r"""^["']([\w.]+)["'](?=\s*(?:,|$| if))""", choice)}
    written |= {f"report.{key}" for choice in choices for key in re.findall(r"""else ["']([\w.]+)["']\s*(?=,|$)""", choice)}
    return own | report | written


def _beginning(node: ast.AST) -> set[str]:
    """The text before the first value of an f-string."""
    first = node.values[0] if isinstance(node, ast.JoinedStr) and node.values else None
    return {str(first.value)} if isinstance(first, ast.Constant) else set()


def _prefixes() -> set[str]:
    """Beginnings of keys whose end is a value."""
    own = {text for call in _calls("say", "label") for arg in call.args for text in _beginning(arg)}
    own |= {f"report.{text}" for call in _calls("t") for arg in call.args for text in _beginning(arg)}
    return {text for text in own if A_PREFIX.fullmatch(text)}


def _kinds() -> set[str]:
    """Kinds of codes that are told in words."""
    own = {text for call in _calls("code") for arg in call.args[:1] for text in _texts(arg)}
    own |= {text for call in _calls("label") for arg in call.args[1:2] for text in _texts(arg)}
    own |= {text for call in _calls("Shown") for each in call.keywords if each.arg == "label" for text in _texts(each.value)}
    return own | {kind for text in _templates() for kind in re.findall(r"""\.code\(["'](\w+)["']""", text)} | set(KIND_OF_COLUMN.values())


def test_every_message_that_is_asked_for_is_there() -> None:
    assert len(_asked_for()) > 300
    assert sorted(_asked_for() - set(messages())) == []


def test_templates_put_no_key_together() -> None:
    """A key with a value pasted to it is missed by the test above; values are codes, told by `v.code`."""
    assert [text for text in _templates() if re.search(r"""\.t\(["'][\w.]*["']\s*[+~]""", text)] == []


def test_every_message_is_used() -> None:
    literal = {node.value for node in _nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    used = {text for text in literal if A_KEY.fullmatch(text)} | _asked_for()
    begun = tuple(_prefixes() | {f"code.{kind}." for kind in _kinds()})
    assert sorted(key for key in messages() if key not in used and not key.startswith(begun)) == []


def test_every_kind_of_code_has_words() -> None:
    there = {key.split(".")[1] for key in messages() if key.startswith("code.")}
    assert sorted(_kinds() - there) == []


def test_words_of_codes_have_one_shape() -> None:
    """code.KIND.CODE; no stop at the end, since they stand inside sentences."""
    for key, texts in messages().items():
        if key.startswith("code."):
            assert len(key.split(".")) == 3 and not any(text.endswith(".") for text in texts.values()), key


def test_no_python_file_keeps_words_of_its_own_for_codes() -> None:
    """A mapping from a code to exactly the words of messages.csv is a second vocabulary."""
    words = {(key.split(".")[2], texts["vi"].casefold()) for key, texts in messages().items() if key.startswith("code.")}
    found = []
    for node in _nodes():
        if isinstance(node, ast.Dict):
            pairs = {(k.value, str(v.value).casefold()) for k, v in zip(node.keys, node.values, strict=True) if _both_texts(k, v)}  # type: ignore[union-attr,attr-defined]
            if len(pairs & words) > 1:
                found.append(sorted(pairs & words))
    assert found == []


def _both_texts(key: ast.AST | None, value: ast.AST) -> bool:
    return all(isinstance(each, ast.Constant) and isinstance(each.value, str) for each in (key, value))
