"""A province may switch off or soften a shipped rule, with reason, author and document; never what guards the index; all is recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from checks.catalogue import RULES_FOLDER, load_rules
from checks.evaluate import evaluate
from checks.rule import Rule, RuleError
from tests.checks.conftest import empty_warehouse, insert

OFF: dict[str, Any] = {
    "code": "SELF-WITHIN-MAX",
    "switched_off": True,
    "why_vi": "Tỉnh chấm điểm cộng ngoài thang.",
    "author": "Sở Nội vụ",
    "document": "12/QĐ-UBND ngày 05/01/2025",
}
SOFTER = {key: value for key, value in OFF.items() if key != "switched_off"} | {"softened_to": "warning"}


def load(folder: Path, *entries: dict[str, Any], name: str = "tinh.yml") -> dict[str, Rule]:
    own = folder / "rules"
    own.mkdir(exist_ok=True)
    (own / name).write_text("# tỉnh\n" + yaml.safe_dump(list(entries), allow_unicode=True, sort_keys=False), encoding="utf-8")
    return {rule.code: rule for rule in load_rules([RULES_FOLDER, own])}


def test_the_rule_stays_in_the_catalogue_with_its_adjustment(tmp_path: Path) -> None:
    shipped = {rule.code: rule for rule in load_rules([RULES_FOLDER])}
    off = load(tmp_path, OFF)
    assert list(off) == list(shipped) and off[OFF["code"]].switched_off
    softer = load(tmp_path, SOFTER)[OFF["code"]]
    assert (softer.severity, softer.switched_off) == ("warning", False)
    assert {code for code, rule in off.items() if rule != shipped[code]} == {OFF["code"]}
    for rule, done in ((off[OFF["code"]], "đã tắt"), (softer, "đã giảm từ mức lỗi")):
        assert rule.adjustment is not None
        for told in (done, "ngoài thang", "Sở Nội vụ", "12/QĐ-UBND", "tinh.yml:2"):
            assert told in rule.adjustment.sentence_vi


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({**OFF, "code": "PAR-TOTAL"}, "PAR-TOTAL guards what is released"),
        ({**SOFTER, "code": "LINES-REACH-CORE"}, "LINES-REACH-CORE guards what is released"),
        ({**OFF, "code": "UNIT-KNOWN"}, "UNIT-KNOWN guards identity"),
        ({**SOFTER, "code": "LINE-TWICE"}, "LINE-TWICE guards keys"),
        ({**OFF, "code": "FILE-UNIT"}, "FILE-UNIT guards identity"),
        ({**OFF, "code": "NO-SUCH"}, "no rule NO-SUCH to adjust"),
        ({**OFF, "code": None}, "code must be a text"),
        ({**OFF, "switched_off": False}, "switched_off is true"),
        ({**OFF, "softened_to": "info"}, "not both"),
        ({**OFF, "severity": "info"}, "unknown key severity"),
        ({**SOFTER, "softened_to": "error"}, "weaker than error: warning or info"),
        ({**SOFTER, "code": "ALL-AT-MAXIMUM", "softened_to": "info"}, "weaker than info: nothing is"),
        *(
            ({key: value for key, value in OFF.items() if key != gone}, f"{gone} must be a text")
            for gone in ("why_vi", "author", "document")
        ),
    ],
)
def test_a_refusal_has_file_and_line(tmp_path: Path, entry: dict[str, Any], told: str) -> None:
    with pytest.raises(RuleError) as caught:
        load(tmp_path, entry)
    assert str(caught.value).startswith(f"{tmp_path / 'rules' / 'tinh.yml'}:2: ") and told in str(caught.value)


def test_only_once_and_only_what_is_shipped(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"tinh\.yml:7: rule SELF-WITHIN-MAX is already adjusted at .*tinh\.yml:2"):
        load(tmp_path, OFF, SOFTER)
    (rule,) = yaml.safe_load((RULES_FOLDER / "locks.yml").read_text(encoding="utf-8"))
    with pytest.raises(RuleError, match=r"rule TINH-RULE is your own \(.*tinh\.yml:2\)"):
        load(tmp_path, {**rule, "code": "TINH-RULE"}, {**OFF, "code": "TINH-RULE"})
    (tmp_path / "shipped.yml").write_text(yaml.safe_dump([OFF]), encoding="utf-8")
    with pytest.raises(RuleError, match=r"shipped\.yml:1: there is no rule"):
        load_rules([tmp_path])


@pytest.mark.parametrize("entry", [OFF, SOFTER], ids=["off", "softer"])
def test_results_record_it_and_a_rule_that_is_off_never_passes(tmp_path: Path, entry: dict[str, Any]) -> None:
    rules = list(load(tmp_path, entry).values())
    con = empty_warehouse()
    row = {"line_id": "a", "form": "self_assessment", "index_year": 2024, "measure": "self_points", "is_leaf": True, "part": "appraised"}
    insert(
        con, "quality.checked_lines", {**row, "value": "3", "set_max": "2", "state": "value", "counts": True, "cell": "D5", "unit_id": "u"}
    )
    evaluate(con, rules, "quality.checked_lines", None, with_gx=False)
    result = con.execute("SELECT status, failing_rows, detail FROM quality.rule_results WHERE rule = 'SELF-WITHIN-MAX'").fetchall()
    findings = con.execute("SELECT severity FROM quality.line_findings WHERE rule = 'SELF-WITHIN-MAX'").fetchall()
    (rule,) = [rule for rule in rules if rule.code == "SELF-WITHIN-MAX"]
    assert rule.adjustment is not None
    status, failing, told = ("switched_off", 0, []) if rule.switched_off else ("failed", 1, [("warning",)])
    assert result == [(status, failing, rule.adjustment.sentence_vi)] and findings == told
