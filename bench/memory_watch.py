"""The most memory that this process and its reading processes held at one time.

Belongs here: looking at /proc while something else works. Does not: what works.

`getrusage` does not tell: what it calls a child's maximum is kept over exec, so a reading process of 90 MB counts as the 300 MB of the
process that started it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_SECONDS = 0.05
_PAGE_KB = 4


class MemoryWatch:
    """`most_mb`: the largest sum so far of the resident memory of this process and its children."""

    most_mb = 0

    def look(self) -> None:
        """Look once."""
        children = " ".join(_read(path) for path in Path("/proc/self/task").glob("*/children")).split()
        pages = sum(int((_read(Path("/proc", pid, "statm")).split() or ["0", "0"])[1]) for pid in ("self", *children))
        self.most_mb = max(self.most_mb, pages * _PAGE_KB // 1024)


@contextmanager
def memory_watch() -> Iterator[MemoryWatch]:
    """Look twenty times a second until the end of the block."""
    watch, ended = MemoryWatch(), threading.Event()

    def looking() -> None:
        while not ended.wait(_SECONDS):
            watch.look()

    thread = threading.Thread(target=looking, daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        ended.set()
        thread.join()
        watch.look()


def _read(path: Path) -> str:
    with suppress(OSError):  # a thread or process that has ended meanwhile
        return path.read_text()
    return ""
