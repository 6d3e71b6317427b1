"""A statement as 'Đơn vị: Bộ Tư pháp': a key, and its value behind the colon or in the next cell of the row.

Belongs here: taking the two apart. Does not belong here: which keys there are, what a value means (``identify.py``,
``statements_inside.py``).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container
from typing import NamedTuple

from assets.intake.phrase import fold_phrase, without_brackets
from assets.intake.sheet_grid import clean
from assets.workbooks.workbook_cells import Cell


class KeyedValue(NamedTuple):
    """``key`` as it is written; ``at`` is the column where the value stands."""

    key: str
    has_colon: bool
    value: str
    at: int

    def folded_key(self, known: Container[str]) -> str:
        """The key for comparison, without its words in brackets where only that is known: 'Tên đơn vị (ghi rõ)'."""
        folded = fold_phrase(self.key)
        return fold_phrase(without_brackets(self.key)) if "(" in self.key and folded not in known else folded


def keyed_value(text: str, row: dict[int, Cell], col_no: int) -> KeyedValue:
    """Of a text in one cell of a row; a colon may have a cell of its own."""
    key, colon, value = unicodedata.normalize("NFKC", text).partition(":")  # '：' of East Asian input too
    if value.strip():
        return KeyedValue(key, True, value.strip(), col_no)
    right = min((col for col, cell in row.items() if col > col_no and any(char.isalnum() for char in cell.text)), default=None)
    if right is None:
        return KeyedValue(key, bool(colon), "", col_no)
    return KeyedValue(key, bool(colon), (clean(row[right]) or "").strip(), right)
