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
