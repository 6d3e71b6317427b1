"""The day from which a workbook counts its days: 30 December 1899, or 1 January 1904 in workbooks from old Macs, or what an .ods says.

Belongs here: finding that statement in each format. Does not: date cells (the fast reader counts them rightly), what a bare number in a
column of dates means (assets/intake/date_text.py).
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from assets.workbooks.biff import counts_from_1904
from assets.workbooks.ole2 import open_ole2
from assets.workbooks.workbook_cells import DAY_ZERO
from assets.workbooks.zip_safety import open_zip, read_member

_1904 = dt.date(1904, 1, 1)
_OF_XLSX = re.compile(rb"""<(?:\w+:)?workbookPr\s[^>]*\bdate1904\s*=\s*["'](?:1|true)["']""")
_OF_ODS = re.compile(rb"""<(?:\w+:)?null-date\s[^>]*\bdate-value\s*=\s*["']([0-9]{4}-[0-9]{2}-[0-9]{2})["']""")


def day_zero(data: bytes, file_format: str) -> dt.date:
    """The day whose number is 0. `file_format`: xlsx, xls or ods."""
    if file_format == "xlsx":
        return _of_xlsx(read_member(open_zip(data), "xl/workbook.xml"))
    if file_format == "ods":
        stated = _OF_ODS.search(read_member(open_zip(data), "content.xml"))
        return DAY_ZERO if stated is None else _day(stated[1].decode())
    container = open_ole2(data)
    return _1904 if counts_from_1904(container.read("Workbook" if "Workbook" in container.streams else "Book")) else DAY_ZERO


@lru_cache(maxsize=32)
def _of_xlsx(workbook: bytes) -> dt.date:
    return _1904 if _OF_XLSX.search(workbook) else DAY_ZERO


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return DAY_ZERO
