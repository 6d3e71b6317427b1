"""What one rule is, and the rows it looks at.

Belongs here: the shape of a rule and the SQL that follows from it alone. Does not belong here: reading rule files
(catalogue.py), running rules (evaluate.py).

A rule looks at the rows of one table for which one alternative of `when` holds, within its years of validity, and
says twice what is wrong with them: as an expectation for Great Expectations, and as SQL that returns the failing rows.
Both counts must agree, so a slip in one of them stops the run instead of passing bad data.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from warehouse.wording import Wording

UNEXPECTED_ROWS = "unexpected_rows"

BLOCKING_SCHEMAS = ("core", "mart")
SEVERITIES = ("error", "warning", "info")


class RuleError(Exception):
    """A rule that cannot be loaded or run; the message begins with file and line."""


@dataclass(frozen=True)
class Expectation:
    """Great Expectations' snake-case type and arguments; `unexpected_rows` hands it the rule's own SQL."""

    type: str
    kwargs: Mapping[str, Any]


@dataclass(frozen=True)
class Adjustment:
    """How a province changed a shipped rule for itself: `switched_off`, or `softened` from `severity` (that of the shipped rule)."""

    how: str
    severity: str
    why_vi: str
    author: str
    document: str
    source: str

    @property
    def sentence_vi(self) -> str:
        """What was done, why, by whom, by which document, and where it is declared."""
        named = Wording("vi").code("severity", self.severity)
        done = f"đã tắt (mức gốc: {named})" if self.how == "switched_off" else f"đã giảm từ mức {named}"
        return f"{done}: {self.why_vi.rstrip('.')}. {self.author}, {self.document}; khai báo tại {self.source}"


@dataclass(frozen=True)
class Rule:
    """One entry of the rule catalogue. Either `where` (a predicate) or `rows` (a SELECT over {batch}) is set."""

    code: str
    group: str
    table: str
    severity: str
    missing: str
    expectation: Expectation
    when: tuple[Mapping[str, Any], ...]
    where: str | None
    rows: str | None
    value: str | None
    why_vi: str
    why_en: str
    mend_vi: str
    legal_basis: str | None
    message_vi: str
    message_en: str
    valid_from_year: int | None
    valid_to_year: int | None
    source: str
    guards: str | None = None
    """`identity` or `keys`: what would be lost without the rule, so that nobody may switch it off."""
    adjustment: Adjustment | None = None

    @property
    def switched_off(self) -> bool:
        """True when a province has switched the rule off: it is not asked, and its results say so."""
        return self.adjustment is not None and self.adjustment.how == "switched_off"

    @property
    def blocking(self) -> bool:
        """True when a failure stops what comes after: an error in a table that the project itself made."""
        return self.severity == "error" and self.table.split(".")[0] in BLOCKING_SCHEMAS

    @property
    def digest(self) -> str:
        """A hash of all that the rule says and of its adjustment, wherever its file lies."""
        adjustment = self.adjustment and dataclasses.replace(self.adjustment, source="")
        return hashlib.sha256(repr(dataclasses.replace(self, source="", adjustment=adjustment)).encode()).hexdigest()

    def applies_to(self, year: int | None) -> bool:
        """True when the rule is in force for that index year; rows without a year only know rules without bounds."""
        if year is None:
            return self.valid_from_year is None and self.valid_to_year is None
        return (self.valid_from_year or year) <= year <= (self.valid_to_year or year)

    def tests(self) -> list[str]:
        """SQL conditions on a row: the single tests that `when` is made of."""
        return [test_of(name, value) for group in self.when for name, value in group.items()]

    def considered_condition(self, named: Mapping[str, str] | None = None) -> str:
        """SQL condition on a row of the table: whether the rule looks at it. `named`: by single test, a column that has its outcome."""
        known = named or {}
        groups = [[test_of(name, value) for name, value in group.items()] for group in self.when]
        tests = [" AND ".join(known.get(test, test) for test in group) for group in groups]
        parts = [f"({' OR '.join(f'({test})' for test in tests)})"] if tests else []
        if self.valid_from_year is not None:
            parts.append(f"index_year >= {self.valid_from_year}")
        if self.valid_to_year is not None:
            parts.append(f"index_year <= {self.valid_to_year}")
        return " AND ".join(parts) or "TRUE"

    def failing_sql(self, considered: str | None = None, columns: str = "*") -> str:
        """SELECT over {batch} of the failing rows. `considered`: a condition that says the same as `considered_condition`, if there is one;
        `columns`: which columns of the failing rows, of a predicate only (`rowid` too, where {batch} is a table).

        With `missing: fail` a predicate that a missing value leaves undecided counts as failing, else as passing.
        """
        own_number = ", rowid" if columns == "rowid" else ""
        looked_at = f"SELECT *{own_number} FROM {{batch}} WHERE {considered or self.considered_condition()}"
        if self.rows is not None:
            return self.rows.replace("{batch}", f"({looked_at})")
        undecided = " IS NOT FALSE" if self.missing == "fail" else ""
        return f"SELECT {columns} FROM ({looked_at}) WHERE ({self.where}){undecided}"


def literal(value: str | int | bool) -> str:
    """A catalogue constant as SQL; data never passes here."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def test_of(name: str, wanted: Any) -> str:
    """SQL condition on a row: a column has a value, or one of several."""
    if isinstance(wanted, list):
        return f'"{name}" IN ({", ".join(literal(value) for value in wanted)})'
    return f'"{name}" = {literal(wanted)}'
