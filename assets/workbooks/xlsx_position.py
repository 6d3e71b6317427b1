"""Where a walk through the XML of an .xlsx sheet stands.

Belongs here: counting rows and cells, most of which say where they are. Does not belong here: what a cell holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from assets.workbooks.workbook_cells import column_number

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class XlsxPosition:
    """The row and the column at hand, both from 1; the column is 0 before a row's first cell."""

    def __init__(self) -> None:
        self.row = self.column = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """To be told of every element that begins."""
        if name == "row":
            stated = attributes.get("r", "")
            self.row, self.column = int(stated) if stated.isdigit() else self.row + 1, 0
        elif name == "c":
            match = _REFERENCE.fullmatch(attributes.get("r", ""))
            if match:
                self.row, self.column = int(match[2]), column_number(match[1])
            else:
                self.column += 1

    @property
    def place(self) -> tuple[int, int]:
        """(row, column)."""
        return self.row, self.column
