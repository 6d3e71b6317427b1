"""The steps of a run on a home of the past, without Dagster: from archived files to index tables in a work file of its own.

Belongs here: the order of steps. Does not: the steps, landing (nothing is received), the release (there is none).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import duckdb

from assets.evidence_register import register_evidence
from assets.intake_reading import load_receipts, read_new_receipts
from assets.intake_tables import judge_files
from assets.ledger_tables import load_ledger_events
from assets.reference_tables import load_reference_tables
from assets.release import method_of
from assets.rule_application import apply_rules, judge_what_was_sent
from assets.sql_tables import build_years
from checks.catalogue import load_rules
from warehouse.connection import open_work
from warehouse.home import Home
from warehouse.method_record import keep_method
from warehouse.model import built_tables, in_dependency_order, years_behind
from warehouse.reference_data import available_years
from warehouse.table_store import ensure_tables


def build_past(home: Home, year: int | None, made: Collection[int] | None = None) -> Path:
    """Build every open year of a home of the past, or one and the years before that its tables look back to (`made`: of those, where it is
    known which were there); returns the closed work file. Raises ReferenceError, LedgerDamaged."""
    years = available_years(home.reference_folders)
    if year is not None:
        first = year - max(years_behind(built_tables()).values())
        years = [each for each in years if first <= each < year and (made is None or each in made)] + [year]
    home.create()
    with open_work(home) as con:
        _work_through(con, home, years)
        keep_method(con, method_of(con, home))
        con.execute("CHECKPOINT")
    return home.work_file


def _work_through(con: duckdb.DuckDBPyConnection, home: Home, years: Sequence[int]) -> None:
    rules, chosen = load_rules(home.rule_folders), list(years)
    ensure_tables(con)
    load_reference_tables(con, home)
    load_receipts(con, home)
    read_new_receipts(con, home)
    register_evidence(con)
    load_ledger_events(con, home)
    judge_files(con, home)
    judge_what_was_sent(con, rules, chosen)
    for table in in_dependency_order(set(built_tables())):
        build_years(con, table, chosen)
        apply_rules(con, rules, table, chosen, "quality.table_findings")
