"""Other ways to write the code of a line, each of which can mean that line only.

Belongs here: full-width digits, invisible signs, 'Lĩnh vực 1', 'TC 1.1', '1.1 -', 'I' for field 1 and 'I.1' for 1.1, and back, 'I. Công tác
chỉ đạo' in one cell. Does not:
codes that a program damaged (``damaged_code.py``). Asked only of the few texts that are no code as they stand.
"""

from __future__ import annotations

import re
import unicodedata

from assets.intake.criteria_lookup import CriteriaSet, Node
from assets.intake.phrase import code_key, fold_phrase

_ROMAN = (
    "", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X",
    "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX",
)  # fmt: skip
_WORDS = re.compile(r"^\s*(?:(?:lĩnh vực|tiêu chí thành phần|tiêu chí|mục|phần)\s+|(?:lv|tctp|tc)[\s.:]*)(?=[0-9]|[ivx]+\b)", re.IGNORECASE)
_AT_THE_END = " ./:;–-"
_WITH_NAME = re.compile(r"([0-9]+(?:\.[0-9]+)*|[IVX]+)\s*[.:)–-]?\s+(\S.*)", re.IGNORECASE | re.DOTALL)


def spelt_otherwise(text: str, criteria_set: CriteriaSet) -> list[Node]:
    """The lines that the text names as a code in another spelling; none for any other text."""
    usual = "".join(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf").strip(" '\u2018\u2019")
    usual = _WORDS.sub("", usual, count=1).rstrip(_AT_THE_END)
    found = _by_code(usual, criteria_set)
    if found:
        return found
    code, name = code_and_name(usual)
    folded = fold_phrase(name)
    among = _by_code(code, criteria_set) if code else [node for node in criteria_set.nodes if _is_field(node)]
    return [node for node in among if folded and fold_phrase(node.name) == folded]


def code_and_name(text: str) -> tuple[str, str]:
    """'1.1. Kế hoạch năm' → ('1.1', 'Kế hoạch năm'); no code for a text without one."""
    match = _WITH_NAME.fullmatch(text)
    return (match[1], match[2]) if match else ("", text)


def roman(text: str) -> str:
    """'4' → 'IV'; the empty text for what is no number from 1 to 20."""
    return _ROMAN[int(text)] if text.isascii() and text.isdigit() and len(text) < 3 and int(text) < len(_ROMAN) else ""


def _by_code(text: str, criteria_set: CriteriaSet) -> list[Node]:
    key = code_key(text)
    found = criteria_set.by_code.get(key)
    if found:
        return found
    head, dot, rest = key.partition(".")
    other = str(_ROMAN.index(head)) if head in _ROMAN[1:] else roman(head)
    return [node for node in criteria_set.by_code.get(other + dot + rest, []) if rest or _is_field(node)] if other else []


def _is_field(node: Node) -> bool:
    return node.node_id == node.field_node_id or not (node.is_leaf or "." in node.code)
