"""Text for the narrow cells in which Dagster shows metadata.

Belongs here: labels of metadata, lines that are not broken at every word, codes in words. Does not: which metadata.
Dagster gives a table's columns the width of their longest word, so that a sentence becomes a tower; words held together by no-break spaces
make lines.
"""

from __future__ import annotations

import re
from typing import Any

from warehouse.printable import printable
from warehouse.wording import Wording

NO_BREAK = "\u00a0"
_MARKS = re.compile(r"[\\`*_\[\]<>#!|~&$]")
LINE = 64
_VI = Wording("vi")
KIND_OF_COLUMN = {
    "area": "area",
    "form": "form",
    "state": "coverage",
    "timeliness": "timeliness",
    "verdict": "verdict",
    "printed_verdict": "verdict",
    "data_verdict": "verdict",
}
"""Columns of previews that hold codes, and of which kind."""


def label(key: str) -> str:
    """The name of a metadata entry, on one line."""
    return _VI.say(key).replace(" ", NO_BREAK)


def in_lines(text: str, line: int = LINE) -> str:
    """Text that breaks only about every `line` characters."""
    lines: list[str] = []
    for word in printable(text).split():
        if lines and len(lines[-1]) + 1 + len(word) <= line:
            lines[-1] += NO_BREAK + word
        else:
            lines.append(word)
    return " ".join(lines)


def in_markdown(text: str) -> str:
    """Text on one line that Markdown shows as it is: no link, no picture from elsewhere, no tag."""
    return _MARKS.sub(r"\\\g<0>", " ".join(printable(text).split()))


def in_words(column: str, value: Any) -> str:
    """What a column holds as people read it: its codes in words, anything else as it is."""
    kind = KIND_OF_COLUMN.get(column)
    return str(value) if kind is None else _VI.code(kind, value)
