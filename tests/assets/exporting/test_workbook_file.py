"""A sheet as Excel gets it: numbers with the decimals of what they are, texts as texts."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from decimal import Decimal

from openpyxl import load_workbook

from assets.exporting.sheet import Column, Kind, Part, Sheet
from assets.exporting.workbook_file import workbook_bytes
from warehouse.wording import Wording


def test_percents_always_have_two_decimals_and_counts_none() -> None:
    rows = (("Số văn bản", Decimal(42)), ("Tỷ lệ", Decimal(42)), ("Lần", Decimal("1.95")), ("=1+1", None))
    sheet = Sheet("Bảng", "Bảng", (Column("Chỉ tiêu", 20), Column("Cả nước", 12, Kind.general)), rows, percents=frozenset({1}))
    made = workbook_bytes([Part("Phần", [sheet])], "Sổ", (), (), Wording("vi"), datetime(2026, 11, 27, tzinfo=UTC))
    page = load_workbook(io.BytesIO(made))["Bảng"]
    shown = {row[0].value: (row[1].value, row[1].number_format, row[0].data_type) for row in page.iter_rows(min_row=2, max_col=2)}
    assert shown["Số văn bản"] == (42, "#,##0", "s") and shown["Tỷ lệ"] == (42, "#,##0.00", "s")
    assert shown["Lần"][:2] == (1.95, "#,##0.00") and shown["=1+1"][2] == "s"


def _written(rows: list[tuple[str | None, ...]], width: float = 20, **facts: str) -> bytes:
    columns = tuple(Column(f"Cột {number}", width) for number, _ in enumerate(rows[0]))
    sheet = Sheet(facts.get("name", "Bảng"), facts.get("title", "Bảng"), columns, tuple(rows), about=facts.get("about", ""))
    return workbook_bytes([Part(facts.get("part", "Phần"), [sheet])], "Sổ", (), (), Wording("vi"), datetime(2026, 11, 27, tzinfo=UTC))


HOSTILE = "\x1b[31m<script>&\x00\u202e\n=HYPERLINK(\x0b"
SEEN = "�[31m<script>&��\n=HYPERLINK(�"


def test_no_text_breaks_the_file_or_stands_in_it_as_markup() -> None:
    """As a cell, a title (the footer and the contents repeat it), the name of a sheet; and what xlsxwriter takes for XML of its own."""
    texts = [HOSTILE, "<r><t>đậm</t></r>", "<r>&</r>", "_x001B_", "\ud800"]
    made = _written([(text,) for text in texts], name=HOSTILE, title=HOSTILE, about=HOSTILE, part=HOSTILE)
    book = load_workbook(io.BytesIO(made))
    contents, page = book.worksheets
    column = [str(row[0].value) for row in page.iter_rows()]
    assert column[0] == SEEN and column[-5:] == [SEEN, "<r><t>đậm</t></r> ", "<r>&</r> ", "_x001B_", "�"]
    assert SEEN in [cell.value for row in contents.iter_rows() for cell in row]
    assert page.oddFooter.left.text is not None and "�[31m<script>&" in page.oddFooter.left.text


def test_a_cell_keeps_as_many_utf_16_units_as_excel_does() -> None:
    made = _written([("x" * 32_767,), ("x" * 40_000,), ("😀" * 20_000,)])
    texts = [str(row[0].value) for row in load_workbook(io.BytesIO(made))["Bảng"].iter_rows(min_row=4)]
    assert [len(text.encode("utf-16-le")) // 2 for text in texts[-3:]] == [32_767, 32_767, 32_767]
    assert texts[-2].endswith("x…") and texts[-1].endswith("😀…")


def test_a_row_is_as_high_as_the_lines_of_its_texts() -> None:
    """Their own lines and those into which they are broken; never higher than Excel takes."""
    made = _written([("một dòng",), ("1\n2\n3\n\n5",), ("chữ " * 20,), ("\n" * 500,)], title="tên\n" * 60)
    page = load_workbook(io.BytesIO(made))["Bảng"]
    high = {row: page.row_dimensions[row].height for row in range(1, page.max_row + 1)}
    one, five, long, most = (high[row] for row in range(page.max_row - 3, page.max_row + 1))
    assert one == 18 and five == 78 and long == 63 and most == high[1] and 408 < most <= 409
