"""Cells of an .xlsx sheet that are merged over several rows.

Belongs here: finding them with a few plain searches, since most sheets merge only their title. Does not: what they mean
(assets/intake/merged_cells.py).
"""

from __future__ import annotations

import re
from functools import lru_cache

from assets.workbooks.doubts import within_limits
from assets.workbooks.workbook_cells import Area, column_number

_AREA = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?\bref\s*=\s*["']\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})["']""")


def merged_over_rows(xml: bytes) -> tuple[Area, ...]:
    """The areas of merged cells that reach over more than one row."""
    begins = xml.find(b"mergeCells", max(xml.rfind(b"sheetData"), 0))  # they stand behind the cells
    return _areas(xml[begins : xml.rfind(b"mergeCells")]) if begins >= 0 else ()


@lru_cache(maxsize=32)  # offices fill in the same template
def _areas(part: bytes) -> tuple[Area, ...]:
    found = (Area(int(top), column_number(left), int(bottom), column_number(right)) for left, top, right, bottom in _AREA.findall(part))
    return tuple(area for area in found if area.bottom > area.top and within_limits(area))
