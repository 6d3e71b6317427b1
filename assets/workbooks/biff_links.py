"""Formulas of an .xls that take their value from another workbook ([MS-XLS] SUPBOOK, EXTERNSHEET, parsed expressions).

Belongs here: which references lead out of the file, and walking over the tokens of a formula to see whether it has one. Does not:
following them, formulas as text.
"""

from __future__ import annotations

import struct

SUPBOOK, EXTERNSHEET = 0x1AE, 0x17
_ITSELF, _ADD_IN = 0x0401, 0x3A01
# Bytes that follow a token, by its number without its class; those that are missing have none.
_SIZES = {
    0x01: 4, 0x02: 4, 0x1C: 1, 0x1D: 1, 0x1E: 2, 0x1F: 8, 0x20: 7, 0x21: 2, 0x22: 3, 0x23: 4, 0x24: 4, 0x25: 8, 0x26: 6, 0x27: 6,
    0x28: 6, 0x29: 2, 0x2A: 4, 0x2B: 8, 0x2C: 4, 0x2D: 8, 0x39: 6, 0x3A: 6, 0x3B: 10, 0x3C: 6, 0x3D: 10,
}  # fmt: skip
_OTHER_SHEET = {0x39, 0x3A, 0x3B, 0x3C, 0x3D}
_STRING, _ATTRIBUTE = 0x17, 0x19


class OutwardReferences:
    """Collects the records of the workbook's globals, then answers for formulas."""

    def __init__(self) -> None:
        self._books: list[bool] = []
        self._sheets: list[int] = []

    def note(self, number: int, body: bytes) -> None:
        """One record of the globals; only SUPBOOK and EXTERNSHEET of BIFF8 say something."""
        if number == SUPBOOK and len(body) >= 4:
            self._books.append(struct.unpack_from("<H", body, 2)[0] not in (_ITSELF, _ADD_IN))
        elif number == EXTERNSHEET and self._books and len(body) >= 2:
            count = min(struct.unpack_from("<H", body)[0], (len(body) - 2) // 6)
            self._sheets += [struct.unpack_from("<H", body, 2 + 6 * place)[0] for place in range(count)]

    def __bool__(self) -> bool:
        """True when the workbook names another file at all."""
        return any(self._books)

    def used_in(self, formula: bytes) -> bool:
        """True when the body of a FORMULA record refers to another file; a token of unknown length ends the search."""
        length = struct.unpack_from("<H", formula, 20)[0]
        tokens = formula[22 : 22 + length]
        place = 0
        while place < len(tokens):
            token = tokens[place]
            token = (token & 0x1F) | 0x20 if token >= 0x20 else token
            place += 1
            if token in _OTHER_SHEET and self._leads_out(struct.unpack_from("<H", tokens, place)[0]):
                return True
            if token == _STRING:
                place += 2 + tokens[place] * (2 if tokens[place + 1] & 1 else 1)
            elif token == _ATTRIBUTE:
                choices = struct.unpack_from("<H", tokens, place + 1)[0]
                place += 3 + (2 * (choices + 1) if tokens[place] & 0x04 else 0)
            elif token == 0x18:
                return False
            else:
                place += _SIZES.get(token, 0)
        return False

    def _leads_out(self, sheet: int) -> bool:
        book = self._sheets[sheet] if sheet < len(self._sheets) else len(self._books)
        return book < len(self._books) and self._books[book]
