"""What is dear to make and only read: one worker makes it, all read it.

Belongs here: where it lies and who makes it. Does not: what is made (the fixtures of the conftest.py files).
"""

from __future__ import annotations

import fcntl
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

Made = TypeVar("Made")


def made_once(factory: pytest.TempPathFactory, worker_id: str, name: str, make: Callable[[Path], Made]) -> Made:
    """What `make` gave, called with an empty folder by the first worker that asks; the others wait for it and get the same."""
    base = factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / name
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = shared / "made.pickle"
        if not kept.exists():
            made = make(shared / "made")
            kept.write_bytes(pickle.dumps(made))
        return pickle.loads(kept.read_bytes())  # type: ignore[no-any-return]
