"""The doubts of an .xlsx: read from the sheets' own XML.

Belongs here: a cheap look (regular expressions over the bytes) that most sheets pass, and the careful walk for the
others. Does not belong here: values that the fast reader gives right.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from functools import lru_cache

from assets.workbooks.doubts import MAX_AREA, MAX_COLUMNS, MAX_ROWS, PERCENT, SheetDoubts
from assets.workbooks.rare_bytes import holds
from assets.workbooks.workbook_cells import column_number
from assets.workbooks.xlsx_hidden import hidden_parts
from assets.workbooks.xlsx_links import linked_cells
from assets.workbooks.xlsx_merged import merged_over_rows
from assets.workbooks.xlsx_position import XlsxPosition
from assets.workbooks.xlsx_raised import raised_cells, raised_shared_texts
from assets.workbooks.xml_events import walk
from assets.workbooks.zip_safety import CheckedZip, read_member

_CELL_TAG = re.compile(rb"<(?:\w+:)?c[\s/>]")
_PREFIXED_CELL = re.compile(rb":c[\s/>]")
# A cell without a plain reference, or one beyond column Z or row 9999: most sheets have none, and one search settles it.
_FAR_OR_ODD_CELL = re.compile(rb'<c(?! r="[A-Z][0-9]{1,4}")[\s/>]')
_NEAR = (9999, 26)
_PLAIN_ROW = re.compile(rb'<c r="[A-Z]{1,3}([0-9]{1,7})"')
_PLAIN_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})[0-9]{1,7}"')
_ONLY_FORMATTED = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]{1,5}")?/>')
# A formula that is not followed at once by a value.
_FORMULA_ALONE = re.compile(rb"""<(?:\w+:)?f(?:\s[^>]*)?(?:/>|(?<!/)>[^<]*</(?:\w+:)?f>)(?!\s*<(?:\w+:)?v>[^<])""")
_PERCENT_BUILT_IN = {9, 10}
_SHARED = "xl/sharedStrings.xml"


def xlsx_doubts(archive: CheckedZip) -> list[SheetDoubts]:
    """One entry per sheet of the workbook, in the order of its tabs (chart sheets give an empty one)."""
    names = set(archive.namelist())
    percent_styles = _percent_styles(read_member(archive, "xl/styles.xml")) if "xl/styles.xml" in names else frozenset()
    style = re.compile(rb"\ss\s*=\s*[\"'](?:" + b"|".join(b"%d" % number for number in sorted(percent_styles)) + rb")[\"']")
    raised = raised_shared_texts(read_member(archive, _SHARED)) if _SHARED in names else {}
    found = []
    for path in _sheet_paths(read_member(archive, "xl/_rels/workbook.xml.rels"), read_member(archive, "xl/workbook.xml")):
        if path not in names:
            found.append(SheetDoubts())
            continue
        xml = read_member(archive, path)
        careful = _looks_doubtful(xml) or bool(percent_styles and style.search(xml))
        plain = None if careful else _plain_reach(xml)
        doubts = _walk_sheet(xml, percent_styles) if plain is None else plain
        if (hidden := hidden_parts(xml)) is not None:
            doubts.hidden_rows, doubts.hidden_columns = hidden
        doubts.linked = linked_cells(xml)
        doubts.merged = merged_over_rows(xml)
        for place, text in raised_cells(xml, raised).items():
            doubts.marks.setdefault(place, ("text", text))
        found.append(doubts)
    return found


def _looks_doubtful(xml: bytes) -> bool:
    """True when the sheet may hold an error cell, a formula without a value or a DTD. Plain searches first: they are
    ten times faster.
    """
    if b'"e"' in xml or (b"'" in xml and b"'e'" in xml) or holds(xml, b"<!DOCTYPE", b"!"):
        return True
    return (holds(xml, b"<f", b"f") or holds(xml, b":f", b"f")) and _FORMULA_ALONE.search(xml) is not None


def _plain_reach(xml: bytes) -> SheetDoubts | None:
    """The reach of a sheet whose cells all carry plain references within the limits, or a bound of it where they are all
    near; None when the careful walk must decide.
    """
    wide = xml[:2] in (b"\xff\xfe", b"\xfe\xff")
    prefixed = holds(xml, b":c", b":") and _PREFIXED_CELL.search(xml)
    if not wide and not prefixed and not _FAR_OR_ODD_CELL.search(xml):
        return SheetDoubts(*_NEAR) if b"<c " in xml else SheetDoubts()
    rows = _PLAIN_ROW.findall(xml)
    if len(rows) != len(_CELL_TAG.findall(xml)) or wide:
        return None
    last_row = max(map(int, set(rows)), default=0)
    last_column = max(map(column_number, set(_PLAIN_COLUMN.findall(xml))), default=0)
    if last_row > MAX_ROWS or last_column > MAX_COLUMNS or last_row * last_column > MAX_AREA:
        # Often only formatted, down to the last row of the sheet: such cells are not seen by the fast reader either.
        return _plain_reach(_ONLY_FORMATTED.sub(b"", xml)) if _ONLY_FORMATTED.search(xml) else None
    return SheetDoubts(last_row, last_column)


def _walk_sheet(xml: bytes, percent_styles: frozenset[int]) -> SheetDoubts:
    doubts = SheetDoubts()
    position = XlsxPosition()
    cell: dict[str, str] = {}
    texts: dict[str, list[str]] = {}
    inside: list[str] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        position.start(name, attributes)
        if name == "c":
            cell.clear()
            cell.update(attributes)
            texts.clear()
        elif name in ("f", "v", "t", "is"):
            inside.append(name)
            texts.setdefault(name, [])

    def end(name: str) -> None:
        if inside and inside[-1] == name:
            inside.pop()
        elif name == "c":
            _close_cell(doubts, position.place, cell, {key: "".join(value) for key, value in texts.items()}, percent_styles)

    def text(data: str) -> None:
        if inside:
            texts[inside[-1]].append(data)

    walk(xml, start, end, text)
    return doubts


def _close_cell(
    doubts: SheetDoubts, place: tuple[int, int], cell: dict[str, str], texts: dict[str, str], percent_styles: frozenset[int]
) -> None:
    value = texts.get("v", "").strip()
    if not value and "f" not in texts and "is" not in texts:
        return  # only formatted: the fast reader does not see it either
    row, column = place
    doubts.reach(row, column)
    kind = cell.get("t", "n")
    if kind == "e":
        doubts.marks[row, column] = ("error", value or "#VALUE!")
    elif "f" in texts and not value and kind != "str":
        # t="str" with an empty value is a formula that was calculated and gave the empty text: a blank, not a doubt.
        doubts.marks[row, column] = ("formula_without_value", "=" + texts["f"])
    elif kind == "n" and cell.get("s", "").isdigit() and int(cell["s"]) in percent_styles:
        doubts.marks[row, column] = (PERCENT, "")


# Offices fill in the same template, so these two parts repeat from file to file.
@lru_cache(maxsize=32)
def _sheet_paths(relations: bytes, workbook: bytes) -> tuple[str, ...]:
    targets: dict[str, str] = {}
    order: list[str] = []

    def relation(name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
            targets[attributes.get("Id", "")] = path

    def sheet(name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            order.append(attributes.get("id", ""))

    walk(relations, relation, lambda _: None)
    walk(workbook, sheet, lambda _: None)
    return tuple(targets.get(identifier, "") for identifier in order)


@lru_cache(maxsize=32)
def _percent_styles(xml: bytes) -> frozenset[int]:
    """The cell styles (index in cellXfs) that show a percent."""
    formats: set[int] = set(_PERCENT_BUILT_IN)
    styles: set[int] = set()
    state = {"inside": 0, "index": 0}

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt" and shows_percent(attributes.get("formatCode", "")):
            formats.add(int(attributes.get("numFmtId", "-1")))
        elif name == "cellXfs":
            state["inside"] = 1
        elif name == "xf" and state["inside"]:
            if int(attributes.get("numFmtId", "0")) in formats:
                styles.add(state["index"])
            state["index"] += 1

    def end(name: str) -> None:
        if name == "cellXfs":
            state["inside"] = 0

    walk(xml, start, end)
    return frozenset(styles)


def shows_percent(format_code: str) -> bool:
    """True when a number format multiplies by 100; a percent sign in quotes or after a backslash is only text."""
    return "%" in re.sub(r'"[^"]*"|\\.', "", format_code)
