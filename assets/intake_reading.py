"""From archived files to rows of `intake`: read what is new, extract what is new, remember what was done.

Belongs here: the incremental work on one open work file, without Dagster. Does not: reading one workbook (assets/workbooks),
understanding one (assets/intake).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from assets.intake.extract import extract
from assets.intake.intake_rows import Line, Problem, Stated, Submission
from assets.intake.layout import load_layouts
from assets.intake.reference_lookup import ReferenceLookup
from assets.workbooks.parallel import ReadFile, read_many
from assets.workbooks.workbook_cells import CELL_COLUMNS, WorkbookCells
from warehouse import unit_names
from warehouse.archive import LedgerDamaged, archived_file, read_receipts
from warehouse.contract import load_contracts
from warehouse.home import Home
from warehouse.reference_data import load_reference, reference_hash
from warehouse.table_store import transaction

FILES_AT_A_TIME = 200
_INTAKE_ROWS = ("intake.submissions", "intake.problems", "intake.lines")

_FRAME_TYPES: dict[str, Any] = {
    "VARCHAR": pl.String,
    "INTEGER": pl.Int32,
    "BIGINT": pl.Int64,
    "BOOLEAN": pl.Boolean,
    "TIMESTAMPTZ": pl.String,
    "DECIMAL(18,8)": pl.Decimal(18, 8),
}


def reader_version() -> str:
    """A hash of the code and libraries that read and understand files: when it changes, files are read again."""
    folder = Path(__file__).parent
    code = sorted([*folder.glob("workbooks/*.py"), *folder.glob("intake/*.py"), Path(unit_names.__file__)])
    libraries = f"python-calamine {version('python-calamine')}".encode()
    return hashlib.sha256(b"\0".join([libraries, *(path.read_bytes() for path in code)])).hexdigest()[:16]


def append_rows(con: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Append rows (tuples in the order of `columns`) to a table by name. Nothing for no rows."""
    if not rows:
        return
    kinds = {column.name: _FRAME_TYPES[column.type] for column in load_contracts()[table].columns}
    frame = pl.DataFrame(rows, schema={name: kinds[name] for name in columns}, orient="row")
    con.register("new_rows", frame.to_arrow())
    con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM new_rows")
    con.unregister("new_rows")


def load_receipts(con: duckdb.DuckDBPyConnection, home: Home) -> int:
    """Bring intake.receipts up to the ledger; returns the number of receipts that were new to the work file."""
    known = {row[0] for row in con.execute("SELECT receipt_id FROM intake.receipts").fetchall()}
    columns = [column.name for column in load_contracts()["intake.receipts"].columns]
    new = [receipt for receipt in read_receipts(home) if receipt.receipt_id not in known]
    with transaction(con):
        append_rows(con, "intake.receipts", columns, [tuple(getattr(receipt, name) for name in columns) for receipt in new])
    return len(new)


def read_new_files(con: duckdb.DuckDBPyConnection, home: Home) -> tuple[int, int]:
    """Read every file of the receipts that was not read by this reader yet; returns (read, unreadable).

    Written in portions, each whole or not at all, so that a killed run goes on where it stopped.
    """
    reader = reader_version()
    stale = con.execute("SELECT count(*) FROM intake.files WHERE reader_version <> ?", [reader]).fetchone()
    if stale and stale[0]:
        with transaction(con):
            for table in ("intake.cells", "intake.files"):
                con.execute(f"DELETE FROM {table}")
    names = con.execute(
        "SELECT file_sha256, arg_min(file_name, recorded_at) FROM intake.receipts "
        "WHERE file_sha256 NOT IN (SELECT file_sha256 FROM intake.files) GROUP BY 1 ORDER BY min(recorded_at), 1"
    ).fetchall()
    readable = unreadable = 0
    workers = max(1, min(4, os.cpu_count() or 1))
    wanted = [(sha256, archived_file(home, sha256), name) for sha256, name in names]
    for _, path, name in wanted:
        if not path.exists():
            raise LedgerDamaged(f"Kho lưu mất bản gốc của «{name}» ({path}); phục hồi từ bản sao lưu, hoặc nộp lại đúng tệp ấy.")
    for portion in _portions(read_many(wanted, workers), FILES_AT_A_TIME):
        with transaction(con):
            append_rows(con, "intake.files", _FILE_COLUMNS, [_file_row(file, reader) for file in portion])
            _append_cells(con, [(file.file_sha256, file.cells) for file in portion if file.cells is not None])
        readable += sum(file.cells is not None for file in portion)
        unreadable += sum(file.cells is None for file in portion)
    return readable, unreadable


_FILE_COLUMNS = ("file_sha256", "file_format", "read_status", "problem", "detail", "sheets", "cells", "reader_version")


def _file_row(file: ReadFile, reader: str) -> tuple[Any, ...]:
    if file.cells is None:
        assert file.unreadable is not None
        return (file.file_sha256, None, "unreadable", file.unreadable.problem, file.unreadable.detail_vi, 0, 0, reader)
    cells = file.cells
    return (file.file_sha256, cells.file_format, "read", None, None, len(cells.sheets), len(cells.cells), reader)


def _append_cells(con: duckdb.DuckDBPyConnection, files: Sequence[tuple[str, WorkbookCells]]) -> None:
    """All cells of a portion in one INSERT: one per file costs more than reading the file."""
    columns: dict[str, list[Any]] = {name: [] for name in ("file_sha256", *CELL_COLUMNS)}
    for sha256, cells in files:
        columns["file_sha256"] += [sha256] * len(cells.cells)
        for name, values in cells.columns().items():
            columns[name] += values
    if columns["file_sha256"]:
        con.register("new_cells", pl.DataFrame(columns).to_arrow())
        con.execute("INSERT INTO intake.cells BY NAME SELECT * FROM new_cells")
        con.unregister("new_cells")


def extract_new_receipts(con: duckdb.DuckDBPyConnection, home: Home) -> int:
    """Turn every receipt not understood yet into submissions, lines and problems; returns how many receipts were worked on.

    All are worked on again when reference data or the reading code changed, since a unit, a set or a layout may mean something else now.
    """
    made_by = _understood_with(home)
    todo = receipts_to_work_on(con, home)
    if not todo:
        return 0
    if len(todo) == _receipts(con):
        with transaction(con):
            for table in (*_INTAKE_ROWS, "ops.extracted"):
                con.execute(f"DELETE FROM {table}")
    layouts = load_layouts(home.reference_folders)
    lookup = ReferenceLookup.from_tables(load_reference(home.reference_folders))
    known = {row[0] for row in con.execute("SELECT DISTINCT submission_id FROM intake.lines").fetchall()}
    for portion in _portions(todo, FILES_AT_A_TIME):
        books = _books(con, [row[2] for row in portion])
        submissions, problems, lines = [], [], []
        for receipt_id, recorded_at, sha256, name, form, unit, year in portion:
            stated = Stated(sha256, name, form, unit, year)
            book = books[sha256]
            if isinstance(book, tuple):
                problems.append((receipt_id, *Problem(sha256, name, form, year, None, book[0], None, None, None, book[1])))
                continue
            found = extract(book, stated, lookup, layouts)
            submissions += [(receipt_id, recorded_at, *submission) for submission in found.submissions]
            problems += [(receipt_id, *problem) for problem in found.problems]
            # The same bytes understood the same way give the same lines: they are kept once.
            fresh = {submission.submission_id for submission in found.submissions} - known
            lines += [line for line in found.lines if line.submission_id in fresh]
            known |= fresh
        with transaction(con):
            append_rows(con, "intake.submissions", ("receipt_id", "recorded_at", *Submission._fields), submissions)
            append_rows(con, "intake.problems", ("receipt_id", *Problem._fields), problems)
            append_rows(con, "intake.lines", Line._fields, lines)
            con.executemany("INSERT INTO ops.extracted VALUES (?, ?)", [(row[0], made_by) for row in portion])
    return len(todo)


def receipts_to_work_on(con: duckdb.DuckDBPyConnection, home: Home) -> list[tuple[Any, ...]]:
    """Receipts not understood yet in the order in which they came; all of them when code or reference data changed since."""
    con.execute("CREATE TABLE IF NOT EXISTS ops.extracted (receipt_id VARCHAR PRIMARY KEY, made_by VARCHAR NOT NULL)")
    stale = con.execute("SELECT count(*) FROM ops.extracted WHERE made_by <> ?", [_understood_with(home)]).fetchone()
    fresh = "" if stale and stale[0] else "WHERE receipt_id NOT IN (SELECT receipt_id FROM ops.extracted)"
    return con.execute(
        "SELECT receipt_id, recorded_at::VARCHAR, file_sha256, file_name, stated_form, stated_unit, stated_year "
        f"FROM intake.receipts {fresh} ORDER BY recorded_at, receipt_id"
    ).fetchall()


def _understood_with(home: Home) -> str:
    return reference_hash(home.reference_folders) + reader_version()


def _receipts(con: duckdb.DuckDBPyConnection) -> int:
    row = con.execute("SELECT count(*) FROM intake.receipts").fetchone()
    return int(row[0]) if row else 0


def _books(con: duckdb.DuckDBPyConnection, hashes: Sequence[str]) -> dict[str, WorkbookCells | tuple[str, str]]:
    """Cells of files by hash; for an unreadable file its problem and detail."""
    wanted = list(dict.fromkeys(hashes))
    books: dict[str, WorkbookCells | tuple[str, str]] = {}
    formats = {}
    for sha256, file_format, problem, detail in con.execute(
        "SELECT file_sha256, file_format, problem, detail FROM intake.files WHERE file_sha256 IN (SELECT unnest(?))", [wanted]
    ).fetchall():
        if problem is not None:
            books[sha256] = (problem, detail)
        else:
            formats[sha256] = file_format
    columns = ", ".join(CELL_COLUMNS)
    rows: dict[str, list[Any]] = {sha256: [] for sha256 in formats}
    for sha256, *cell in con.execute(
        f"SELECT file_sha256, {columns} FROM intake.cells WHERE file_sha256 IN (SELECT unnest(?)) ORDER BY ALL", [wanted]
    ).fetchall():
        rows[sha256].append(tuple(cell))
    for sha256, file_format in formats.items():
        books[sha256] = WorkbookCells.from_rows(file_format, rows[sha256])
    return books


def _portions(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    portion: list[Any] = []
    for item in items:
        portion.append(item)
        if len(portion) == size:
            yield portion
            portion = []
    if portion:
        yield portion
