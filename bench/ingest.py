"""Ingest: receipts, cells and lines through the real road, beside reading the same bytes and keeping bare values.

Belongs here: the two roads and their comparison. Does not: how copies of the demo are made (demo_files).

The real road is that of a run without Dagster: reading processes beside this one, cells with kind, address and doubts
settled, lines understood and written. The bare road is one process: python-calamine, non-empty values as text, one
DuckDB INSERT per 200 files.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
from python_calamine import CalamineWorkbook

from assets.intake_reading import FILES_AT_A_TIME, load_receipts, read_new_receipts
from assets.receiving import receive_landing
from assets.reference_tables import load_reference_tables
from bench.demo_files import fill_landing
from bench.measure import Line, Plan, side_by_side, timed
from warehouse.connection import open_work
from warehouse.home import Home
from warehouse.table_store import ensure_tables

_BARE_COLUMNS = {
    "file": "VARCHAR",
    "sheet_no": "INTEGER",
    "sheet": "VARCHAR",
    "row_no": "INTEGER",
    "col_no": "INTEGER",
    "text": "VARCHAR",
}


def measure_ingest(demo: Path, scratch: Path, scale: int, plan: Plan) -> list[Line]:
    """Files and cells per second of the real road at one scale."""
    landing = scratch / "copies"
    landing.mkdir(parents=True)
    files = fill_landing(demo, landing, scale)
    counts: dict[str, int] = {}

    def real() -> dict[str, float]:
        home = fresh_home(scratch / "home")
        for path in landing.iterdir():
            (home.landing / path.name).hardlink_to(path)
        seconds = ingest(home)
        con = open_work(home)
        counts["cells"] = con.execute("SELECT count(*) FROM intake.cells").fetchall()[0][0]
        counts["lines"] = con.execute("SELECT count(*) FROM intake.lines").fetchall()[0][0]
        con.close()
        shutil.rmtree(home.root)
        return seconds

    def bare() -> dict[str, float]:
        target = scratch / "bare.duckdb"
        try:
            return {"calamine + INSERT": timed(lambda: _bare(sorted(landing.iterdir()), target))}
        finally:
            target.unlink(missing_ok=True)

    rounds = side_by_side([real, bare], plan)
    shutil.rmtree(landing)
    wanted = (
        ("receive", files, "files"), ("read + extract", files, "files"), ("read + extract", counts["cells"], "cells"),
        ("read + extract", counts["lines"], "lines"),
    )  # fmt: skip
    return [rounds.line("ingest", scale, road, "calamine + INSERT", rows, unit) for road, rows, unit in wanted]


def fresh_home(root: Path) -> Home:
    """An empty home with its tables and reference data."""
    shutil.rmtree(root, ignore_errors=True)
    home = Home(root).create()
    con = open_work(home)
    ensure_tables(con)
    load_reference_tables(con, home)
    con.close()
    return home


def ingest(home: Home) -> dict[str, float]:
    """Receive, read and extract what lies in the landing folder; seconds of each."""
    con = open_work(home)
    try:
        return {
            "receive": timed(lambda: (receive_landing(home), load_receipts(con, home))),
            "read + extract": timed(lambda: read_new_receipts(con, home)),
        }
    finally:
        con.close()


def _bare(paths: list[Path], target: Path) -> None:
    con = duckdb.connect(str(target))
    con.execute(f"CREATE TABLE cells ({', '.join(f'{name} {kind}' for name, kind in _BARE_COLUMNS.items())})")
    for start in range(0, len(paths), FILES_AT_A_TIME):
        rows = [row for path in paths[start : start + FILES_AT_A_TIME] for row in bare_cells(path)]
        con.register("new_rows", pl.DataFrame(rows, schema=list(_BARE_COLUMNS), orient="row").to_arrow())
        con.execute("INSERT INTO cells SELECT * FROM new_rows")
    con.close()


def bare_cells(path: Path) -> Iterator[tuple[str, int, str, int, int, str]]:
    """(file, sheet number, sheet, row, column, text) of every cell that is not empty, as python-calamine gives them."""
    for sheet_no, (sheet, rows) in enumerate(_bare_sheets(path), start=1):
        for row_no, row in enumerate(rows, start=1):
            for col_no, value in enumerate(row, start=1):
                if value != "":
                    yield path.name, sheet_no, sheet, row_no, col_no, str(value)


def _bare_sheets(path: Path) -> list[tuple[str, list[list[object]]]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as text:
            return [("", list(csv.reader(text)))]  # type: ignore[arg-type]
    try:
        book = CalamineWorkbook.from_path(path)
        return [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]  # type: ignore[misc]
    except Exception:  # the demo's damaged files: the bare road has nothing to say of them
        return []
