"""Text typed in the fonts of before Unicode: TCVN3 (.VnTime) and VNI.

Belongs here: telling that a text is one of them, by reading it so and comparing with the words of the form. Does not
belong here: converting anything for use: a wrong guess would turn names into other names, so such a file is sent back.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from assets.intake.header import SEARCHED_ROWS
from assets.intake.layout import Layout
from assets.intake.phrase import header_key
from assets.intake.sheet_grid import SheetGrid
from assets.workbooks.workbook_cells import address

# TCVN3 (TCVN 5712:1993): the bytes of the lower case letters, seen as Latin-1, by the plain letter that they stand for.
_TCVN3 = {
    "a": "\xa8\xa9\xb5\xb6\xb7\xb8\xb9\xbb\xbc\xbd\xbe\xc6\xc7\xc8\xc9\xca\xcb\xa1\xa2",
    "e": "\xaa\xcc\xce\xcf\xd0\xd1\xd2\xd3\xd4\xd5\xd6\xa3",
    "i": "\xd7\xd8\xdc\xdd\xde",
    "o": "\xab\xac\xdf\xe1\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xeb\xec\xed\xee\xa4\xa5",
    "u": "\xad\xef\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9\xa6",
    "y": "\xfa\xfb\xfc\xfd\xfe",
    "d": "\xae\xa7",
}
_FROM_TCVN3 = str.maketrans({byte: letter for letter, bytes_ in _TCVN3.items() for byte in bytes_})
# VNI: a vowel and a sign after it for its marks; six letters of their own.
_VNI_SIGNS = "áàâäãåéèêëúùûüýïøõñ".replace("ñ", "").replace("ï", "")
_VNI_SIGN = re.compile(f"(?<=[aeouyôöAEOUYÔÖ])[{_VNI_SIGNS}{_VNI_SIGNS.upper()}ïÏ]")
_FROM_VNI = str.maketrans(
    {"ñ": "d", "Ñ": "D", "ô": "o", "Ô": "O", "ö": "u", "Ö": "U", "æ": "i", "Æ": "I", "ò": "i", "Ò": "I", "ó": "i", "Ó": "I", "í": "i",
     "Í": "I", "ì": "i", "Ì": "I", "î": "y", "Î": "Y"}
)  # fmt: skip


class LegacyText(NamedTuple):
    """The font's name, and the first cell that shows it."""

    encoding: str
    cell: str
    text: str


def legacy_text(grid: SheetGrid, layout: Layout) -> LegacyText | None:
    """The first cell that is a word of the form when read in one of the fonts, if two such cells exist; else None."""
    words = {*layout.header_names, *layout.titles, *layout.unit_keys, *layout.year_keys}
    for encoding, read in (("TCVN3 (.VnTime, ABC)", _tcvn3), ("VNI", _vni)):
        found = []
        for row_no in sorted(row for row in grid.rows if row < grid.first_row + SEARCHED_ROWS):
            for col_no, cell in grid.rows[row_no].items():
                if cell.kind != "text" or cell.text.isascii() or len(cell.text) > 120:
                    continue
                text = header_key(read(cell.text.partition(":")[0]))
                if text in words and header_key(cell.text.partition(":")[0]) not in words:
                    found.append(LegacyText(encoding, address(row_no, col_no), cell.text))
        if len(found) > 1:
            return found[0]
    return None


def _tcvn3(text: str) -> str:
    return text.translate(_FROM_TCVN3)


def _vni(text: str) -> str:
    return _VNI_SIGN.sub("", text).translate(_FROM_VNI)
