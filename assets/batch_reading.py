"""Many files at once: batches to reading processes, and what to do when a file ends one.

Belongs here: batches, their width, the search for the file that broke one. Does not: what a batch gives (reading_worker.py), the
processes (workbooks/worker_pool.py), the warehouse (intake_reading.py).
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator, Sequence

from assets.reading_worker import MODULE, UNUSED, BatchRows, FileTask, Opening, add_unreadable
from assets.workbooks.unreadable import UnreadableFile, corrupt
from assets.workbooks.worker_pool import WorkerDied, WorkerPool

FEW = 16
FILES_PER_BATCH = 25
MOST_WORKERS = 4
MOST_AHEAD = 500
"""So many answers may wait in memory for whoever asked ahead."""
SECONDS_PER_FILE = 120.0

ReadingPool = WorkerPool[tuple[FileTask, ...]]


def read_batches(tasks: Sequence[FileTask], pool: ReadingPool) -> Iterator[tuple[Sequence[FileTask], BatchRows]]:
    """(tasks, their rows), batch by batch, in the order asked.

    The pool is closed then. OSError (a file missing in the archive is our fault, not the sender's) is raised; a file on which a worker dies
    or stays longer than :data:`SECONDS_PER_FILE` is corrupt, the others of its batch are read again.
    """
    if not tasks:
        return
    with pool:
        size = min(FILES_PER_BATCH, -(-len(tasks) // pool.width))
        for batch, answer in pool.ask_all(_batches(tasks, size), SECONDS_PER_FILE):
            if not isinstance(answer, WorkerDied):
                yield batch, answer
            elif len(batch) == 1:
                yield batch, _given_up(batch[0])
            else:
                for task in batch:
                    yield (task,), read_one(pool, task)


def begin_reading(tasks: Sequence[FileTask], pool: ReadingPool) -> None:
    """Have the first :data:`MOST_AHEAD` files read that :func:`read_batches` will be asked for, while something else is done: those of
    batches that are full already."""
    few = min(len(tasks), MOST_AHEAD)
    full = few - few % FILES_PER_BATCH
    pool.begin(_batches(tasks[:full], FILES_PER_BATCH), SECONDS_PER_FILE)


def width_for(files: int) -> int:
    """How many processes read that many files."""
    return 1 if files < FEW else min(MOST_WORKERS, os.cpu_count() or 1)


def reading_pool(opening: Opening, workers: int) -> ReadingPool:
    """Reading processes for many questions; use it as a context, or close it."""
    return WorkerPool(MODULE, pickle.dumps(opening), workers, UNUSED)


def _batches(tasks: Sequence[FileTask], size: int) -> Iterator[tuple[FileTask, ...]]:
    for start in range(0, len(tasks), size):
        yield tuple(tasks[start : start + size])


def read_one(pool: ReadingPool, task: FileTask) -> BatchRows:
    """The rows of one file; a file on which the process dies is corrupt. Raises OSError."""
    try:
        answer = pool.ask((task,), SECONDS_PER_FILE)
    except WorkerDied:
        return _given_up(task)
    assert isinstance(answer, BatchRows)
    return answer


def _given_up(task: FileTask) -> BatchRows:
    rows = BatchRows([], [], [], [], [], None, None)
    add_unreadable(rows, task, _fatal())
    return rows


def _fatal() -> UnreadableFile:
    return corrupt("chương trình đọc đã dừng đột ngột khi mở tệp này", "the reading process died on this file")
