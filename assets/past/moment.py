"""A day or an instant that a person names, in Vietnamese time.

Belongs here: reading it and its names. Does not: what was known then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from assets.letter_register import VIETNAM, vietnamese_time


class MomentUnclear(Exception):
    """No day or instant of the past; the message says what to write."""


@dataclass(frozen=True)
class Moment:
    """An instant, how a folder is called after it, and how people read it."""

    at: datetime
    name: str
    vi: str

    @property
    def day(self) -> date:
        """Its day in Việt Nam."""
        return self.at.astimezone(VIETNAM).date()


def moment_of(text: str) -> Moment:
    """A day means its last instant in Việt Nam. Raises MomentUnclear for anything else, and for days to come."""
    try:
        stated = vietnamese_time(text.strip())
    except ValueError as error:
        raise MomentUnclear(f"«{text}» không phải ngày giờ; ghi như 2025-03-01 hoặc 2025-03-01T14:30.") from error
    local = stated.astimezone(VIETNAM)
    if local.date() > datetime.now(VIETNAM).date():
        raise MomentUnclear(f"«{text}» ở tương lai; chỉ dựng lại được điều đã biết.")
    if len(text.strip()) <= len("2025-03-01"):
        last = datetime.combine(local.date(), time.max, VIETNAM)
        return Moment(last.astimezone(UTC), local.date().isoformat(), f"hết ngày {local:%d/%m/%Y}")
    return Moment(stated.astimezone(UTC), f"{local:%Y-%m-%dT%H%M%S}", f"{local:%H:%M:%S ngày %d/%m/%Y}")
