"""The files of a folder that somebody names on a command line, or lays into landing/check/.

Belongs here: which of them are meant. Does not: the landing folder itself (landing_folder.py), zips (zip_members.py).
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from assets.landing_folder import is_half_written
from assets.passed_over import is_no_submission


class FolderFiles(NamedTuple):
    """The files of a folder and what lies below it, in the order of their names, and what was passed over: links, hidden, lock and
    half-written files, those that a system leaves behind."""

    files: list[Path]
    passed_over: list[Path]


def files_below(folder: Path) -> FolderFiles:
    """Look through a folder; links are not followed."""
    found = FolderFiles([], [])
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or path.is_file():
            meant = not path.is_symlink() and not is_half_written(path.name) and not is_no_submission(path.relative_to(folder))
            (found.files if meant else found.passed_over).append(path)
    return found
