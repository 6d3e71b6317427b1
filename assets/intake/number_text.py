"""Numbers as people type them, read in the format that the form declares.

Belongs here: the grammar of the two formats. Does not belong here: blanks and "không áp dụng" (the caller), bounds
(rules).

``vi``     dot or space groups thousands, comma is the decimal sign: "1.049" is 1049, "0,5" is a half, "97,14%" a
percent.
           "0.5", "12.5" and "1,049.5" are refused: a person who types them may mean either number, and a wrong guess
           is silent.
``plain``  dot is the decimal sign and nothing groups: "1.701" is 1.701; "1,701" is refused. An exponent is allowed
(written by programs).
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from functools import lru_cache
from typing import NamedTuple

FORMATS = ("vi", "plain")
_LONGEST = 64
_LIMIT = Decimal(10) ** 10  # DECIMAL(18,8) has ten digits before the comma
_STEP = Decimal(1).scaleb(-8)
# Signs that mean what their usual form means: spaces, minus signs, and the full-width forms of some input methods.
_USUAL = (
    dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " ")
    | dict.fromkeys(map(ord, "\u2212\u2013\ufe63\uff0d"), "-")
    | dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"), "")  # signs that nobody sees
    | {0xFF01 + number: chr(0x21 + number) for number in range(94) if chr(0x21 + number) in "0123456789,.%+"}
)

# A group of thousands never starts with 0, so "0.500" (most likely a half) is refused and not read as 500.
_VI = re.compile(r"([+-]?)([0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+)(?:,([0-9]+))?( ?%)?")
_PLAIN = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]{1,3}))?( ?%)?")


class ParsedNumber(NamedTuple):
    """``value`` within DECIMAL(18,8), or None and the ``problem``; "97,14%" gives 97.14 with ``percent`` True.

    Problems: not_a_number, error_value, formula_without_value.
    """

    value: Decimal | None
    percent: bool
    problem: str | None


@lru_cache(maxsize=65536)  # points repeat: a form has some hundred cells and a dozen different numbers
def parse_number(text: str, kind: str, number_format: str) -> ParsedNumber:
    """Reads one cell. ``kind`` is the cell's kind; a numeric cell is taken as it is in both formats. Never raises for
    any text.

    More than 8 decimals are rounded half up; a number outside DECIMAL(18,8) is not_a_number. ValueError for an unknown
    format.
    """
    if number_format not in FORMATS:
        raise ValueError(f"unknown number format: {number_format}")
    if kind == "error":
        return ParsedNumber(None, False, "error_value")
    if kind == "formula_without_value":
        return ParsedNumber(None, False, "formula_without_value")
    if kind not in ("number", "text") or len(text) > _LONGEST:
        return ParsedNumber(None, False, "not_a_number")
    cleaned = text.translate(_USUAL).strip()
    if cleaned.startswith("'"):  # the sign that makes a spreadsheet keep a number as text, typed into a file that is none
        cleaned = cleaned[1:].lstrip()
    if kind == "text" and number_format == "vi":
        match = _VI.fullmatch(cleaned)
        if match is None:
            return ParsedNumber(None, False, "not_a_number")
        sign, whole, decimals, percent = match.groups()
        digits = f"{sign}{whole.replace('.', '').replace(' ', '')}.{decimals or ''}"
    else:
        match = _PLAIN.fullmatch(cleaned)
        if match is None:
            return ParsedNumber(None, False, "not_a_number")
        sign, whole, decimals, exponent, percent = match.groups()
        digits = f"{sign}{whole}.{decimals or ''}E{exponent or '0'}"
    return _within_limits(digits, bool(percent))


def _within_limits(digits: str, percent: bool) -> ParsedNumber:
    with localcontext() as context:
        context.prec = 2 * _LONGEST
        try:
            value = Decimal(digits)
            if abs(value) >= _LIMIT:
                return ParsedNumber(None, percent, "not_a_number")
            if value.as_tuple().exponent < -8:  # type: ignore[operator]  # finite, so an integer
                value = value.quantize(_STEP, ROUND_HALF_UP)
        except InvalidOperation:
            return ParsedNumber(None, percent, "not_a_number")
    if abs(value) >= _LIMIT:  # 9999999999.999999999 rounds up to eleven digits
        return ParsedNumber(None, percent, "not_a_number")
    return ParsedNumber(value + 0, percent, None)


def format_number(value: Decimal, number_format: str) -> str:
    """The text that :func:`parse_number` reads back as ``value``: 1049.5 → '1.049,5' (vi) or '1049.5' (plain)."""
    text = format(value, ",f") if number_format == "vi" else format(value, "f")
    return text.translate(str.maketrans(",.", ".,")) if number_format == "vi" else text
