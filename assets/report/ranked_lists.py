"""Which ranked lists a yearly report shows: of each list the newest year that is not after the report's.

Belongs here: choosing lists, their state of publication. Does not: what stands in them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import duckdb

from assets.report.reading import Row, rows
from assets.units_told_apart import told_apart

_NEWEST = """
    SELECT
        l.*, r.title_vi, c.title_vi AS set_title_vi, c.title_en AS set_title_en, c.decision, c.illustrative, c.source_url AS set_source_url,
        c.max_points
    FROM mart.par_index_list AS l
    LEFT JOIN reference.ranked_list AS r USING (index_year, panel)
    LEFT JOIN reference.criteria_set AS c USING (criteria_set)
    WHERE l.index_year <= $year AND (l.ranked_units > 0 OR l.index_year = $year)
    QUALIFY row_number() OVER (PARTITION BY l.panel ORDER BY l.index_year DESC) = 1
    ORDER BY CASE l.panel WHEN 'ministries' THEN 0 WHEN 'provinces' THEN 1 ELSE 2 END, l.panel
"""
_UNITS = """
    SELECT
        u.index_year, u.panel, u.level, u.unit_id, u.unit_code, u.unit_name, u.region, u.self_points, u.appraised_points, u.survey_points,
        u.total_points, u.applicable_max, u.index_percent, u.rank, u.ranked_units, u.group_label, m.maturity, u.unranked_reason, u.made_up,
        i.rank_low, i.rank_high, i.indistinguishable, c.rank_before, c.ranked_units_before, c.index_before, c.change,
        c.ranks_gained, c.not_compared_vi, c.predecessors, r.unit_name_en
    FROM mart.par_index AS u
    JOIN mart.par_index_maturity AS m USING (index_year, panel, unit_id)
    LEFT JOIN mart.par_index_rank_interval AS i USING (index_year, panel, unit_id)
    LEFT JOIN mart.par_index_change AS c USING (index_year, panel, unit_id)
    LEFT JOIN reference.unit AS r USING (unit_id)
    WHERE u.index_year = $year AND u.panel = $panel
    ORDER BY u.rank NULLS LAST, u.unit_name COLLATE vi
"""


@dataclass(frozen=True)
class RankedList:
    """One list of one year: its line of mart.par_index_list, and its units in order of rank, the unranked last."""

    facts: Row
    units: tuple[Row, ...]
    apart: dict[str, str] = field(default_factory=dict)
    """By unit_id, what tells a unit apart from another of the list with the same name."""

    @property
    def year(self) -> int:
        return int(self.facts["index_year"])

    @property
    def panel(self) -> str:
        return str(self.facts["panel"])

    @property
    def ranked(self) -> list[Row]:
        return [unit for unit in self.units if unit["rank"] is not None]

    @property
    def unranked(self) -> list[Row]:
        return [unit for unit in self.units if unit["rank"] is None]

    @property
    def compared(self) -> bool:
        """Whether any unit stands beside the year before."""
        return any(unit["change"] is not None for unit in self.units)

    @property
    def length_before(self) -> int | None:
        """How many units were ranked the year before, where any stands beside it."""
        return next((unit["ranked_units_before"] for unit in self.units if unit["ranked_units_before"] is not None), None)

    @property
    def recut(self) -> bool:
        """Whether units were merged since the year before, and the lists differ in length: then places gained or lost say nothing."""
        merged = any((unit["predecessors"] or 0) > 1 for unit in self.units)
        return merged and self.length_before not in (None, self.facts["ranked_units"])

    @property
    def not_compared(self) -> list[tuple[str, list[Row]]]:
        """Ranked units that do not stand beside the year before, by reason, in a list of which others do."""
        reasons: dict[str, list[Row]] = {}
        for unit in self.ranked if self.compared else ():
            if unit["change"] is None and unit["not_compared_vi"]:
                reasons.setdefault(unit["not_compared_vi"], []).append(unit)
        return list(reasons.items())

    @property
    def grouped(self) -> bool:
        return any(unit["group_label"] for unit in self.units)

    def key(self) -> dict[str, Any]:
        """The parameters of a query on this list."""
        return {"year": self.year, "panel": self.panel}

    def named(self, found: list[Row]) -> list[Row]:
        """Rows of units of this list, no two units of one name."""
        return [_told_apart(row, self.apart[row["unit_id"]]) if row["unit_id"] in self.apart else row for row in found]


def lists_of(con: duckdb.DuckDBPyConnection, year: int) -> list[RankedList]:
    """Ministries first, then provinces, then a province's own lists; none where nothing was ranked up to that year."""
    return [_list(con, found) for found in rows(con, _NEWEST, year=year)]


def _list(con: duckdb.DuckDBPyConnection, facts: Row) -> RankedList:
    bare = RankedList(facts, (), told_apart(con, facts["index_year"], facts["panel"]))
    return replace(bare, units=tuple(bare.named(rows(con, _UNITS, **bare.key()))))


def _told_apart(row: Row, addition: str) -> Row:
    english = row.get("unit_name_en")
    return row | {"unit_name": row["unit_name"] + addition} | ({"unit_name_en": english + addition} if english else {})
