"""The content-addressed archive and the ledger beside it: what cannot be made again.

`archive/files/ab/abcd….xlsx` keeps every file received, once per content, unchanged. `archive/ledger/*.json` keeps one small append-only
file per event (receipts here, others in ledger.py). `archive/reference/<hash>.zip` keeps the reference data that a run used.
Belongs here: writing and reading those three safely. Does not: what a file means.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from warehouse.durable_files import put_in_place, write_all_whole, write_whole
from warehouse.home import Home


class LedgerDamaged(Exception):
    """A file of the ledger or the archive is missing or unreadable; the message names it and what to do."""


class FileChanging(Exception):
    """The file changed while it was being copied; take it again later."""


class PastIsReadOnly(Exception):
    """Somebody tried to write to the archive from a home of the past: a fault of the program."""


@dataclass(frozen=True)
class Receipt:
    """One arrival of one file. Times are ISO 8601 in UTC; `recorded_at` is our clock, `received_at` the letter's or the mail's."""

    receipt_id: str
    recorded_at: str
    received_at: str
    file_sha256: str
    file_name: str
    size_bytes: int
    channel: str
    stated_form: str | None = None
    stated_unit: str | None = None
    stated_year: int | None = None
    received_note: str | None = None
    letter_number: str | None = None
    letter_date: str | None = None
    importer: str | None = None
    container_name: str | None = None
    container_sha256: str | None = None
    member_path: str | None = None


def archived_file(home: Home, sha256: str) -> Path:
    """Where the bytes with this hash lie."""
    return home.archive.joinpath("files", sha256[:2], sha256)


def store_file(home: Home, source: Path) -> tuple[str, int]:
    """Copy a file into the archive (once per content) and return its SHA-256 and size in bytes.

    Raises FileChanging when size, time or length of the source moved meanwhile; nothing is kept then.
    """
    stored = store_files(home, [source])[0]
    if isinstance(stored, OSError | FileChanging):
        raise stored
    return stored


def store_files(home: Home, sources: Sequence[Path]) -> list[tuple[str, int] | OSError | FileChanging]:
    """Copy many files into the archive; per source its SHA-256 and size, or why it was not kept. The disk has them all on return."""
    forbid_past(home)
    folder = home.archive / "files"
    folder.mkdir(parents=True, exist_ok=True)
    results: list[tuple[str, int] | OSError | FileChanging] = []
    copies: list[str] = []
    placed: set[str] = set()
    try:
        for source in sources:
            handle, incoming = tempfile.mkstemp(dir=folder, prefix=".incoming-")
            copies.append(incoming)
            with os.fdopen(handle, "wb") as target:
                try:
                    results.append(_copy(source, target))
                except (FileNotFoundError, PermissionError, FileChanging) as error:
                    results.append(error)
        new: dict[Path, str] = {}
        for incoming, result in zip(copies, results, strict=True):
            if isinstance(result, tuple) and not (kept := archived_file(home, result[0])).exists():
                new.setdefault(kept, incoming)
        for parent in {kept.parent for kept in new}:
            parent.mkdir(exist_ok=True)
        put_in_place([(incoming, kept) for kept, incoming in new.items()], 0o444)
        placed.update(new.values())
    finally:
        for incoming in copies:
            if incoming not in placed:
                Path(incoming).unlink(missing_ok=True)
    return results


def _copy(source: Path, target: IO[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with source.open("rb", buffering=0) as origin:
        before = os.fstat(origin.fileno())
        while block := origin.read(1 << 20):
            digest.update(block)
            target.write(block)
            size += len(block)
    after = source.stat()
    if (before.st_size, before.st_mtime_ns, before.st_ino) != (after.st_size, after.st_mtime_ns, after.st_ino) or size != after.st_size:
        raise FileChanging(source.name)
    return digest.hexdigest(), size


def write_receipt(home: Home, receipt: Receipt) -> bool:
    """Append a receipt to the ledger; False when this very arrival has been written before (a run killed in the middle)."""
    return write_receipts(home, [receipt])[0]


def write_receipts(home: Home, receipts: Sequence[Receipt]) -> list[bool]:
    """Append receipts to the ledger; per receipt whether it is new. The disk has them all on return."""
    forbid_past(home)
    folder = home.archive / "ledger"
    new, answers = {}, []
    for receipt in receipts:
        path = folder / f"receipt-{receipt.receipt_id}.json"
        answers.append(path not in new and not path.exists())
        if answers[-1]:
            new[path] = json.dumps(vars(receipt), ensure_ascii=False, indent=1).encode()
    write_all_whole(list(new.items()))
    return answers


def read_receipts(home: Home) -> list[Receipt]:
    """All receipts that this home knows, in the order in which they were recorded."""
    found = [_read_receipt(path) for path in (home.archive / "ledger").glob("receipt-*.json")]
    return sorted(
        (receipt for receipt in found if home.knows(receipt.recorded_at)), key=lambda receipt: (receipt.recorded_at, receipt.receipt_id)
    )


def _read_receipt(path: Path) -> Receipt:
    try:
        return Receipt(**json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise LedgerDamaged(f"Biên nhận {path} bị hỏng; phục hồi tệp này từ bản sao lưu rồi chạy lại.") from error


def now_text() -> str:
    """Our clock, to the microsecond, in UTC."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def forbid_past(home: Home) -> None:
    """Raises PastIsReadOnly for a home of the past."""
    if home.known_at is not None:
        raise PastIsReadOnly(str(home.root))


def kept_reference(home: Home, digest: str) -> Path:
    """Where the reference data with this hash is archived, if it is."""
    return home.archive / "reference" / f"{digest}.zip"


def unpack_reference(home: Home, digest: str, to: Path) -> tuple[Path, ...]:
    """Unpack archived reference data; returns its roots, the shipped one first. Raises LedgerDamaged, which names the file."""
    kept = kept_reference(home, digest)
    roots: set[Path] = set()
    try:
        with zipfile.ZipFile(kept) as package:
            for info in package.infolist():
                number, *parts = info.filename.split("/")
                if not number.isdigit() or not parts or any(part in ("", ".", "..") for part in parts):
                    raise ValueError(info.filename)
                roots.add(to / number)
                place = (to / number).joinpath(*parts)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(package.read(info))
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise LedgerDamaged(f"Dữ liệu tham chiếu đã lưu {kept} bị hỏng; phục hồi từ bản sao lưu rồi chạy lại.") from error
    return tuple(sorted(roots))


def keep_reference(home: Home, digest: str, folders: Iterable[Path]) -> Path:
    """Archive the reference data of a run once per content, as a zip with fixed times."""
    forbid_past(home)
    kept = kept_reference(home, digest)
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
            for number, folder in enumerate(folders):
                for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in {".csv", ".yml"}):
                    entry = zipfile.ZipInfo(f"{number}/{path.relative_to(folder).as_posix()}", (1980, 1, 1, 0, 0, 0))
                    package.writestr(entry, path.read_bytes())
        write_whole(kept, content.getvalue())
    return kept
