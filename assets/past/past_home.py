"""A home of the past: the archive of the present one, seen as far as it was recorded, with the reference data of then.

Belongs here: finding and laying out that reference data, leaving out criteria sets that were not known yet. Does not: building tables
(past_build.py).
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from warehouse.archive import kept_reference, unpack_reference
from warehouse.home import Home
from warehouse.ledger import ReferenceUsed, read_events


@dataclass(frozen=True)
class Past:
    """A home of the past, and what people must know of it, in Vietnamese."""

    home: Home
    notes: list[str]


def reference_known(home: Home, at: datetime) -> str | None:
    """The hash of the reference data that runs used at that instant; None before the first that was written down."""
    used = [event for event in read_events(home, ReferenceUsed) if datetime.fromisoformat(event.recorded_at) <= at]
    return used[-1].reference if used else None


def past_home(home: Home, at: datetime, folder: Path, reference: str | None, known_on: date | None) -> Past:
    """A home with its own root in `folder`. `reference`: hash of the reference data to use, today's where it is None or not archived;
    `known_on`: leave out criteria sets that became known after this day (None: those of the archived data all count).
    """
    notes, laid_out = [], folder / "reference-then"
    if reference is not None and kept_reference(home, reference).exists():
        roots = unpack_reference(home, reference, laid_out)
    else:
        why = "chưa lưu dữ liệu tham chiếu của lúc đó" if reference is None else f"kho lưu không còn dữ liệu tham chiếu {reference[:12]}"
        notes.append(f"{why}: dùng dữ liệu tham chiếu hiện nay, trừ bộ tiêu chí chưa biết lúc đó")
        roots = _copied(home.reference_folders, laid_out)
        known_on = known_on or at.date()
    if known_on is not None:
        notes += _leave_out_unknown_sets(roots, known_on)
    return Past(Home(folder, known_at=at, present=home.present or home.root, reference=roots), notes)


def _copied(folders: list[Path], to: Path) -> tuple[Path, ...]:
    roots = []
    for number, folder in enumerate(folders):
        roots.append(Path(shutil.copytree(folder, to / str(number))))
    return tuple(roots)


def _leave_out_unknown_sets(roots: tuple[Path, ...], known_on: date) -> list[str]:
    """Take away criteria sets that were not known yet, and the corrections of years that are left without any."""
    notes, gone, left = [], set(), set()
    for path in (path for root in roots for path in sorted((root / "criteria_sets").glob("*.yml"))):
        head = _head(path)
        since, year = head.get("known_on"), head.get("index_year")
        if isinstance(since, date) and since > known_on:
            path.unlink()
            gone.add(year)
            notes.append(f"bộ tiêu chí {path.stem} (biết từ {since:%d/%m/%Y}) chưa có lúc đó, không dùng")
        else:
            left.add(year)
            if since is None:
                notes.append(f"bộ tiêu chí {path.stem} không ghi ngày biết (known_on), vẫn dùng")
    for year in sorted(gone - left, key=str):
        notes.append(f"năm {year}: chưa có bộ tiêu chí nào, nên không có bảng PAR INDEX")
    for path in (path for root in roots for path in sorted((root / "corrections").glob("*.yml"))):
        document = _head(path)
        entries = document.get("corrections")
        if isinstance(entries, list):
            kept = [entry for entry in entries if not (isinstance(entry, dict) and entry.get("index_year") in gone - left)]
            if len(kept) < len(entries):
                path.write_text(yaml.safe_dump({**document, "corrections": kept}, allow_unicode=True), encoding="utf-8")
    return notes


def _head(path: Path) -> dict[str, Any]:
    """The mapping of a reference file; what is wrong with it is told when it is loaded."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        return {}
    return document if isinstance(document, dict) else {}
