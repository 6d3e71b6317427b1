"""Content hashes of tables, year by year: by them a run knows what changed, and a rebuild that nothing did.

Belongs here: taking a hash from the rows, and keeping it beside the table, so that a table of millions of rows is not read again by every
step that asks. Does not: what follows from a change (table_store.py, assets/pending.py).

Whoever writes rows of a table whose hash is kept says so in the same transaction: `keep` after writing, `forget` before a longer work.
A hash that is not kept is taken from the rows. The release takes all hashes from the rows (`measured`), and trusts none that was kept.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence

import duckdb

from warehouse.contract import load_contracts

ALL_YEARS = 0
"""The `index_year` of tables that have no years, and of rows that belong to none."""

Content = dict[int, tuple[str, int]]
"""Per index year, a hash of the rows (order does not matter, repetition does) and their number."""

ContentOf = Callable[[str], Content]

_KEPT = -1  # stands for "the years of this table are all here", also for an empty table


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Make the place where hashes are kept."""
    con.execute(
        "CREATE TABLE IF NOT EXISTS ops.table_content "
        "(table_name VARCHAR NOT NULL, index_year INTEGER NOT NULL, content VARCHAR NOT NULL, row_count BIGINT NOT NULL)"
    )


def content_hashes(con: duckdb.DuckDBPyConnection, table: str) -> Content:
    """The content of a table: what is kept, else taken from the rows."""
    return contents(con, [table])[table]


def contents(con: duckdb.DuckDBPyConnection, tables: Sequence[str]) -> dict[str, Content]:
    """The content of each table, as :func:`content_hashes`; what is kept of them is read at once."""
    kept: dict[str, Content] = {table: {} for table in tables}
    query = "SELECT table_name, index_year, content, row_count FROM ops.table_content WHERE table_name IN (SELECT unnest(?))"
    for table, year, content, rows in con.execute(query, [list(tables)]).fetchall():
        kept[table][year] = (content, rows)
    return {table: found if found.pop(_KEPT, None) else measure(con, table) for table, found in kept.items()}


def measure(con: duckdb.DuckDBPyConnection, table: str, years: Sequence[int] | None = None) -> Content:
    """The content of a table, or of some of its years, taken from its rows."""
    contract = load_contracts()[table]
    columns = ", ".join(f'"{column.name}"' for column in contract.columns)
    year = f"coalesce(index_year, {ALL_YEARS})" if contract.has_years else str(ALL_YEARS)
    chosen, parameters = ("", []) if years is None else (f"WHERE {year} IN (SELECT unnest(?))", [list(years)])
    query = f"SELECT {year}, count(*), sum(hash({columns})::HUGEINT), bit_xor(hash({columns}, 1)) FROM {table} {chosen} GROUP BY 1"
    return {y: (f"{rows}-{total:x}-{folded:x}", rows) for y, rows, total, folded in con.execute(query, parameters).fetchall()}


def measured(con: duckdb.DuckDBPyConnection) -> ContentOf:
    """Contents taken from the rows, each once: for as long as nothing is written."""
    return functools.cache(lambda table: measure(con, table))


def keep(con: duckdb.DuckDBPyConnection, table: str, years: Sequence[int] | None = None) -> Content:
    """Take the content of a table from its rows and keep it; where it was kept before, of the years written alone."""
    was_kept = con.execute("SELECT 1 FROM ops.table_content WHERE table_name = ? AND index_year = ?", [table, _KEPT]).fetchone()
    written = years if was_kept and load_contracts()[table].has_years else None
    found = measure(con, table, written)
    if written is None:
        forget(con, [table])
    else:
        con.execute("DELETE FROM ops.table_content WHERE table_name = ? AND index_year IN (SELECT unnest(?))", [table, list(written)])
    rows = [(year, content, count) for year, (content, count) in found.items()]
    if written is None:
        rows.append((_KEPT, "", 0))
    if rows:
        con.execute("INSERT INTO ops.table_content SELECT ?, unnest(?), unnest(?), unnest(?)", [table, *map(list, zip(*rows, strict=True))])
    return content_hashes(con, table)


def forget(con: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> None:
    """From now on take the content of these tables from their rows."""
    con.execute("DELETE FROM ops.table_content WHERE table_name IN (SELECT unnest(?))", [list(tables)])


def forget_wrong(con: duckdb.DuckDBPyConnection, content: ContentOf) -> None:
    """Forget what was kept of tables that now hold something else: somebody else wrote to them."""
    tables = [table for (table,) in con.execute("SELECT DISTINCT table_name FROM ops.table_content").fetchall()]
    forget(con, [table for table, believed in contents(con, tables).items() if believed != content(table)])
