"""From archived files to rows of `intake`: read and understand what is new, remember what was done.

Belongs here: the incremental work on one open work file, without Dagster. Does not: reading one workbook (assets/workbooks),
understanding one (assets/intake), the processes that do both (batch_reading.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import polars as pl
import pyarrow as pa

from assets.batch_reading import ReadingPool, begin_reading, read_batches, reading_pool, width_for
from assets.intake.intake_rows import Problem, Stated, Submission
from assets.intake.layout_files import load_layouts
from assets.intake.reference_lookup import ReferenceLookup
from assets.reading_worker import SOURCE_COLUMNS, Arrived, BatchRows, FileTask, Opening
from assets.workbooks.workbook_cells import Cell, Sheet, WorkbookCells
from warehouse import unit_names
from warehouse.archive import LedgerDamaged, archived_file, read_receipts
from warehouse.connection import appending
from warehouse.content_hash import forget, keep
from warehouse.contract import load_contracts
from warehouse.home import Home
from warehouse.reference_data import load_reference, reference_hash
from warehouse.table_store import transaction

FILES_AT_A_TIME = 1000
"""Files that are kept together or not at all. Their rows are inserted meanwhile, so that writing and reading go on at once."""
_FILES_PER_INSERT = 125
_INTAKE_ROWS = ("intake.submissions", "intake.problems", "intake.line_sources", "intake.line_values")

_KEPT = ("intake.cell_values", "intake.line_values")
"""Tables so large that their content is kept; nothing but this module writes to them."""

_FRAME_TYPES: dict[str, Any] = {
    "VARCHAR": pl.String,
    "INTEGER": pl.Int32,
    "BIGINT": pl.Int64,
    "BOOLEAN": pl.Boolean,
    "TIMESTAMPTZ": pl.String,
    "DECIMAL(18,8)": pl.Decimal(18, 8),
    "DATE": pl.Date,
}

_ARROW_TYPES: dict[str, pa.DataType] = {
    "VARCHAR": pa.string(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "DECIMAL(18,8)": pa.decimal128(18, 8),
}

_REPEATED_TEXT = pa.dictionary(pa.int32(), pa.string())
_REPEATING = {"file_sha256", "kind", "submission_id", "code_text", "name_text", "node_id", "measure", "state", "problem"}
"""Texts that are the same in many rows travel once."""

_Batch = tuple[Sequence[FileTask], BatchRows]


class Reading(NamedTuple):
    """What was read: new files that could be read and that could not, and receipts that were understood."""

    readable: int
    unreadable: int
    receipts: int


def reader_version() -> str:
    """A hash of the code and libraries that read and understand files: when it changes, files are read again."""
    folder = Path(__file__).parent
    beside = [folder / "reading_worker.py", folder / "usable_scores.py", Path(unit_names.__file__)]
    code = sorted([*folder.glob("workbooks/*.py"), *folder.glob("intake/*.py"), *beside])
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


def read_new_receipts(con: duckdb.DuckDBPyConnection, home: Home, pool: ReadingPool | None = None) -> Reading:
    """Read and understand every receipt that was not yet: its file, cells, submissions, lines and problems.

    All are understood again when reference data or the reading code changed, since a unit, a set or a layout may mean something else now;
    cells are kept again only when the reading code changed. Written in portions, each whole or not at all, so that a killed run goes on
    where it stopped. `pool`: reading processes that were started ahead and know this home's reference data. Raises LedgerDamaged when the
    archive lost a file.
    """
    reader, made_by = reader_version(), _understood_with(home)
    todo = receipts_to_work_on(con, home)
    with transaction(con):
        if con.execute("SELECT 1 FROM intake.files WHERE reader_version <> ? LIMIT 1", [reader]).fetchone():
            for table in ("intake.cell_values", "intake.sheets", "intake.files"):
                con.execute(f"DELETE FROM {table}")
        if todo and len(todo) == _receipts(con):
            for table in (*_INTAKE_ROWS, "ops.extracted"):
                con.execute(f"DELETE FROM {table}")
        if todo:
            forget(con, _KEPT)  # until all is read: a killed run leaves nothing that could be believed
    if not todo:
        return Reading(0, 0, 0)
    tasks = _tasks(con, home, todo)
    readable = unreadable = 0
    batches = read_batches(tasks, pool or readers_for(home, len(tasks)))
    while first := next(batches, None):
        with appending(con), transaction(con):
            for portion in _portions(_next_files(first, batches, FILES_AT_A_TIME), _FILES_PER_INSERT):
                files = append_batches(con, portion, reader)
                done = [arrived.receipt_id for tasks, _ in portion for task in tasks for arrived in task.arrivals]
                con.execute("INSERT INTO ops.extracted SELECT unnest(?), ?", [done, made_by])
                readable += sum(file[2] == "read" for file in files)
                unreadable += sum(file[2] != "read" for file in files)
    with transaction(con):
        for table in _KEPT:
            keep(con, table)
    return Reading(readable, unreadable, len(todo))


def read_ahead(con: duckdb.DuckDBPyConnection, home: Home, pool: ReadingPool) -> None:
    """Have files read that have receipts already, while more are received. Nothing is written; what is read in vain, because the same bytes
    come once more, is read again by :func:`read_new_receipts`."""
    begin_reading(_tasks(con, home, receipts_to_work_on(con, home)), pool)


def opening_for(home: Home, reference: dict[str, pl.DataFrame] | None = None) -> Opening:
    """What reading processes have to know of this home's reference data (loaded here where it is not given) and layouts."""
    tables = reference or load_reference(home.reference_folders)
    scales = tables["reference.outside_index"].select("index_name", "index_year", "dimension_scale_max").drop_nulls()
    return Opening(
        ReferenceLookup.from_tables(tables),
        load_layouts(home.reference_folders),
        _arrow_schema("intake.cell_values"),
        _arrow_schema("intake.line_values"),
        {(name, year): highest for name, year, highest in scales.iter_rows()},
    )


def readers_for(home: Home, files: int) -> ReadingPool:
    """Reading processes for that many files, started at once: they make ready while the files are received."""
    pool = reading_pool(opening_for(home), width_for(files))
    pool.start()
    return pool


def append_batches(con: duckdb.DuckDBPyConnection, batches: Sequence[_Batch], reader: str) -> list[tuple[Any, ...]]:
    """Append what batches gave to the intake tables; returns the rows of `intake.files`. The caller holds the transaction."""
    files = [(*file, reader) for _, rows in batches for file in rows.files]
    append_rows(con, "intake.files", _FILE_COLUMNS, files)
    append_rows(
        con, "intake.sheets", ("file_sha256", "sheet_no", "sheet", "sheet_hidden"), [row for _, rows in batches for row in rows.sheets]
    )
    _append_streams(con, "intake.cell_values", [rows.cells for _, rows in batches])
    _append_streams(con, "intake.line_values", [rows.line_values for _, rows in batches])
    append_rows(con, "intake.line_sources", SOURCE_COLUMNS, [row for _, rows in batches for row in rows.line_sources])
    submissions = [row for _, rows in batches for row in rows.submissions]
    append_rows(con, "intake.submissions", ("receipt_id", "recorded_at", "received_at", *Submission._fields), submissions)
    append_rows(con, "intake.problems", ("receipt_id", *Problem._fields), [row for _, rows in batches for row in rows.problems])
    return files


def cells_of_file(con: duckdb.DuckDBPyConnection, file_sha256: str) -> WorkbookCells | None:
    """The cells of one file that was read; None for one that could not be. What was hidden or linked is not known any more."""
    row = con.execute("SELECT file_format FROM intake.files WHERE file_sha256 = ? AND read_status = 'read'", [file_sha256]).fetchone()
    if row is None:
        return None
    sheets = con.execute(
        "SELECT sheet_no, sheet, sheet_hidden FROM intake.sheets WHERE file_sha256 = ? ORDER BY 1", [file_sha256]
    ).fetchall()
    cells = con.execute(
        "SELECT sheet_no, row_no, col_no, kind, text FROM intake.cell_values WHERE file_sha256 = ? ORDER BY ALL", [file_sha256]
    ).fetchall()
    return WorkbookCells(row[0], [Sheet._make(sheet) for sheet in sheets], [Cell._make(cell) for cell in cells])


def _tasks(con: duckdb.DuckDBPyConnection, home: Home, todo: Sequence[tuple[Any, ...]]) -> list[FileTask]:
    """One task per file, in the order in which the files first came, with all its receipts."""
    kept = {row[0] for row in con.execute("SELECT file_sha256 FROM intake.files").fetchall()}
    known: dict[str, set[str]] = {}
    for sha256, submission_id in con.execute("SELECT DISTINCT file_sha256, submission_id FROM intake.submissions").fetchall():
        known.setdefault(sha256, set()).add(submission_id)
    arrivals: dict[str, list[Arrived]] = {}
    for receipt_id, recorded_at, received_at, sha256, name, form, unit, year in todo:
        arrivals.setdefault(sha256, []).append(Arrived(receipt_id, recorded_at, received_at, Stated(sha256, name, form, unit, year)))
    tasks = []
    for sha256, own in arrivals.items():
        path, name = archived_file(home, sha256), own[0].stated.file_name
        if not path.exists():
            raise LedgerDamaged(f"Kho lưu mất bản gốc của «{name}» ({path}); phục hồi từ bản sao lưu, hoặc nộp lại đúng tệp ấy.")
        tasks.append(FileTask(sha256, str(path), name, tuple(own), sha256 not in kept, frozenset(known.get(sha256, ()))))
    return tasks


def _arrow_schema(table: str) -> pa.Schema:
    """In which the rows of a table travel."""
    kinds = {column.name: column.type for column in load_contracts()[table].columns}
    return pa.schema([(name, _REPEATED_TEXT if name in _REPEATING else _ARROW_TYPES[kind]) for name, kind in kinds.items()])


def _append_streams(con: duckdb.DuckDBPyConnection, table: str, streams: Iterable[bytes | None]) -> None:
    """All rows of a portion in one INSERT: one per file costs more than reading the file."""
    tables = [pa.ipc.open_stream(stream).read_all() for stream in streams if stream is not None]
    if tables:
        con.register("new_rows", pa.concat_tables(tables))
        con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM new_rows")
        con.unregister("new_rows")


_FILE_COLUMNS = ("file_sha256", "file_format", "read_status", "problem", "detail", "sheets", "cells", "reader_version")


def receipts_to_work_on(con: duckdb.DuckDBPyConnection, home: Home) -> list[tuple[Any, ...]]:
    """Receipts not understood yet in the order in which they came; all of them when code or reference data changed since."""
    con.execute("CREATE TABLE IF NOT EXISTS ops.extracted (receipt_id VARCHAR PRIMARY KEY, made_by VARCHAR NOT NULL)")
    stale = con.execute("SELECT count(*) FROM ops.extracted WHERE made_by <> ?", [_understood_with(home)]).fetchone()
    fresh = "" if stale and stale[0] else "WHERE receipt_id NOT IN (SELECT receipt_id FROM ops.extracted)"
    return con.execute(
        "SELECT receipt_id, recorded_at::VARCHAR, received_at::VARCHAR, file_sha256, file_name, stated_form, stated_unit, stated_year "
        f"FROM intake.receipts {fresh} ORDER BY recorded_at, receipt_id"
    ).fetchall()


def _understood_with(home: Home) -> str:
    return reference_hash(home.reference_folders) + reader_version()


def _receipts(con: duckdb.DuckDBPyConnection) -> int:
    row = con.execute("SELECT count(*) FROM intake.receipts").fetchone()
    return int(row[0]) if row else 0


def _next_files(first: _Batch, batches: Iterator[_Batch], files: int) -> Iterator[_Batch]:
    """This batch and the next ones until they hold that many files."""
    seen, batch = 0, first
    while True:
        yield batch
        seen += len(batch[0])
        following = next(batches, None) if seen < files else None
        if following is None:
            return
        batch = following


def _portions(batches: Iterable[_Batch], files: int) -> Iterator[list[_Batch]]:
    """Batches together until they hold that many files."""
    portion: list[_Batch] = []
    for batch in batches:
        portion.append(batch)
        if sum(len(tasks) for tasks, _ in portion) >= files:
            yield portion
            portion = []
    if portion:
        yield portion
