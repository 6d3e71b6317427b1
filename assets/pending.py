"""Which years a run has to work on, told from fingerprints alone.

Belongs here: comparing what lies there with what it was made from. Does not: making anything.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import duckdb

from assets.checked_tables import stale_rule_years
from assets.quality_tables import LINES
from assets.release import content_digest
from assets.sql_tables import SQL_SCHEMAS
from checks.catalogue import load_rules
from warehouse.home import Home
from warehouse.model import load_models
from warehouse.table_store import inputs_fingerprint, stored_inputs


def pending_years(con: duckdb.DuckDBPyConnection, home: Home, years: Sequence[int]) -> list[int]:
    """The years with something to check or to make, ascending. Years without any submission, criteria set or row are left out."""
    rules = load_rules(home.rule_folders)
    stale = set(stale_rule_years(con, rules, LINES, years))
    for table in load_models():
        if table.split(".")[0] in SQL_SCHEMAS:
            now, stored = inputs_fingerprint(con, table, years), stored_inputs(con, table)
            stale |= {year for year in years if stored.get(year) != now[year]}
    holders = ("intake.lines", "reference.criteria_set", "mart.par_index", "mart.outside_index")
    union = " UNION ".join(f"SELECT index_year FROM {table}" for table in holders)
    return sorted(stale & {row[0] for row in con.execute(union).fetchall()} & set(years))


def release_is_behind(con: duckdb.DuckDBPyConnection, home: Home) -> bool:
    """Whether the work file holds something else than the release that people open."""
    note = home.release / "release.json"
    if not note.exists() or not home.release_file.exists():
        return True
    return bool(json.loads(note.read_text(encoding="utf-8"))["content"] != content_digest(con))
