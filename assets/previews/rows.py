"""The rows of a preview, and the two ends of its table.

Belongs here: the one query, and choosing rows. Does not: drawing (chart.py), comparing (change.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import dagster as dg
import duckdb

from assets.panel_names import panel_names
from assets.previews.declared import Preview, title
from assets.shown_text import in_lines, in_words
from warehouse.unit_levels import PANEL_OF_LEVEL
from warehouse.wording import Wording

EACH_END = 5
_VI = Wording("vi")


@dataclass(frozen=True)
class RowList:
    """The rows of one list of one year, in their order."""

    name: str
    rows: list[dict[str, Any]]

    @property
    def made_up(self) -> bool:
        return any(row["made_up"] for row in self.rows)


def row_lists(con: duckdb.DuckDBPyConnection, preview: Preview, year: int) -> list[RowList]:
    """The rows that a preview is about, list by list."""
    own = " AND ".join(f'"{name}" = ${name}' for name in preview.only)
    where = f"index_year = $index_year{' AND ' + own if own else ''}"
    first = f'"{preview.lists}", ' if preview.lists else ""
    query = f"SELECT * FROM {preview.table} WHERE {where} ORDER BY {first}{preview.order_sql()}"
    found = con.execute(query, {"index_year": year, **preview.only})
    names = [column[0] for column in found.description]
    lists: dict[Any, list[dict[str, Any]]] = {}
    for values in found.fetchall():
        row = dict(zip(names, values, strict=True))
        lists.setdefault(row[preview.lists] if preview.lists else None, []).append(row)
    called = _names_of_lists(con, preview)
    return [RowList("" if key is None else called.get(key, str(key)), rows) for key, rows in lists.items()]


def _names_of_lists(con: duckdb.DuckDBPyConnection, preview: Preview) -> dict[str, str]:
    """What lists are called, by panel; or by level, each by the list of that level."""
    if preview.lists == "level":
        return {level: _VI.code("panel", panel) for level, panel in PANEL_OF_LEVEL.items()}
    return panel_names(con) if preview.lists == "panel" else {}


def ends_of_table(preview: Preview, lists: list[RowList]) -> dg.TableMetadataValue:
    """The first and the last rows of each list, with Vietnamese titles; a row says how many stand between, and how many have no figure."""
    titles = _titles(preview)
    records = []
    for each in lists:
        valued = [row for row in each.rows if row[preview.figure] is not None]
        head, tail = valued[:EACH_END], valued[EACH_END:][-EACH_END:]
        between, without = len(valued) - len(head) - len(tail), len(each.rows) - len(valued)
        for number, row in enumerate([*head, *tail]):
            if number == len(head) and between:
                records.append(_told(preview, titles, "dagster.preview.between", between))
            shown = {titles[name]: _shown(name, row[name]) for name in preview.columns}
            records.append(({_VI.say("dagster.preview.list"): in_lines(each.name)} if len(lists) > 1 else {}) | shown)
        if without:
            records.append(_told(preview, titles, "dagster.preview.without", without))
    columns = ([_VI.say("dagster.preview.list")] if len(lists) > 1 else []) + list(titles.values())
    blank = dict.fromkeys(columns, "")
    schema = dg.TableSchema(columns=[dg.TableColumn(name, "string") for name in columns])
    return dg.MetadataValue.table(records=[dg.TableRecord(blank | record) for record in records], schema=schema)


def _titles(preview: Preview) -> dict[str, str]:
    """Short titles; where two columns would have the same, the name stands beside."""
    short = {name: title(preview.column(name)) for name in preview.columns}
    twice = {text for text in short.values() if list(short.values()).count(text) > 1}
    return {name: f"{text} ({name})" if text in twice else text for name, text in short.items()}


def _told(preview: Preview, titles: dict[str, str], key: str, count: int) -> dict[str, str]:
    """A row that says how many others there are."""
    place = next((name for name in preview.label if name in titles), preview.columns[0])
    return {titles[place]: in_lines(_VI.say(key, rows=_VI.number(count, 0), figure=title(preview.column(preview.figure))))}


def _shown(column: str, value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _VI.say("dagster.yes" if value else "dagster.no")
    if isinstance(value, Decimal | float):
        return _VI.number(value, 2)
    if isinstance(value, datetime):
        return in_lines(_VI.moment(value))
    if isinstance(value, date):
        return _VI.day(value)
    return in_lines(in_words(column, value))
