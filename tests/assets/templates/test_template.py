"""Blank forms: what they hold, that wrong entries are stopped, and that filled in and saved anywhere they come back without a finding."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from assets.demo.declared_data import declared_text
from assets.demo.demo_units import demo_panel
from assets.intake.layout_files import load_layouts
from assets.templates.template_form import NOT_APPLICABLE, TemplateForm, TemplateRefused, template_form
from assets.templates.template_workbook import template_bytes
from tests.assets.templates.conftest import Findings
from tests.office import saved_by_office
from warehouse.reference_data import SHIPPED, load_reference

FORMS = ("self_assessment", "appraisal", "explanation", "appraisal_2", "survey_scores")
ENTERED = {
    "self_assessment": "self_points", "appraisal": "appraised_points", "explanation": "proposed_points",
    "appraisal_2": "appraised_points", "survey_scores": "survey_points",
}  # fmt: skip
ALONE = {"appraisal": [("APPRAISAL-WITHOUT-SELF", "")]}
NODES = {node.code: node for node in demo_panel(load_reference([SHIPPED]), 2024, "provinces").nodes}
"""What is said of a form where nothing else of the unit is known."""


@pytest.fixture(scope="module")
def reference():
    return load_reference([SHIPPED]), load_layouts([SHIPPED])


def made(reference, form: str, unit: str = "tỉnh Hưng Yên", year: int = 2024) -> TemplateForm:
    return template_form(form, unit, year, *reference)


def filled(form: TemplateForm) -> bytes:
    """Every open points cell filled: half the maximum with the data that give it, and once «Không áp dụng»; texts where texts belong."""
    book = openpyxl.load_workbook(io.BytesIO(template_bytes(form)))
    sheet = book.worksheets[0]
    header = next(row for row in range(1, 20) if sheet.cell(row, 1).value == form.columns[0].label)
    names = {each.name: column for column, each in enumerate(form.columns, start=1)}
    entered = ENTERED[form.form]
    done = 0
    for row, line in enumerate(form.rows, start=header + 1):
        if sheet.cell(row, names[entered]).protection.locked:
            continue
        done += 1
        most = sheet.cell(row, names["max_points"]).value
        applies = done != 5 or form.form == "survey_scores"
        sheet.cell(row, names[entered]).value = float(most) / 2 if applies else NOT_APPLICABLE
        node = NODES[line.code]
        data = declared_text(node.rule_kind, node.conditions, node.branches, node.max_points / 2, done)
        for name, text in (
            ("answer", data if applies else NOT_APPLICABLE),
            ("explanation", "Bổ sung tài liệu kiểm chứng"),
            ("evidence", f"{done}/QĐ-UBND ngày 05/02/2024"),
            ("reason", "- theo biên bản"),
            ("note", "=ghi chú"),
        ):
            if name in names:
                cell = sheet.cell(row, names[name])
                cell.value = text
                cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def filled_forms(reference) -> dict[str, bytes]:
    return {form: filled(made(reference, form)) for form in FORMS}


@pytest.mark.parametrize("form", FORMS)
def test_it_says_what_it_is_and_only_entry_cells_are_open(reference, form: str) -> None:
    template = made(reference, form)
    book = openpyxl.load_workbook(io.BytesIO(template_bytes(template)))
    sheet, hidden = book.worksheets
    assert (hidden.title, hidden.sheet_state) == ("_cchc", "hidden") and sheet.protection.sheet
    assert {row[0].value: row[1].value for row in hidden.iter_rows(min_row=2) if row[0].value} == {
        "form": form, "unit": template.unit.unit_id, "year": "2024", "version": template.version,
    }  # fmt: skip
    texts = [str(cell.value) for row in sheet.iter_rows(max_row=6) for cell in row if cell.value]
    assert "Đơn vị: Hưng Yên" in texts and "Năm đánh giá: 2024" in texts
    header = next(row for row in range(1, 20) if sheet.cell(row, 1).value == template.columns[0].label)
    open_rows = {cell.row for row in sheet.iter_rows(min_row=1) for cell in row if not cell.protection.locked}
    assert open_rows == {header + 1 + number for number, row in enumerate(template.rows) if row.entry} != set()
    assert all(row.code != "" and isinstance(sheet.cell(header + 1 + n, 1).value, str) for n, row in enumerate(template.rows))


def test_validation_stops_wrong_points_and_offers_what_the_rule_of_the_line_reads(reference) -> None:
    template = made(reference, "self_assessment")
    book = openpyxl.load_workbook(io.BytesIO(template_bytes(template)))
    sheet, hidden = book.worksheets
    rules = list(sheet.data_validations.dataValidation)
    custom = next(rule for rule in rules if rule.type == "custom")
    assert "ISNUMBER" in custom.formula1 and NOT_APPLICABLE in custom.formula1 and custom.showErrorMessage
    offered = {}
    for rule in (rule for rule in rules if rule.type == "list"):
        start, end = rule.formula1.replace("'_cchc'!", "").replace("$", "").split(":")
        assert rule.showErrorMessage and rule.prompt
        words = tuple(row[0].value for row in hidden[start:end])
        offered |= {f"E{row}": words for area in rule.sqref for row in range(area.min_row, area.max_row + 1)}
    header = next(row for row in range(1, 20) if sheet.cell(row, 1).value == template.columns[0].label)
    by_code = {line.code: offered.get(f"E{row}") for row, line in enumerate(template.rows, start=header + 1) if line.entry}
    assert by_code["1.4"] == (
        "Đầy đủ, đúng hạn", "Đầy đủ, chậm hạn", "Còn thiếu một phần", "Mới triển khai", "Chưa thực hiện", NOT_APPLICABLE,
    )  # fmt: skip
    assert by_code["1.3.1"] == ("4/4", "3/4", "2/4", "1/4", "0/4", NOT_APPLICABLE)
    assert by_code["7.2.2"] is None  # a percent is typed in
    prompts = [rule.prompt for rule in rules if rule.type != "list"]
    assert any("97,5%" in (prompt or "") for prompt in prompts)


def test_the_version_follows_layout_and_set(reference) -> None:
    assert made(reference, "appraisal").version == made(reference, "appraisal", "Hà Nội").version
    assert len({made(reference, form).version for form in FORMS}) == len(FORMS)


@pytest.mark.parametrize(
    ("form", "unit", "year", "said"),
    [
        ("khác", "Hà Nội", 2024, "các biểu: appraisal"),
        ("self_assessment", "Atlantis", 2024, "không chỉ đúng một đơn vị"),
        ("self_assessment", "Hà Nội", 1990, "chưa mở"),
        ("self_assessment", "Bộ Tư pháp", 2024, "Chưa có bộ tiêu chí"),
        ("index_scores", "Hà Nội", 2024, "bảng dài"),
    ],
)
def test_what_cannot_be_made_is_said(reference, form: str, unit: str, year: int, said: str) -> None:
    with pytest.raises(TemplateRefused, match=said):
        made(reference, form, unit, year)


def test_a_form_is_found_by_its_vietnamese_name(reference) -> None:
    assert made(reference, "Phiếu tự đánh giá").form == "self_assessment"


@pytest.mark.parametrize("form", FORMS)
def test_filled_in_it_comes_back_without_a_finding(filled_forms: dict[str, bytes], findings: Findings, form: str, tmp_path: Path) -> None:
    path = tmp_path / "gửi.xlsx"
    path.write_bytes(filled_forms[form])
    assert findings(path) == ALONE.get(form, [])


def test_an_empty_template_lacks_its_lines_and_nothing_else(reference, findings: Findings, tmp_path: Path) -> None:
    template = made(reference, "survey_scores")
    path = tmp_path / "trống.xlsx"
    path.write_bytes(template_bytes(template))
    assert [rule for rule, _ in findings(path)] == ["LINE-REQUIRED"] * sum(row.entry for row in template.rows)


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_saved_by_libreoffice_it_comes_back_without_a_finding(
    filled_forms: dict[str, bytes], findings: Findings, ending: str, tmp_path: Path
) -> None:
    sources = tmp_path / "from"
    sources.mkdir()
    for form, content in filled_forms.items():
        (sources / f"{form}.xlsx").write_bytes(content)
    saved = saved_by_office(sources.iterdir(), ending, tmp_path / "office")
    for form in FORMS:
        assert findings(saved / f"{form}.{ending}") == ALONE.get(form, []), (form, ending)
