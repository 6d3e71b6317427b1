"""Tables in the work file: made from contracts, written whole or year by year, with the fingerprint of what they were made from.

Belongs here: DDL from contracts, replacing rows, the bookkeeping in schema `ops`. Does not: which rows (models, assets), hashing them
(content_hash.py).

Bookkeeping: `ops.table_state` says with which contract and model a table was made; `ops.table_year` holds, per table and index year
(0 for tables without years), the fingerprint of the inputs that its rows were made from. A table-year whose inputs still have that
fingerprint is up to date and is not made again. Fingerprints are taken from the rows themselves, year by year, so that a file for one
year leaves the other years alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import duckdb

from warehouse.content_hash import ALL_YEARS, ContentOf, contents, forget, keep, prepare
from warehouse.contract import Contract, load_contracts
from warehouse.model import in_dependency_order, load_models
from warehouse.report_views import SCHEMA, make_report_views, views_digest


def ensure_tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Make what is missing and remake tables whose contract changed; returns the names of tables made anew (empty).

    A table made anew forgets its fingerprints, so that it and what follows from it are made again for all years.
    """
    con.execute("CREATE TABLE IF NOT EXISTS ops.table_state (table_name VARCHAR PRIMARY KEY, contract VARCHAR NOT NULL)")
    con.execute(
        "CREATE TABLE IF NOT EXISTS ops.table_year (table_name VARCHAR, index_year INTEGER, inputs VARCHAR NOT NULL, "
        "row_count BIGINT, PRIMARY KEY (table_name, index_year))"
    )
    prepare(con)
    made_with = dict(con.execute("SELECT table_name, contract FROM ops.table_state").fetchall())
    contracts, models = load_contracts(), load_models()
    changed = [c for c in contracts.values() if not c.is_view and made_with.get(c.table) != c.digest]
    with transaction(con):
        if changed:
            _drop_views(con)
            made_with = {table: digest for table, digest in made_with.items() if not (table in contracts and contracts[table].is_view)}
        anew = [contract.table for contract in changed]
        con.execute("DELETE FROM ops.table_year WHERE table_name IN (SELECT unnest(?))", [anew])
        forget(con, anew)
        for contract in changed:
            con.execute(f"DROP TABLE IF EXISTS {contract.table}")
            _create(con, contract, contract.create_sql())
        _forget_what_hung_on({contract.schema for contract in changed}, {contract.table for contract in changed}, con)
        for table in in_dependency_order({c.table for c in contracts.values() if c.is_view}):
            contract, model = contracts[table], models[table]
            digest = contract.digest + model.digest
            if made_with.get(table) != digest or not _exists(con, contract):
                _create(con, contract, f"CREATE OR REPLACE VIEW {table} AS {model.sql}", digest)
                made_with.pop(SCHEMA, None)
        _show_in_vietnamese(con, None if changed else made_with.get(SCHEMA))
    return [contract.table for contract in changed]


def _show_in_vietnamese(con: duckdb.DuckDBPyConnection, made_with: str | None) -> None:
    """The views of schema bao_cao, made anew when they or what they show changed; one digest stands for all of them."""
    if made_with != (digest := views_digest()):
        make_report_views(con)
        con.execute("INSERT OR REPLACE INTO ops.table_state VALUES (?, ?)", [SCHEMA, digest])


def create_tables(con: duckdb.DuckDBPyConnection) -> None:
    """All tables and views in an empty warehouse that nobody will look into: without comments and without bookkeeping."""
    contracts, models = load_contracts(), load_models()
    prepare(con)
    con.execute(";\n".join(contract.create_sql() for contract in contracts.values() if not contract.is_view))
    for table in in_dependency_order({contract.table for contract in contracts.values() if contract.is_view}):
        con.execute(f"CREATE VIEW {table} AS {models[table].sql}")


def _forget_what_hung_on(schemas: set[str], tables: set[str], con: duckdb.DuckDBPyConnection) -> None:
    """Marks of work done that are kept elsewhere than with the table that was made anew: what was read, understood and judged."""
    if {"intake.cell_values", "intake.sheets", "intake.files"} & tables:
        for table in ("intake.cell_values", "intake.sheets", "intake.files"):
            con.execute(f"DELETE FROM {table}")
        forget(con, ["intake.cell_values"])
    if "intake" in schemas:
        for table in ("intake.submissions", "intake.problems", "intake.line_sources", "intake.line_values"):
            con.execute(f"DELETE FROM {table}")
        forget(con, ["intake.line_values"])
        con.execute("DROP TABLE IF EXISTS ops.extracted")
    if "quality" in schemas:
        con.execute("DELETE FROM ops.table_year WHERE table_name LIKE '%#rules'")


def _exists(con: duckdb.DuckDBPyConnection, contract: Contract) -> bool:
    query = "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?"
    return con.execute(query, [contract.schema, contract.name]).fetchone() is not None


def _drop_views(con: duckdb.DuckDBPyConnection) -> None:
    for contract in load_contracts().values():
        if contract.is_view:
            con.execute(f"DROP VIEW IF EXISTS {contract.table}")


def _create(con: duckdb.DuckDBPyConnection, contract: Contract, sql: str, digest: str | None = None) -> None:
    con.execute("\n;\n".join([sql, *contract.comment_sql()]))
    con.execute("INSERT OR REPLACE INTO ops.table_state VALUES (?, ?)", [contract.table, digest or contract.digest])


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All or nothing."""
    con.execute("BEGIN")
    try:
        yield
    except BaseException:
        con.execute("ROLLBACK")
        raise
    con.execute("COMMIT")


def replace_all(con: duckdb.DuckDBPyConnection, table: str, select: str, inputs: str) -> int:
    """Replace every row of a table by those of a SELECT (positional names do not matter); returns the row count."""
    with transaction(con):
        con.execute(f"DELETE FROM {table}")
        con.execute(f"INSERT INTO {table} BY NAME {select}")
        return remember(con, table, [ALL_YEARS], {ALL_YEARS: inputs})[ALL_YEARS]


def replace_years(con: duckdb.DuckDBPyConnection, table: str, select: str, years: Sequence[int], inputs: dict[int, str]) -> dict[int, int]:
    """Replace the rows of some index years by those of a SELECT over all years; returns row counts by year."""
    chosen = list(years)
    with transaction(con):
        con.execute(f"DELETE FROM {table} WHERE index_year IN (SELECT unnest(?))", [chosen])
        con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM ({select}) WHERE index_year IN (SELECT unnest(?))", [chosen])
        return remember(con, table, chosen, inputs)


def remember(con: duckdb.DuckDBPyConnection, table: str, years: Iterable[int], inputs: dict[int, str]) -> dict[int, int]:
    """Write down fingerprint, row count and content of table-years just written; returns row counts by year."""
    written = list(years)
    whole = ALL_YEARS in written  # written at one time, whether its rows have years or not
    content = keep(con, table, None if whole else written)
    counts = {year: sum(rows for _, rows in content.values()) if whole else content.get(year, ("", 0))[1] for year in written}
    _put_down(con, table, {year: (inputs[year], counts[year]) for year in written})
    return counts


def _put_down(con: duckdb.DuckDBPyConnection, name: str, by_year: dict[int, tuple[str, int | None]]) -> None:
    years, inputs, counts = list(by_year), [each for each, _ in by_year.values()], [count for _, count in by_year.values()]
    con.execute("INSERT OR REPLACE INTO ops.table_year SELECT ?, unnest(?), unnest(?), unnest(?::BIGINT[])", [name, years, inputs, counts])


def inputs_fingerprint(
    con: duckdb.DuckDBPyConnection, table: str, years: Sequence[int], content: ContentOf | None = None
) -> dict[int, str]:
    """Per year, the fingerprint of what a model table would be made from now: its SQL, its contract and its upstream's rows (those of
    earlier years too, where the contract says that the table looks back)."""
    model, contract = load_models()[table], load_contracts()[table]
    back = {upstream: contract.back_at(upstream) for upstream in model.upstream}
    return fingerprint_of(con, model.upstream, years, model.digest + contract.digest, content, back)


def years_after(table: str, years: Iterable[int], stored: Iterable[int]) -> list[int]:
    """The years, and those after them that were made before and look back to one of them: a change of 2023 makes the table of changes
    of 2024 old too."""
    chosen, made = set(years), set(stored)
    looked_from = {year + back for year in chosen for back in range(1, load_contracts()[table].years_back + 1)}
    return sorted(chosen | (looked_from & made))


def fingerprint_of(
    con: duckdb.DuckDBPyConnection,
    upstream: Iterable[str],
    years: Sequence[int],
    made_by: str,
    content: ContentOf | None = None,
    years_back: Mapping[str, int] | None = None,
) -> dict[int, str]:
    """Per year, the fingerprint of the rows of some upstream tables and of what makes the table. Views count by what is behind them, those
    of `own_content` by their own rows.

    `content` tells the content of tables; without it, what is kept of them is believed. `years_back` tells of which
    of them how many earlier years are looked at too.
    """
    contracts, models = load_contracts(), load_models()
    named = list(upstream)
    behind = tables_behind(named, years_back or {})
    made_by += "".join(models[t].digest for t in behind if contracts[t].is_view)
    tables = [t for t in behind if contracts[t].own_content or not contracts[t].is_view]
    hashes = {t: content(t) for t in tables} if content else contents(con, tables)
    found = {}
    for year in years:
        rows = [
            f"{t}={h.get(each if contracts[t].has_years else ALL_YEARS, ('-', 0))[0]}"
            for t, h in hashes.items()
            for each in (range(year, year - behind[t] - 1, -1) if contracts[t].has_years else (year,))
        ]
        found[year] = hashlib.sha256("\n".join([made_by, *rows]).encode()).hexdigest()
    return found


def tables_behind(tables: Iterable[str], years_back: Mapping[str, int]) -> dict[str, int]:
    """A list of tables and views, and all that lies behind the views among them, sorted; with the years before that are looked at too."""
    contracts, models = load_contracts(), load_models()
    found: dict[str, int] = {}
    for table in tables:
        found[table] = max(found.get(table, 0), years_back.get(table, 0))
        if contracts[table].is_view and not contracts[table].own_content:
            own = {upstream: contracts[table].back_at(upstream) for upstream in models[table].upstream}
            for upstream, back in tables_behind(models[table].upstream, own).items():
                found[upstream] = max(found.get(upstream, 0), back + years_back.get(table, 0))
    return dict(sorted(found.items()))


def stored_inputs(con: duckdb.DuckDBPyConnection, table: str) -> dict[int, str]:
    """Per year, the fingerprint of what the rows that lie there were made from."""
    return dict(con.execute("SELECT index_year, inputs FROM ops.table_year WHERE table_name = ?", [table]).fetchall())


def stored_rows(con: duckdb.DuckDBPyConnection, table: str) -> dict[int, int]:
    """Per year, how many rows those were."""
    return dict(con.execute("SELECT index_year, row_count FROM ops.table_year WHERE table_name = ?", [table]).fetchall())


def remember_fingerprints(con: duckdb.DuckDBPyConnection, name: str, inputs: dict[int, str], rows: Mapping[int, int] | None = None) -> None:
    """Write down fingerprints, with the number of rows where it is known, under a name that is no table (a step whose work is up to date
    while they stand)."""
    if inputs:
        _put_down(con, name, {year: (fingerprint, (rows or {}).get(year)) for year, fingerprint in inputs.items()})
