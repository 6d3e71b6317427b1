"""A malformed rule stops loading, and the message begins with file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from checks.catalogue import load_rules
from checks.rule import RuleError

GOOD: dict[str, Any] = {
    "code": "TEST-RULE",
    "group": "test",
    "table": "mart.par_index",
    "severity": "error",
    "missing": "ignore",
    "expectation": {"type": "expect_column_values_to_be_between", "column": "rank", "min_value": 1},
    "where": "rank < 1",
    "why_vi": "vì sao",
    "why_en": "why",
    "mend_vi": "cách sửa",
    "legal_basis": None,
    "message_vi": "hạng {rank}",
    "message_en": "rank {rank}",
}


def write(folder: Path, *rules: dict[str, Any], name: str = "a.yml") -> Path:
    path = folder / name
    path.write_text("# rules\n" + yaml.safe_dump(list(rules), allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def test_a_good_rule_loads(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    [rule] = load_rules([tmp_path])
    assert (rule.code, rule.blocking, rule.source) == ("TEST-RULE", True, f"{path}:2")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"colour": "red"}, "unknown key colour"),
        ({"why_vi": None}, "why_vi must be a text"),
        ({"code": "lower"}, "code 'lower'"),
        ({"table": "par_index"}, "table 'par_index'"),
        ({"table": "intake.lines"}, "rules are not asked on table intake.lines"),
        ({"table": "mart.nothing"}, "rules are not asked on table mart.nothing"),
        ({"guards": "money"}, "guards must be one of identity, keys"),
        ({"severity": "fatal"}, "severity must be one of error, warning, info"),
        ({"missing": "maybe"}, "missing must be one of ignore, fail"),
        ({"missing": "fail"}, "missing: fail needs one of"),
        ({"legal_basis": 7}, "legal_basis"),
        ({"valid_from_year": "2020"}, "valid_from_year must be a year"),
        ({"expectation": {"type": "expect_magic"}}, "unknown expectation 'expect_magic'"),
        ({"expectation": {"type": "expect_column_values_to_be_between", "colum": "rank"}}, "takes"),
        ({"expectation": "between"}, "expectation must be a mapping"),
        ({"rows": "SELECT * FROM {batch}"}, "either where (a predicate) or rows"),
        ({"where": "rank <"}, "where is not valid SQL"),
        ({"where": "rank < {rank}"}, "braces are allowed only in {batch}"),
        ({"rows": "SELECT {no_fragment} FROM {batch}"}, "braces are allowed only in {batch} and around a fragment"),
        ({"when": {"form": 1.5}}, "when: form may be compared"),
        ({"when": {"form": []}}, "when: 'form' is no column, or its list is empty"),
        ({"when": "form"}, "when is a mapping"),
        ({"message_vi": "hạng {Rank + 1}"}, "message_vi: a placeholder is a column name"),
    ],
)
def test_a_malformed_rule_is_refused_with_file_and_line(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    path = write(tmp_path, GOOD, {**GOOD, "code": "TEST-OTHER", **change})
    with pytest.raises(RuleError) as caught:
        load_rules([tmp_path])
    assert str(caught.value).startswith(f"{path}:{2 + len(GOOD) + 3}: ")
    assert told in str(caught.value)


def test_a_missing_key_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {key: value for key, value in GOOD.items() if key != "mend_vi"})
    with pytest.raises(RuleError, match="missing key mend_vi"):
        load_rules([tmp_path])


def test_rows_must_be_one_select_over_the_batch(tmp_path: Path) -> None:
    bare = {key: value for key, value in GOOD.items() if key != "where"}
    for rows, told in (
        ("SELECT 1", "rows must read"),
        ("DELETE FROM {batch}", "rows must be one SELECT"),
        ("SELECT * FROM {batch}; SELECT 1", "rows must be one SELECT"),
    ):
        write(tmp_path, {**bare, "rows": rows})
        with pytest.raises(RuleError, match=told):
            load_rules([tmp_path])


def test_a_code_used_twice_is_refused_with_both_places(tmp_path: Path) -> None:
    first = write(tmp_path, GOOD)
    overlay = tmp_path / "overlay"
    overlay.mkdir()
    second = write(overlay, GOOD, name="own.yml")
    with pytest.raises(RuleError, match="already defined") as caught:
        load_rules([tmp_path, overlay])
    assert str(second) in str(caught.value) and f"{first}:2" in str(caught.value)


@pytest.mark.parametrize(("text", "line"), [("- code: A\n  code: B\n", 2), ("code: A\n", 1), ("- code: [\n", 2), ("- 5\n", 1)])
def test_broken_yaml_is_refused_with_file_and_line(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "a.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_rules([tmp_path])
    assert str(caught.value).startswith(f"{path}:{line}: ")


def test_a_folder_that_is_not_there_holds_no_rules(tmp_path: Path) -> None:
    assert load_rules([tmp_path / "none"]) == []


def test_nothing_in_the_catalogue_claims_an_unknown_legal_basis(rules) -> None:
    """A basis is stated once somebody has read it; until then null, never a guess."""
    assert [rule.code for rule in rules if rule.legal_basis is not None] == []
