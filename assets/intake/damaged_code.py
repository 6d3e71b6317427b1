"""Codes that are written in another way than in the criteria set, and what they may have been.

Belongs here: what spreadsheets make of '1.2' (a date, a date's number, a rounded sum), and how people write it ('1,2', '01/02/2024').
Does not: which of several lines is meant (``line_matching.py``); a reading from here counts only where the line's name confirms it.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from assets.intake.phrase import fold_phrase

_EXCEL_DAYS = (Decimal(36526), Decimal(55153))  # 2000 to 2050: what a code turned into a date is as a bare number
_EXCEL_EPOCH = dt.date(1899, 12, 30)
_DATE = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})(?:[/-](?:20)?([0-9]{2}))?")
_DAY_AND_MONTH = re.compile(r"([0-9]{1,2}) ?(?:thg ?|thang ?)?([0-9]{1,2}|[a-z]{3})(?: (?:20)?([0-9]{2}))?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def codes_of_date(text: str) -> list[str]:
    """What may have become the date (ISO): '2024-02-01' → 1.2, 2.1, 2.24, 1.2.24, 2.1.24."""
    try:
        day = dt.date.fromisoformat(text[:10])
    except ValueError:
        return []
    return _codes(day.day, day.month, day.year % 100)


def codes_of_number(number: Decimal) -> list[str]:
    """What may have become a number that is no code: a date without its format, a sum with a rounding error."""
    if _EXCEL_DAYS[0] <= number < _EXCEL_DAYS[1] and number == int(number):
        day = _EXCEL_EPOCH + dt.timedelta(days=int(number))
        return _codes(day.day, day.month, day.year % 100)
    if abs(number) < 10_000 and number != (rounded := round(number, 4)):
        return [format(rounded.normalize(), "f")]
    return []


def codes_of_text(text: str) -> list[str]:
    """What a text that is no code may mean: '1,2' → 1.2; '1-Feb', '01/02/2024' and '01-Thg2' as the date they are."""
    joined = "".join(text.split())
    if re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{1,3})+", joined):
        return [joined.replace(",", ".")]
    match = _DATE.fullmatch(joined) or _DAY_AND_MONTH.fullmatch(fold_phrase(text))
    if match is None:
        return []
    day, month, year = match.groups()
    if not month.isdigit():
        if month not in _MONTHS:
            return []
        month = str(_MONTHS.index(month) + 1)
    return _codes(int(day), int(month), int(year or 0))


def _codes(day: int, month: int, year: int) -> list[str]:
    pairs = {(day, month), (month, day)}
    short = {f"{a}.{b}" for a, b in pairs} | {f"{month}.{year}"}
    return sorted(short | {f"{a}.{b}.{year}" for a, b in pairs})
