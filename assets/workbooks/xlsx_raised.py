"""Raised signs in the texts of an .xlsx: footnote marks, which the fast reader joins to the number before them: 22 and a raised 1 as 221.

Belongs here: such texts with the raised signs as characters of their own (22¹). Does not belong here: what a mark means.
"""

from __future__ import annotations

from collections.abc import Mapping

from assets.workbooks.xlsx_position import XlsxPosition
from assets.workbooks.xml_events import walk

_SIGN = b"superscript"
_RAISED = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")


class _Runs:
    """The runs of one text."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.has_raised = self._raised = self._open = self._aside = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "r":
            self._raised = False
        elif name == "vertAlign":
            self._raised = attributes.get("val") == "superscript"
        elif name == "rPh":  # how it is spoken
            self._aside = True
        elif name == "t":
            self._open = not self._aside

    def end(self, name: str) -> None:
        if name == "t":
            self._open = False
        elif name == "r":
            self._raised = False
        elif name == "rPh":
            self._aside = False

    def text(self, data: str) -> None:
        if self._open:
            self.pieces.append(data.translate(_RAISED) if self._raised else data)
            self.has_raised = self.has_raised or self._raised


def raised_shared_texts(xml: bytes) -> dict[int, str]:
    """Of sharedStrings.xml the texts with raised signs, by their number."""
    found: dict[int, str] = {}
    if _SIGN not in xml:
        return found
    number, runs = -1, _Runs()

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal number, runs
        if name == "si":
            number, runs = number + 1, _Runs()
        runs.start(name, attributes)

    def end(name: str) -> None:
        runs.end(name)
        if name == "si" and runs.has_raised:
            found[number] = "".join(runs.pieces)

    walk(xml, start, end, lambda data: runs.text(data))
    return found


def raised_cells(xml: bytes, shared: Mapping[int, str]) -> dict[tuple[int, int], str]:
    """Of a sheet the texts with raised signs by row and column."""
    found: dict[tuple[int, int], str] = {}
    if not shared and _SIGN not in xml:
        return found
    position, kind, value, runs, inside = XlsxPosition(), "", "", _Runs(), False

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal kind, value, runs, inside
        position.start(name, attributes)
        if name == "c":
            kind, value, runs = attributes.get("t", ""), "", _Runs()
        inside = name == "v"
        runs.start(name, attributes)

    def end(name: str) -> None:
        nonlocal inside
        inside = False
        runs.end(name)
        if name == "c":
            if kind == "s" and value.strip().isdigit() and int(value) in shared:
                found[position.place] = shared[int(value)]
            elif kind == "inlineStr" and runs.has_raised:
                found[position.place] = "".join(runs.pieces)

    def text(data: str) -> None:
        nonlocal value
        if inside:
            value += data
        runs.text(data)

    walk(xml, start, end, text)
    return found
