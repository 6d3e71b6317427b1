"""Tasks and petitions of the demo: the tables again from the workbooks, in plain Python, and the printed totals."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from assets.demo.build import SEED
from assets.demo.task_counts import task_counts
from tests.pipelines.register_books import books, day
from tests.pipelines.released_home import answer
from warehouse.home import Home
from warehouse.reference_data import SHIPPED, load_reference

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("graph")]

LAST = dt.date(2024, 12, 31)
AREAS = {"TTHC": "Cải cách thủ tục hành chính", "Chuyển đổi số": "Chính phủ điện tử, chính phủ số"}


def outcome(row: dict[str, Any]) -> str:
    done, due, finished = row["Tình trạng"] == "Hoàn thành", day(row["Thời hạn"]), day(row["Ngày hoàn thành"])
    if done:
        return "completed" if due is None or finished is None else "on_time" if finished <= due else "late"
    deferred = row["Tình trạng"] == "Xin lùi thời hạn"
    due = day(row["Lùi đến ngày"]) if deferred else due
    return "overdue" if due is not None and due <= LAST else "deferred" if deferred else "open"


@pytest.fixture(scope="module")
def tasks(demo_home: Home) -> list[tuple[str, str, dict[str, Any]]]:
    return [(book.unit_code, book.file_name, row) for book in books(demo_home, "theo_doi_nhiem_vu") for row in book.rows]


def counted(of: Counter[str]) -> tuple[object, ...]:
    """Counts and shares in the order of the monitor's columns."""
    names = ("planned", "Có thời hạn", "Thường xuyên", "Hoàn thành", "on_time", "late", "completed", "overdue", "deferred", "open")
    shares = percent(of["Hoàn thành"], of["planned"]), percent(of["on_time"], of["on_time"] + of["late"])
    return (*(of[name] for name in names), *shares, LAST, True)


def percent(part: int, whole: int) -> Decimal | None:
    return None if whole == 0 else (Decimal(100 * part) / whole).quantize(Decimal("0.00000001"))


def test_the_monitor_again_from_the_workbooks(demo_home: Home, tasks) -> None:  # type: ignore[no-untyped-def]
    counts: defaultdict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for code, _, row in tasks:
        if row["Nguồn giao"] != "Kế hoạch":
            continue
        level = "province" if code.isdigit() else "ministry"
        area = AREAS.get(row["Lĩnh vực"], row["Lĩnh vực"])
        for key in ((level, code, area), (level, code, ""), (level, "", area), (level, "", "")):
            counts[key].update(["planned", outcome(row), row["Loại nhiệm vụ"], row["Tình trạng"]])
    expected = {(level, code or None, area or "Tất cả lĩnh vực"): counted(of) for (level, code, area), of in counts.items()}
    found = answer(
        demo_home.release_file,
        "SELECT level, unit_code, area_vi, planned, with_deadline, recurring, completed, completed_on_time, completed_late, "
        "completed_undated, overdue_open, deferred, open_in_time, completion_rate, on_time_share, reference_day, made_up "
        "FROM mart.task_monitor",
    )
    assert {row[:3]: row[3:] for row in found} == expected and len(found) == len(expected)


def test_totals_are_the_printed_ones(demo_home: Home) -> None:
    found = answer(
        demo_home.release_file,
        "SELECT level, planned, completed, round(completion_rate, 2) FROM mart.task_monitor "
        "WHERE unit_id = 'all' AND area = 'all' ORDER BY 1",
    )
    assert found == [("ministry", 1049, 1019, Decimal("97.14")), ("province", 2917, 2842, Decimal("97.43"))]
    units = answer(
        demo_home.release_file, "SELECT unit_id, planned, completed FROM mart.task_monitor WHERE unit_id <> 'all' AND area = 'all'"
    )
    assert {row[0]: row[1:] for row in units} == task_counts(load_reference([SHIPPED]), SEED)
    groups = answer(
        demo_home.release_file,
        "SELECT assigned, completed_with_deadline, open_with_deadline, recurring, kind_not_stated, deferred, round(completion_rate, 2) "
        "FROM mart.steering_task_group WHERE unit_id = 'all'",
    )
    assert groups == [(64, 18, 3, 42, 1, 1, Decimal("85.71"))]


def test_every_overdue_task_is_listed_with_its_cell(demo_home: Home, tasks) -> None:  # type: ignore[no-untyped-def]
    expected = {
        (code, row["Mã nhiệm vụ"], file, f"B{row['row_no']}", row["Nhiệm vụ"], (LAST - due).days)
        for code, file, row in tasks
        if outcome(row) == "overdue" and (due := day(row["Lùi đến ngày"]) or day(row["Thời hạn"])) is not None
    }
    found = answer(demo_home.release_file, "SELECT unit_code, code, file_name, cell, task, days_overdue FROM mart.task_overdue")
    assert set(found) == expected and len(found) == len(expected) > 20


def test_petitions_again_from_the_workbooks(demo_home: Home) -> None:
    own = {
        book.unit_code: [(day(row["Ngày trả lời"]) - day(row["Ngày nhận"])).days for row in book.rows]  # type: ignore[operator]
        for book in books(demo_home, "kien_nghi")
    }
    both = [days for each in own.values() for days in each]
    expected = {code: (len(days), len(days), Fraction(sum(days), len(days))) for code, days in {**own, None: both}.items()}
    found = answer(
        demo_home.release_file,
        "SELECT unit_code, received, answered, days_to_answer FROM mart.petitions WHERE unit_code IS NOT NULL OR level = 'all'",
    )
    assert {row[0]: row[1:3] for row in found} == {code: counts[:2] for code, counts in expected.items()}
    assert all(abs(Fraction(row[3]) - expected[row[0]][2]) < Fraction(1, 10**8) for row in found)  # type: ignore[arg-type,index]
    assert expected[None][:2] == (144, 144)


def test_registers_and_annual_reports_tell_the_same_counts(demo_home: Home) -> None:
    differing = answer(
        demo_home.release_file,
        "SELECT monitor.unit_name, report.indicator FROM mart.task_monitor AS monitor JOIN core.report_figures AS report "
        "ON report.index_year = monitor.index_year AND report.unit_id = monitor.unit_id AND report.period = 'year' "
        "WHERE monitor.area = 'all' AND ((report.indicator = '1.2' AND report.figure <> monitor.planned) "
        "OR (report.indicator = '1.3' AND report.figure <> monitor.completed))",
    )
    assert differing == []
