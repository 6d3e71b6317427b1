"""Small homes for scenarios that need a run of their own: three ministries of the demo.

Belongs here: making such a home, running `cchc` in a process of its own on it, and the same steps without Dagster.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb

from assets.intake_tables import judge_files, receive_all
from assets.reference_tables import load_reference_tables
from assets.rule_application import apply_rules, judge_what_was_sent
from assets.sql_tables import build_years
from checks.catalogue import load_rules
from warehouse.home import PACKAGE_ROOT, Home
from warehouse.model import built_tables, in_dependency_order
from warehouse.table_store import ensure_tables

CCHC = [sys.executable, "-W", "ignore", "-c", "from pipelines.cli import main; main()"]
MINISTRIES = ("BTP", "BYT", "BNG")


def small_home(root: Path, demo: Path, pattern: str = "2023_{}_[td]*.xlsx") -> Home:
    """A new home with the PAR INDEX workbooks of three ministries in landing/, copied from the demo's workbooks."""
    home = Home(root).create()
    for ministry in MINISTRIES:
        for path in sorted(demo.glob(pattern.format(ministry))):
            shutil.copy2(path, home.landing / path.name)
    return home


def environment(home: Home) -> dict[str, str]:
    return {**os.environ, "CCHC_HOME": str(home.root), "DAGSTER_DISABLE_TELEMETRY": "yes"}


def cchc(home: Home, *words: str, timeout: float = 300) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        [*CCHC, *words], env=environment(home), cwd=PACKAGE_ROOT, capture_output=True, text=True, timeout=timeout, check=False
    )


def start_cchc(home: Home, *words: str) -> subprocess.Popen[str]:
    """Start the command; its progress comes on standard error."""
    return subprocess.Popen(
        [*CCHC, *words], env=environment(home), cwd=PACKAGE_ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def work_through(con: duckdb.DuckDBPyConnection, home: Home, years: list[int]) -> None:
    """All steps of a run up to the release."""
    rules = load_rules(home.rule_folders)
    ensure_tables(con)
    load_reference_tables(con, home)
    receive_all(con, home)
    judge_files(con, home)
    judge_what_was_sent(con, rules, years)
    for table in in_dependency_order(set(built_tables())):
        build_years(con, table, years)
    for table in {rule.table for rule in rules} & set(built_tables()):
        apply_rules(con, rules, table, years, "quality.table_findings")
