"""Human events beside receipts: withdrawals, exceptions from a lock, letters that arrive after their file, approvals.

Belongs here: their shapes, and appending and reading them as small files in `archive/ledger/`. Does not: what follows from them (models).
Nothing is ever changed or deleted: another event says what is true from then on.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TypeVar

from warehouse.archive import LedgerDamaged, forbid_past, now_text
from warehouse.durable_files import write_whole
from warehouse.home import Home


@dataclass(frozen=True)
class Withdrawal:
    """A receipt taken back by its sender: none of its submissions counts any more."""

    receipt_id: str
    author: str
    reason: str
    document: str
    recorded_at: str = ""


@dataclass(frozen=True)
class LockException:
    """Leave to count what is received after the lock, up to a day; for one unit, or for all of the form (unit_id None)."""

    index_year: int
    form: str
    unit_id: str | None
    author: str
    reason: str
    document: str
    valid_until: str
    recorded_at: str = ""


@dataclass(frozen=True)
class Letter:
    """Number and date of the letter of a receipt that came without them."""

    receipt_id: str
    letter_number: str
    letter_date: str
    author: str
    recorded_at: str = ""


@dataclass(frozen=True)
class Approval:
    """Figures of units approved for a year and panel: per unit_id the hash of what was approved (mart.par_index_figures)."""

    index_year: int
    panel: str
    figures: dict[str, str]
    author: str
    document: str
    release: str
    recorded_at: str = ""


@dataclass(frozen=True)
class Unapproval:
    """Approval taken back from units of a year and panel."""

    index_year: int
    panel: str
    unit_ids: list[str]
    author: str
    reason: str
    document: str
    recorded_at: str = ""


@dataclass(frozen=True)
class ReferenceUsed:
    """From now on runs use the reference data with this hash (archived as `archive/reference/<hash>.zip`)."""

    reference: str
    recorded_at: str = ""


@dataclass(frozen=True)
class Publication:
    """Approved figures put out: which, by whom, from when on, and the hash of every file."""

    publication_id: str
    index_year: int
    panel: str
    number: int
    figures: dict[str, str]
    author: str
    document: str
    public_at: str
    release: str
    files: dict[str, str]
    recorded_at: str = ""


@dataclass(frozen=True)
class Restoration:
    """An earlier publication shown again in place of a later one."""

    publication_id: str
    author: str
    reason: str
    recorded_at: str = ""


Event = Withdrawal | LockException | Letter | Approval | Unapproval | ReferenceUsed | Publication | Restoration
_KINDS: dict[type[Event], str] = {
    Withdrawal: "withdrawal",
    LockException: "exception",
    Letter: "letter",
    Approval: "approval",
    Unapproval: "unapproval",
    ReferenceUsed: "reference",
    Publication: "publication",
    Restoration: "restoration",
}
_E = TypeVar("_E", Withdrawal, LockException, Letter, Approval, Unapproval, ReferenceUsed, Publication, Restoration)


def append_event(home: Home, event: _E) -> _E:
    """Write an event down with our clock; returns it as written."""
    forbid_past(home)
    written = type(event)(**{**asdict(event), "recorded_at": now_text()})
    content = json.dumps(asdict(written), ensure_ascii=False, indent=1).encode()
    name = f"{_KINDS[type(event)]}-{hashlib.sha256(content).hexdigest()[:16]}.json"
    write_whole(home.archive / "ledger" / name, content)
    return written


def read_events(home: Home, kind: type[_E]) -> list[_E]:
    """All events of one kind that this home knows, in the order in which they were recorded. Raises LedgerDamaged, which names the file."""
    found = []
    for path in sorted((home.archive / "ledger").glob(f"{_KINDS[kind]}-*.json")):
        try:
            found.append(kind(**json.loads(path.read_text(encoding="utf-8"))))
        except (ValueError, TypeError) as error:
            raise LedgerDamaged(f"Tệp sổ cái {path} bị hỏng; phục hồi tệp này từ bản sao lưu rồi chạy lại.") from error
    return sorted((event for event in found if home.knows(event.recorded_at)), key=lambda event: (event.recorded_at, repr(event)))
