"""The code at the head of a line as an annex prints it: 'I', '1.1', 'A', 'A.1', 'I. CÔNG TÁC CHỈ ĐẠO'.

Belongs here: recognising one and what stands behind it. Does not belong here: its place among the others (code_ladder.py).
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from assets.intake.code_spelling import roman
from assets.workbooks.workbook_cells import Cell

_ROMANS = {roman(str(number)): number for number in range(1, 21)}
_WORDS = re.compile(r"(?:lĩnh vực|tiêu chí thành phần|tiêu chí|mục|phần|nhóm)\s+(?:số\s+)?(?=[0-9ivxa-h])", re.IGNORECASE)
_NUMBERED = re.compile(r"(\d{1,2}(?:[.,]\d{1,2}){0,4})(?:[.:)]?|\s*[-–])(?:\s+(\S.*))?", re.DOTALL)
_ROMAN = re.compile(r"([IVX]{1,5})(?:[.:)]?|\s*[-–])(?:\s+(\S.*))?", re.DOTALL)
_HEADED = re.compile(r"(([IVX]{1,5}|[A-HĐ])(?:\.\d{1,2}){1,4})(?:[.:)]?|\s*[-–])(?:\s+(\S.*))?", re.DOTALL)
_LETTER = re.compile(r"([A-HĐ])(?:[.:)]?|\s*[-–])(?:\s+(\S.*))?", re.DOTALL)


class PrintedCode(NamedTuple):
    """code as printed, without what closes it; rest: the words behind it in the same cell; kind: of the cell (text, number, date)."""

    code: str
    rest: str
    kind: str

    @property
    def is_roman(self) -> bool:
        return self.code in _ROMANS

    @property
    def is_letter(self) -> bool:
        return len(self.code) == 1 and self.code.isalpha() and not self.is_roman

    @property
    def is_headed(self) -> bool:
        """A number behind the code of its field: 'A.1', 'II.1.2'."""
        return self.code[:1].isalpha() and "." in self.code

    @property
    def is_numbered(self) -> bool:
        return self.code[:1].isdigit() and self.kind != "date"

    @property
    def dots(self) -> int:
        return self.code.count(".")


def printed_code(cell: Cell) -> PrintedCode | None:
    """The code of a cell, None where it holds none. A date is one that a spreadsheet made of a code."""
    if cell.kind in ("date", "number"):
        return PrintedCode(cell.text, "", cell.kind)
    text = " ".join(unicodedata.normalize("NFKC", cell.text).split()).lstrip("'’")
    text = unicodedata.normalize("NFC", _WORDS.sub("", text, count=1))
    for form in (_ROMAN, _NUMBERED, _LETTER):
        match = form.fullmatch(text)
        if match is not None and (form is not _ROMAN or match[1] in _ROMANS):
            return PrintedCode(match[1], match[2] or "", cell.kind)
    headed = _HEADED.fullmatch(text)
    if headed is not None and (headed[2] in _ROMANS or len(headed[2]) == 1):
        return PrintedCode(headed[1], headed[3] or "", cell.kind)
    return None


def next_code(code: str) -> str:
    """The code behind one on the same level: '1.9' → '1.10', 'IV' → 'V', 'A' → 'B'; '' where there is none."""
    if code in _ROMANS:
        return roman(str(_ROMANS[code] + 1))
    head, _, last = code.rpartition(".")
    if last.isdigit():
        return f"{head}.{int(last) + 1}" if head else str(int(last) + 1)
    return chr(ord(code) + 1) if len(code) == 1 and code.isalpha() else ""


def first_codes_below(code: str) -> set[str]:
    """The codes with which lines below one may begin: '1' → '1.1'; 'II' → '1', '1.1', '2.1', 'II.1'."""
    if code in _ROMANS:
        return {"1", "1.1", f"{_ROMANS[code]}.1", f"{code}.1"}
    if len(code) == 1 and code.isalpha():
        return {"1", "1.1", f"{code}.1"}
    return {f"{code}.1"}
