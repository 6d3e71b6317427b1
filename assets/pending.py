"""Which years a run has to work on, told from fingerprints alone.

Belongs here: comparing what lies there with what it was made from. Does not: making anything.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import duckdb

from assets.intake_reading import receipts_to_work_on
from assets.landing_folder import waiting_files
from assets.ledger_tables import events_not_loaded
from assets.release import content_digest, is_same_release, method_of
from assets.rule_application import FILE_PROBLEMS, stale_rule_years
from checks.catalogue import load_rules
from warehouse.archive import read_receipts
from warehouse.content_hash import content_hashes
from warehouse.home import Home
from warehouse.model import built_tables
from warehouse.table_store import inputs_fingerprint, stored_inputs


def pending_years(con: duckdb.DuckDBPyConnection, home: Home, years: Sequence[int]) -> list[int]:
    """The years with something to check or to make, ascending. Years without any submission, criteria set,
    awaited report or row are left out."""
    rules = load_rules(home.rule_folders)
    judged_on_receipt = {FILE_PROBLEMS}
    stale: set[int] = set()
    known: set[int] = set()
    for table in {rule.table for rule in rules} - judged_on_receipt:
        stale |= set(stale_rule_years(con, rules, table, years))
    for table in built_tables():
        now, stored = inputs_fingerprint(con, table, years), stored_inputs(con, table)
        stale |= {year for year in years if stored.get(year) != now[year]}
        # An empty year that was built once is audited before every release, so it must be kept up to date like the others.
        known |= set(stored)
    holders = ("intake.lines", "reference.criteria_set", "mart.par_index", "mart.outside_index")
    union = " UNION ".join(f"SELECT index_year FROM {table}" for table in holders)
    union += " UNION SELECT index_year FROM reference.deadline WHERE units_on IS NOT NULL"  # all units of a level are awaited
    known |= {row[0] for row in con.execute(union).fetchall()}
    return sorted(stale & known & set(years))


def is_settled(con: duckdb.DuckDBPyConnection, home: Home, years: Sequence[int]) -> bool:
    """Whether the work file holds all that archive, reference and rules say now, so that a rebuild must give the very same tables."""
    if waiting_files(home) or len(read_receipts(home)) != _count(con, "intake.receipts"):
        return False
    if events_not_loaded(con, home):
        return False
    return not receipts_to_work_on(con, home) and not pending_years(con, home, years)


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    row = con.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0


def release_is_behind(con: duckdb.DuckDBPyConnection, home: Home) -> bool:
    """Whether the work file holds something else than the release that people open."""
    note = home.release / "release.json"
    if not note.exists() or not home.release_file.exists():
        return True
    content = content_digest(con, lambda table: content_hashes(con, table))
    return not is_same_release(json.loads(note.read_text(encoding="utf-8")), content, method_of(con, home))
