"""The landing folder: what lies there and has arrived, and what is passed over.

Belongs here: telling arrivals from lock files, half-written files and links. Does not: receiving them (receiving.py), moving them out
(filing_away.py).
"""

from __future__ import annotations

import os
from pathlib import Path

from assets.letter_register import REGISTER
from assets.passed_over import is_no_submission
from warehouse.home import Home
from warehouse.printable import printable_name

_HALF_WRITTEN = (".part", ".tmp", ".crdownload", ".partial")
_OWN_FOLDERS = {"done", "refused", "check"}


def waiting_files(home: Home) -> list[Path]:
    """Regular files in the landing folder, below it too, that are arrivals: no hidden, lock or half-written files, none
    that a system leaves behind, no links.
    """
    return [path for path in _entries(home) if _is_arrival(home, path)]


def openable_files(home: Home) -> list[Path]:
    """The waiting files that may be read."""
    return [path for path in waiting_files(home) if refusal(path) is None]


def passed_over_files(home: Home) -> list[str]:
    """Names of what lies in the landing folder and is no arrival, for people to see: links, hidden, lock and half-written files, those that
    a system leaves behind."""
    return [printable_name(path.name) for path in _entries(home) if not _is_arrival(home, path) and path != home.landing / REGISTER]


def _entries(home: Home) -> list[Path]:
    """Everything in the landing folder, below it too, but for folders and for what lies in our own folders."""
    found = []
    for folder, folders, files in os.walk(home.landing):
        if folder == str(home.landing):
            folders[:] = [name for name in folders if name not in _OWN_FOLDERS]
        links = [name for name in folders if Path(folder, name).is_symlink()]
        found += [f"{folder}/{name}" for name in (*files, *links)]
    return [Path(path) for path in sorted(found)]


def _is_arrival(home: Home, path: Path) -> bool:
    if path.is_symlink() or not path.is_file() or is_half_written(path.name) or path == home.landing / REGISTER:
        return False
    return not is_no_submission(path.relative_to(home.landing))


def is_half_written(name: str) -> bool:
    """True for files that something is still writing."""
    return name.lower().endswith(_HALF_WRITTEN)


def by_time(path: Path) -> tuple[int, str]:
    """Sorts files by when they were saved, then by path."""
    try:
        return path.stat().st_mtime_ns, str(path)
    except FileNotFoundError:
        return 0, str(path)


def refusal(path: Path) -> str | None:
    """Why the file may not be opened, or None. Only the sender's file is asked: a full disk of ours still stops the
    run.
    """
    try:
        path.open("rb").close()
    except FileNotFoundError:
        return None
    except OSError as error:
        return error.strerror or "lỗi đọc"
    return None
