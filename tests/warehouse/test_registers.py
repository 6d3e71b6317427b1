"""Tables made from registers at their edges: received during the year, what is not known, too few ballots, ratios above 100 %."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from tests.warehouse.scored_panel import Panel
from warehouse.reference_data import SHIPPED, load_reference

DAYS = {"deadline", "completed_on", "deferred_to", "inspected_on", "remedy_due_on", "remedied_on"}
CHOICES = {"area", "kind", "status", "source", "severity"}


class Registers:
    """Cells of registers written straight into core.register_cells, and what models make of them."""

    def __init__(self) -> None:
        self.panel = Panel()
        self.rows = 0
        for table in ("reference.service_quality_part", "reference.survey_setting", "reference.unit"):
            frame = load_reference([SHIPPED])[table]
            self.panel.con.register("frame", frame.to_arrow())
            self.panel.con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM frame")

    def row(self, form: str, code: str, *, until: str = "2024-12-31", row_rejected: bool = False, **cells: Any) -> None:
        self.rows += 1
        for place, (measure, value) in enumerate(cells.items()):
            kind = "day" if measure in DAYS else "choice" if measure in CHOICES else "words" if isinstance(value, str) else "number"
            said = {"index_year": 2024, "form": form, "level": "province", "unit_id": "01@all", "submission_id": "s", "row_no": self.rows}
            said |= {"code": code, "measure": measure, "cell": f"{'ABCDEFGHIJKLM'[place]}{self.rows}", "state": "value", "rejected": False}
            said |= {"row_rejected": row_rejected, "reference_day": until, "file_name": "a.xlsx", "file_sha256": "sha", "sheet": "Sổ"}
            self.panel.insert("core.register_cells", **said, made_up=True, **{kind: value})

    def made(self, query: str, *tables: str) -> list[tuple[Any, ...]]:
        self.panel.build(*tables, years=[2024])
        return self.panel.con.execute(query).fetchall()


@pytest.fixture
def registers() -> Registers:
    return Registers()


@pytest.mark.parametrize(
    ("cells", "until", "outcome"),
    [
        ({"status": "completed", "deadline": "2024-06-30", "completed_on": "2024-06-30"}, "2024-12-31", "on_time"),
        ({"status": "completed", "deadline": "2024-06-30", "completed_on": "2024-07-01"}, "2024-12-31", "late"),
        ({"status": "completed", "deadline": "2024-06-30"}, "2024-12-31", "completed"),
        ({"status": "completed", "completed_on": "2024-06-30"}, "2024-12-31", "completed"),
        ({"status": "in_progress", "deadline": "2024-06-30"}, "2024-06-30", "overdue"),
        ({"status": "in_progress", "deadline": "2024-06-30"}, "2024-06-29", "open"),
        ({"status": "not_started"}, "2024-12-31", "open"),
        ({"deadline": "2024-01-31"}, "2024-12-31", "overdue"),
        ({"status": "deferred", "deadline": "2024-01-31", "deferred_to": "2025-06-30"}, "2024-12-31", "deferred"),
        ({"status": "deferred", "deadline": "2024-01-31"}, "2024-12-31", "deferred"),
        ({"status": "deferred", "deadline": "2024-01-31", "deferred_to": "2024-06-30"}, "2024-12-31", "overdue"),
    ],
)
def test_a_task_is_judged_at_the_end_of_its_reference_day(registers: Registers, cells: dict[str, str], until: str, outcome: str) -> None:
    registers.row("plan_tasks", "NV-1", until=until, task="Việc", source="plan", **cells)
    found = registers.made("SELECT outcome, days_overdue, reference_day, cell FROM core.tasks", "core.tasks")
    day, due = dt.date.fromisoformat(until), cells.get("deferred_to") if cells.get("status") == "deferred" else cells.get("deadline")
    overdue = (day - dt.date.fromisoformat(due)).days if outcome == "overdue" and due else None
    assert found == [(outcome, overdue, day, "A1")]


def test_what_cannot_be_told_is_counted_apart_and_a_rejected_row_not_at_all(registers: Registers) -> None:
    registers.row("plan_tasks", "NV-1", task="Việc", area="procedures", status="completed")
    registers.row("plan_tasks", "NV-2", task="Việc", status="in_progress", source="plan")
    registers.row("plan_tasks", "NV-3", task="Việc", area="procedures", status="completed", source="steering_committee")
    registers.row("plan_tasks", "NV-4", task="Việc", area="procedures", status="completed", source="plan", row_rejected=True)
    found = registers.made(
        "SELECT area, planned, completed FROM mart.task_monitor WHERE unit_id <> 'all' ORDER BY 1", "core.tasks", "mart.task_monitor"
    )
    assert found == [("all", 2, 1), ("procedures", 1, 1), ("unknown", 1, 0)]


def test_a_remedy_is_judged_at_the_end_of_the_reference_day(registers: Registers) -> None:
    for number, cells in enumerate(
        ({"remedy_due_on": "2024-12-31"}, {"remedy_due_on": "2025-01-01"}, {"remedied_on": "2024-05-01"}, {"severity": "serious"}), start=1
    ):
        registers.row("inspections", f"0{number}/BB", finding="Chậm", inspected_unit="all", **cells)
    found = registers.made(
        "SELECT inspected_unit, findings, open, overdue, open_serious FROM mart.inspection_open ORDER BY 1",
        "core.inspection_findings",
        "mart.inspection_open",
    )
    assert found == [("(không ghi)", 4, 3, 1, 1), ("all", 4, 3, 1, 1)]  # somebody who writes «all» does not become the total


def test_ratios_without_counts_have_no_points_and_none_scores_above_its_maximum(registers: Registers) -> None:
    counts = {"received": 100, "resolved_early": 0, "resolved_on_time": 0, "resolved_late": 0, "digitised": 150, "online": 40,
              "paid_online": 10, "published_on_time": 9, "procedures": 10, "satisfied": 81, "asked": 90}  # fmt: skip
    registers.row("dossiers", "1", **counts)
    registers.row("dossiers", "Tháng 2", **{**counts, "digitised": None})
    found = registers.made(
        "SELECT month, part, points, measured_max FROM mart.service_quality WHERE part IN ('2.a', '3', '3.x', '5.a', 'total')",
        "core.dossiers",
        "mart.service_quality",
    )
    by_key = {row[:2]: row[2:] for row in found}
    assert by_key[1, "2.a"] == (None, 0)  # nothing was resolved: not 0 points, no measure
    assert by_key[1, "3.x"] == by_key[0, "3.x"] == (22, 22) and by_key[2, "3"] == (None, 0)
    assert by_key[1, "5.a"] == (6, 6)  # at the target
    assert [by_key[month, "total"][1] for month in (0, 1, 2)] == [80, 80, 58]


def test_too_few_ballots_give_no_estimate(registers: Registers) -> None:
    least = 30
    for number in range(least):
        levels = {"overall": 5 if number % 2 else 2, "access": 4 if number else None}
        registers.row("sipas_ballots", f"P{number}", stratum="A", weight=Decimal("1.25"), **levels)
    found = registers.made(
        "SELECT factor, method, sample_size, suppressed, estimate, low IS NULL, effective_size FROM mart.sipas "
        "WHERE unit_code = '01' ORDER BY 1, 2",
        "core.sipas_ballots",
        "mart.sipas",
    )
    assert found == [
        ("access", "mean_level", 29, True, None, True, 29), ("access", "top_two", 29, True, None, True, 29),
        ("overall", "mean_level", 30, False, 70, False, 30), ("overall", "top_two", 30, False, 50, False, 30),
    ]  # fmt: skip


def test_numbers_that_begin_again_in_each_group_are_told_apart_by_their_rows(registers: Registers) -> None:
    for code, task in (("1", "Rà soát"), ("2", "Xây dựng"), ("1", "Tập huấn")):
        registers.row("plan_tasks", code, task=task)
    found = registers.made("SELECT code, task FROM core.tasks ORDER BY row_no", "core.tasks")
    assert found == [("1 (dòng 1)", "Rà soát"), ("2", "Xây dựng"), ("1 (dòng 3)", "Tập huấn")]
