"""What one export shows: a year, its ranked lists, and the warehouse or publication that each is read from.

Belongs here: that shape, and choosing lists. Does not: opening files (from_release.py, from_publication.py), sheets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

import duckdb

from warehouse.wording import Wording, first_upper

_NAMED = 6


class ExportRefused(Exception):
    """Nothing can be exported; the message says why and what there is, in the reader's language."""


class Origin(StrEnum):
    """From where figures are taken: the internal release, or what was put out."""

    release = "release"
    publication = "publication"


@dataclass(frozen=True)
class RankedList:
    """One ranked list of the year, in the file that it is read from."""

    con: duckdb.DuckDBPyConnection
    year: int
    panel: str
    title: str
    criteria: str
    """The criteria set with its decision, in words."""
    standing: tuple[str, ...]
    """Whether its figures are public, in words."""
    decimals: int = 2
    made_up: bool = False
    drafts: Mapping[str, str] = field(default_factory=dict)
    """Units whose figures are not final: names by unit_id."""
    apart: Mapping[str, str] = field(default_factory=dict)
    """By unit_id, what tells a unit apart from another of the list with the same name."""
    publication_id: str | None = None
    """The publication that it is read from."""
    _columns: dict[str, frozenset[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def columns_of(self, table: str) -> frozenset[str]:
        """The columns that a table has in this file; empty where there is no such table. Every sheet of a unit asks, so it is kept."""
        if table not in self._columns:
            rows = self.con.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = ? AND table_name = ?", table.split(".")
            ).fetchall()
            self._columns[table] = frozenset(row[0] for row in rows)
        return self._columns[table]


@dataclass(frozen=True)
class ExportedYear:
    """A year with its lists. `con`: the whole release, where sheets of the whole year are to be had, else None."""

    year: int
    words: Wording
    origin: Origin
    lists: tuple[RankedList, ...]
    origin_line: str
    """Which release or publications, and when they were made."""
    made_at: datetime
    con: duckdb.DuckDBPyConnection | None
    panel: str | None = None
    """The one list that was asked for; None for the whole year."""
    made_up: bool = False
    """Whether any of it is made up."""


def label(words: Wording, kind: str, value: object) -> str:
    """A code of the warehouse as it stands alone in a cell: its words with a capital; the code itself where it has none."""
    if value is None:
        return ""
    return first_upper(words.code(kind, value, otherwise="")) or str(value)


def list_title(words: Wording, panel: str, own: str | None) -> str:
    """What a ranked list is called: the common ones in the reader's language, a province's own as it names it."""
    return first_upper(words.code("panel", panel, otherwise="")) or own or panel


def chosen_panels(words: Wording, year: int, there: Sequence[tuple[int, str]], panel: str | None) -> list[str]:
    """The lists of a year that are asked for. Raises ExportRefused, which says what there is."""
    of_year = [name for each, name in there if each == year]
    if panel is None or panel in of_year:
        return of_year if panel is None else [panel]
    listed = ", ".join(of_year) or words.say("export.none")
    raise ExportRefused(words.say("export.no_list", year=year, panel=panel, there=listed))


def years_in_words(words: Wording, there: Sequence[tuple[int, str]]) -> str:
    """'2023 (ministries), 2024 (provinces)'."""
    years = sorted({year for year, _ in there})
    told = [f"{year} ({', '.join(panel for each, panel in there if each == year and panel) or '–'})" for year in years]
    return ", ".join(told) or words.say("export.none")


def mean_of_ranked(con: duckdb.DuckDBPyConnection, year: int, panel: str) -> tuple[Decimal | None, int]:
    """The plain mean of the index of ranked units, and how many they are."""
    row = con.execute(
        "SELECT CAST(sum(index_percent) / count(*) AS DECIMAL(18,8)), count(*) FROM mart.par_index "
        "WHERE index_year = ? AND panel = ? AND rank IS NOT NULL",
        [year, panel],
    ).fetchone()
    return (row[0], row[1]) if row else (None, 0)


def draft_names(of: RankedList, words: Wording) -> str:
    """The first units that are not final, and how many more."""
    told = ", ".join(list(of.drafts.values())[:_NAMED])
    return told + (words.say("export.and_more", units=len(of.drafts) - _NAMED) if len(of.drafts) > _NAMED else "")
