"""Documents named in a cell of evidence: number, date, issuer, file or link, page.

Belongs here: number, date, issuer and page in the words of one document. Does not: which parts of a cell are one document
(evidence_cell.py), where it lies (evidence_place.py), which cells hold evidence, and whether it is good (rules).

Nothing is guessed: a part that is not there stays None, and text that names no document is one item with its words alone.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import NamedTuple

from assets.evidence_cell import documents_of
from assets.evidence_place import place_of

MOST_ITEMS = 40
YEARS_BEFORE, YEARS_AFTER = 5, 1
"""A year of two digits is one of these around the index year, or it is not read: «11/23» in the form of 2023 is plain, «6/15» is not."""

_NUMBER = re.compile(r"(?<![\w/])(\d{1,6}(?:/(?:19|20)\d{2})?/[^\W\d_]\w{0,7}(?:[-–][\w&]{1,14}){0,4})")
_BARE_NUMBER = re.compile(
    r"(?<!\w)(?:văn bản|công văn|báo cáo|kế hoạch|quyết định|tờ trình)?\s*số\s*:?\s*(\d{1,6})(?![\d/])", re.IGNORECASE
)
_DATE_IN_WORDS = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+((?:19|20)\d{2})", re.IGNORECASE)
_DATE = re.compile(r"(?<![\d/])(\d{1,2})[/.\-](\d{1,2})[/.\-]((?:19|20)\d{2})(?!\d)")
_SHORT_YEAR = re.compile(
    r"(?:(?<![\d/.\-])(\d{1,2})(?:/|\s+tháng\s+)(\d{1,2})(?:/|\s+năm\s+)|ngày\s*:?\s*(\d{1,2})[.\-](\d{1,2})[.\-])(\d{2})(?!\d|[/.\-]\d)",
    re.IGNORECASE,
)
_SPACED_SLASH = re.compile(r"(?<=\d)\s*/\s*(?=[A-ZĐ][^\W\d_]{0,5}\s?[-–])")
_SPACED_HYPHEN = re.compile(r"(\d/[A-ZĐ][^\W\d_]{0,5})(?:\s[-–]|[-–]\s)(?=[A-ZĐ]{2})")
_ISSUER = re.compile(r"(?<!\w)của\s+([^,;.()\n]+?)(?=\s+(?:ngày|về|ban hành|kèm|trang|tr\.)|[,;.()\n]|$)", re.IGNORECASE)
_PAGE = re.compile(r"(?<!\w)(?:trang|tr\.)\s*(\d{1,4}(?:\s*[-–]\s*\d{1,4})?)", re.IGNORECASE)


class EvidenceItem(NamedTuple):
    """One document as the text names it; `item_no` counts from 1 within the cell. `issuer` is from the words, else the number's ending."""

    item_no: int
    doc_number: str | None
    doc_date: dt.date | None
    issuer: str | None
    link: str | None
    file_name: str | None
    page: str | None
    words: str


def parse_evidence(text: str, index_year: int | None = None) -> list[EvidenceItem]:
    """The documents of one cell, in their order; at least one item for text that has words, at most MOST_ITEMS. Never raises."""
    return [
        _item(number, words, index_year)
        for number, words in enumerate(documents_of(unicodedata.normalize("NFC", text))[:MOST_ITEMS], start=1)
    ]


def _item(number: int, words: str, index_year: int | None) -> EvidenceItem:
    link, file_name, bare = place_of(words)
    if "/ " in bare or " /" in bare:
        bare = _SPACED_SLASH.sub("/", bare)
    if "- " in bare or " -" in bare:
        bare = _SPACED_HYPHEN.sub(r"\1-", bare)
    named = _NUMBER.search(bare)
    plain = None if named else _BARE_NUMBER.search(bare)
    issuer = _ISSUER.search(bare)
    page = _PAGE.search(bare)
    doc_number = named[1].replace("–", "-") if named else plain[1] if plain else None
    return EvidenceItem(
        number,
        doc_number,
        _date(bare) or (_date_of_short_year(bare, index_year) if index_year else None),
        " ".join(issuer[1].split()) if issuer else _ending(doc_number),
        link,
        file_name,
        re.sub(r"\s", "", page[1]).replace("–", "-") if page else None,
        " ".join(words.split()) if "\n" in words else words,
    )


def _date(text: str) -> dt.date | None:
    for found in (*_DATE_IN_WORDS.finditer(text), *_DATE.finditer(text)):
        try:
            return dt.date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            continue
    return None


def _date_of_short_year(text: str, index_year: int) -> dt.date | None:
    for found in _SHORT_YEAR.finditer(text):
        year = 2000 + int(found[5])
        if index_year - YEARS_BEFORE <= year <= index_year + YEARS_AFTER:
            try:
                return dt.date(year, int(found[2] or found[4]), int(found[1] or found[3]))
            except ValueError:
                continue
    return None


def _ending(doc_number: str | None) -> str | None:
    """'UBND' of '123/QĐ-UBND'; nothing where the number has no such ending."""
    return doc_number.rpartition("-")[2] if doc_number and "-" in doc_number else None
