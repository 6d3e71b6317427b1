"""Taking files in: hash, archive, receipt, and only then out of the landing folder.

Belongs here: arrivals. Does not: opening a workbook (assets/workbooks), judging it (assets/intake, checks).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from warehouse.archive import FileChanging, Receipt, now_text, store_file, write_receipt
from warehouse.home import Home

_NOT_ARRIVALS = ("~$", ".")
_HALF_WRITTEN = (".part", ".tmp", ".crdownload", ".partial")
_OWN_FOLDERS = {"done", "refused", "check"}


@dataclass(frozen=True)
class Arrival:
    """A file that lies in the landing folder and has its receipt."""

    path: Path
    receipt_id: str


@dataclass(frozen=True)
class Landing:
    """What one look into the landing folder found: files with receipts, and names of files that were still being written."""

    arrivals: list[Arrival]
    still_changing: list[str]


def waiting_files(home: Home) -> list[Path]:
    """Regular files in the landing folder, below it too, that are arrivals: no hidden, lock or half-written files, no links."""
    found = []
    for path in sorted(home.landing.rglob("*")):
        inside = path.relative_to(home.landing).parts
        if inside[0] in _OWN_FOLDERS or path.is_symlink() or not path.is_file():
            continue
        if any(part.startswith(_NOT_ARRIVALS) for part in inside) or path.name.lower().endswith(_HALF_WRITTEN):
            continue
        found.append(path)
    return found


def receive_landing(home: Home) -> Landing:
    """Give every waiting file its receipt. A file that changes meanwhile stays for the next time."""
    arrivals, changing = [], []
    for path in waiting_files(home):
        try:
            receipt, _ = receive_file(home, path, "landing")
        except (FileChanging, FileNotFoundError):
            changing.append(shown_name(path))
            continue
        arrivals.append(Arrival(path, receipt.receipt_id))
    return Landing(arrivals, changing)


def receive_file(
    home: Home,
    path: Path,
    channel: str,
    *,
    form: str | None = None,
    unit: str | None = None,
    year: int | None = None,
    attempts: int = 3,
) -> tuple[Receipt, bool]:
    """Archive one file and write its receipt; returns the receipt and whether it is new.

    The same file still lying in the landing folder (same name, bytes and time) has one receipt however often a run is interrupted;
    every submission by command is an arrival of its own. Raises FileChanging when the file changed during each attempt.
    """
    for attempt in range(attempts):
        try:
            stat = path.stat()
            sha256, size = store_file(home, path)
            break
        except FileChanging:
            if attempt == attempts - 1:
                raise
            time.sleep(0.2)
    recorded_at = now_text()
    name = shown_name(path)
    moment = str(stat.st_mtime_ns) if channel == "landing" else recorded_at
    identity = "\x1f".join([sha256, name, moment, channel])
    receipt = Receipt(
        receipt_id=hashlib.sha256(identity.encode()).hexdigest()[:16],
        recorded_at=recorded_at,
        received_at=recorded_at,
        file_sha256=sha256,
        file_name=name,
        size_bytes=size,
        channel=channel,
        stated_form=form,
        stated_unit=unit,
        stated_year=year,
    )
    return receipt, write_receipt(home, receipt)


def shown_name(path: Path) -> str:
    """A file name that can be printed and stored: odd bytes and control characters replaced."""
    text = os.fsencode(path.name).decode("utf-8", "replace")
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def file_away(home: Home, path: Path, accepted: bool) -> Path | None:
    """Move a received file out of the way, to `done/` or `refused/`, never over another; None when it is no longer there."""
    folder = home.landing_done if accepted else home.landing_refused
    folder.mkdir(parents=True, exist_ok=True)
    target, number = folder / path.name, 1
    while target.exists():
        number += 1
        target = folder / f"{path.stem} ({number}){path.suffix}"
    try:
        shutil.move(path, target)
    except FileNotFoundError:
        return None
    return target
