"""Processes that open strangers' files, so that this one never does: a damaged old workbook can end the process that reads it.

Belongs here: starting workers, handing out questions, surviving a worker that dies or hangs. Does not belong here: what is asked.

Workers are fresh interpreters (spawned, not forked) that run one module alone. multiprocessing's own spawn would import the caller's
main module again in each worker, and here that means Dagster.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Generic, TypeVar

Question = TypeVar("Question", bound=Hashable)

_AHEAD = 8
"""Questions per process that wait for it: whoever takes the answers may do something else for a while, and no process stands idle."""


class WorkerDied(Exception):
    """The process ended, or was stopped after too long, while it worked on the question."""


class WorkerPool(Generic[Question]):
    """Up to ``workers`` processes that run ``main`` of ``module``, each told ``opening`` (pickled bytes) once, then asked questions.

    A process is started when it is first needed and again after a death. What ``without`` names cannot be imported there: libraries
    that another would import only because they are installed. Use it as a context.
    """

    def __init__(self, module: str, opening: bytes, workers: int, without: Sequence[str] = ()) -> None:
        self._program = f"import sys; sys.modules.update(dict.fromkeys({list(without)})); from {module} import main; main()"
        self._opening = opening
        self.width = max(workers, 1)
        self._mine = threading.local()
        self._all: list[subprocess.Popen[bytes]] = []
        self._lock = threading.Lock()
        self._threads = ThreadPoolExecutor(max_workers=self.width, thread_name_prefix="read")
        self._begun: dict[Question, Future[Any]] = {}

    def __enter__(self) -> WorkerPool[Question]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start all processes now, without waiting for them: their imports cost more than a workbook."""
        together = threading.Barrier(self.width)

        def start_own() -> None:
            together.wait()  # so that each thread starts one
            self._worker()

        for _ in range(self.width):
            self._threads.submit(start_own)

    def close(self) -> None:
        """End the processes."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in self._all:
            _end(worker)

    def ask(self, question: Question, seconds: float) -> Any:
        """The answer of a free worker; waits for it. Raises WorkerDied, and whatever OSError the worker answers with."""
        return self._threads.submit(self._ask, question, seconds).result()

    @property
    def has_begun(self) -> bool:
        """Whether there is work that was begun and not asked for yet."""
        return bool(self._begun)

    def begin(self, questions: Iterable[Question], seconds: float) -> None:
        """Have questions worked on that will be asked: whoever then asks the very same waits less. Nothing is raised here."""
        for question in questions:
            if question not in self._begun:
                self._begun[question] = self._threads.submit(self._ask, question, seconds)

    def ask_all(self, questions: Iterable[Question], seconds: float) -> Iterator[tuple[Question, Any]]:
        """(question, answer) in the order asked, some questions ahead; the answer is a WorkerDied where the worker died."""
        queue = iter(questions)
        waiting: deque[tuple[Question, Future[Any]]] = deque()
        try:
            while True:
                while len(waiting) < self.width * _AHEAD and (question := next(queue, None)) is not None:
                    begun = self._begun.pop(question, None)
                    waiting.append((question, begun or self._threads.submit(self._ask, question, seconds)))
                if not waiting:
                    return
                question, answer = waiting.popleft()
                try:
                    yield question, answer.result()
                except WorkerDied as died:
                    yield question, died
        finally:
            for _, answer in waiting:
                answer.cancel()

    def _ask(self, question: Question, seconds: float) -> Any:
        worker = self._worker()
        assert worker.stdin is not None and worker.stdout is not None
        watchdog = threading.Timer(seconds, worker.kill)
        watchdog.start()
        try:
            pickle.dump(question, worker.stdin)
            worker.stdin.flush()
            answer = pickle.load(worker.stdout)
        except (EOFError, BrokenPipeError, pickle.UnpicklingError) as error:
            worker.kill()
            worker.wait()
            raise WorkerDied from error
        finally:
            watchdog.cancel()
        if isinstance(answer, OSError):
            raise answer
        return answer

    def _worker(self) -> subprocess.Popen[bytes]:
        worker: subprocess.Popen[bytes] | None = getattr(self._mine, "worker", None)
        if worker is None or worker.poll() is not None:
            root = str(Path(__file__).resolve().parents[2])
            environment = dict(os.environ)
            environment["PYTHONPATH"] = os.pathsep.join(filter(None, [root, environment.get("PYTHONPATH")]))
            worker = subprocess.Popen([sys.executable, "-c", self._program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
            self._mine.worker = worker
            with self._lock:
                self._all.append(worker)
            assert worker.stdin is not None
            # What it needs to start is not counted against its first question. Its death shows there.
            with contextlib.suppress(BrokenPipeError, EOFError, pickle.UnpicklingError):
                worker.stdin.write(self._opening)
                worker.stdin.flush()
                assert worker.stdout is not None
                pickle.load(worker.stdout)
        return worker


def _end(worker: subprocess.Popen[bytes]) -> None:
    for pipe in (worker.stdin, worker.stdout):
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
    try:
        worker.wait(timeout=5)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()
