"""The register of incoming letters (sổ văn bản đến) that may lie in landing/: when each file was received, and with what letter.

Belongs here: reading that one CSV. Does not: receipts (landing.py). A file that it does not name was received when we
recorded it.
"""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple

from assets.workbooks.text_encoding import decode
from assets.workbooks.unreadable import UnreadableFile
from warehouse.home import Home

REGISTER = "so-van-ban-den.csv"
COLUMNS = ("file_name", "received_at", "letter_number", "letter_date", "importer")
VIETNAM = timezone(timedelta(hours=7))


class RegisterError(Exception):
    """A register that cannot be used; the message names the line and how to mend it."""


class Registered(NamedTuple):
    """What is stated of an arrival beside the file itself; received_at is ISO 8601 with an offset."""

    received_at: str | None = None
    letter_number: str | None = None
    letter_date: str | None = None
    importer: str | None = None


NOTHING_STATED = Registered()


def read_register(home: Home) -> dict[str, Registered]:
    """What the register states, by file name; nothing where there is none. Raises RegisterError."""
    path = home.landing / REGISTER
    if not path.is_file():
        return {}
    try:
        text = decode(path.read_bytes())
    except UnreadableFile as error:
        raise RegisterError(f"{REGISTER}: {error.detail_vi}") from error
    lines = text.splitlines()
    delimiter = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    rows = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    if "file_name" not in (rows.fieldnames or ()):
        raise RegisterError(f"{REGISTER}, dòng 1: thiếu cột file_name; các cột được dùng: {', '.join(COLUMNS)}.")
    found = {}
    for row in rows:
        stated = {name: (row.get(name) or "").strip() or None for name in COLUMNS}
        if stated["file_name"]:
            try:
                found[stated["file_name"]] = stated_arrival(*(stated[name] for name in COLUMNS[1:]))
            except ValueError as error:
                raise RegisterError(f"{REGISTER}, dòng {rows.line_num}: {error}") from error
    return found


def stated_arrival(received_at: str | None, letter_number: str | None, letter_date: str | None, importer: str | None) -> Registered:
    """Check what somebody states. Raises ValueError, in Vietnamese, for a time or day that is none or lies in the future."""
    moment = None if received_at is None else vietnamese_time(received_at)
    if moment is not None and moment > datetime.now(VIETNAM):
        raise ValueError(f"lúc nhận {received_at} ở tương lai; kiểm tra lại ngày giờ")
    day = None if letter_date is None else vietnamese_day(letter_date)
    return Registered(
        None if moment is None else moment.isoformat(timespec="microseconds"),
        letter_number,
        None if day is None else day.isoformat(),
        importer,
    )


def vietnamese_time(text: str) -> datetime:
    """'2025-01-20 09:30', '20/01/2025 09:30', '2025-01-20' (midnight), with or without an offset; without one it is Vietnam's."""
    for form in ("%d/%m/%Y %H:%M", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=VIETNAM)
        except ValueError:
            continue
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ValueError(f"«{text}» không phải ngày giờ; viết như 2025-01-20 09:30 hoặc 20/01/2025 09:30") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def vietnamese_day(text: str) -> date:
    """'2025-01-20' or '20/01/2025'. Raises ValueError."""
    return vietnamese_time(text).date()
