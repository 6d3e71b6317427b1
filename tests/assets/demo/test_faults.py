"""Every deliberate fault is listed, and shows when the file is read."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import polars as pl
import pytest

from assets.demo.build import DemoSummary
from assets.demo.demo_files import FaultRecord
from assets.demo.faults import FAULTS, REFUSED, SENT_TWICE

pytestmark = pytest.mark.xdist_group("demo")

PROBLEMS = {
    "unit_unknown": "unit_unknown",
    "year_without_criteria_set": "no_criteria_set",
    "column_missing": "column_missing",
    "sheet_missing": "sheet_missing",
    "empty_file": "empty_file",
    "encrypted": "encrypted",
    "cut_off": "corrupt",
}
UNREADABLE = {
    "text_for_number": "not_a_number",
    "error_value": "error_value",
    "percent_in_points": "percent_in_points",
}


def record_of(demo: DemoSummary, fault: str) -> FaultRecord:
    (record,) = [record for record in demo.faults if record.fault == fault]
    return record


def line_at(read, record: FaultRecord):
    (line,) = [line for line in read(record.file_name).lines if line.cell == record.cell]
    return line


def maximum_of(read, record: FaultRecord, row_no: int) -> Decimal:
    (line,) = [line for line in read(record.file_name).lines if (line.row_no, line.measure) == (row_no, "max_points")]
    return line.value


def test_every_fault_is_made_once_by_a_unit_of_its_own(demo: DemoSummary) -> None:
    assert sorted(record.fault for record in demo.faults) == sorted(fault.name for fault in FAULTS)
    assert len({fault.name for fault in FAULTS}) == len({fault.unit_code for fault in FAULTS}) == len(FAULTS)


def test_the_manifest_lists_them_beside_the_workbooks(demo: DemoSummary) -> None:
    assert demo.manifest.parent == demo.folder.parent
    rows = list(csv.DictReader(io.StringIO(demo.manifest.read_bytes().decode("utf-8-sig"))))
    assert [(row["file_name"], row["fault"], row["cell"] or None) for row in rows] == [
        (record.file_name, record.fault, record.cell) for record in demo.faults
    ]
    assert all(record.file_name in demo.files and record.done_vi for record in demo.faults)


def test_corrections_come_later_and_are_clean(demo: DemoSummary, read) -> None:
    corrected = [record for record in demo.faults if record.corrected_by]
    assert len(corrected) == sum(fault.corrected for fault in FAULTS) > 5
    for record in corrected:
        assert sorted([record.corrected_by, record.file_name]) == [record.file_name, record.corrected_by]
        (submission,) = read(record.corrected_by).submissions
        assert (submission.status, submission.form) == ("accepted", record.form)


def test_some_provinces_stay_without_a_full_score() -> None:
    """Faults in an appraisal or a survey that nobody corrects leave a province unranked."""
    lasting = [fault for fault in FAULTS if fault.form != "self_assessment" and not fault.corrected]
    assert {fault.name for fault in lasting} == {
        "text_for_number", "year_without_criteria_set", "negative_points", "error_value", "empty_file", SENT_TWICE,
    }  # fmt: skip


@pytest.mark.parametrize("fault", [fault.name for fault in FAULTS if fault.outcome == REFUSED])
def test_refused_files_name_their_problem(demo: DemoSummary, read, fault: str) -> None:
    record = record_of(demo, fault)
    extraction = read(record.file_name)
    assert [submission.status for submission in extraction.submissions] == ["refused"]
    assert [problem.problem for problem in extraction.problems] == [PROBLEMS[fault]]


@pytest.mark.parametrize("fault", UNREADABLE)
def test_unreadable_cells(demo: DemoSummary, read, fault: str) -> None:
    line = line_at(read, record_of(demo, fault))
    assert (line.state, line.problem) == ("unreadable", UNREADABLE[fault])


@pytest.mark.parametrize("fault", ["self_above_maximum", "appraised_above_maximum"])
def test_points_above_maximum(demo: DemoSummary, read, fault: str) -> None:
    record = record_of(demo, fault)
    line = line_at(read, record)
    assert line.value > maximum_of(read, record, line.row_no)


def test_negative_points(demo: DemoSummary, read) -> None:
    assert line_at(read, record_of(demo, "negative_points")).value < 0


def test_changed_maximum(demo: DemoSummary, reference: dict[str, pl.DataFrame], read) -> None:
    line = line_at(read, record_of(demo, "maximum_changed"))
    real = reference["reference.criterion"].filter((pl.col("criteria_set") == line.criteria_set) & (pl.col("node_id") == line.node_id))
    assert line.measure == "max_points"
    assert line.value == real["max_points"].item() + 1


def test_survey_line_filled(demo: DemoSummary, reference: dict[str, pl.DataFrame], read) -> None:
    line = line_at(read, record_of(demo, "survey_line_filled"))
    parts = reference["reference.criterion"].filter(pl.col("criteria_set") == line.criteria_set)
    assert parts.filter(pl.col("node_id") == line.node_id)["part"].item() == "survey"
    assert (line.measure, line.state) == ("self_points", "value")


def test_missing_line(demo: DemoSummary, read) -> None:
    record = record_of(demo, "line_missing")
    faulty, clean = read(record.file_name), read(record.corrected_by)
    lost = {line.node_id for line in clean.lines} - {line.node_id for line in faulty.lines}
    assert len(lost) == 1


def test_line_twice_with_other_points(demo: DemoSummary, read) -> None:
    record = record_of(demo, "line_twice")
    lines = [line for line in read(record.file_name).lines if line.measure == "appraised_points"]
    (second,) = [line for line in lines if line.code_cell == record.cell]
    both = [line.value for line in lines if line.node_id == second.node_id]
    assert len(both) == len(set(both)) == 2


def test_unknown_line(demo: DemoSummary, read) -> None:
    record = record_of(demo, "line_unknown")
    unknown = [line for line in read(record.file_name).lines if line.node_id is None]
    assert {(line.code_cell, line.code_text) for line in unknown} == {(record.cell, "9.9.9")}


def test_value_blanked_in_the_second_version(demo: DemoSummary, read) -> None:
    record = record_of(demo, "value_blanked")
    blank = line_at(read, record)
    (before,) = [
        line for line in read(record.file_name.replace("_lan2", "")).lines if (line.node_id, line.measure) == (blank.node_id, blank.measure)
    ]
    assert (blank.state, before.state) == ("blank", "value")


def test_the_same_bytes_twice(demo: DemoSummary) -> None:
    again = record_of(demo, SENT_TWICE).file_name
    first = again.replace("_gui_lai", "")
    assert first < again
    assert (demo.folder / first).read_bytes() == (demo.folder / again).read_bytes()
