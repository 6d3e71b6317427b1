"""Dates as people type them and as Excel keeps them, as one whole number: 31 December 2024 is 20241231.

Belongs here: the spellings of a day. Does not belong here: blanks and errors (``measures.py``), order of days (rules).

Read: a date cell, an Excel serial number, dd/mm/yyyy (with / - . or spaces), yyyy-mm-dd, «ngày 5 tháng 1 năm 2024», each also behind
«ngày» or the day of the week. The day comes first, always: "03/25/2024" is refused and not turned round. A year of two digits is
refused: nobody knows which century.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import lru_cache

from assets.intake.phrase import fold_phrase
from assets.workbooks.workbook_cells import DAY_ZERO

FIRST_YEAR, LAST_YEAR = 1980, 2100
_DAY_FIRST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})([/.-]?)([0-9]{2})\2([0-9]{2})(?:[T ][0-9]{2}:[0-9]{2}.*)?")
_IN_WORDS = re.compile(r"(?:ngay )?([0-9]{1,2}) thang ([0-9]{1,2}) nam ([0-9]{4})")
_SPOKEN = re.compile(r"(?:(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật) ?,? ?)?(?:ngày )?(?=[0-9])", re.IGNORECASE)
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
_USUAL = dict.fromkeys(map(ord, "\u2010\u2011\u2013\u2212"), "-") | {0xFF01 + number: chr(0x21 + number) for number in range(94)}


@lru_cache(maxsize=16384)  # deadlines repeat: mostly the last day of a month
def day_number(text: str, kind: str, day_zero: dt.date = DAY_ZERO) -> int | None:
    """The day as yyyymmdd, None where the text is no day from 1980 to 2100. Never raises for any text.

    ``kind`` is the cell's kind, ``day_zero`` the day from which its workbook counts.
    """
    if kind not in ("date", "number", "text") or len(text) > 64:
        return None
    cleaned = " ".join(text.translate(_USUAL).split()).removeprefix("'").lstrip()
    if match := _YEAR_FIRST.fullmatch(cleaned):
        return _day(match[1], match[3], match[4])
    if match := _SERIAL.fullmatch(cleaned):
        day = day_zero + dt.timedelta(days=int(match[1]))
        return _day(str(day.year), str(day.month), str(day.day))
    if kind != "text":
        return None
    cleaned = _SPOKEN.sub("", unicodedata.normalize("NFC", cleaned), count=1)
    if match := _DAY_FIRST.fullmatch(re.sub(r" ?([/.-]) ?", r"\1", cleaned)):
        return _day(match[4], match[3], match[1])
    if match := _IN_WORDS.fullmatch(fold_phrase(cleaned)):
        return _day(match[3], match[2], match[1])
    return None


def _day(year: str, month: str, day: str) -> int | None:
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    try:
        found = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.year * 10000 + found.month * 100 + found.day
