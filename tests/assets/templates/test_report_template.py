"""Blank periodic reports: the lines of the unit's level, wrong entries stopped, and filled in they come back without a finding."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from assets.intake.layout_files import load_layouts
from assets.templates.template_form import NOT_APPLICABLE, TemplateForm, template_form
from assets.templates.template_workbook import template_bytes
from tests.assets.templates.conftest import Findings
from tests.office import saved_by_office
from warehouse.reference_data import SHIPPED, load_reference

UNITS = {"Bộ Tư pháp": 49, "tỉnh Hưng Yên": 27, "Chính phủ": 15}


@pytest.fixture(scope="module")
def reference():  # type: ignore[no-untyped-def]
    return load_reference([SHIPPED]), load_layouts([SHIPPED])


def made(reference, form: str, unit: str) -> TemplateForm:  # type: ignore[no-untyped-def]
    return template_form(form, unit, 2024, *reference)


def filled(form: TemplateForm) -> bytes:
    """Every open cell of figures filled with its own number, wholes with the sum of their parts."""
    book = openpyxl.load_workbook(io.BytesIO(template_bytes(form)))
    sheet = book.worksheets[0]
    rows = {str(row[0].value): row[0].row for row in sheet.iter_rows() if row[0].value is not None}
    for line in form.rows:
        if line.entry:
            assert not sheet.cell(rows[line.code], 4).protection.locked
            sheet.cell(rows[line.code], 4).value = 0 if line.code != "1.1" else NOT_APPLICABLE
            sheet.cell(rows[line.code], 5).value = "không phát sinh"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("unit", UNITS)
def test_each_level_has_its_own_lines(reference, unit: str) -> None:  # type: ignore[no-untyped-def]
    form = made(reference, "report_year", unit)
    assert sum(row.entry for row in form.rows) == UNITS[unit]
    assert form.illustrative and form.due_on is not None and (form.due_on.month, form.due_on.day) == (12, 20)
    assert all(row.unit_of_measure for row in form.rows if row.entry)


@pytest.mark.parametrize("form", ["report_quarter_1", "report_six_months", "report_quarter_3", "report_year"])
def test_filled_in_it_comes_back_without_a_finding(reference, findings: Findings, form: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for number, unit in enumerate(UNITS):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(filled(made(reference, form, unit)))
        assert findings(path) == []


def test_an_empty_report_lacks_its_lines_and_nothing_else(reference, findings: Findings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "trống.xlsx"
    path.write_bytes(template_bytes(made(reference, "report_year", "Chính phủ")))
    assert [rule for rule, _ in findings(path)] == ["REPORT-REQUIRED"] * UNITS["Chính phủ"]


def test_negative_figures_are_stopped_while_typing(reference) -> None:  # type: ignore[no-untyped-def]
    sheet = openpyxl.load_workbook(io.BytesIO(template_bytes(made(reference, "report_year", "Hà Nội")))).worksheets[0]
    (rule,) = sheet.data_validations.dataValidation
    assert ">=0" in rule.formula1 and NOT_APPLICABLE in rule.formula1 and rule.showErrorMessage


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_saved_by_libreoffice_it_comes_back_without_a_finding(reference, findings: Findings, ending: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "bao_cao.xlsx").write_bytes(filled(made(reference, "report_year", "Bộ Y tế")))
    saved = saved_by_office([tmp_path / "bao_cao.xlsx"], ending, tmp_path / "office")
    assert findings(saved / f"bao_cao.{ending}") == []
