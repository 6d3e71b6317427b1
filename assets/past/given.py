"""What is to be made again: a version of the release or a publication, with what it says of the moment when it was made.

Belongs here: reading that from the files. Does not: making it again (replay.py).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from assets.bundles.bundle_tables import made_years, mart_tables
from warehouse.connection import open_read_only
from warehouse.contract import load_contracts
from warehouse.method_record import Method, kept_method
from warehouse.publication_columns import published_columns

_RECORDED = ("intake.receipts", "intake.withdrawals", "intake.lock_exceptions", "intake.letters", "intake.approvals")


@dataclass(frozen=True)
class Given:
    """What is to be made again: a file, what of its tables, and what is known of how it was made."""

    file: Path
    columns: Mapping[str, tuple[str, ...]]
    """By table; of a publication only the columns and units that it holds."""
    known_at: datetime | None
    """The last thing recorded that it was made from; None where it was made from nothing."""
    method: Method | None
    receipts: frozenset[str] | None = None
    """Ids of the receipts that it was made from, where they are known."""
    years: frozenset[int] = frozenset()
    """Index years that it holds all tables of; none of a publication, whose tables look back to no other year."""
    units_of: str | None = None
    """The table whose units alone are compared (a publication holds approved units only)."""


def given_release(file: Path) -> Given:
    """A version of the release, with what its tables say of the moment."""
    with open_read_only(file) as con:
        recorded = known_until(con)
        receipts = frozenset(row[0] for row in con.execute("SELECT receipt_id FROM intake.receipts").fetchall())
        has = con.execute("SELECT table_schema || '.' || table_name, column_name FROM information_schema.columns").fetchall()
        method, years = kept_method(con), frozenset(made_years(con))
    columns = {
        table: tuple(column.name for column in load_contracts()[table].columns if (table, column.name) in set(has))
        for table in mart_tables()
    }
    return Given(file, {table: names for table, names in columns.items() if names}, recorded, method, receipts, years)


def given_publication(folder: Path) -> Given:
    """What a publication put out. Raises OSError or ValueError for a damaged one."""
    facts = json.loads((folder / "publication.json").read_text(encoding="utf-8"))
    columns = {table: tuple(column.name for column in chosen) for table, chosen in published_columns().items()}
    known, method = facts["known_at"], facts["method"]
    return Given(
        folder / "publication.duckdb",
        columns,
        datetime.fromisoformat(known) if known else None,
        Method(**method) if method else None,
        units_of="mart.par_index",
    )


def known_until(con: duckdb.DuckDBPyConnection) -> datetime | None:
    """When the last receipt or event was recorded that a warehouse holds."""
    has = {row[0] for row in con.execute("SELECT table_schema || '.' || table_name FROM information_schema.tables").fetchall()}
    latest = " UNION ALL ".join(f"SELECT max(recorded_at) FROM {table}" for table in _RECORDED if table in has)
    row = con.execute(f"SELECT max(latest) FROM ({latest}) AS t (latest)").fetchone()
    return row[0] if row else None
