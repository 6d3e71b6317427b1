"""A blank form as .xlsx: entry cells open, all else locked, wrong entries stopped while they are typed.

Belongs here: openpyxl, looks, validation. Does not: what the form holds (template_form.py).
"""

from __future__ import annotations

import io
from datetime import datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from assets.intake.identify import HIDDEN_SHEET
from assets.intake.layout import Column
from assets.templates.template_answers import stop_wrong_answers
from assets.templates.template_form import NOT_APPLICABLE, TemplateForm, TemplateRow

_ENTERED = {  # of the forms over a criteria set; a report has figures
    "self_assessment": "self_points",
    "appraisal": "appraised_points",
    "explanation": "proposed_points",
    "appraisal_2": "appraised_points",
    "survey_scores": "survey_points",
}
_FIGURE = "figure"
_WIDTHS = {
    "unit_of_measure": 16,
    "figure": 16,
    "code": 8,
    "name": 52,
    "max_points": 9,
    "answer": 14,
    "evidence": 40,
    "reason": 36,
    "note": 28,
}
_MADE_AT = datetime(2025, 1, 2, 8, 0, 0)  # equal templates are equal files
_LINE = Side(style="thin", color="A6A6A6")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FILLS = {"header": "1F4E78", "field": "DDEBF7", "criterion": "F2F7FC", "entry": "FFFBE6", "closed": "EDEDED"}


def template_bytes(form: TemplateForm) -> bytes:
    """The .xlsx file; the same form gives the same bytes but for the container's own times."""
    book = Workbook()
    book.properties.creator, book.properties.created, book.properties.modified = "reform-index", _MADE_AT, _MADE_AT
    sheet = book.active
    sheet.title = form.title.split(",")[0][:31].replace("/", "-")
    first = _title(sheet, form)
    _header(sheet, form, first)
    for number, row in enumerate(form.rows, start=first + 1):
        _row(sheet, form, number, row)
    last = first + len(form.rows)
    _validate(sheet, form, first + 1, last)
    _signature(sheet, form, last + 2)
    _page(sheet, form, first)
    hidden = book.create_sheet(HIDDEN_SHEET)
    hidden.sheet_state = "hidden"
    facts = (("form", form.form), ("unit", form.unit.unit_id), ("year", str(form.index_year)), ("version", form.version))
    for row_no, pair in enumerate((("key", "value"), *facts), start=1):
        for column, text in enumerate(pair, start=1):
            _text(hidden.cell(row_no, column), text)
    if any(each.name == "answer" for each in form.columns):
        stop_wrong_answers(sheet, hidden, form, first + 1)
    hidden.protection.sheet = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _title(sheet: Worksheet, form: TemplateForm) -> int:
    """The title block; returns the row of the header."""
    width = len(form.columns)
    lines = [
        (form.title.upper(), Font(bold=True, size=14, color="1F3864")),
        (f"Đơn vị: {form.unit_text}", Font(bold=True, size=12)),
        (f"{_year_vi(form)}: {form.index_year}", Font(bold=True, size=12)),
        (_guide(form), Font(italic=True, color="404040")),
    ]
    if form.illustrative:
        lines.append(
            (
                f"{form.lines_vi[:1].upper()}{form.lines_vi[1:]}: có nội dung minh họa, chưa phải văn bản chính thức.",
                Font(italic=True, color="C00000"),
            )
        )
    for row, (text, font) in enumerate(lines, start=1):
        cell = sheet.cell(row, 1)
        _text(cell, text)
        cell.font = font
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
        sheet.row_dimensions[row].height = 46 if row == 4 else 22
    return len(lines) + 2


def _year_vi(form: TemplateForm) -> str:
    return "Năm báo cáo" if form.layout.lines == "indicators" else "Năm đánh giá"


def _entered(form: TemplateForm) -> str:
    """The column that the form is there to fill in."""
    return _FIGURE if form.layout.lines == "indicators" else _ENTERED[form.form]


def _guide(form: TemplateForm) -> str:
    due = f" Gửi trước hết ngày {form.due_on:%d/%m/%Y}." if form.due_on else ""
    if form.layout.lines == "indicators":
        covers = f" Số liệu từ {form.covers[0]:%d/%m/%Y} đến hết {form.covers[1]:%d/%m/%Y}." if form.covers else ""
        return (
            f"Chỉ điền các ô nền vàng.{covers} Không phát sinh thì ghi 0; không thuộc nhiệm vụ của đơn vị thì ghi "
            f"«{NOT_APPLICABLE}»; chỗ lũy kế ghi số từ đầu đến hết kỳ. Không thêm, bớt, đổi mã dòng.{due}"
        )
    return (
        "Chỉ điền các ô nền vàng. Điểm là số từ 0 đến điểm tối đa của dòng, dùng dấu phẩy thập phân (ví dụ 0,5); "
        f"dòng không có nhiệm vụ thì ghi «{NOT_APPLICABLE}». Không thêm, bớt, đổi mã dòng.{due}"
    )


def _header(sheet: Worksheet, form: TemplateForm, row: int) -> None:
    for column, each in enumerate(form.columns, start=1):
        cell = sheet.cell(row, column)
        _text(cell, each.label)
        cell.font, cell.fill, cell.border = Font(bold=True, color="FFFFFF"), PatternFill("solid", start_color=_FILLS["header"]), _BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(each.name, 12)
    sheet.row_dimensions[row].height = 36


def _row(sheet: Worksheet, form: TemplateForm, number: int, row: TemplateRow) -> None:
    for column, each in enumerate(form.columns, start=1):
        cell = sheet.cell(number, column)
        cell.border = _BORDER
        cell.alignment = Alignment(vertical="center", wrap_text=each.type == "text" or each.name == "name", horizontal=_side(each))
        cell.font = Font(bold=row.kind != "sub_criterion")
        if each.name == "code":
            _text(cell, row.code)
            cell.number_format = "@"  # else Excel makes 1.10 the number 1.1 when somebody touches it
        elif each.name == "name":
            _text(cell, row.name)
        elif each.name == "max_points":
            cell.value = None if row.max_points is None else _number(row.max_points)
        elif each.name == "unit_of_measure" and row.unit_of_measure is not None:
            _text(cell, row.unit_of_measure)
        elif each.name == "answer":
            cell.number_format = "@"  # else 97% becomes 0.97 and 3/4 a day in April
        if each.type == "number":
            cell.number_format = "#,##0.####" if each.name == _FIGURE else "0.####"
        _shade(cell, form, row, each)
    longest = -(-len(row.name) // 50)
    sheet.row_dimensions[number].height = 16 * max(longest, 1) + 2


def _side(column: Column) -> str:
    return "center" if column.type == "number" or column.name in ("code", "answer") else "left"


def _shade(cell: Cell, form: TemplateForm, row: TemplateRow, column: Column) -> None:
    """Entry cells are open and yellow; a survey line in a form of another part is closed and grey."""
    entered = _entered(form)
    fillable = column.name == entered or (column.type == "text")
    prefilled = column.type == "number" and column.name not in ("max_points", entered)
    if row.entry and (fillable or prefilled):
        cell.protection = Protection(locked=False)
        if not prefilled:
            cell.fill = PatternFill("solid", start_color=_FILLS["entry"])
    elif row.closed and column.type != "key" and column.name != "max_points":
        cell.fill = PatternFill("solid", start_color=_FILLS["closed"])
    elif row.kind in ("field", "criterion"):
        cell.fill = PatternFill("solid", start_color=_FILLS[row.kind])


def _validate(sheet: Worksheet, form: TemplateForm, first: int, last: int) -> None:
    letters = {each.name: get_column_letter(column) for column, each in enumerate(form.columns, start=1)}
    points = letters[_entered(form)]
    here = f"{points}{first}"
    if form.layout.lines == "indicators":
        most, what, asked = "", "Số liệu", "Số từ 0 trở lên"
    else:
        most, what, asked = f",{here}<=${letters['max_points']}{first}", "Điểm", "Số từ 0 đến điểm tối đa của dòng"
    number = DataValidation(
        type="custom",
        formula1=f'OR({here}="{NOT_APPLICABLE}",AND(ISNUMBER({here}),{here}>=0{most}))',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=f"{what} chưa đúng",
        error=f"{asked}, hoặc ghi: {NOT_APPLICABLE}.",
        showInputMessage=True,
        promptTitle=what,
        prompt=f"{asked}; không có nhiệm vụ thì ghi: {NOT_APPLICABLE}.",
    )
    sheet.add_data_validation(number)
    number.add(f"{points}{first}:{points}{last}")


def _signature(sheet: Worksheet, form: TemplateForm, row: int) -> None:
    middle = max(len(form.columns) - 1, 2)
    for column, text in ((2, "Người lập biểu"), (middle, "Thủ trưởng đơn vị")):
        cell = sheet.cell(row, column)
        _text(cell, text)
        cell.font, cell.alignment = Font(bold=True), Alignment(horizontal="center")


def _page(sheet: Worksheet, form: TemplateForm, header: int) -> None:
    sheet.freeze_panes = f"C{header + 1}"
    sheet.print_title_rows = f"{header}:{header}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "Trang &P/&N"
    sheet.protection.sheet = True  # without a password: a guard against slips, not a lock
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def _text(cell: Cell, text: str) -> None:
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = text[:1] in ("=", "+", "-", "@") or cell.column == 1


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
