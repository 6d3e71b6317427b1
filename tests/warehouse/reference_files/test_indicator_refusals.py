"""The indicator catalogue, the counts of registers and figures that score lines: each mistake stops loading with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.reference_data import SHIPPED, ReferenceError, load_reference

CATALOGUE, COUNTS, SET, PERIODS = "indicators/report.csv", "register_counts.csv", "criteria_sets/province-2024-v1.yml", "periods.yml"

# file, text to replace, its replacement, code of the problem
BREAKS = [
    (CATALOGUE, "1.1,steering,reported", "1.1,steering,rapported", "unknown_choice"),
    (CATALOGUE, "1.1,steering,reported", "1.2,steering,reported", "duplicate_id"),
    (CATALOGUE, "in_period,true,ministry|province,,,,,,,,,,made_up\n1.2,", "in_period,true,,,,,,,,,,,made_up\n1.2,", "wrong_reporter"),
    (CATALOGUE, "in_period,true,ministry|province,,1.2,", "in_period,true,ministry|province,,1.99,", "unknown_indicator"),
    (CATALOGUE, "in_period,true,ministry,1.9,", "in_period,true,ministry,1.4,", "unknown_indicator"),
    (CATALOGUE, ",1.3,1.2,", ",1.3,,", "wrong_terms"),
    (CATALOGUE, ",1.3,1.2,", ",1.3,1.4,", "unknown_indicator"),
    (CATALOGUE, ",3.1,0,,", ",,0,,", "wrong_count"),
    (COUNTS, "1.2,plan_tasks", "1.4,plan_tasks", "unknown_indicator"),
    (COUNTS, "status,false,completed", "status,false,done", "unknown_choice"),
    (COUNTS, "1.10,petitions,,,", "1.10,petitions,,true,", "value_missing"),
    (SET, "data_from: report_year/1.4", "data_from: report_year/1.99", "unknown_measure"),
    (SET, "scoring: ty_le_nhieu_muc, data_from: report_year/1.4", "data_from: report_year/1.4", "data_from"),
    (PERIODS, "covers_from: 2022-12-15, ", "", "period_reversed"),
    (PERIODS, "covers_from: 2022-12-15", "covers_from: 2024-12-15", "period_reversed"),
]


@pytest.mark.parametrize(("file", "old", "new", "code"), BREAKS)
def test_a_mistake_is_named_with_its_place(file: str, old: str, new: str, code: str, tmp_path: Path) -> None:
    text = (SHIPPED / file).read_text(encoding="utf-8")
    assert old in text
    line = text[: text.index(old)].count("\n") + 1
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ReferenceError) as refused:
        load_reference([SHIPPED, tmp_path])
    told = [problem for problem in refused.value.problems if problem.code == code]
    assert told and all(problem.mend for problem in told)
    assert any(abs((problem.line or 0) - line) <= 1 and problem.file.endswith(file) for problem in told)
