"""Moving received files out of the landing folder, to `done/` or `refused/`.

Belongs here: never over another file, never a file that was saved anew meanwhile. Does not: receiving (receiving.py).
"""

from __future__ import annotations

import logging
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from warehouse.home import Home
from warehouse.printable import printable_name

_LONGEST_NAME = 255  # bytes, on every usual file system
_LONGEST_SUFFIX = 10

_progress = logging.getLogger("cchc.progress")


@dataclass(frozen=True)
class Arrival:
    """A file that lies in the landing folder and has its receipt."""

    path: Path
    receipt_ids: tuple[str, ...]
    """One, or one per member of a zip."""
    as_received: tuple[int, int, int]
    """Inode, size and time of change of what was received: another file may come to lie under the same name."""


def appearance(stat: os.stat_result) -> tuple[int, int, int]:
    """Inode, size in bytes and time of change: what tells another file under the same name."""
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def file_away(home: Home, arrival: Arrival, accepted: bool) -> Path | None:
    """Move a received file out of the way, to `done/` or `refused/`, never over another.

    None when it is no longer there, or may not be moved: its receipt is safe, so it stays and the next run tries again. None too when
    somebody saved another version under its name meanwhile: that one goes back and is received by the next run.
    """
    path = arrival.path
    folder = home.landing_done if accepted else home.landing_refused
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = free_place(folder, path.name)
        shutil.move(path, target)
        if appearance(target.stat()) != arrival.as_received:
            shutil.move(target, free_place(path.parent, path.name))
            return None
    except FileNotFoundError:
        return None
    except OSError as error:
        _progress.warning(
            f"landing/{printable_name(path.name)}: đã có biên nhận nhưng chưa chuyển được vào {folder.name}/ "
            f"({error.strerror}); hãy cấp quyền ghi cho thư mục landing/"
        )
        return None
    return target


def free_place(folder: Path, name: str) -> Path:
    """A path in the folder that nothing has: numbered where the name is taken, cut where that makes it too long."""
    path = Path(name)
    stem, suffix = (path.stem, path.suffix) if len(os.fsencode(path.suffix)) <= _LONGEST_SUFFIX else (name, "")
    target, number = folder / name, 1
    while target.exists():
        number += 1
        end = f" ({number}){suffix}"
        while len(os.fsencode(stem + end)) > _LONGEST_NAME:
            stem = stem[:-1]
        target = folder / (stem + end)
    return target
