"""Making a year again as it was made for a release or a publication, and holding both side by side.

Belongs here: what of the moment is known, the comparison, and why it differs where it does. Does not: building (past_build.py), printing.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from assets.bundles.bundle_tables import mart_tables
from assets.past.past_build import build_past
from assets.past.past_home import past_home
from warehouse.archive import kept_reference, read_receipts
from warehouse.connection import attach_file, open_read_only, open_scratch
from warehouse.contract import load_contracts
from warehouse.home import Home
from warehouse.method_record import Method, differences, kept_method
from warehouse.publication_columns import published_columns
from warehouse.table_comparison import Comparison, compare_tables

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
    units_of: str | None = None
    """The table whose units alone are compared (a publication holds approved units only)."""


@dataclass
class Replay:
    """Per table the comparison (expected: as given; found: made again), why it may differ, and what people must know."""

    compared: dict[str, Comparison]
    reasons: list[str]
    notes: list[str] = field(default_factory=list)

    @property
    def equal(self) -> bool:
        return bool(self.compared) and all(one.equal for one in self.compared.values())


def given_release(file: Path) -> Given:
    """A version of the release, with what its tables say of the moment."""
    with open_read_only(file) as con:
        recorded = known_until(con)
        receipts = frozenset(row[0] for row in con.execute("SELECT receipt_id FROM intake.receipts").fetchall())
        has = con.execute("SELECT table_schema || '.' || table_name, column_name FROM information_schema.columns").fetchall()
        method = kept_method(con)
    columns = {
        table: tuple(column.name for column in load_contracts()[table].columns if (table, column.name) in set(has))
        for table in mart_tables()
    }
    return Given(file, {table: names for table, names in columns.items() if names}, recorded, method, receipts)


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


def replay(home: Home, year: int, given: Given) -> Replay:
    """Build the year from what was recorded by then, beside the archive (which stays as it is), and compare."""
    at = given.known_at or datetime.fromisoformat("0001-01-02T00:00:00+00:00")
    (home.root / "replay").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.root / "replay", prefix=".making-") as folder:
        reference = given.method.reference if given.method else None
        past = past_home(home, at, Path(folder), reference or None, None)
        built = build_past(past.home, year)
        with open_read_only(built) as con:
            method = kept_method(con)
        compared = _compare(built, year, given)
        reasons = _reasons(home, past.home, given, method)
    return Replay(compared, reasons, past.notes)


def _compare(built: Path, year: int, given: Given) -> dict[str, Comparison]:
    compared = {}
    with open_scratch() as con:
        attach_file(con, built, "again")
        attach_file(con, given.file, "given")
        for table, columns in given.columns.items():
            key = [name for name in load_contracts()[table].key if name in columns]
            units = f" AND (panel, unit_id) IN (SELECT (panel, unit_id) FROM given.{given.units_of})" if given.units_of else ""
            expected = f"(SELECT * FROM given.{table} WHERE index_year = {int(year)})"
            found = f"(SELECT * FROM again.{table} WHERE index_year = {int(year)}{units})"
            compared[table] = compare_tables(con, expected, found, columns, key)
    return compared


def _reasons(home: Home, past: Home, given: Given, method: Method | None) -> list[str]:
    """What is no longer as it was; each a possible cause of a difference."""
    told = []
    if given.method is None:
        told.append("bản này không ghi đã tính bằng mô hình, hợp đồng, quy tắc và dữ liệu tham chiếu nào (lập trước khi có ghi chép đó)")
    elif method is not None:
        told += [f"{what} từ khi đó" for what in differences(given.method, method)]
        if not kept_reference(home, given.method.reference).exists():
            told.append(f"kho lưu không còn dữ liệu tham chiếu {given.method.reference[:12]} đã dùng khi đó")
    if given.receipts is not None:
        now = {receipt.receipt_id for receipt in read_receipts(past)}
        gone, came = sorted(given.receipts - now), sorted(now - given.receipts)
        if gone:
            told.append(f"{len(gone)} biên nhận của bản đó nay không còn trong kho lưu: {', '.join(gone[:5])}")
        if came:
            told.append(f"{len(came)} biên nhận ghi trước thời điểm đó nhưng bản đó chưa có: {', '.join(came[:5])}")
    return told
