"""Blank registers: drop-downs, days, two hundred open rows; filled in they come back without a finding."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from assets.answers.check_before_sending import Checked
from assets.intake.layout_files import load_layouts
from assets.templates.register_form import RegisterForm, register_form, senders
from assets.templates.register_workbook import OPEN_ROWS, register_bytes
from assets.templates.template_form import TemplateRefused
from tests.assets.templates.conftest import Findings
from warehouse.reference_data import SHIPPED, load_reference

FILLED = {
    "plan_tasks": {"code": "NV-01", "completed_on": dt.date(2024, 6, 1), "deferred_to": None},
    "petitions": {"code": "1", "answered_on": dt.date(2024, 7, 15)},
    "inspections": {"code": "01/BB", "remedy_due_on": dt.date(2024, 8, 1), "remedied_on": dt.date(2024, 7, 20)},
    "dossiers": {"code": "1", "received": 100},
    "sipas_ballots": {"code": "1", "weight": 1.5, "access": 4},
}
"""A row of each; other cells: the first choice, a text, the 15th of June, 5."""
OTHERS = {"choice": None, "text": "nội dung", "date": dt.date(2024, 6, 15), "number": 5, "key": "1"}


@pytest.fixture(scope="module")
def reference():
    return load_reference([SHIPPED]), load_layouts([SHIPPED])


def made(reference, form: str, unit: str = "tỉnh Hưng Yên", year: int = 2024) -> RegisterForm:
    return register_form(form, unit, year, *reference)


def opened(form: RegisterForm):
    book = openpyxl.load_workbook(io.BytesIO(register_bytes(form)))
    sheet = book.worksheets[0]
    return book, sheet, next(row for row in range(1, 20) if sheet.cell(row, 1).value == form.layout.columns[0].label)


@pytest.mark.parametrize("form", FILLED)
def test_every_row_is_open_and_wrong_entries_are_stopped(reference, form: str) -> None:
    template = made(reference, form)
    book, sheet, header = opened(template)
    hidden = book["_cchc"]
    facts = {row[0].value: row[1].value for row in hidden.iter_rows(min_row=2, max_col=2) if row[0].value}
    assert facts == {"form": form, "unit": template.unit.unit_id, "year": "2024", "version": template.version}
    assert sheet.protection.sheet and sheet.cell(header, 1).protection.locked
    rules = {next(iter(rule.sqref.ranges)).min_col: rule for rule in sheet.data_validations.dataValidation}
    for col_no, column in enumerate(template.layout.columns, start=1):
        assert not any(sheet.cell(row, col_no).protection.locked for row in range(header + 1, header + 1 + OPEN_ROWS))
        if column.type == "choice":
            start, end = rules[col_no].formula1.replace("'_cchc'!", "").replace("$", "").split(":")
            assert [row[0].value for row in hidden[start:end]] == [choice.label for choice in column.choices]
        assert (col_no in rules) == (column.type in ("choice", "date", "number"))
        if col_no in rules:
            (area,) = rules[col_no].sqref.ranges
            assert (area.min_row, area.max_row) == (header + 1, header + OPEN_ROWS) and rules[col_no].showErrorMessage


@pytest.mark.parametrize("form", FILLED)
def test_filled_in_it_comes_back_without_a_finding(reference, findings: Findings, form: str, tmp_path: Path) -> None:
    template = made(reference, form)
    book, sheet, header = opened(template)
    for col_no, column in enumerate(template.layout.columns, start=1):
        other = column.choices[0].label if column.choices else OTHERS[column.type]
        sheet.cell(header + 1, col_no).value = FILLED[form].get(column.name, other)
    path = tmp_path / "gửi.xlsx"
    book.save(path)
    assert findings(path) == []


def test_an_empty_one_is_refused_because_nothing_is_in_it(reference, checked: Callable[[Path], Checked], tmp_path: Path) -> None:
    (tmp_path / "trống.xlsx").write_bytes(register_bytes(made(reference, "petitions")))
    assert [each.rule for each in checked(tmp_path / "trống.xlsx").findings] == ["FILE-LINES"]


def test_all_ministries_and_provinces_of_the_year_send_it(reference) -> None:
    tables = reference[0]
    assert len(senders("inspections", 2024, tables)) == 22 + 63 and len(senders("inspections", 2025, tables)) == 17 + 34


def test_what_cannot_be_made_is_said(reference) -> None:
    for form, unit, year, said in (
        ("plan_tasks", "Atlantis", 2024, "không chỉ đúng một đơn vị"),
        ("plan_tasks", "Hà Nội", 1990, "chưa mở"),
        ("khác", "Hà Nội", 2024, "plan_tasks"),
    ):
        with pytest.raises(TemplateRefused, match=said):
            made(reference, form, unit, year)
    assert made(reference, "theo dõi nhiệm vụ cải cách hành chính").form == "plan_tasks"
