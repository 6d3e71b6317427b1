"""Unit names as offices really write them, and as they stand in file names.

Belongs here: ways of spelling one name. Does not belong here: bringing them together again (warehouse/unit_names.py).
"""

from __future__ import annotations

import re
import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ON_FIRST = re.compile(f"([ou])([{_TONES}])([aey])(?![\\w\u0300-\u036f])", re.IGNORECASE)
_ON_SECOND = re.compile(f"([ou])([aey])([{_TONES}])(?![\\w\u0300-\u036f])", re.IGNORECASE)
_PREFIXES = {
    "thành phố trực thuộc TW": ("TP. {}", "Thành phố {}", "{}"),
    "tỉnh": ("{}", "Tỉnh {}", "tỉnh {}"),
}


def office_spelling(name: str, unit_type: str | None, number: int) -> str:
    """One of the ways to write a name; consecutive numbers walk through the prefixes, then through the spellings."""
    prefixes = _PREFIXES.get(unit_type or "", ("{}",))
    ways = (_as_is, other_tone_place, _as_is, _decomposed, _as_is, _with_dash, _as_is, str.upper)
    return ways[number // len(prefixes) % len(ways)](prefixes[number % len(prefixes)].format(name))


def other_tone_place(name: str) -> str:
    """Move the tone mark as the other school of spelling does: Hòa ↔ Hoà; other names stay."""
    apart = unicodedata.normalize("NFD", name)
    moved = _ON_FIRST.sub(r"\1\3\2", apart)
    return unicodedata.normalize("NFC", moved if moved != apart else _ON_SECOND.sub(r"\1\3\2", apart))


def file_name_part(name: str) -> str:
    """A name in plain letters for a file name: Bà Rịa - Vũng Tàu → Ba_Ria_Vung_Tau."""
    apart = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(char for char in apart if not unicodedata.combining(char))
    return re.sub(r"[^A-Za-z0-9]+", "_", plain).strip("_")


def _as_is(name: str) -> str:
    return name


def _decomposed(name: str) -> str:
    """As a Mac writes it."""
    return unicodedata.normalize("NFD", name)


def _with_dash(name: str) -> str:
    return name.replace(" - ", " – ")
