"""One run at a time on one home: an operating-system lock that dies with its process.

Belongs here: taking and giving back the lock. Does not: what a run does.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Callable, Iterator

from warehouse.home import Home
from warehouse.wording import Wording

SAY_EVERY_SECONDS = 10.0


@contextlib.contextmanager
def run_lock(home: Home, say: Callable[[str], None], poll_seconds: float = 0.2) -> Iterator[None]:
    """Hold the home's run lock; while another run holds it, wait and say so every ten seconds."""
    home.warehouse.mkdir(parents=True, exist_ok=True)
    with home.lock_file.open("a+") as lock:
        said = 0.0
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() - said >= SAY_EVERY_SECONDS:
                    said = time.monotonic()
                    say(Wording("vi").say("run.waits", pid=lock_holder(home) or "?"))
                time.sleep(poll_seconds)
        lock.seek(0)
        lock.truncate()
        lock.write(str(os.getpid()))
        lock.flush()
        try:
            yield
        finally:
            lock.seek(0)
            lock.truncate()
            lock.flush()
            fcntl.flock(lock, fcntl.LOCK_UN)


def lock_holder(home: Home) -> int | None:
    """The pid that the holder of the lock wrote down, for people to read; None when nobody did."""
    try:
        return int(home.lock_file.read_text() or "")
    except (OSError, ValueError):
        return None


def is_locked(home: Home) -> bool:
    """Whether a run is under way on this home."""
    if not home.lock_file.exists():
        return False
    with home.lock_file.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        fcntl.flock(lock, fcntl.LOCK_UN)
    return False
