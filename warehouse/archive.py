"""The content-addressed archive and the ledger beside it: what cannot be made again.

`archive/files/ab/abcd….xlsx` keeps every file received, once per content, unchanged. `archive/ledger/*.json` keeps one small append-only
file per human event (receipts for now). `archive/reference/<hash>.zip` keeps the reference data that a run used.
Belongs here: writing and reading those three safely. Does not: what a file means.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from warehouse.home import Home


class LedgerDamaged(Exception):
    """A file of the ledger or the archive is missing or unreadable; the message names it and what to do."""


class FileChanging(Exception):
    """The file changed while it was being copied; take it again later."""


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


def archived_file(home: Home, sha256: str) -> Path:
    """Where the bytes with this hash lie."""
    return home.archive / "files" / sha256[:2] / sha256


def store_file(home: Home, source: Path) -> tuple[str, int]:
    """Copy a file into the archive (once per content) and return its SHA-256 and size in bytes.

    Raises FileChanging when size, time or length of the source moved meanwhile; nothing is kept then.
    """
    before = source.stat()
    folder = home.archive / "files"
    folder.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=folder, prefix=".incoming-")
    incoming = Path(name)
    try:
        with os.fdopen(handle, "wb") as target, source.open("rb") as origin:
            while block := origin.read(1 << 20):
                digest.update(block)
                target.write(block)
                size += len(block)
            target.flush()
            os.fsync(target.fileno())
        after = source.stat()
        if (before.st_size, before.st_mtime_ns, before.st_ino) != (after.st_size, after.st_mtime_ns, after.st_ino) or size != after.st_size:
            raise FileChanging(source.name)
        sha256 = digest.hexdigest()
        kept = archived_file(home, sha256)
        if not kept.exists():
            kept.parent.mkdir(exist_ok=True)
            incoming.chmod(0o444)
            incoming.replace(kept)
    finally:
        incoming.unlink(missing_ok=True)
    return sha256, size


def write_receipt(home: Home, receipt: Receipt) -> bool:
    """Append a receipt to the ledger; False when this very arrival has been written before (a run killed in the middle)."""
    path = home.archive / "ledger" / f"receipt-{receipt.receipt_id}.json"
    if path.exists():
        return False
    write_whole(path, json.dumps(asdict(receipt), ensure_ascii=False, indent=1).encode())
    return True


def read_receipts(home: Home) -> list[Receipt]:
    """All receipts in the order in which they were recorded."""
    found = [_read_receipt(path) for path in (home.archive / "ledger").glob("receipt-*.json")]
    return sorted(found, key=lambda receipt: (receipt.recorded_at, receipt.receipt_id))


def _read_receipt(path: Path) -> Receipt:
    try:
        return Receipt(**json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise LedgerDamaged(f"Biên nhận {path} bị hỏng; phục hồi tệp này từ bản sao lưu rồi chạy lại.") from error


def now_text() -> str:
    """Our clock, to the microsecond, in UTC."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def keep_reference(home: Home, digest: str, folders: Iterable[Path]) -> Path:
    """Archive the reference data of a run once per content, as a zip with fixed times."""
    kept = home.archive / "reference" / f"{digest}.zip"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with _whole_file(kept) as temporary, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as package:
            for number, folder in enumerate(folders):
                for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in {".csv", ".yml"}):
                    entry = zipfile.ZipInfo(f"{number}/{path.relative_to(folder).as_posix()}", (1980, 1, 1, 0, 0, 0))
                    package.writestr(entry, path.read_bytes())
    return kept


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _whole_file(path) as temporary:
        temporary.write_bytes(content)


@contextlib.contextmanager
def _whole_file(path: Path) -> Iterator[Path]:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
