"""Comparing short phrases typed by people: headers, titles, keys, stop words.

Belongs here: the folding under which two spellings are one phrase. Does not belong here: names of units, which need
their diacritics (``warehouse.unit_names``).

All diacritics go: within the few words that a form uses nothing is lost by it, and NFC/NFD, tone placement
("hoà"/"hòa"), capitals and missing marks all stop mattering.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_EVERY_D = str.maketrans("đðɖ", "ddd")  # Đ and the letters typed in its place: Ð (U+00D0), Ɖ (U+0189)
_FOOTNOTES = str.maketrans(dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾"))
_NOT_WORD = re.compile(r"[^0-9a-z%]+")
_NUMERALS = re.compile("(?: (?:[0-9]+|[ivx]+|[a-e]))+")
_WHOSE = re.compile(r"(?: cua .+|(?: nam|(?<!\bnam)) (?:19|20)[0-9]{2})+$")
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@lru_cache(maxsize=8192)
def fold_phrase(text: str) -> str:
    """Lower case, no diacritics, no raised marks of footnotes, every run of other signs one space: ' Điểm  TỐI ĐA¹: ' → 'diem toi da'."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text.translate(_FOOTNOTES).casefold()) if not unicodedata.combining(char))
    return _NOT_WORD.sub(" ", bare.translate(_EVERY_D)).strip()


def without_brackets(text: str) -> str:
    """The text without what stands in brackets."""
    return _IN_BRACKETS.sub(" ", text)


@lru_cache(maxsize=8192)
def header_key(text: str) -> str:
    """As :func:`fold_phrase`, without what stands in brackets, whose it is, and its year: 'Điểm tự chấm (điểm) của Bộ năm 2023' →
    'diem tu cham'.
    """
    return _bare_key(fold_phrase(without_brackets(text)) or fold_phrase(text))


@lru_cache(maxsize=8192)
def heading_keys(text: str) -> tuple[str, ...]:
    """As :func:`header_key`, then with the words in brackets, which may be the heading's own: 'Điểm (tự đánh giá)'."""
    return (header_key(text), _bare_key(fold_phrase(text))) if "(" in text else (header_key(text),)


def _bare_key(folded: str) -> str:
    return _WHOSE.sub("", folded) if " cua " in folded or folded[-4:].isdigit() else folded


@lru_cache(maxsize=8192)
def code_key(text: str) -> str:
    """A code for comparison: no spaces, no closing full stop or bracket, capitals: ' 3.1. ' → '3.1'."""
    return "".join(text.translate(_FOOTNOTES).split()).rstrip(".)").upper()


def opens_with(text: str, folded_phrases: tuple[str, ...]) -> bool:
    """True when the text is one of the phrases, or begins with one of several words ('Tổng' alone, but 'Tổng điểm các
    tiêu chí').

    A single word must stand alone or before numerals ('Cộng I + II'): 'Tổng hợp báo cáo' is a criterion and no total.
    """
    folded = fold_phrase(text)
    return any(
        folded == phrase or (folded.startswith(phrase + " ") and (" " in phrase or _NUMERALS.fullmatch(folded, len(phrase))))
        for phrase in folded_phrases
    )
