"""Taking files in: hash, archive, receipt, and only then out of the landing folder.

Belongs here: receipts of files and of members of a zip. Does not: what waits (landing_folder.py), opening a workbook (assets/workbooks),
judging it (assets/intake, checks).
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assets.filing_away import Arrival, appearance
from assets.landing_folder import by_time, refusal, waiting_files
from assets.letter_register import NOTHING_STATED, Registered, read_register
from assets.passed_over import passed_over_vi
from assets.zip_members import ZipRefused, is_zip_of_files, members_of, passed_over_members
from warehouse.archive import FileChanging, Receipt, archived_file, now_text, store_file, store_files, write_receipts
from warehouse.home import Home
from warehouse.printable import printable_name

_AT_ONCE = 250  # copies and receipts that the disk confirms together; the first of them are read while the others come

_progress = logging.getLogger("cchc.progress")


@dataclass(frozen=True)
class Landing:
    """What one look into the landing folder found: files with receipts, and names of files still being written."""

    arrivals: list[Arrival]
    still_changing: list[str]


def receive_landing(home: Home, between: Callable[[], None] = lambda: None) -> Landing:
    """Give every waiting file its receipt, the one saved first first, since the later receipt counts.

    A file that changes meanwhile, or may not be read, stays for the next time. `between` is called where some files have their receipts and
    more are waiting.
    """
    openable = []
    for path in sorted(waiting_files(home), key=by_time):
        why = refusal(path)
        if why is not None:
            _progress.warning(f"landing/{printable_name(path.name)}: không mở được ({why}), để lại; hãy cấp quyền đọc tệp này rồi chạy lại")
            continue
        openable.append(path)
    return _receive_together(home, openable, between)


def _receive_together(home: Home, paths: Sequence[Path], between: Callable[[], None]) -> Landing:
    """Archive many files, then write their receipts, whose times follow the order of the paths."""
    landing, register = Landing([], []), read_register(home)
    for start in range(0, len(paths), _AT_ONCE):
        if start:
            between()
        some = paths[start : start + _AT_ONCE]
        seen = [_seen(path) for path in some]
        receipts: list[Receipt] = []
        for path, stat, stored in zip(some, seen, store_files(home, some), strict=True):
            if stat is None or not isinstance(stored, tuple):
                landing.still_changing.append(printable_name(path.name))
                continue
            # When the entry changed, not the bytes: a file moved back, or copied with its old time, has arrived again.
            arrival = register.get(path.name, NOTHING_STATED)
            own = _receipts_of(home, printable_name(path.name), stored, "landing", str(stat.st_ctime_ns), arrival, register)
            receipts += own
            landing.arrivals.append(Arrival(path, tuple(receipt.receipt_id for receipt in own), appearance(stat)))
        write_receipts(home, receipts)
    return landing


def _receipts_of(
    home: Home,
    name: str,
    stored: tuple[str, int],
    channel: str,
    moment: str | None,
    arrival: Registered,
    register: Mapping[str, Registered],
    form: str | None = None,
    unit: str | None = None,
    year: int | None = None,
) -> list[Receipt]:
    """The receipts of an archived file: one, or one per member where it is a zip of files (its members are archived here).

    A zip that is not unpacked has a receipt of its own, and its reader refuses it with advice.
    """
    kept = archived_file(home, stored[0])
    whole = _receipt(name, *stored, channel, moment, arrival, form, unit, year)
    if not is_zip_of_files(kept):
        return [whole]
    try:
        members = list(_archived_members(home, kept))
    except ZipRefused as refused:
        _progress.warning(f"{name}: {refused}")
        return [replace(whole, received_note=str(refused))]
    if passed_over := passed_over_members(kept):
        _progress.info(passed_over_vi(name, passed_over))
    receipts = []
    for path, member, sha256, size in members:
        # Told apart by the path within the zip too: the same bytes may lie there twice.
        own = f"{moment or whole.recorded_at}\x1f{stored[0]}\x1f{path}"
        receipt = _receipt(printable_name(member), sha256, size, channel, own, register.get(member, arrival), form, unit, year)
        receipts.append(replace(receipt, container_name=name, container_sha256=stored[0], member_path=printable_name(path)))
    return receipts


def _archived_members(home: Home, kept: Path) -> Iterator[tuple[str, str, str, int]]:
    """(path, name, SHA-256, size) of each member of an archived zip, each archived too."""
    with tempfile.TemporaryDirectory() as folder:
        unpacked, told = [], []
        for number, member in enumerate(members_of(kept)):
            place = Path(folder) / str(number)
            place.write_bytes(member.content)
            unpacked.append(place)
            told.append((member.path, member.name))
        for (path, name), stored in zip(told, store_files(home, unpacked), strict=True):
            if not isinstance(stored, tuple):
                raise stored
            yield path, name, *stored


def _seen(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def receive_files(
    home: Home,
    path: Path,
    channel: str,
    *,
    form: str | None = None,
    unit: str | None = None,
    year: int | None = None,
    arrival: Registered = NOTHING_STATED,
    attempts: int = 3,
) -> list[tuple[Receipt, bool]]:
    """Archive one file and write its receipt, or those of a zip's members; returns each receipt and whether it is new.

    The same file still lying in the landing folder (same name, bytes and time) has one receipt however often a run is
    interrupted; every submission by command is an arrival of its own. Raises FileChanging when the file changed during
    each attempt, ValueError for a stated year that no index year can have (such a receipt could never be loaded).
    """
    if year is not None and not 1900 <= year <= 9999:
        raise ValueError(f"năm {year} không hợp lệ: cần bốn chữ số")
    for attempt in range(attempts):
        try:
            stat = path.stat()
            stored = store_file(home, path)
            break
        except FileChanging:
            if attempt == attempts - 1:
                raise
            time.sleep(0.2)
    moment = str(stat.st_ctime_ns) if channel == "landing" else None
    receipts = _receipts_of(home, printable_name(path.name), stored, channel, moment, arrival, {}, form, unit, year)
    return list(zip(receipts, write_receipts(home, receipts), strict=True))


def _receipt(
    name: str,
    sha256: str,
    size: int,
    channel: str,
    moment: str | None,
    arrival: Registered,
    form: str | None = None,
    unit: str | None = None,
    year: int | None = None,
) -> Receipt:
    """A receipt of now; what tells this arrival from others is the moment, else our clock."""
    recorded_at = now_text()
    identity = "\x1f".join([sha256, name, moment or recorded_at, channel])
    return Receipt(
        receipt_id=hashlib.sha256(identity.encode()).hexdigest()[:16],
        recorded_at=recorded_at,
        received_at=arrival.received_at or recorded_at,
        file_sha256=sha256,
        file_name=name,
        size_bytes=size,
        channel=channel,
        stated_form=form,
        stated_unit=None if unit is None else printable_name(unit),
        stated_year=year,
        letter_number=arrival.letter_number and printable_name(arrival.letter_number),
        letter_date=arrival.letter_date,
        importer=arrival.importer and printable_name(arrival.importer),
    )
