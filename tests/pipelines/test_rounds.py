"""The rounds of appraisal side by side: what the unit claims, the first appraisal, its explanation, the second appraisal, the last word."""

from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from assets.intake.layout_files import load_layouts
from assets.receiving import receive_files
from assets.templates.template_form import template_form
from assets.templates.template_workbook import template_bytes
from tests.pipelines.small_home import small_home, work_through
from tests.ready_warehouse import with_tables
from warehouse.connection import open_work
from warehouse.home import Home
from warehouse.reference_data import SHIPPED, load_reference

pytestmark = [pytest.mark.slow]
UNIT, YEAR = "Bộ Y tế", 2023


def fill_in(form: str, rows: Mapping[str, Mapping[str, Any]], path: Path) -> Path:
    """The unit's template of this form with some cells filled in: line code → column → value."""
    template = template_form(form, UNIT, YEAR, load_reference([SHIPPED]), load_layouts([SHIPPED]))
    book = openpyxl.load_workbook(io.BytesIO(template_bytes(template)))
    sheet = book.worksheets[0]
    header = next(row for row in range(1, 20) if sheet.cell(row, 1).value == template.columns[0].label)
    columns = {column.name: number for number, column in enumerate(template.columns, start=1)}
    for row, line in enumerate(template.rows, start=header + 1):
        for name, value in rows.get(line.code, {}).items():
            sheet.cell(row, columns[name]).value = value
    book.save(path)
    return path


@pytest.fixture(scope="module")
def home(built_demo: Any, tmp_path_factory: pytest.TempPathFactory) -> Home:
    root = tmp_path_factory.mktemp("rounds")
    home = with_tables(small_home(root / "home", built_demo.workbooks))
    explanation = fill_in(
        "explanation", {"7.2.3": {"proposed_points": 0.8, "explanation": "Đã có xác nhận của kho bạc"}}, root / "giai_trinh.xlsx"
    )
    second = fill_in(
        "appraisal_2",
        {
            "7.2.3": {"appraised_points": 0.8, "answer": "80%", "reason": "Chấp nhận giải trình"},
            "1.1.1": {"answer": "2/4", "reason": "Xem lại theo kết quả kiểm tra"},
            "1.1.2": {"appraised_points": "Không áp dụng", "reason": "Không có nhiệm vụ"},
        },
        root / "tham_dinh_vong_2.xlsx",
    )
    for path in (explanation, second):
        receive_files(home, path, "submit")
    with open_work(home) as con:
        work_through(con, home, [YEAR])
    return home


def line(home: Home, code: str, columns: str) -> tuple[Any, ...]:
    with open_work(home) as con:
        row = con.execute(
            f"SELECT {columns} FROM mart.par_index_line WHERE index_year = ? AND unit_name = ? AND code = ?", [YEAR, UNIT, code]
        ).fetchone()
    assert row is not None
    return row


def test_a_granted_explanation_is_the_last_word_and_the_rounds_stay_apart(home: Home) -> None:
    found = line(
        home, "7.2.3", "self_points, appraisal_1_points, proposed_points, explanation, appraisal_2_points, appraisal_2_reason, points, "
        "appraised_round, appraised_from, appraised_declared, maturity",
    )  # fmt: skip
    assert found == (
        Decimal(1), Decimal(0), Decimal("0.8"), "Đã có xác nhận của kho bạc", Decimal("0.8"), "Chấp nhận giải trình", Decimal("0.8"),
        "appraisal_2", "entered", "80%", "appraisal_2",
    )  # fmt: skip


def test_data_without_points_are_scored_by_the_rule(home: Home) -> None:
    assert line(home, "1.1.1", "max_points, points, appraised_from, appraised_branch, appraised_number, reason") == (
        Decimal("0.5"), Decimal("0.25"), "rule", "Đạt từ 2 điều kiện", Decimal(2), "Xem lại theo kết quả kiểm tra",
    )  # fmt: skip


def test_what_the_second_appraisal_finds_not_applicable_leaves_the_maximum(home: Home) -> None:
    assert line(home, "1.1.2", "points, state, appraised_round") == (None, "not_applicable", "appraisal_2")
    with open_work(home) as con:
        row = con.execute("SELECT applicable_max, maturity FROM mart.par_index WHERE unit_name = ?", [UNIT]).fetchone()
    assert row == (Decimal("99.5"), "final")


def test_lines_of_which_the_second_appraisal_says_nothing_keep_the_first(home: Home) -> None:
    found = line(home, "3.3.2", "points = appraisal_1_points, appraised_round, appraisal_2_points, maturity")
    assert found == (True, "appraisal_1", None, "appraisal_1")


def test_totals_move_by_just_these_lines(home: Home) -> None:
    with open_work(home) as con:
        rows = con.execute(
            "SELECT sum(points), sum(coalesce(appraisal_1_points, survey_points)) FROM mart.par_index_line "
            "WHERE unit_name = ? AND index_year = ?",
            [UNIT, YEAR],
        ).fetchone()
        total = con.execute("SELECT total_points FROM mart.par_index WHERE unit_name = ?", [UNIT]).fetchone()
    before = line(home, "1.1.1", "appraisal_1_points")[0] + line(home, "1.1.2", "appraisal_1_points")[0]
    assert rows is not None and total is not None
    assert rows[0] == total[0] == rows[1] + Decimal("0.8") + Decimal("0.25") - before


def test_the_trace_names_both_places_where_points_were_lost(home: Home) -> None:
    with open_work(home) as con:
        rows = con.execute(
            "SELECT lost_points, lost_before + lost_in_appraisal, max_points - points FROM mart.par_index_trace WHERE part = 'appraised'"
        ).fetchall()
        lost = con.execute("SELECT sum(lost_points) FROM mart.par_index_trace WHERE unit_name = ?", [UNIT]).fetchone()
        missed = con.execute("SELECT applicable_max - total_points FROM mart.par_index WHERE unit_name = ?", [UNIT]).fetchone()
    assert rows and all(a == b == c for a, b, c in rows)
    assert lost == missed


def test_a_step_gains_what_it_says(home: Home) -> None:
    """Each step is tried: the number that it asks for, given to the rule, gives the points that it promises."""
    with open_work(home) as con:
        steps = con.execute("SELECT count(*) FROM mart.par_index_next_step").fetchone()
        wrong = con.execute(
            """
            SELECT s.code, s.needed, s.points_after, b.branch_no
            FROM mart.par_index_next_step AS s
            LEFT JOIN core.scoring_branch AS b
                ON b.criteria_set = s.criteria_set AND b.node_id = s.node_id AND s.needed BETWEEN b.lowest AND b.highest
            WHERE s.rule_kind IN ('options', 'conditions', 'thresholds', 'ratio') AND b.flat_points IS DISTINCT FROM s.points_after
               OR s.points_after <= s.points OR s.points_after > s.max_points OR s.rank_after > s.rank
            """
        ).fetchall()
    assert steps is not None and steps[0] > 50
    assert wrong == []
