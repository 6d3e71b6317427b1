"""Human events of the ledger as tables: withdrawals, exceptions from locks, letters, approvals, publications.

Belongs here: bringing those small tables up to the ledger. Does not: reading the ledger (warehouse/ledger.py), what follows (models).
"""

from __future__ import annotations

from dataclasses import astuple
from datetime import datetime

import duckdb

from warehouse.home import Home
from warehouse.ledger import Approval, Letter, LockException, Publication, Unapproval, Withdrawal, read_events
from warehouse.table_store import transaction


def load_ledger_events(con: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Replace the tables by what the ledger holds now. Raises LedgerDamaged."""
    withdrawals = [astuple(event) for event in read_events(home, Withdrawal)]
    exceptions = [astuple(event) for event in read_events(home, LockException)]
    letters = [astuple(event) for event in read_events(home, Letter)]
    approvals, publications = _approvals(home), _publications(home)
    with transaction(con):
        for table in ("intake.withdrawals", "intake.lock_exceptions", "intake.letters", "intake.approvals", "intake.publications"):
            con.execute(f"DELETE FROM {table}")
        for event in withdrawals:
            # By submission, so that a withdrawal concerns the years of its submissions and no others.
            con.execute(
                "INSERT INTO intake.withdrawals (receipt_id, author, reason, document, recorded_at, submission_id, index_year) "
                "SELECT w.*, s.submission_id, s.index_year FROM (VALUES (?, ?, ?, ?, ?::TIMESTAMPTZ)) AS w (r, a, b, c, d) "
                "LEFT JOIN intake.submissions AS s ON s.receipt_id = w.r",
                list(event),
            )
        if exceptions:
            con.executemany("INSERT INTO intake.lock_exceptions VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [list(event) for event in exceptions])
        if letters:
            con.executemany("INSERT INTO intake.letters VALUES (?, ?, ?, ?, ?)", [list(event) for event in letters])
        if approvals:
            con.executemany("INSERT INTO intake.approvals VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", approvals)
        if publications:
            con.executemany("INSERT INTO intake.publications VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", publications)


def events_not_loaded(con: duckdb.DuckDBPyConnection, home: Home) -> dict[str, int]:
    """Per table of human events, how many events of the ledger it does not hold yet; empty when it holds all."""
    recorded: dict[str, list[str]] = {
        "intake.withdrawals": [event.recorded_at for event in read_events(home, Withdrawal)],
        "intake.lock_exceptions": [event.recorded_at for event in read_events(home, LockException)],
        "intake.letters": [event.recorded_at for event in read_events(home, Letter)],
        "intake.approvals": [str(row[-1]) for row in _approvals(home)],
        "intake.publications": [str(row[-1]) for row in _publications(home)],
    }
    found = {}
    for table, moments in recorded.items():
        there = {row[0] for row in con.execute(f"SELECT DISTINCT recorded_at FROM {table}").fetchall()}
        found[table] = sum(datetime.fromisoformat(moment) not in there for moment in set(moments))
    return {table: missing for table, missing in found.items() if missing}


def _approvals(home: Home) -> list[list[str | int | None]]:
    """One row per event and unit, approvals and their withdrawals together."""
    given: list[list[str | int | None]] = [
        [e.index_year, e.panel, unit_id, "approve", content, e.author, None, e.document, e.recorded_at]
        for e in read_events(home, Approval)
        for unit_id, content in sorted(e.figures.items())
    ]
    taken_back: list[list[str | int | None]] = [
        [e.index_year, e.panel, unit_id, "unapprove", None, e.author, e.reason, e.document, e.recorded_at]
        for e in read_events(home, Unapproval)
        for unit_id in sorted(e.unit_ids)
    ]
    return given + taken_back


def _publications(home: Home) -> list[list[str | int | None]]:
    """One row per publication and unit."""
    return [
        [e.publication_id, e.index_year, e.panel, unit_id, content, e.author, e.document, e.public_at, e.recorded_at]
        for e in read_events(home, Publication)
        for unit_id, content in sorted(e.figures.items())
    ]
