"""The files of a folder that somebody names on a command line, or lays into landing/check/.

Belongs here: which of them are meant. Does not: the landing folder itself (landing_folder.py), zips (zip_members.py).
"""

from __future__ import annotations

from pathlib import Path

from assets.landing_folder import is_half_written


def files_below(folder: Path) -> list[Path]:
    """The files of a folder and what lies below it, in the order of their names; links, hidden, lock and half-written ones are left out."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink() and not is_half_written(path.name))
