"""A small home worked on step by step without Dagster, and workbooks made bad on purpose.

Belongs here: what the tests of bad input share. Does not: the bad input itself, whole Dagster runs (test_scenarios.py).
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from assets.intake_tables import receive_all
from assets.release import audit
from assets.rule_application import FILE_PROBLEMS, LINES
from assets.sql_tables import build_years
from checks.catalogue import load_rules
from checks.evaluate import evaluate
from tests.ready_warehouse import with_reference
from warehouse.archive import archived_file, read_receipts
from warehouse.connection import open_work
from warehouse.home import Home
from warehouse.model import built_tables, in_dependency_order

YEARS = [2019, 2023, 2024]
Books = Callable[[str], bytes]


@dataclass
class SmallHome:
    """A home with its open work file, worked on without Dagster."""

    home: Home
    con: duckdb.DuckDBPyConnection

    def put(self, name: str, content: bytes) -> Path:
        path = self.home.landing / name
        path.write_bytes(content)
        return path

    def receive(self) -> None:
        receive_all(self.con, self.home)

    def run(self) -> None:
        """What a run does from landing to the audit before release, which raises ReleaseRefused.

        Great Expectations is left out (seconds each time): findings come from the rules' SQL in any case.
        """
        rules = load_rules(self.home.rule_folders)
        self.receive()
        evaluate(self.con, rules, FILE_PROBLEMS, None, with_gx=False)
        evaluate(self.con, rules, LINES, YEARS, with_gx=False)
        for table in in_dependency_order(set(built_tables())):
            build_years(self.con, table, YEARS)
        audit(self.con, rules)

    def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        return self.con.execute(query, list(parameters)).fetchall()

    def keeps(self, name: str, content: bytes) -> bool:
        """Whether the archive has the bytes unchanged under a receipt with this name."""
        sha256 = hashlib.sha256(content).hexdigest()
        named = {receipt.file_name for receipt in read_receipts(self.home) if receipt.file_sha256 == sha256}
        return name in named and archived_file(self.home, sha256).read_bytes() == content

    def versions(self, unit: str) -> list[tuple[str, int, bool]]:
        """File name, number and whether it counts, of each accepted appraisal of a unit."""
        return self.rows(
            "SELECT file_name, version_no, counts FROM intake.versions WHERE form = 'appraisal' AND unit_id = ? "
            "AND version_no IS NOT NULL ORDER BY version_no",
            f"{unit}@all",
        )


def new_home(root: Path) -> SmallHome:
    home = with_reference(Home(root).create())
    return SmallHome(home, open_work(home))


def edited(content: bytes, change: Callable[[Worksheet], object], *, hidden: dict[str, str] | None = None) -> bytes:
    """A workbook with its first sheet changed and its hidden sheet taken away, or replaced by other pairs."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    if "_cchc" in book.sheetnames:
        del book["_cchc"]
    if hidden:
        sheet = book.create_sheet("_cchc")
        sheet.sheet_state = "hidden"
        for pair in hidden.items():
            sheet.append(pair)
    change(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(cell: str, value: object) -> Callable[[Worksheet], None]:
    return lambda sheet: sheet.__setitem__(cell, value)
