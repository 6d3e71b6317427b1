"""The doubts of an .ods: read from content.xml.

Belongs here: error cells, formulas without a value, percents, and the reach of repeated cells (a cell may say that it
stands a million times). Does not belong here: values that the fast reader gives right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assets.workbooks.doubts import MAX_ROWS, PERCENT, SheetDoubts
from assets.workbooks.xml_events import walk


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

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table":
            self.depth += 1
            if self.depth == 1:  # a table inside a cell is not a sheet
                self.sheets.append(SheetDoubts())
                self.row = 0
        elif self.depth != 1:
            return
        elif name == "table-row":
            self.row_repeat = _count(attributes, "number-rows-repeated")
            if attributes.get("visibility") in ("collapse", "filter") and self.row_repeat <= MAX_ROWS:
                sheet = self.sheets[-1]
                sheet.hidden_rows |= frozenset(range(self.row + 1, self.row + self.row_repeat + 1))
            self.column = 0
        elif name in ("table-cell", "covered-table-cell"):
            self.cell = _Cell(dict(attributes), [], True)

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
