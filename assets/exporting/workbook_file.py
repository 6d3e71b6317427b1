"""Sheets as an Excel workbook that runs nothing: texts are text cells, numbers are numbers, no formula, no link but to its own sheets.

Belongs here: cells, formats, frozen headers, filters, printing on A4, the contents. Does not: what stands in the sheets.
The same sheets give the same bytes.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from assets.exporting.sheet import Column, Kind, Part, Sheet, Value
from assets.exporting.sheet_names import sheet_names
from warehouse.printable import printable
from warehouse.wording import Wording

LONGEST_TEXT = 32_767
"""UTF-16 units that Excel keeps in a cell."""
_FONT = "Times New Roman"
_TITLE_WIDTH = 105  # characters across which the lines of the title block are written
_HEADER, _FIELD, _RULE, _RED, _GREY = "#1F3864", "#DDE6F3", "#A6A6A6", "#B00020", "#595959"
_A4 = 9
_LINE, _HIGHEST = 15.0, 409.0  # points: a line of text, and the highest row of Excel


def workbook_bytes(
    parts: Sequence[Part], title: str, lines: Sequence[str], warnings: Sequence[str], words: Wording, made_at: datetime
) -> bytes:
    """The workbook: contents in front, then the sheets of each part."""
    content = io.BytesIO()
    book = Workbook(
        content,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "default_date_format": ""},
    )
    book.set_properties({"title": title, "created": made_at.replace(tzinfo=None)})
    writer = _Writer(book, words)
    sheets = [sheet for part in parts for sheet in part.sheets]
    names = sheet_names([words.say("export.contents"), *(sheet.wanted_name for sheet in sheets)])
    writer.contents(names[0], title, lines, warnings, parts, names[1:])
    for name, sheet in zip(names[1:], sheets, strict=True):
        writer.sheet(name, sheet, names[0])
    book.close()
    return content.getvalue()


class _Writer:
    """Writes sheets into one workbook; formats are made once."""

    def __init__(self, book: Workbook, words: Wording) -> None:
        self.book, self.words = book, words
        self.made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def look(self, **properties: Any) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format({"font_name": _FONT, "font_size": 11, "valign": "vcenter", **properties})
        return self.made[key]

    def contents(
        self, name: str, title: str, lines: Sequence[str], warnings: Sequence[str], parts: Sequence[Part], names: Sequence[str]
    ) -> None:
        page = self.book.add_worksheet(name)
        widths = (36.0, 70.0)
        self._set_up(page, title, warnings, landscape=False)
        page.set_column(0, 0, widths[0], self.look())
        page.set_column(1, 1, widths[1], self.look())
        row = self._title(page, title, warnings, lines, widths)
        places = iter(names)
        for part in parts:
            if not part.sheets:
                continue
            for column, text in ((0, part.heading), (1, "")):
                page.write_string(row, column, _kept(text), self.look(bold=True, bg_color=_FIELD, bottom=1, bottom_color=_RULE))
            row += 1
            for sheet in part.sheets:
                place = next(places)
                page.write_url(row, 0, f"internal:'{_quoted(place)}'!A1", self.look(font_color="#0B5394", underline=1), place)
                page.write_string(row, 1, _kept(sheet.about), self.look(text_wrap=True))
                page.set_row(row, min(_LINE * _lines(sheet.about, widths[1] - 1) + 2, _HIGHEST))
                row += 1
        page.activate()

    def sheet(self, name: str, sheet: Sheet, contents: str) -> None:
        page = self.book.add_worksheet(name)
        self._set_up(page, sheet.title, sheet.warnings, sheet.landscape)
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, column.width, self.look())
        header = self._title(page, sheet.title, sheet.warnings, sheet.lines, [column.width for column in sheet.columns])
        back = self.words.say("export.back")
        page.write_url(
            header - 1, 0, f"internal:'{_quoted(contents)}'!A1", self.look(font_color="#0B5394", underline=1, font_size=10), back
        )
        look = self.look(bold=True, text_wrap=True, align="center", valign="vcenter", bg_color=_HEADER, font_color="#FFFFFF", border=1)
        for place, column in enumerate(sheet.columns):
            page.write_string(header, place, column.heading, look)
        lines = max(_lines(column.heading, column.width - 3) for column in sheet.columns)
        page.set_row(header, _LINE * lines + 6)
        for number, row in enumerate(sheet.rows):
            self._row(page, header + 1 + number, sheet, number, row)
        if sheet.filtered:
            page.autofilter(header, 0, max(header + len(sheet.rows), header), len(sheet.columns) - 1)
        page.freeze_panes(header + 1, sheet.frozen_columns)
        page.repeat_rows(header)

    def _row(self, page: Worksheet, row: int, sheet: Sheet, number: int, values: Sequence[Value]) -> None:
        columns = sheet.columns
        properties: dict[str, Any] = {"border": 1, "border_color": _RULE}
        if number in sheet.bold:
            properties |= {"bold": True, "bg_color": _FIELD}
        if number in sheet.draft:
            properties |= {"italic": True, "font_color": _GREY}
        filled = [_lines(str(value), column.width - 1) for column, value in zip(columns, values, strict=True) if isinstance(value, str)]
        page.set_row(row, min(_LINE * max([1, *filled]) + 3, _HIGHEST))
        for place, (column, value) in enumerate(zip(columns, values, strict=True)):
            if value is None or value == "":
                page.write_blank(row, place, None, self.look(**properties))
            elif isinstance(value, str) or column.kind in (Kind.text, Kind.mark):
                page.write_string(row, place, _kept(str(value)), self.look(text_wrap=True, **_aligned(column), **properties))
            else:
                shown = _number_format(column, value, number in sheet.percents)
                page.write_number(row, place, float(value), self.look(num_format=shown, **_aligned(column), **properties))

    def _set_up(self, page: Worksheet, title: str, warnings: Sequence[str], landscape: bool) -> None:
        page.set_paper(_A4)
        if landscape:
            page.set_landscape()
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        mark = f"{self.words.say('made_up')} – " if self.words.say("made_up") in warnings else ""
        page.set_footer(f"&L&9{_in_footer(mark + title)}&R&9{self.words.say('export.page')} &P/&N")

    def _title(self, page: Worksheet, title: str, warnings: Sequence[str], lines: Sequence[str], widths: Sequence[float]) -> int:
        """Title, warnings, lines, and an empty row; returns the row after it."""
        last, across = _across(widths)
        look = {"text_wrap": True, "valign": "vcenter"}
        block = [(title, self.look(bold=True, font_size=15, **look), 1.5)]
        block += [(text, self.look(bold=True, font_color=_RED, **look), 1.05) for text in warnings]
        block += [(text, self.look(font_size=10, font_color=_GREY, **look), 0.95) for text in lines]
        for row, (text, form, size) in enumerate(block):
            if last:
                page.merge_range(row, 0, row, last, "", form)
            page.write_string(row, 0, _kept(text), form)
            page.set_row(row, min(_LINE * size * _lines(text, across / size), _HIGHEST))
        return len(block) + 1


def _across(widths: Sequence[float]) -> tuple[int, float]:
    """The last column that the title block takes up, and its width in characters."""
    across = 0.0
    for place, width in enumerate(widths):
        across += width
        if across >= _TITLE_WIDTH or place == len(widths) - 1:
            return place, across
    return 0, across


def _lines(text: str, width: float) -> int:
    """How many lines a text takes: its own, each broken between words."""
    return sum(_broken(line, width) for line in text.split("\n"))


def _broken(text: str, width: float) -> int:
    """How many lines one line takes when it is broken between words."""
    lines, used = 1, 0
    for word in text.split():
        if used and used + 1 + len(word) > width:
            lines, used = lines + 1, 0
        used += len(word) + (1 if used else 0)
        lines, used = lines + math.ceil(used / max(width, 1)) - 1, used if used <= width else int(used % max(width, 1))
    return lines


def _number_format(column: Column, value: Decimal | int | float | bool, percent: bool) -> str:
    if column.kind is Kind.decimal:
        return "0." + "0" * column.decimals if column.decimals else "0"
    if column.kind is Kind.general:
        return "#,##0" if not percent and Decimal(str(value)) % 1 == 0 else "#,##0.00"
    return "0"


def _aligned(column: Column) -> dict[str, str | int]:
    if column.kind is Kind.text:
        return {}
    return {"align": "center"} if column.kind in (Kind.rank, Kind.mark) else {"align": "right", "indent": 1}


def _kept(text: str) -> str:
    """As much of a text as a cell keeps, of what may be shown; what is cut off is told by an ellipsis."""
    seen = printable(text)
    if seen.startswith("<r>") and seen.endswith("</r>"):
        seen += " "  # else xlsxwriter takes it for XML of its own and writes it unescaped
    units = seen.encode("utf-16-le")
    return seen if len(units) <= 2 * LONGEST_TEXT else units[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


def _quoted(name: str) -> str:
    return name.replace("'", "''")


def _in_footer(text: str) -> str:
    """At most what a footer takes, on one line, with the signs that command it doubled."""
    return " ".join(printable(text).split())[:100].replace("&", "&&")
