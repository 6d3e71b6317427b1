"""The doubts of an .ods: read from content.xml.

Belongs here: error cells, formulas without a value, percents, hidden rows and columns, merged cells, links to other files, and the reach of
repeated cells (a cell may say that it stands a million times). Does not belong here: values that the fast reader gives right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from assets.workbooks.doubts import MAX_COLUMNS, MAX_ROWS, PERCENT, SheetDoubts, within_limits
from assets.workbooks.workbook_cells import Area
from assets.workbooks.xml_events import walk

_LINK = re.compile(r"'(?:[a-z][a-z0-9+.-]*:|[./\\])[^']*'#|^[a-z]+:=DDE\(", re.IGNORECASE)
_NO_SIZE = re.compile(r"0(?:\.0*)?(?:cm|mm|in|pt|px)?$")


@dataclass
class _Cell:
    attributes: dict[str, str] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)
    is_open: bool = False


class _OdsWalk:
    def __init__(self) -> None:
        self.sheets: list[SheetDoubts] = []
        self.depth = 0
        self.row = 0
        self.row_repeat = 1
        self.column = 0
        self.cell = _Cell()
        self.next_column = 1
        self.style = ""
        self.no_size: set[str] = set()
        """Styles of rows and columns that are drawn with no height or width."""

    def hides(self, attributes: Mapping[str, str]) -> bool:
        return attributes.get("visibility") in ("collapse", "filter") or attributes.get("style-name", "") in self.no_size

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table":
            self.depth += 1
            if self.depth == 1:  # a table inside a cell is not a sheet
                self.sheets.append(SheetDoubts())
                self.row, self.next_column = 0, 1
        elif name in ("table-column-properties", "table-row-properties") and self.style:
            if _NO_SIZE.match(attributes.get("column-width", attributes.get("row-height", ""))):
                self.no_size.add(self.style)
        elif name == "style":
            self.style = attributes.get("name", "")
        elif self.depth != 1:
            return
        elif name == "table-column":
            repeat = _count(attributes, "number-columns-repeated")
            if self.hides(attributes) and self.next_column <= MAX_COLUMNS:
                sheet = self.sheets[-1]
                sheet.hidden_columns |= frozenset(range(self.next_column, min(self.next_column + repeat, MAX_COLUMNS + 1)))
            self.next_column += repeat
        elif name == "table-row":
            self.row_repeat = _count(attributes, "number-rows-repeated")
            if self.hides(attributes) and self.row_repeat <= MAX_ROWS:
                sheet = self.sheets[-1]
                sheet.hidden_rows |= frozenset(range(self.row + 1, self.row + self.row_repeat + 1))
            self.column = 0
        elif name in ("table-cell", "covered-table-cell"):
            self.cell = _Cell(dict(attributes), [], True)
            if (rows := _count(attributes, "number-rows-spanned")) > 1:
                columns = _count(attributes, "number-columns-spanned")
                area = Area(self.row + 1, self.column + 1, self.row + rows, self.column + columns)
                if within_limits(area):
                    self.sheets[-1].merged += (area,)

    def end(self, name: str) -> None:
        if name == "table":
            self.depth -= 1
        elif self.depth != 1:
            return
        elif name == "table-row":
            self.row += self.row_repeat
        elif name in ("table-cell", "covered-table-cell"):
            self.close_cell()

    def text(self, data: str) -> None:
        if self.cell.is_open and self.depth == 1:
            self.cell.text.append(data)

    def close_cell(self) -> None:
        attributes, shown = self.cell.attributes, "".join(self.cell.text).strip()
        self.cell = _Cell()
        repeat = _count(attributes, "number-columns-repeated")
        first = self.column + 1
        self.column += repeat
        formula = attributes.get("formula", "")
        kind = attributes.get("value-type", "")
        if not (kind or shown or formula):
            return
        sheet = self.sheets[-1]
        sheet.reach(self.row + self.row_repeat, self.column)
        mark: tuple[str, str] | None = None
        if formula and _is_error(shown) and not attributes.get("string-value"):
            mark = ("error", shown)
        elif formula and not kind and not shown:
            mark = ("formula_without_value", "=" + formula.partition("=")[2])
        elif kind == "percentage":
            mark = (PERCENT, "")
        elif kind == "float" and shown in ("TRUE", "FALSE"):  # what LibreOffice makes of a truth value out of an .xlsx
            mark = ("boolean", shown)
        if formula and _LINK.search(formula):
            sheet.linked |= {(self.row + 1, first)}
        if mark is not None:
            for row in range(self.row + 1, self.row + self.row_repeat + 1):
                for column in range(first, self.column + 1):
                    sheet.marks[row, column] = mark


def ods_doubts(content: bytes) -> list[SheetDoubts]:
    """One entry per sheet of content.xml, in the order of the tabs; raises UnreadableFile (corrupt)."""
    state = _OdsWalk()
    walk(content, state.start, state.end, state.text)
    return state.sheets


def _is_error(shown: str) -> bool:
    return shown.startswith("#") or shown.startswith(("Err:", "Lỗi:"))


def _count(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return max(int(text), 1) if text.isdigit() and len(text) < 9 else 1
