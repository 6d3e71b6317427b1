"""What people read, in their language: one table of messages (messages.csv), and numbers and dates as each language writes them.

The words for a code of the data are `code.KIND.CODE`, once for all who show it; lower-case where the word may stand inside a sentence.
Belongs here: looking a message or a word up, writing numbers and dates. Does not: which messages are told, and where.
"""

from __future__ import annotations

import csv
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal

MESSAGES = Path(__file__).with_name("messages.csv")
NOTHING = "–"
_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

Figure = Decimal | int | float | None


class Language(StrEnum):
    """Vietnamese first."""

    vi = "vi"
    en = "en"


class MessageUnknown(KeyError):
    """No message has this key, or a value that it needs was not given."""


@cache
def messages(path: Path = MESSAGES) -> dict[str, dict[str, str]]:
    """Messages by key, then by language. Raises ValueError with file and line when a key is there twice or a language is missing."""
    found: dict[str, dict[str, str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            key, texts = row["key"], {language.value: row[language.value] or "" for language in Language}
            if key in found or not all(texts.values()) or None in row:
                raise ValueError(f"{path.name}, dòng {reader.line_num}: khóa «{key}» trùng, hoặc thiếu câu của một ngôn ngữ")
            found[key] = texts
    return found


def first_upper(text: str) -> str:
    """With a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def ranks_beside(before: int | None, units_before: int | None, now: int | None, units_now: int | None) -> str:
    """5 → 9; where the lists of the two years differ in length, each rank with its length: 57/58 → 6/34."""
    differ = units_before not in (None, units_now)
    places = ((before, units_before), (now, units_now))
    return " → ".join(NOTHING if rank is None else f"{rank}/{units}" if differ else str(rank) for rank, units in places)


class _Count(int):
    """A number in a message: `{n}` writes it, `{n:unit|units}` the word that goes with one or with another number."""

    def __format__(self, words: str) -> str:
        one, bar, more = words.partition("|")
        return (one if self == 1 else more) if bar else format(int(self), words)


class Wording:
    """Messages, numbers and dates in one language."""

    def __init__(self, language: Language | str = Language.vi) -> None:
        self.language = Language(language)

    def say(self, key: str, **values: object) -> str:
        """The message with its values filled in. Raises MessageUnknown."""
        try:
            text = messages()[key][self.language.value]
            return text.format(**{name: _Count(value) if type(value) is int else value for name, value in values.items()})
        except KeyError as missing:
            raise MessageUnknown(f"{key}: {missing}") from missing

    def code(self, kind: str, value: object, otherwise: str | None = None) -> str:
        """The words for a code of the data («missing» of coverage: chưa nộp); where there are none `otherwise`, or the code itself; – for
        None."""
        if value is None:
            return NOTHING
        known = messages().get(f"code.{kind}.{value}")
        if known is not None:
            return known[self.language.value]
        return str(value) if otherwise is None else otherwise

    def number(self, value: Figure, decimals: int = 2, *, signed: bool = False) -> str:
        """1.049,25 or 1,049.25, rounded half up; – when there is none. `signed` writes + before what is above 0."""
        if value is None:
            return NOTHING
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), "ROUND_HALF_UP") + 0
        return ("+" if signed and exact > 0 else "") + format_decimal(exact, pattern, locale=self.language.value)

    def figure(self, value: Decimal | None, kind: str, *, signed: bool = False) -> str:
        """A figure of the scorecard: whole numbers without decimals, others and percents (`kind`) with two."""
        decimals = 2 if value is None or kind == "percent" or value != value.to_integral_value() else 0
        return self.number(value, decimals, signed=signed)

    def percent(self, value: Figure, decimals: int = 2) -> str:
        """97,14 % or 97.14%, of a value in percent."""
        if value is None:
            return NOTHING
        return self.number(value, decimals) + {"vi": " %", "en": "%"}[self.language.value]

    def day(self, value: date | None) -> str:
        """27/11/2026 or 27 Nov 2026; a moment is told by its day in Việt Nam."""
        if value is None:
            return NOTHING
        if isinstance(value, datetime) and value.tzinfo is not None:
            value = value.astimezone(_VIETNAM)
        return format_date(value, {"vi": "dd/MM/yyyy", "en": "d MMM yyyy"}[self.language.value], locale=self.language.value)

    def moment(self, value: datetime | None) -> str:
        """14:30 ngày 27/11/2026 or 27 Nov 2026, 14:30, by the clock of Việt Nam."""
        if value is None:
            return NOTHING
        clock = (value.astimezone(_VIETNAM) if value.tzinfo else value).strftime("%H:%M")
        return f"{clock} ngày {self.day(value)}" if self.language is Language.vi else f"{self.day(value)}, {clock}"
