"""The reading process: takes batches of files from its standard input, answers with rows on its standard output.

Belongs here: the loop of one worker, and one batch from bytes to rows of `intake`. It imports readers and the understanding of forms and
nothing else, so a start costs a quarter of a second. Does not belong here: who starts workers and what happens when one dies
(workbooks/worker_pool.py), the warehouse (intake_reading.py).

Cells and lines travel as Arrow IPC: making rows of Python objects out of them again would cost the one writing process more than the
reading costs here.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import sys
from collections.abc import Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from assets.intake.extract import extract
from assets.intake.intake_rows import Line, Problem, Stated
from assets.intake.layout import Layouts
from assets.intake.reference_lookup import ReferenceLookup
from assets.usable_scores import Highest, refuse_useless_tables
from assets.workbooks.cells import read_cells
from assets.workbooks.unreadable import UnreadableFile
from assets.workbooks.workbook_cells import Cell, WorkbookCells

MODULE = "assets.reading_worker"
UNUSED = ("numpy", "pandas")
"""pyarrow imports them, where they are installed, to ask whether a list is one of theirs: 0.6 s of each process before its first file."""
MEMORY_LIMIT = 3 * 1024**3
_OF_THE_UNIT = ("level", "unit_id", "unit_text", "unit_cell")
SOURCE_COLUMNS = (
    "submission_id", "file_sha256", "file_name", "form", "index_year", "criteria_set", "index_name", "sheet", "code_column", *_OF_THE_UNIT,
)  # fmt: skip


class Opening(NamedTuple):
    """What a worker is told once: the reference data, the layouts, the Arrow schemas in which cells and line values are sent, and the
    highest scores of outside indices."""

    lookup: ReferenceLookup
    layouts: Layouts
    cells: pa.Schema
    line_values: pa.Schema
    highest_scores: Highest


class Arrived(NamedTuple):
    """One receipt of a file, and what its sender stated."""

    receipt_id: str
    recorded_at: str
    received_at: str
    stated: Stated


class FileTask(NamedTuple):
    """One archived file with all its receipts that are to be understood."""

    file_sha256: str
    path: str
    file_name: str
    arrivals: tuple[Arrived, ...]
    keep_cells: bool
    known_submissions: frozenset[str]
    """Submissions of these bytes whose lines the warehouse has already."""


class BatchRows(NamedTuple):
    """Rows that a batch gave, as tuples: files (sha256, format, status, problem, detail, sheets, cells), submissions and problems (each
    behind its receipt's id, submissions behind its two times too), sheets behind their file's hash, line sources
    (:data:`SOURCE_COLUMNS`); cells and line values as Arrow IPC streams, None for none.
    """

    files: list[tuple[Any, ...]]
    submissions: list[tuple[Any, ...]]
    problems: list[tuple[Any, ...]]
    sheets: list[tuple[Any, ...]]
    line_sources: list[tuple[Any, ...]]
    cells: bytes | None
    line_values: bytes | None


def understand(tasks: Sequence[FileTask], opening: Opening) -> BatchRows:
    """Read and understand a batch. OSError (a file missing in the archive is our fault, not the sender's) is raised."""
    rows = BatchRows([], [], [], [], [], None, None)
    lines: list[Line] = []
    books: list[tuple[str, WorkbookCells]] = []
    for task in tasks:
        try:
            book = read_cells(Path(task.path).read_bytes(), task.file_name)
        except UnreadableFile as unreadable:
            add_unreadable(rows, task, unreadable)
            continue
        if task.keep_cells:
            rows.files.append((task.file_sha256, book.file_format, "read", None, None, len(book.sheets), len(book.cells)))
            rows.sheets.extend((task.file_sha256, *sheet) for sheet in book.sheets)
            books.append((task.file_sha256, book))
        known = set(task.known_submissions)
        for arrived in task.arrivals:
            read = extract(book, arrived.stated, opening.lookup, opening.layouts)
            found = refuse_useless_tables(read, opening.highest_scores)
            rows.submissions.extend((arrived.receipt_id, arrived.recorded_at, arrived.received_at, *row) for row in found.submissions)
            rows.problems.extend((arrived.receipt_id, *row) for row in found.problems)
            # The same bytes understood the same way give the same lines: they are kept once.
            fresh = {row.submission_id for row in found.submissions if row.submission_id not in known}
            if len(fresh) == len(found.submissions):
                lines += found.lines
            elif fresh:
                lines += (line for line in found.lines if line.submission_id in fresh)
            known |= fresh
    rows.line_sources.extend(line_sources(lines))
    return rows._replace(cells=_cell_stream(books, opening.cells), line_values=_line_stream(lines, opening.line_values))


def add_unreadable(rows: BatchRows, task: FileTask, unreadable: UnreadableFile) -> None:
    """What a file that cannot be read gives: its row, and one problem per receipt."""
    if task.keep_cells:
        rows.files.append((task.file_sha256, None, "unreadable", unreadable.problem, unreadable.detail_vi, 0, 0))
    for receipt_id, _, _, stated in task.arrivals:
        told = Problem(
            task.file_sha256, stated.file_name, stated.form, stated.year, None, unreadable.problem, None, None, None, unreadable.detail_vi
        )
        rows.problems.append((receipt_id, *told))


def line_sources(lines: Sequence[Line]) -> list[tuple[Any, ...]]:
    """What the lines of each submission have in common, in the order of :data:`SOURCE_COLUMNS`."""
    first: dict[str, Line] = {}
    for line in lines:
        first.setdefault(line.submission_id, line)
    rows = []
    for line in first.values():
        whose = (line.level, line.unit_id, line.unit_text, line.unit_cell) if line.index_name is None else (None,) * len(_OF_THE_UNIT)
        what = (line.submission_id, line.file_sha256, line.file_name, line.form, line.index_year, line.criteria_set, line.index_name)
        rows.append((*what, line.sheet, (line.code_cell or "").rstrip("0123456789"), *whose))
    return rows


def _line_stream(lines: Sequence[Line], schema: pa.Schema) -> bytes | None:
    if not lines:
        return None
    indices = _column(lines, Line._fields.index("index_name"))
    of_many = any(indices)
    arrays = []
    for field in schema:
        of_the_unit = field.name in _OF_THE_UNIT  # the same for all lines of a form about one unit, so its source has them
        if of_the_unit and not of_many:
            arrays.append(pa.nulls(len(lines), field.type))
            continue
        column = _column(lines, Line._fields.index(field.name))
        if field.name == "sheet":
            column = _further_sheets(lines, column)
        if of_the_unit:
            column = [None if index is None else value for index, value in zip(indices, column, strict=True)]
        arrays.append(pa.array(column, field.type))
    return _stream(arrays, schema)


def _further_sheets(lines: Sequence[Line], sheets: list[str]) -> list[str | None]:
    """The sheet of each line, where it is not that of its submission's first line, which its source names. Nearly always none."""
    whose = _column(lines, Line._fields.index("submission_id"))
    if len(set(zip(whose, sheets, strict=True))) == len(set(whose)):
        return [None] * len(sheets)
    first = dict(zip(reversed(whose), reversed(sheets), strict=True))
    return [None if sheet == first[submission] else sheet for submission, sheet in zip(whose, sheets, strict=True)]


def _cell_stream(books: Sequence[tuple[str, WorkbookCells]], schema: pa.Schema) -> bytes | None:
    cells = [cell for _, book in books for cell in book.cells]
    if not cells:
        return None
    columns: dict[str, Any] = {name: _column(cells, place) for place, name in enumerate(Cell._fields)}
    of_file = [number for number, (_, book) in enumerate(books) for _ in book.cells]
    columns["file_sha256"] = pa.DictionaryArray.from_arrays(pa.array(of_file, pa.int32()), pa.array([sha256 for sha256, _ in books]))
    return _stream([pa.array(columns[field.name], field.type) for field in schema], schema)


def _column(rows: Sequence[tuple[Any, ...]], place: int) -> list[Any]:
    """One field of all rows: for ten thousand rows half the price of zip, which goes through all of them at once."""
    return list(map(itemgetter(place), rows))


def _stream(arrays: list[pa.Array], schema: pa.Schema) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as writer:
        writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=schema))
    return sink.getvalue().to_pybytes()


def main() -> None:
    """Reads an Opening and says that it is ready, then takes batches of tasks until the input ends; answers each with BatchRows or an
    OSError.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or hard > MEMORY_LIMIT:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, hard))  # a hungry file ends this process, not the machine
    gc.freeze()
    gc.disable()  # a batch makes a hundred thousand small objects and no cycles to speak of; looking for some took a fifth of the time
    questions = sys.stdin.buffer
    # Anything that a library prints must not mix with the answers, so they get a descriptor of their own.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        opening: Opening = pickle.load(questions)
        pickle.dump("ready", answers)
        answers.flush()
        while True:
            tasks = pickle.load(questions)
            answer: object
            try:
                answer = understand(tasks, opening)
            except OSError as error:
                answer = error
            pickle.dump(answer, answers, protocol=pickle.HIGHEST_PROTOCOL)
            answers.flush()
            del tasks, answer
            gc.collect(0)
    except EOFError:
        return
