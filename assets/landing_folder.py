"""The landing folder: what lies there and has arrived, and what is passed over.

Belongs here: telling arrivals from lock files, half-written files and links. Does not: receiving them (receiving.py), moving them out
(filing_away.py).
"""

from __future__ import annotations

import contextlib
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
    return [Path(entry.path) for entry in _entries(home) if _is_arrival(home, entry)]


def openable_files(home: Home) -> list[Path]:
    """The waiting files that may be read."""
    return [path for path in waiting_files(home) if refusal(path) is None]


def passed_over_files(home: Home) -> list[str]:
    """Names of what lies in the landing folder and is no arrival, for people to see: links, hidden, lock and half-written files, those that
    a system leaves behind."""
    register = str(home.landing / REGISTER)
    return [printable_name(entry.name) for entry in _entries(home) if not _is_arrival(home, entry) and entry.path != register]


def _entries(home: Home) -> list[os.DirEntry[str]]:
    """Everything in the landing folder, below it too, but for folders and for what lies in our own folders; a folder that may not be opened
    is as an empty one."""
    found: list[os.DirEntry[str]] = []
    folders = [str(home.landing)]
    while folders:
        folder = folders.pop()
        with contextlib.suppress(OSError), os.scandir(folder) as listing:
            for entry in listing:
                if entry.name in _OWN_FOLDERS and folder == str(home.landing) and entry.is_dir():
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    found.append(entry)
    return sorted(found, key=lambda entry: entry.path)


def _is_arrival(home: Home, entry: os.DirEntry[str]) -> bool:
    if entry.is_symlink() or not entry.is_file() or is_half_written(entry.name):
        return False
    within = entry.path.removeprefix(f"{home.landing}{os.sep}")
    return within != REGISTER and not is_no_submission(within)


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
