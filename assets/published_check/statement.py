"""One published statement and what is said of it.

Belongs here: their shapes, reading the CSV files. Does not: any check.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

HOLDS, DIFFERS, UNKNOWN = "reproduces", "disagrees", "cannot_be_checked"
COLUMNS = ("index", "level", "year", "unit_name_vi", "field_code", "value", "unit", "rank", "group", "source_url")
GROUP_COLUMNS = (
    "scope", "index_year", "label", "lower_bound_pct", "lower_inclusive", "upper_bound_pct", "upper_inclusive", "n_members",
)  # fmt: skip


class StatementsUnreadable(ValueError):
    """The file is not a table of statements; the message names file, line and what is wrong."""


@dataclass(frozen=True)
class Statement:
    """One row: a value, a rank or a group that somebody published of a unit, a region «(vùng) …» or a mean «(trung bình …)»."""

    number: int
    index: str
    level: str
    year: int
    name: str
    field_code: str
    value: Decimal | None
    unit: str
    rank: int | None
    group: str
    source_url: str
    quote: str = ""
    note: str = ""

    @property
    def table(self) -> tuple[str, str, int]:
        """Statements of one index, level and year stand in one table."""
        return self.index, self.level, self.year

    @property
    def is_unit(self) -> bool:
        return not self.name.startswith("(")


@dataclass
class Judged:
    """What checks say of something published; `holds` and `fails` are sentences in Vietnamese."""

    holds: list[str] = field(default_factory=list, kw_only=True)
    fails: list[str] = field(default_factory=list, kw_only=True)

    @property
    def verdict(self) -> str:
        return DIFFERS if self.fails else HOLDS if self.holds else UNKNOWN

    @property
    def reason(self) -> str:
        """The sentences that decide, or why nothing could be checked."""
        return "; ".join(self.fails or self.holds) or self.why_unknown

    @property
    def why_unknown(self) -> str:
        raise NotImplementedError


@dataclass
class Verdict(Judged):
    """What the checks say of one statement."""

    statement: Statement

    @property
    def why_unknown(self) -> str:
        if self.statement.value is None:
            return "chỉ nêu thứ hạng hoặc nhóm, không nêu giá trị"
        return "không có số liệu nào khác của bảng này để đối chiếu"


@dataclass(frozen=True)
class Group:
    """One group of a year with its bounds and how many members were published. Lists inside a province have no level."""

    level: str
    year: int
    label: str
    lower: Decimal | None
    lower_inclusive: bool
    upper: Decimal | None
    upper_inclusive: bool
    members: int | None
    scope: str = ""
    year_text: str = ""
    certainty: str = ""

    def holds(self, value: Decimal) -> bool:
        above = self.lower is None or value > self.lower or (self.lower_inclusive and value == self.lower)
        return above and (self.upper is None or value < self.upper or (self.upper_inclusive and value == self.upper))


def read_statements(path: Path) -> list[Statement]:
    """Statements of a CSV file with at least COLUMNS. Raises StatementsUnreadable."""
    rows, names = _rows(path)
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise StatementsUnreadable(f"{path.name}: thiếu cột {', '.join(missing)}.")
    found = []
    for number, row in enumerate(rows, start=2):
        try:
            found.append(
                Statement(
                    number,
                    row["index"],
                    row["level"],
                    int(row["year"]),
                    row["unit_name_vi"].strip(),
                    row["field_code"].strip(),
                    Decimal(row["value"]) if row["value"] else None,
                    row["unit"],
                    int(row["rank"]) if row["rank"] else None,
                    row["group"].strip(),
                    row["source_url"],
                    row.get("source_quote_short") or "",
                    row.get("note") or "",
                )
            )
        except (ValueError, InvalidOperation) as error:
            raise StatementsUnreadable(f"{path.name}, dòng {number}: năm, giá trị hoặc thứ hạng không phải số.") from error
    return found


def read_groups(path: Path) -> list[Group]:
    """Every group of a CSV file, those of lists inside a province too (level empty). Raises StatementsUnreadable."""
    rows, names = _rows(path)
    missing = [name for name in GROUP_COLUMNS if name not in names]
    if missing:
        raise StatementsUnreadable(f"{path.name}: thiếu cột {', '.join(missing)}.")
    try:
        return [_group(row) for row in rows]
    except (ValueError, InvalidOperation) as error:
        raise StatementsUnreadable(f"{path.name}: năm, ngưỡng hoặc số thành viên không phải số ({error}).") from error


def _group(row: dict[str, str]) -> Group:
    national = row["scope"].startswith("national_") and row["index_year"].isdigit()
    return Group(
        row["scope"].removeprefix("national_") if national else "",
        int(row["index_year"][:4]),
        row["label"],
        Decimal(row["lower_bound_pct"]) if row["lower_bound_pct"] else None,
        row["lower_inclusive"] == "y",
        Decimal(row["upper_bound_pct"]) if row["upper_bound_pct"] else None,
        row["upper_inclusive"] == "y",
        int(row["n_members"]) if row["n_members"] else None,
        row["scope"],
        row["index_year"],
        row.get("certainty") or "",
    )


def _rows(path: Path) -> tuple[list[dict[str, str]], list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            return list(reader), list(reader.fieldnames or [])
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise StatementsUnreadable(f"Không đọc được {path}: {error}.") from error


def vi(value: Decimal) -> str:
    """A number the Vietnamese way."""
    return f"{value:f}".replace(".", ",")
