"""This year's self-assessment beside last year's results: the same findings before sending, from the release, as in the full run."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from assets.answers.check_before_sending import BeforeSending, Checked
from assets.release import swap_in
from assets.rule_application import CHECKED_TABLES, FILE_PROBLEMS
from tests.conftest import Demo
from tests.pipelines.small_home import small_home, work_through
from tests.ready_warehouse import with_tables
from warehouse.connection import open_work
from warehouse.home import Home
from warehouse.reference_data import SHIPPED

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("great_expectations")]

LAST_YEAR, NAME, SHEET = "2023_BYT_tu_danh_gia.xlsx", "2024_BYT_tu_danh_gia.xlsx", "Tự đánh giá"
HISTORY = {"HISTORY-RISE", "HISTORY-FALL", "HISTORY-TOTAL", "SUBMISSION-COPIED"}


def with_a_set_for_next_year(home: Home) -> None:
    """The ministries' set of 2023 again for 2024."""
    text = (SHIPPED / "criteria_sets" / "ministry-2023-v1.yml").read_text(encoding="utf-8")
    text = (
        text.replace("ministry-2023-v1", "ministry-2024-v1")
        .replace("index_year: 2023", "index_year: 2024")
        .replace("2023-12-31", "2024-12-31")
    )
    folder = home.root / "reference" / "criteria_sets"
    folder.mkdir(parents=True)
    (folder / "ministry-2024-v1.yml").write_text(text, encoding="utf-8")


def next_years_form(source: Path, target: Path, raised: str | None = None) -> Path:
    """Last year's workbook with 2024 in place of 2023, and the points of one cell set to the line's maximum."""
    book = openpyxl.load_workbook(source)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.column == 1 and cell.value.endswith("2023"):
                    cell.value = cell.value.replace("2023", "2024")
                elif str(cell.value) == "2023":
                    cell.value = "2024" if isinstance(cell.value, str) else 2024
    if raised is not None:
        sheet = book[SHEET]
        sheet[raised] = sheet[raised.replace("D", "C")].value
    book.save(target)
    return target


def lowest_final(home: Home) -> tuple[str, str]:
    """The cell in the self-assessment and in the appraisal of the line to which least of its maximum was granted, not claimed in full."""
    with open_work(home) as con:
        row = con.execute(
            "SELECT self_cell, appraised_cell FROM core.line_scores WHERE self_file = ? "
            "AND appraised_points < 0.4 * max_points AND self_points < max_points "
            "ORDER BY appraised_points / max_points, sort_order LIMIT 1",
            [LAST_YEAR],
        ).fetchone()
    assert row is not None
    return row


def told(checked: Checked) -> dict[str, set[str | None]]:
    return {rule: {f.cell for f in checked.findings if f.rule == rule} for rule in HISTORY & {f.rule for f in checked.findings}}


def test_before_sending_and_in_the_full_run(tmp_path: Path, built_demo: Demo) -> None:
    home = with_tables(small_home(tmp_path / "home", built_demo.workbooks))
    with_a_set_for_next_year(home)
    with open_work(home) as con:
        work_through(con, home, [2023, 2024])
        con.execute("CHECKPOINT")
    swap_in(home, home.work_file)
    cell, final_cell = lowest_final(home)
    source = built_demo.workbooks / LAST_YEAR
    with BeforeSending(home) as before:
        copied = before.check(next_years_form(source, tmp_path / "copied.xlsx"))
        raised = before.check(next_years_form(source, tmp_path / NAME, raised=cell))
    assert [each.index_year for each in copied.recognised] == [2024]
    assert told(copied)["SUBMISSION-COPIED"] == {None} and "SUBMISSION-COPIED" not in told(raised)
    assert cell in told(raised)["HISTORY-RISE"]
    (message,) = [f.message_vi for f in raised.findings if f.rule == "HISTORY-RISE" and f.cell == cell]
    assert f"Thẩm định!{final_cell}" in message and "2023_BYT_tham_dinh.xlsx" in message

    (tmp_path / NAME).rename(home.landing / NAME)
    with open_work(home) as con:
        work_through(con, home, [2023, 2024])
        query = (
            "SELECT DISTINCT rule, severity, sheet, cell, value, message_vi FROM quality.line_findings "
            "WHERE file_name = ? AND table_name IN (SELECT unnest(?))"
        )
        full = set(con.execute(query, [NAME, [FILE_PROBLEMS, *CHECKED_TABLES]]).fetchall())
    assert {(f.rule, f.severity, f.sheet, f.cell, f.value, f.message_vi) for f in raised.findings} == full
    assert {rule for rule, *_ in full} & HISTORY
