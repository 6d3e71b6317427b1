"""Cells of an .xlsx sheet whose value comes from another workbook.

Belongs here: telling a link to another file from everything else that has brackets. Does not: following it (never), the value that
was stored with it (the fast reader gives that).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from assets.workbooks.xlsx_position import XlsxPosition
from assets.workbooks.xml_events import walk

_FORMULA_WITH_BRACKET = re.compile(rb"<(?:\w+:)?f(?:\s[^>]*)?>[^<]*\[")
_TEXT = re.compile(r'"[^"]*"')
# [1]Sheet1!A1, [1]!name (DDE too), '[1]Bảng 1'!A1, 'C:\folder\[file.xlsx]Sheet'!A1; not Table1[[#This Row],[Điểm]].
_LINK = re.compile(r"\[[^\[\]]+\][\w.]*!|'[^'\[\]]*\[[^\[\]]+\](?:[^']|'')*'!")


def linked_cells(xml: bytes) -> frozenset[tuple[int, int]]:
    """(row, column) of each cell whose formula names another file."""
    if b"[" not in xml or not _FORMULA_WITH_BRACKET.search(xml):
        return frozenset()
    found: set[tuple[int, int]] = set()
    shared: set[str] = set()  # a formula filled down is written once; its other cells only name its number
    position = XlsxPosition()
    formula: list[str] = []
    number: list[str] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        position.start(name, attributes)
        if name == "f":
            formula[:] = [""]
            number[:] = [attributes.get("si", "")] if attributes.get("t") == "shared" else [""]

    def text(data: str) -> None:
        if formula:
            formula.append(data)

    def end(name: str) -> None:
        if name != "f":
            return
        if _LINK.search(_TEXT.sub('""', "".join(formula))):
            found.add(position.place)
            shared.update(number)
        elif number[0] and number[0] in shared:
            found.add(position.place)
        formula.clear()

    walk(xml, start, end, text)
    return frozenset(found)
