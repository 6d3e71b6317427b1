"""The release: a checked copy of the work file, swapped in whole. The last step, which trusts nobody.

Belongs here: the audit before release, the copy, the swap, old versions. Does not: building or mending tables.
"""

from __future__ import annotations

import hashlib
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from checks.blocking import blocking_failures
from checks.catalogue import load_rules
from checks.rule import Rule
from warehouse.connection import beside
from warehouse.content_hash import ContentOf, forget_wrong, measured
from warehouse.contract import load_contracts
from warehouse.home import Home
from warehouse.method_record import Method, present_method
from warehouse.model import built_tables, load_models
from warehouse.report_views import views_digest
from warehouse.table_store import inputs_fingerprint, stored_inputs

KEPT_VERSIONS = 5


class ReleaseRefused(Exception):
    """The work file must not be released; the message lists every reason."""


@dataclass(frozen=True)
class Release:
    """One version that people can open."""

    file: Path
    unchanged: bool


def audit(con: duckdb.DuckDBPyConnection, rules: list[Rule], content: ContentOf | None = None) -> None:
    """Run every blocking rule over all years, and compare each table-year with what it was made from.

    What lies in the tables is taken from their rows (`content`, by `measured`), whatever was kept of it. Raises ReleaseRefused where a rule
    fails or cannot be evaluated, or a table is old.
    """
    content = content or measured(con)
    reasons = []
    with beside(con) as other, ThreadPoolExecutor(1) as thread:
        failing = thread.submit(blocking_failures, other, rules, None)
        forget_wrong(con, content)  # meanwhile: it takes most contents from the rows
    for failure in failing.result():
        what = failure.message_vi if failure.unknown else f"không đạt ở {failure.failing_rows} dòng; {failure.message_vi}"
        reasons.append(f"{failure.table_name} năm {failure.index_year}: {failure.rule} {what}")
    for table in built_tables():
        if not load_contracts()[table].yearly:
            continue
        stored = stored_inputs(con, table)
        now = inputs_fingerprint(con, table, sorted({*stored, *content(table)}), content)
        stale = [year for year, fingerprint in now.items() if stored.get(year) != fingerprint]
        if stale:
            years = ", ".join(map(str, stale))
            reasons.append(f"{table} năm {years}: số liệu nguồn đã đổi sau khi tính bảng này; chạy lại các năm đó (cchc run).")
    if reasons:
        raise ReleaseRefused("\n".join(reasons))


def content_digest(con: duckdb.DuckDBPyConnection, content: ContentOf | None = None) -> dict[str, str]:
    """Content hash of every table by name; equal digests mean equal tables, value for value."""
    content = content or measured(con)
    tables = [contract.table for contract in load_contracts().values() if not contract.is_view]
    return {table: "|".join(f"{year}:{h}" for year, (h, _) in sorted(content(table).items())) for table in tables}


def shape_digest() -> str:
    """A hash of all contracts, models and Vietnamese views: views and comments reach people only with a new release."""
    parts = [contract.digest for contract in load_contracts().values()] + [model.digest for model in load_models().values()]
    parts.append(views_digest())
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def method_of(con: duckdb.DuckDBPyConnection, home: Home) -> Method:
    """With what the tables of a work file are made today."""
    return present_method(con, {rule.code: rule.digest for rule in load_rules(home.rule_folders)})


def is_same_release(note: dict[str, Any], content: dict[str, str], method: Method) -> bool:
    """Whether the release that a note describes holds this content in today's shape, made in today's way."""
    return bool(note.get("content") == content and note.get("shape") == shape_digest() and note.get("method") == method.digest)


def swap_in(home: Home, work_file: Path) -> Path:
    """Copy a closed, checkpointed work file to a new version and point the release at it; returns the version file.

    Raises ReleaseRefused when a write-ahead log lies beside the file: then it is not closed.
    """
    if work_file.with_name(work_file.name + ".wal").exists():
        raise ReleaseRefused(f"{work_file.name} chưa đóng hẳn (còn tệp .wal); chạy lại: cchc run")
    home.release_versions.mkdir(parents=True, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    version = home.release_versions / f"reform_index-{stamp}.duckdb"
    half = version.with_suffix(".part")
    shutil.copyfile(work_file, half)
    half.chmod(0o444)
    half.replace(version)
    link = home.release / ".reform_index.duckdb.new"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("versions") / version.name)
    link.replace(home.release_file)
    _drop_old(home)
    return version


def _drop_old(home: Home) -> None:
    for half in home.release_versions.glob("*.part"):
        half.unlink()
    for old in sorted(home.release_versions.glob("reform_index-*.duckdb"))[:-KEPT_VERSIONS]:
        old.unlink()
