"""Rows and columns of an .xlsx sheet that the screen does not show.

Belongs here: hidden by hand, by a group or a filter, or drawn with no height or width. Does not: hidden sheets (the fast reader tells
them), what hidden values mean (assets/intake/hidden_values.py).
"""

from __future__ import annotations

from collections.abc import Mapping

from assets.workbooks.doubts import MAX_COLUMNS, MAX_ROWS
from assets.workbooks.xlsx_position import XlsxPosition
from assets.workbooks.xml_events import walk

_HIDDEN = (b'hidden="1', b'hidden="t')
_NO_HEIGHT, _NO_WIDTH = b' ht="0', b' width="0'
_OTHER_SIGNS = (b"hidden='", b" ht='", b" width='")  # no office program writes its attributes like this
_LEAST_HEIGHT, _LEAST_WIDTH = 1.0, 0.2  # points, characters: less is a line on the screen and not a row


def hidden_parts(xml: bytes) -> tuple[frozenset[int], frozenset[int]] | None:
    """(rows, columns) that are hidden; None, after a few plain searches, for a sheet that hides nothing."""
    if not _may_hide(xml):
        return None
    rows: set[int] = set()
    columns: set[int] = set()
    position = XlsxPosition()

    def start(name: str, attributes: Mapping[str, str]) -> None:
        position.start(name, attributes)
        if name == "row":
            if position.row <= MAX_ROWS and _hidden(attributes, "ht", _LEAST_HEIGHT):
                rows.add(position.row)
        elif name == "col" and attributes.get("max", "").isdigit() and _hidden(attributes, "width", _LEAST_WIDTH):
            first = attributes.get("min", "")
            columns.update(range(int(first) if first.isdigit() else 1, min(int(attributes["max"]), MAX_COLUMNS) + 1))

    walk(xml, start, lambda _: None)
    return frozenset(rows), frozenset(columns)


def _may_hide(xml: bytes) -> bool:
    if (b'hidden="' in xml and any(sign in xml for sign in _HIDDEN)) or _NO_HEIGHT in xml:
        return True
    if _NO_WIDTH in xml[: xml.find(b"sheetData")]:  # columns are told before the cells
        return True
    return b"'" in xml and any(sign in xml for sign in _OTHER_SIGNS)


def _hidden(attributes: Mapping[str, str], size: str, least: float) -> bool:
    if attributes.get("hidden") in ("1", "true"):
        return True
    try:
        return float(attributes.get(size, least)) < least
    except ValueError:
        return False
