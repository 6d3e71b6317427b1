"""The doubts of an .xls: read from the records of its Workbook stream ([MS-XLS], BIFF5 and BIFF8).

Belongs here: error cells, formulas without a stored result, percent formats, hidden rows and columns, merged cells. Does not belong here:
values that the fast reader gives right, links to other files (``biff_links.py``).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from assets.workbooks.biff_links import OutwardReferences
from assets.workbooks.doubts import MAX_COLUMNS, PERCENT, SheetDoubts, within_limits
from assets.workbooks.unreadable import corrupt
from assets.workbooks.workbook_cells import Area
from assets.workbooks.xlsx_doubts import shows_percent

_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_DIMENSIONS = 0x200
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256  # of the format itself
_ROW, _COLINFO, _MERGED = 0x208, 0x7D, 0xE5
_DATE_SYSTEM = 0x22
_BOUNDSHEET, _XF, _FORMAT, _BOF, _EOF = 0x85, 0xE0, 0x41E, 0x809, 0x0A
_FORMULA, _BOOLERR, _NUMBER, _RK, _MULRK, _LABEL, _LABELSST, _STRING = (
    0x06,
    0x205,
    0x203,
    0x27E,
    0xBD,
    0x204,
    0xFD,
    0x207,
)
_WITH_CELL = {_FORMULA, _BOOLERR, _NUMBER, _RK, _LABEL, _LABELSST}


def xls_doubts(workbook: bytes) -> list[SheetDoubts]:
    """One entry per sheet, in the order of the tabs; raises UnreadableFile (corrupt) for a broken stream."""
    try:
        percent_styles, offsets, outward = _globals(workbook)
        return [_sheet(workbook, offset, percent_styles, outward) for offset in offsets]
    except (struct.error, IndexError) as error:
        raise corrupt("tệp Excel cũ (.xls) không đọc được", f"a BIFF record cannot be read ({error})") from error


def counts_from_1904(workbook: bytes) -> bool:
    """True where the workbook says that its day 0 is 1 January 1904."""
    return any(number == _DATE_SYSTEM and body[:2] == b"\x01\x00" for number, body in _records(workbook, 0))


def _records(workbook: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream, without its nested ones (embedded charts)."""
    depth = 0
    while offset + 4 <= len(workbook):
        number, length = struct.unpack_from("<HH", workbook, offset)
        body = workbook[offset + 4 : offset + 4 + length]
        offset += 4 + length
        if number == _BOF:
            depth += 1
        elif number == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield number, body


def _globals(workbook: bytes) -> tuple[set[int], list[int], OutwardReferences]:
    outward = OutwardReferences()
    formats: set[int] = {9, 10}
    styles: set[int] = set()
    offsets: list[int] = []
    index = 0
    for number, body in _records(workbook, 0):
        if number == _BOUNDSHEET:
            offset = struct.unpack_from("<I", body)[0]
            if workbook[offset : offset + 2] not in (b"\x09\x08", b"\x09\x04", b"\x09\x02"):
                raise corrupt("danh sách trang tính của tệp .xls sai", f"no sheet begins at offset {offset}")
            offsets.append(offset)
        elif number == _FORMAT and shows_percent(body[2:].decode("latin-1").replace("\x00", "")):
            formats.add(struct.unpack_from("<H", body)[0])
        elif number == _XF:
            if struct.unpack_from("<H", body, 2)[0] in formats:
                styles.add(index)
            index += 1
        else:
            outward.note(number, body)
    return styles, offsets, outward


def _prove_dimensions(body: bytes) -> None:
    """The fast reader sets aside as much memory as this record asks for, and the whole process dies when that is
    absurd.
    """
    # BIFF5 counts rows in two bytes, BIFF8 in four. First and last: one past the last row, so first may equal it when
    # empty.
    first_row, rows, first_column, columns = struct.unpack_from("<HHHH" if len(body) < 14 else "<IIHH", body)
    if rows > _MOST_ROWS or columns > _MOST_COLUMNS or first_row > rows or first_column > columns:
        claim = f"rows {first_row} to {rows}, columns {first_column} to {columns}"
        raise corrupt("kích thước trang tính của tệp .xls sai", f"a sheet claims {claim}")


def _hide(doubts: SheetDoubts, number: int, body: bytes) -> None:
    """Notes a ROW or COLINFO record that hides: by its flag, or by no height or width."""
    if number == _ROW:
        row, height, flags = struct.unpack_from("<H4xH4xH", body)
        if flags & 0x20 or height & 0x7FFF == 0:
            doubts.hidden_rows |= {row + 1}
    else:
        first, last, width, flags = struct.unpack_from("<HHH2xH", body)
        if flags & 0x01 or width == 0:
            doubts.hidden_columns |= set(range(first + 1, min(last + 1, MAX_COLUMNS) + 1))


def _merged(body: bytes) -> tuple[Area, ...]:
    """The areas of a MERGEDCELLS record that reach over more than one row."""
    areas = (struct.unpack_from("<HHHH", body, 2 + 8 * place) for place in range(struct.unpack_from("<H", body)[0]))
    found = (Area(first + 1, left + 1, last + 1, right + 1) for first, last, left, right in areas if last > first)
    return tuple(area for area in found if within_limits(area))


def _sheet(workbook: bytes, offset: int, percent_styles: set[int], outward: OutwardReferences) -> SheetDoubts:
    doubts = SheetDoubts()
    waiting: tuple[int, int] | None = None  # a formula with a text result, whose STRING record must follow
    for number, body in _records(workbook, offset):
        if number == _DIMENSIONS:
            _prove_dimensions(body)
        elif number in (_ROW, _COLINFO):
            _hide(doubts, number, body)
        elif number == _MERGED:
            doubts.merged += _merged(body)
        if number == _STRING and waiting is not None:
            waiting = None
        if number == _MULRK:
            row, first = struct.unpack_from("<HH", body)
            last = struct.unpack_from("<H", body, len(body) - 2)[0]
            doubts.reach(row + 1, last + 1)
            for place in range(last - first + 1):
                if struct.unpack_from("<H", body, 4 + 6 * place)[0] in percent_styles:
                    doubts.marks[row + 1, first + place + 1] = (PERCENT, "")
        if number not in _WITH_CELL:
            continue
        if waiting is not None:
            doubts.marks[waiting] = ("formula_without_value", "=")
            waiting = None
        row, column, style = struct.unpack_from("<HHH", body)
        cell = (row + 1, column + 1)
        doubts.reach(*cell)
        if number == _FORMULA and outward and outward.used_in(body):
            doubts.linked |= {cell}
        if number == _BOOLERR:
            if body[7]:
                doubts.marks[cell] = ("error", _ERRORS.get(body[6], "#VALUE!"))
        elif number == _FORMULA and body[12:14] == b"\xff\xff":
            if body[6] == 2:
                doubts.marks[cell] = ("error", _ERRORS.get(body[8], "#VALUE!"))
            elif body[6] == 0:
                waiting = cell
        elif number in (_NUMBER, _RK, _FORMULA) and style in percent_styles:
            doubts.marks[cell] = (PERCENT, "")
    if waiting is not None:
        doubts.marks[waiting] = ("formula_without_value", "=")
    return doubts
