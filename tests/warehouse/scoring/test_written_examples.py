"""The examples of docs/criteria_sets.md are rules that load, and do what the text beside them says."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from warehouse.reference_files.problems import Problems, ReferenceError
from warehouse.reference_files.scoring_rules import KINDS, ScoringRule, read_scoring
from warehouse.reference_files.yaml_document import read_yaml

DOCUMENT = Path(__file__).parents[3] / "docs" / "criteria_sets.md"
EXAMPLES = re.findall(r"```yaml\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)


def read(text: str, tmp_path: Path) -> tuple[ScoringRule, Problems]:
    path = tmp_path / "rule.yml"
    path.write_text(text, encoding="utf-8")
    problems = Problems()
    top = read_yaml(path, problems)
    assert top is not None
    return read_scoring(top, top.section("rules"), "set", "1/1.1", Decimal(1)), problems


@pytest.mark.parametrize("text", EXAMPLES)
def test_an_example_loads(text: str, tmp_path: Path) -> None:
    rule, problems = read(text, tmp_path)
    problems.raise_if_any()
    assert rule.branches


def test_every_kind_has_an_example(tmp_path: Path) -> None:
    assert {read(text, tmp_path)[0].columns["rule_kind"] for text in EXAMPLES} == set(KINDS)


def test_bounds_are_as_worded(tmp_path: Path) -> None:
    text = next(each for each in EXAMPLES if "above: 90" in each)
    told = [
        (b["lower_bound"], b["lower_inclusive"], b["upper_bound"], b["upper_inclusive"], b["base_points"])
        for b in read(text, tmp_path)[0].branches
    ]
    assert told == [
        (Decimal(90), False, None, None, Decimal(1)),
        (Decimal(70), True, Decimal(90), True, Decimal("0.5")),
        (None, None, Decimal(70), False, Decimal(0)),
    ]


def test_the_share_itself_counts_below_full_points_where_the_wording_says_so(tmp_path: Path) -> None:
    told = {}
    for text in (each for each in EXAMPLES if "full_at: 95" in each):
        full, partly, *_ = read(text, tmp_path)[0].branches
        assert (full["lower_bound"], full["base_points"], full["slope_points"]) == (95, 1, 0)
        told["below_full" in text] = Decimal(94) * 15 * partly["slope_points"] / partly["slope_per"]
    assert {key: round(points, 4) for key, points in told.items()} == {False: Decimal("14.8421"), True: Decimal("14.1")}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("scoring: {kind: yesno}", "unknown_choice"),
        ("scoring: {kind: yes_no, yes: 2}", "out_of_range"),
        ("scoring: {kind: options}", "value_missing"),
        ("scoring: {kind: options, options: [{label_vi: A, points: 1}, {label_vi: a, points: 0}]}", "duplicate_id"),
        ("scoring: {kind: thresholds, steps: [{from: 70, points: 0}, {from: 90, points: 1}]}", "steps_order"),
        ("scoring: {kind: thresholds, steps: [{from: 70, to: 90, points: 0}]}", "steps_bounds"),
        ("scoring: {kind: thresholds, steps: [{from: 70, points: 0}, {to: 60, points: 1}]}", "steps_order"),
        ("scoring: {kind: thresholds, steps: [{points: 0}]}", "steps_bounds"),
        ("scoring: {kind: conditions, conditions: [một], steps: [{met: 2, points: 1}]}", "steps_order"),
        ("scoring: {kind: ratio, full_at: 50, zero_below: 60}", "steps_order"),
        ("scoring: {kind: ratio, full_at: 120}", "out_of_range"),
        ("scoring: {kind: ratio, full_at: 90, below_full: nothing}", "unknown_choice"),
        ("scoring: {kind: per_item}", "value_missing"),
        ("scoring: {kind: per_item, points: 0.5, share: 0.5}", "points_and_share"),
        ("scoring: {kind: yes_no, data_from: on_time_submissions}", "data_from"),
        ("scoring: quy_tac_la", "unknown_rule"),
        ("scoring: {kind: ratio, full_ta: 90}", "unknown_key"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(text: str, code: str, tmp_path: Path) -> None:
    _, problems = read(text, tmp_path)
    with pytest.raises(ReferenceError) as refused:
        problems.raise_if_any()
    assert code in [problem.code for problem in refused.value.problems]
