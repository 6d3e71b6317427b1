"""Which tables a bundle holds, and which of their rows: all that the mart models read, all of core and reference, and the marts.

Belongs here: choosing, by the models' own dependencies. Does not: writing (write_bundle.py), loading (verify.py).
"""

from __future__ import annotations

import duckdb

from warehouse.contract import load_contracts
from warehouse.model import in_dependency_order, load_models, years_behind


def mart_tables() -> list[str]:
    """Tables of schema mart that models make, each after those that it reads."""
    return in_dependency_order({table for table in load_models() if table.startswith("mart.") and not load_contracts()[table].is_view})


def mart_inputs() -> list[str]:
    """What the mart models read that is no mart: tables and views (a view goes as the rows that it has), sorted."""
    models = load_models()
    read = {upstream for table in models if table.startswith("mart.") for upstream in models[table].upstream}
    return sorted(table for table in read if not table.startswith("mart."))


def bundled_tables() -> list[str]:
    """All tables of a bundle, sorted: reference, core, inputs of marts, marts."""
    whole = {contract.table for contract in load_contracts().values() if contract.schema in ("reference", "core") and not contract.is_view}
    return sorted({*whole, *mart_inputs(), *mart_tables()})


def years_of(table: str, year: int) -> list[int]:
    """The index years of a table that go into the bundle: of marts the year itself; of others those, too, that the marts are made from."""
    return [year] if table.startswith("mart.") else years_made_from(table, year)


def years_made_from(table: str, year: int) -> list[int]:
    """The index years of a table that a year's marts are made from, the year itself last."""
    return list(range(year - years_behind(mart_tables()).get(table, 0), year + 1))


def made_years(con: duckdb.DuckDBPyConnection) -> list[int]:
    """The index years of which a warehouse has what marts are made from: each expected line of such a year has a row, submitted or not."""
    return [year for (year,) in con.execute("SELECT DISTINCT index_year FROM core.line_scores ORDER BY 1").fetchall()]


def rows_of(table: str) -> str:
    """SELECT of a table's rows for the years bound to it, in one order; reference data goes whole."""
    contract = load_contracts()[table]
    columns = ", ".join(f'"{column.name}"' for column in contract.columns)
    by_year = contract.has_years and contract.schema != "reference"
    chosen = "list_contains($years, index_year)" if by_year else "len($years) >= 0"
    return f"SELECT {columns} FROM {table} WHERE {chosen} ORDER BY ALL"
