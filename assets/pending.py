"""Which years a run has to work on, told from fingerprints alone.

Belongs here: comparing what lies there with what it was made from. Does not: making anything.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import duckdb

from assets.checked_tables import stale_rule_years
from assets.quality_tables import LINE_RULE_TABLES
from assets.release import content_digest
from assets.sql_tables import SQL_SCHEMAS
from checks.catalogue import load_rules
from warehouse.home import Home
from warehouse.model import load_models
from warehouse.table_store import ALL_YEARS, inputs_fingerprint, stored_inputs


def pending_years(con: duckdb.DuckDBPyConnection, home: Home, years: Sequence[int]) -> list[int]:
    """The years with something to check or to make, ascending. Years without any submission or row are left out.

    Rows that belong to no year (a file whose year could not be told) are checked together with the latest year.
    """
    rules = load_rules(home.rule_folders)
    stale = {year for table in LINE_RULE_TABLES for year in stale_rule_years(con, rules, table, years)}
    for table in load_models():
        if table.split(".")[0] in SQL_SCHEMAS:
            now, stored = inputs_fingerprint(con, table, years), stored_inputs(con, table)
            stale |= {year for year in years if stored.get(year) != now[year]}
    yearless = ALL_YEARS in stale
    with_data = {row[0] for row in con.execute("SELECT DISTINCT index_year FROM intake.submissions").fetchall()}
    with_data |= {row[0] for row in con.execute("SELECT DISTINCT index_year FROM mart.par_index").fetchall()}
    with_data |= {row[0] for row in con.execute("SELECT DISTINCT index_year FROM mart.outside_index").fetchall()}
    with_data |= {row[0] for row in con.execute("SELECT DISTINCT index_year FROM intake.problems").fetchall()}
    with_data |= {row[0] for row in con.execute("SELECT DISTINCT index_year FROM reference.criteria_set").fetchall()}
    return sorted((stale & with_data & set(years)) | ({max(years)} if yearless else set()))


def release_is_behind(con: duckdb.DuckDBPyConnection, home: Home) -> bool:
    """Whether the work file holds something else than the release that people open."""
    note = home.release / "release.json"
    if not note.exists() or not home.release_file.exists():
        return True
    return bool(json.loads(note.read_text(encoding="utf-8"))["content"] != content_digest(con))
