"""A criteria set as a workbook of the shape of an annex, with a sheet of its facts.

Belongs here: openpyxl, looks; every text is text, whatever sign it begins with. Does not belong here: reading it back (read_annex.py).
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from assets.criteria_annex.drafted_set import KINDS_VI, DraftNode, DraftSet
from assets.criteria_annex.exported_columns import PROVENANCES, rule_to_text
from assets.criteria_annex.set_facts import FACTS_SHEET, LABELS, RULES_SHEET, flat
from warehouse.wording import first_upper

_COLUMNS = (
    ("STT", 8), ("Lĩnh vực / tiêu chí / tiêu chí thành phần", 60), ("Điểm tối đa", 10), ("Cách chấm điểm", 60),
    ("Hình thức đánh giá", 14), ("Tài liệu kiểm chứng", 40), ("Căn cứ pháp lý", 30), ("Cấp mục", 20), ("Quy tắc tính điểm", 40),
    ("Không áp dụng thì", 14), ("Loại khối điểm", 12), ("Tên tiếng Anh", 36), ("Nguồn tên", 12), ("Nguồn điểm tối đa", 12),
    ("Địa chỉ nguồn", 30), ("Lấy số liệu từ bảng", 24),
)  # fmt: skip
_MADE_AT = datetime(2025, 1, 2, 8, 0, 0)  # equal sets are equal files
_LINE = Side(style="thin", color="A6A6A6")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FILLS = {"header": "1F4E78", "field": "DDEBF7", "criterion": "F2F7FC"}


def set_workbook(drafted: DraftSet) -> bytes:
    """The .xlsx file."""
    book = Workbook()
    book.properties.creator, book.properties.created, book.properties.modified = "reform-index", _MADE_AT, _MADE_AT
    sheet = book.active
    sheet.title = "Bộ tiêu chí"
    facts = dict(flat(drafted.facts))
    for row, text in enumerate((facts.get("title_vi", "").upper(), _issued(facts)), start=1):
        _write(sheet, row, 1, text)
        sheet.cell(row, 1).font = Font(bold=row == 1, italic=row == 2, size=14 if row == 1 else 11)
    first = 4
    for column, (label, width) in enumerate(_COLUMNS, start=1):
        cell = _write(sheet, first, column, label)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", start_color=_FILLS["header"])
        cell.border, cell.alignment = _BORDER, Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, node in enumerate(drafted.nodes(), start=first + 1):
        _row(sheet, row, node)
    sheet.freeze_panes = sheet.cell(first + 1, 3)
    _table(
        book.create_sheet(FACTS_SHEET),
        [("Nội dung", "Giá trị", "Khóa")] + [(LABELS.get(key, key), text, key) for key, text in facts.items()],
    )
    if drafted.rules:
        named = [(name, rule_to_text(rule)) for name, rule in drafted.rules.items()]
        _table(book.create_sheet(RULES_SHEET), [("Tên quy tắc", "Quy tắc"), *named])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _issued(facts: dict[str, str]) -> str:
    decision = f"Quyết định {facts['decision']}. " if "decision" in facts else ""
    made_up = "Có nội dung minh họa, không phải văn bản chính thức. " if facts.get("illustrative") == "true" else ""
    return f"{decision}{made_up}Năm đánh giá {facts['index_year']}, {facts['criteria_set']}."


def _row(sheet: Worksheet, row: int, node: DraftNode) -> None:
    own, leaf = node.own, not node.children
    stated = own.get("provenance", {})
    values: list[Any] = [
        node.code, node.name_vi, node.max_points, node.rule_text, ("ĐTXHH" if node.survey else "Thẩm định") if leaf else None,
        own.get("evidence_vi"), own.get("legal_basis"), first_upper(KINDS_VI[node.kind]),
        rule_to_text(own["scoring"]) if "scoring" in own else None,
        own.get("not_applicable"), node.counts_as if node.kind == "field" and node.counts_as != "base" else None, own.get("name_en"),
        *(stated.get(key) for key in PROVENANCES.values()), own.get("source_url"), own.get("data_from"),
    ]  # fmt: skip
    for column, value in enumerate(values, start=1):
        cell = _write(sheet, row, column, value)
        cell.border, cell.alignment = _BORDER, Alignment(vertical="center", wrap_text=True)
        if node.kind in _FILLS:
            cell.fill, cell.font = PatternFill("solid", start_color=_FILLS[node.kind]), Font(bold=node.kind == "field")


def _table(sheet: Worksheet, rows: Iterable[tuple[str, ...]]) -> None:
    for row, texts in enumerate(rows, start=1):
        for column, text in enumerate(texts, start=1):
            cell = _write(sheet, row, column, text)
            cell.font, cell.alignment = Font(bold=row == 1), Alignment(vertical="top", wrap_text=True)
    for column, width in enumerate((44, 90, 28), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def _write(sheet: Worksheet, row: int, column: int, value: Any) -> Cell:
    """A number as a number; any other value as text, which no program takes for a formula."""
    cell: Cell = sheet.cell(row, column)
    if isinstance(value, Decimal):
        cell.value = value
    elif value:
        cell.value = str(value)
        cell.data_type, cell.number_format, cell.quotePrefix = "s", "@", str(value)[:1] in "=+-@"
    return cell
