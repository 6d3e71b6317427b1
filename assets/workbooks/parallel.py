"""Reading many files, never in this process: a damaged old workbook can end the process that reads it.

Belongs here: starting workers, handing out files, surviving a worker that dies. Does not belong here: reading itself.

Workers are fresh interpreters (spawned, not forked) that run ``worker.py`` alone. multiprocessing's own spawn would
import the caller's main module again in each worker, and here that means Dagster.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from assets.workbooks.unreadable import UnreadableFile, corrupt
from assets.workbooks.workbook_cells import WorkbookCells

FEW = 16
SECONDS_PER_FILE = 120.0


@dataclass(frozen=True)
class ReadFile:
    """What came of one file: either ``cells`` or ``unreadable``."""

    file_sha256: str
    file_name: str
    cells: WorkbookCells | None
    unreadable: UnreadableFile | None


def read_many(files: Sequence[tuple[str, Path, str]], workers: int) -> Iterator[ReadFile]:
    """Reads (sha256, path, file name) triples; yields one ReadFile each, in the order asked.

    Below :data:`FEW` files one worker does it all (a start costs 0.15 s). OSError (a missing file in the
    archive is our fault, not the sender's) is raised; a file on which a worker dies or stays longer than
    :data:`SECONDS_PER_FILE` is corrupt, the others go on.
    """
    workers = 1 if len(files) < FEW else max(workers, 1)
    pool = _Workers()
    with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="read") as threads:
        waiting: deque[tuple[str, str, Future[WorkbookCells | UnreadableFile]]] = deque()
        queue = iter(files)
        try:
            while True:
                while len(waiting) < workers * 4 and (item := next(queue, None)) is not None:
                    waiting.append((item[0], item[2], threads.submit(pool.read, item[1], item[2])))
                if not waiting:
                    return
                file_sha256, file_name, answer = waiting.popleft()
                yield _result(file_sha256, file_name, answer.result())
        finally:
            for _, _, answer in waiting:
                answer.cancel()
            pool.close()


def _result(file_sha256: str, file_name: str, answer: WorkbookCells | UnreadableFile) -> ReadFile:
    if isinstance(answer, UnreadableFile):
        return ReadFile(file_sha256, file_name, None, answer)
    return ReadFile(file_sha256, file_name, answer, None)


class _Workers:
    """One worker process per thread, started when the thread first needs it and again after a death."""

    def __init__(self) -> None:
        self._mine = threading.local()
        self._all: list[subprocess.Popen[bytes]] = []
        self._lock = threading.Lock()

    def read(self, path: Path, file_name: str) -> WorkbookCells | UnreadableFile:
        worker = self._worker()
        assert worker.stdin is not None and worker.stdout is not None
        watchdog = threading.Timer(SECONDS_PER_FILE, worker.kill)
        watchdog.start()
        try:
            pickle.dump((str(path), file_name), worker.stdin)
            worker.stdin.flush()
            answer = pickle.load(worker.stdout)
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            worker.kill()
            worker.wait()
            return corrupt("chương trình đọc đã dừng đột ngột khi mở tệp này", "the reading process died on this file")
        finally:
            watchdog.cancel()
        if isinstance(answer, OSError):
            raise answer
        assert isinstance(answer, WorkbookCells | UnreadableFile)
        return answer

    def _worker(self) -> subprocess.Popen[bytes]:
        worker: subprocess.Popen[bytes] | None = getattr(self._mine, "worker", None)
        if worker is None or worker.poll() is not None:
            root = str(Path(__file__).resolve().parents[2])
            environment = dict(os.environ)
            environment["PYTHONPATH"] = os.pathsep.join(filter(None, [root, environment.get("PYTHONPATH")]))
            command = [sys.executable, "-m", "assets.workbooks.worker"]
            worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
            self._mine.worker = worker
            with self._lock:
                self._all.append(worker)
        return worker

    def close(self) -> None:
        for worker in self._all:
            for pipe in (worker.stdin, worker.stdout):
                if pipe is not None:
                    with contextlib.suppress(BrokenPipeError):
                        pipe.close()
            try:
                worker.wait(timeout=5)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()
