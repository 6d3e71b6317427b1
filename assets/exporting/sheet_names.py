"""Names that Excel takes for sheets.

Belongs here: making wanted names valid and different from each other. Does not: what is wanted.
Excel takes 1 to 31 UTF-16 units without []:*?/\\ and control characters, no apostrophe at either end, not the word History, and no two
names that differ in upper and lower case only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_EMPTY = "Trang"
_RESERVED = {"history"}


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """A valid name for each wanted one, in order; a second of the same name gets ' (2)'."""
    made: list[str] = []
    taken = set(_RESERVED)
    for text in wanted:
        base = _valid(text)
        name, number = base, 1
        while _folded(name) in taken:
            number += 1
            tail = f" ({number})"
            name = _cut(base, LONGEST - len(tail)) + tail
        taken.add(_folded(name))
        made.append(name)
    return made


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.upper().casefold())


def _valid(text: str) -> str:
    plain = "".join(" " if unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp") else char for char in text)
    one_space = " ".join(_FORBIDDEN.sub(" ", unicodedata.normalize("NFC", plain)).split())
    return _shortened(one_space.strip("' ")) or _EMPTY


def _shortened(text: str) -> str:
    """The whole text, or its first words with an ellipsis (of one long word its beginning)."""
    if _units(text) <= LONGEST:
        return text
    cut = _cut(text, LONGEST - 1)
    words = cut.rpartition(" ")[0].rstrip("' ,;–-") if text[len(cut) : len(cut) + 1] != " " else cut
    return (words if _units(words) > LONGEST // 2 else cut) + "…"


def _cut(text: str, longest: int) -> str:
    """As many characters as fit, without a blank or an apostrophe at the end."""
    while _units(text) > longest:
        text = text[:-1]
    return text.rstrip("' ")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
