"""Maxima in cells and as they are told: numbers, '0,5', '0.5', '2 điểm', '+1', '-2' in a block of penalty points.

Belongs here: reading one. Does not belong here: sums (annex_checks.py).
"""

from __future__ import annotations

import re
from decimal import Decimal

from assets.intake.number_text import parse_number
from assets.workbooks.workbook_cells import Cell

SAVE_AGAIN_VI = "mở tệp bằng Excel, lưu lại để có giá trị, rồi nhập lại"
_AROUND = re.compile(r"^(?:tối đa|không quá|≤|<=|\+)\s*|\s*(?:điểm|đ)\.?$", re.IGNORECASE)
_DOT_AS_COMMA = re.compile(r"\d{1,3}\.\d{1,2}")  # never a group of thousands, which has three digits


def maximum_of(cell: Cell, *, penalty: bool) -> Decimal | None:
    """The maximum, None for anything that is no points (an error, a percent, '1.049'); more than four decimals are none either."""
    text = cell.text.strip()
    if cell.kind == "text":
        text = _AROUND.sub("", _AROUND.sub("", text)).strip()
        if _DOT_AS_COMMA.fullmatch(text):
            text = text.replace(".", ",")
        elif "." in text:
            return None  # '1.049' may mean a thousand or one point
    read = parse_number(text, cell.kind, "vi")
    value = read.value
    if value is None or read.percent:
        return None
    if cell.kind == "number":
        value = round(value, 6).normalize()  # 0.30000000000000004 is what adding up leaves
    if penalty:
        value = abs(value)
    if value < 0 or value != value.quantize(Decimal("0.0001")):
        return None
    return Decimal(format(value.normalize() if value else Decimal(0), "f"))


def shown_points(value: Decimal) -> str:
    """As officials write it: '0,5'."""
    return format(value.normalize() if value else Decimal(0), "f").replace(".", ",")
