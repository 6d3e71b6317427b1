"""Making a year again as it was made for a release or a publication, and holding both side by side.

Belongs here: the comparison, and why it differs where it does. Does not: what is to be made again (given.py), building (past_build.py),
printing.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from assets.past.given import Given
from assets.past.past_build import build_past
from assets.past.past_home import past_home
from warehouse.archive import kept_reference, read_receipts
from warehouse.connection import attach_file, open_read_only, open_scratch
from warehouse.contract import load_contracts
from warehouse.home import Home
from warehouse.method_record import Method, differences, kept_method
from warehouse.table_comparison import Comparison, compare_tables


@dataclass
class Replay:
    """Per table the comparison (expected: as given; found: made again), why it may differ, and what people must know."""

    compared: dict[str, Comparison]
    reasons: list[str]
    notes: list[str] = field(default_factory=list)

    @property
    def equal(self) -> bool:
        return bool(self.compared) and all(one.equal for one in self.compared.values())


def replay(home: Home, year: int, given: Given) -> Replay:
    """Build the year from what was recorded by then, beside the archive (which stays as it is), and compare."""
    at = given.known_at or datetime.fromisoformat("0001-01-02T00:00:00+00:00")
    (home.root / "replay").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.root / "replay", prefix=".making-") as folder:
        reference = given.method.reference if given.method else None
        past = past_home(home, at, Path(folder), reference or None, None)
        built = build_past(past.home, year, given.years)
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
