"""Reads the rule catalogue: checks/rules/*.yml and the rules that a province lays over it.

Belongs here: parsing and refusing. Does not belong here: what rules mean (rule.py) or running them (evaluate.py).
A malformed or repeated rule stops loading with file and line: a rule that is skipped quietly is worse than none.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

import duckdb
import yaml

from checks.adjustments import adjusted, is_adjustment
from checks.rule import SEVERITIES, UNEXPECTED_ROWS, Expectation, Rule, RuleError
from checks.ruled_tables import ruled_tables
from warehouse.model import with_fragments

RULES_FOLDER = Path(__file__).parent / "rules"
MISSING = ("ignore", "fail")
GUARDS = ("identity", "keys")

# Arguments of each expectation: (required, optional). GX itself is not asked, so that loading stays fast.
EXPECTATIONS: dict[str, tuple[set[str], set[str]]] = {
    UNEXPECTED_ROWS: (set(), set()),
    "expect_column_values_to_not_be_null": ({"column"}, set()),
    "expect_column_values_to_be_null": ({"column"}, set()),
    "expect_column_values_to_be_in_set": ({"column", "value_set"}, set()),
    "expect_column_values_to_not_be_in_set": ({"column", "value_set"}, set()),
    "expect_column_values_to_be_between": (
        {"column"},
        {"min_value", "max_value", "strict_min", "strict_max"},
    ),
    "expect_column_values_to_match_regex": ({"column", "regex"}, set()),
    "expect_column_values_to_not_match_regex": ({"column", "regex"}, set()),
    "expect_column_pair_values_to_be_equal": ({"column_A", "column_B"}, set()),
    "expect_column_pair_values_a_to_be_greater_than_b": ({"column_A", "column_B"}, {"or_equal"}),
    "expect_compound_columns_to_be_unique": ({"column_list"}, set()),
}
# GX leaves rows with a missing value out of every other expectation, so only these can count them as failing.
SEES_MISSING = (UNEXPECTED_ROWS, "expect_column_values_to_not_be_null")

REQUIRED = {
    "code", "group", "table", "severity", "missing", "expectation", "why_vi", "why_en", "mend_vi", "legal_basis",
    "message_vi", "message_en",
}  # fmt: skip
OPTIONAL = {"when", "where", "rows", "value", "valid_from_year", "valid_to_year", "guards"}


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Keeps the line of every mapping under '__line__' and refuses repeated keys."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    result: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in result:
            raise yaml.constructor.ConstructorError(None, None, f"key {key!r} is written twice", key_node.start_mark)
        result[key] = loader.construct_object(value_node, deep=True)
    return result


def _rule_list(loader: _Loader, node: yaml.Node) -> list[tuple[int, Any]]:
    if not isinstance(node, yaml.SequenceNode):
        raise yaml.constructor.ConstructorError(None, None, "a rule file is a list of rules", node.start_mark)
    return [(item.start_mark.line + 1, loader.construct_object(item, deep=True)) for item in node.value]


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def load_rules(folders: list[Path]) -> list[Rule]:
    """All rules of the folders' *.yml files, in order of folder, file and line; later folders may adjust rules of the first.

    Raises RuleError ("file:line: what is wrong") for a malformed rule, an unknown key, a code that was used before, or an adjustment
    that is not allowed.
    """
    files = [(path, number == 0) for number, folder in enumerate(folders) for path in sorted(folder.glob("*.yml"))]
    return list(_load(tuple((path, shipped, path.stat().st_mtime_ns, path.stat().st_size) for path, shipped in files)))


def read_rules(path: Path) -> list[Rule]:
    """The rules of one file for themselves, whichever codes others use. Raises RuleError for a malformed one, and for an adjustment."""
    stat = path.stat()
    return list(_load(((path, True, stat.st_mtime_ns, stat.st_size),)))


@functools.lru_cache(maxsize=4)
def _load(files: tuple[tuple[Path, bool, int, int], ...]) -> tuple[Rule, ...]:
    """The rules of files as they stand; every asset asks for them, so they are read once until a file changes."""
    rules: dict[str, Rule] = {}
    shipped: set[str] = set()
    for path, is_shipped, _, _ in files:
        for line, entry in _entries(path):
            if is_adjustment(entry):
                rule = adjusted(entry, f"{path}:{line}", rules, frozenset(shipped))
                rules[rule.code] = rule
                continue
            rule = _rule(entry, f"{path}:{line}")
            shipped.update([rule.code] if is_shipped else [])
            if rule.code in rules:
                raise RuleError(f"{path}:{line}: rule {rule.code} is already defined at {rules[rule.code].source}")
            rules[rule.code] = rule
    return tuple(rules.values())


def _entries(path: Path) -> list[tuple[int, Any]]:
    loader = _Loader(path.read_text(encoding="utf-8"))
    try:
        node = loader.get_single_node()
        return [] if node is None else _rule_list(loader, node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise RuleError(f"{path}:{mark.line + 1 if mark else 1}: {error.problem or error.context}") from error
    finally:
        loader.dispose()


def _rule(entry: Any, source: str) -> Rule:
    def refuse(what: str) -> RuleError:
        return RuleError(f"{source}: {what}")

    if not isinstance(entry, dict):
        raise refuse("a rule is a mapping of keys to values")
    if unknown := sorted(map(str, set(entry) - REQUIRED - OPTIONAL)):
        raise refuse(f"unknown key {', '.join(unknown)}; known are {', '.join(sorted(REQUIRED | OPTIONAL))}")
    if missing := sorted(REQUIRED - set(entry)):
        raise refuse(f"missing key {', '.join(missing)}")
    for key in REQUIRED - {"expectation", "legal_basis"} | {"where", "rows", "value"} & set(entry):
        if not isinstance(entry[key], str) or not entry[key].strip():
            raise refuse(f"{key} must be a text that is not empty")
    if entry["legal_basis"] is not None and not isinstance(entry["legal_basis"], str):
        raise refuse("legal_basis must be a text, or null where none is known")
    for key, pattern in (
        ("code", r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)+"),
        ("group", r"[a-z][a-z0-9_]*"),
        ("table", r"[a-z_]+\.[a-z_]+"),
    ):
        if not re.fullmatch(pattern, entry[key]):
            raise refuse(f"{key} {entry[key]!r} does not match {pattern}")
    if entry["table"] not in ruled_tables():
        raise refuse(f"rules are not asked on table {entry['table']}; they are on {', '.join(ruled_tables())}")
    for key, known in (("severity", SEVERITIES), ("missing", MISSING)):
        if entry[key] not in known:
            raise refuse(f"{key} must be one of {', '.join(known)}, not {entry[key]!r}")
    if entry.get("guards") is not None and entry["guards"] not in GUARDS:
        raise refuse(f"guards must be one of {', '.join(GUARDS)}, not {entry['guards']!r}")
    for key in ("valid_from_year", "valid_to_year"):
        if entry.get(key) is not None and type(entry[key]) is not int:
            raise refuse(f"{key} must be a year or null")
    for key in ("message_vi", "message_en", "mend_vi"):
        if "{" in re.sub(r"\{[a-z_][a-z0-9_]*\}", "", entry[key]):
            raise refuse(f"{key}: a placeholder is a column name in braces, such as {{cell}}")
    if "rows" in entry:
        try:
            entry["rows"] = with_fragments(entry["rows"])
        except FileNotFoundError as error:
            raise refuse(f"rows: braces are allowed only in {{batch}} and around a fragment; no file {error.filename}") from error
    problem = _sql_problem(entry)
    if problem:
        raise refuse(problem)
    try:
        expectation, when = _expectation(entry["expectation"], entry["missing"]), _when(entry.get("when"))
    except ValueError as error:
        raise refuse(str(error)) from error
    optional = {key: entry.get(key) for key in OPTIONAL}
    return Rule(**{**entry, **optional, "expectation": expectation, "when": when, "source": source})


def _sql_problem(entry: dict[str, Any]) -> str | None:
    """What is wrong with where, rows and value; only their grammar is known here, columns are checked when run."""
    if ("where" in entry) == ("rows" in entry):
        return "a rule has either where (a predicate) or rows (a SELECT over {batch})"
    if "rows" in entry and "{batch}" not in entry["rows"]:
        return "rows must read {batch}"
    for key in {"where", "rows", "value"} & set(entry):
        text = entry[key].replace("{batch}", "batch") if key == "rows" else entry[key]
        if "{" in text or "}" in text:
            return f"{key}: braces are allowed only in {{batch}} and around a fragment, and only in rows"
        try:
            statements = duckdb.extract_statements(text if key == "rows" else f"SELECT 1 WHERE ({text})")
        except duckdb.ParserException as error:
            return f"{key} is not valid SQL: {str(error).splitlines()[0]}"
        if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
            return f"{key} must be one SELECT" if key == "rows" else f"{key} must be one expression"
    return None


def _expectation(entry: Any, missing: str) -> Expectation:
    if not isinstance(entry, dict) or not isinstance(entry.get("type"), str):
        raise ValueError("expectation must be a mapping with a type")
    kind, kwargs = entry["type"], {key: value for key, value in entry.items() if key != "type"}
    if kind not in EXPECTATIONS:
        raise ValueError(f"unknown expectation {kind!r}; known are {', '.join(EXPECTATIONS)}")
    required, optional = EXPECTATIONS[kind]
    if not required <= set(kwargs) <= required | optional:
        raise ValueError(f"{kind} takes {sorted(required | optional)}, needs {sorted(required)}, got {sorted(kwargs)}")
    if missing == "fail" and kind not in SEES_MISSING:
        raise ValueError(f"missing: fail needs one of {', '.join(SEES_MISSING)}: others do not look at missing values")
    return Expectation(kind, kwargs)


def _when(entry: Any) -> tuple[dict[str, Any], ...]:
    """Alternatives of `column: value or list`; one mapping alone is one alternative."""
    alternatives = entry if isinstance(entry, list) else [entry] if entry is not None else []
    for group in alternatives:
        if not isinstance(group, dict) or not group:
            raise ValueError("when is a mapping of columns to values, or a list of such mappings")
        for name, wanted in group.items():
            values = wanted if isinstance(wanted, list) else [wanted]
            if not re.fullmatch(r"[a-z_][a-z0-9_]*", str(name)) or not values:
                raise ValueError(f"when: {name!r} is no column, or its list is empty")
            if not all(isinstance(value, str | int | bool) for value in values):
                raise ValueError(f"when: {name} may be compared with texts, whole numbers and true/false only")
    return tuple(alternatives)
