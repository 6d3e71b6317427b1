"""Changes since the year before that a statement's own words give, held against the values of both years.

Belongs here: reading such words (Vietnamese and English press) and the comparison. Does not: other checks. Words that fit none of the
patterns say nothing here; ranks that rose or fell are not read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assets.published_check.statement import Verdict, vi

_TOLERANCE = Decimal("0.01")  # both values and the change are rounded apart
_NUMBER = r"(\d+(?:[.,]\d+)?)"
_BEHIND_THE_VALUE = re.compile(_NUMBER + r"\s*%?,\s*(tăng|cao hơn|giảm|thấp hơn)\s*" + _NUMBER + r"\s*%")
_SINCE_A_VALUE = re.compile(r"([+-])\s*" + _NUMBER + r"%?\s*so với (?:năm )?(\d{4})\s*\(" + _NUMBER + r"\s*%?\)")
_ABOVE_THE_YEAR_BEFORE = re.compile(r"the (\d{4}) mean " + _NUMBER + r" is " + _NUMBER + r" (above|below) the year before")


@dataclass(frozen=True)
class StatedChange:
    """In `year` the value stood `by` above (negative: below) that of the year before; one of both values is stated with it."""

    year: int
    by: Decimal
    value: Decimal | None = None
    value_before: Decimal | None = None

    @property
    def before(self) -> Decimal:
        """The value of the year before that the words imply or state."""
        return self.value_before if self.value_before is not None else (self.value or Decimal(0)) - self.by

    @property
    def now(self) -> Decimal:
        """The value of the year that the words imply or state."""
        return self.value if self.value is not None else (self.value_before or Decimal(0)) + self.by


def read_changes(row: Verdict) -> list[StatedChange]:
    """The changes that the words of a statement (quote and note) give for its own unit, mean or region."""
    statement = row.statement
    words = f"{statement.quote} | {statement.note}"
    found = []
    for value, verb, by in _BEHIND_THE_VALUE.findall(words):
        if _number(value) == statement.value:
            sign = -1 if verb in ("giảm", "thấp hơn") else 1
            found.append(StatedChange(statement.year, sign * _number(by), value=_number(value)))
    for sign, by, year, value in _SINCE_A_VALUE.findall(words):
        found.append(StatedChange(int(year) + 1, (-1 if sign == "-" else 1) * _number(by), value_before=_number(value)))
    for year, value, by, way in _ABOVE_THE_YEAR_BEFORE.findall(words):
        found.append(StatedChange(int(year), (-1 if way == "below" else 1) * _number(by), value=_number(value)))
    return found


def check_changes(verdicts: Sequence[Verdict]) -> None:
    """Hold each stated change against all published values of its two years; adds sentences to the statement that gives it."""
    stated: dict[tuple[str, str, str, str], dict[int, set[Decimal]]] = defaultdict(lambda: defaultdict(set))
    for row in verdicts:
        statement = row.statement
        if statement.value is not None:
            stated[statement.index, statement.level, statement.name, statement.field_code][statement.year].add(statement.value)
    for row in verdicts:
        statement = row.statement
        years = stated[statement.index, statement.level, statement.name, statement.field_code]
        for change in read_changes(row):
            told = f"thay đổi {vi(change.by)} trong năm {change.year}"
            for year, implied in ((change.year - 1, change.before), (change.year, change.now)):
                known = years.get(year, set())
                if not known or (known == {implied} and _is_given(change, year)):
                    continue
                shown = "; ".join(vi(value) for value in sorted(known, reverse=True))
                if any(abs(value - implied) <= _TOLERANCE for value in known):
                    row.holds.append(f"{told} khớp với giá trị năm {year}: {shown}")
                else:
                    row.fails.append(f"{told} cho giá trị năm {year} là {vi(implied)}, nguồn khác công bố {shown}")


def _is_given(change: StatedChange, year: int) -> bool:
    """Whether the words give that year's value themselves, so that to find it again proves nothing."""
    return (change.value if year == change.year else change.value_before) is not None


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))
