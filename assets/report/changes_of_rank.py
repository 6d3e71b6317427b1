"""Who rose and who fell since the year before, and why: the parts of the change, the lines behind it, who passed by.

Belongs here: choosing them out of mart.par_index_change and its lines. Does not: any part (the model).
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from assets.report.charts.change_chart import PARTS
from assets.report.ranked_lists import RankedList
from assets.report.reading import Row, rows

_CHANGES = """
    SELECT c.*, r.unit_name_en FROM mart.par_index_change AS c LEFT JOIN reference.unit AS r USING (unit_id)
    WHERE c.index_year = $year AND c.panel = $panel AND c.change IS NOT NULL
    ORDER BY c.change DESC, c.unit_name COLLATE vi
"""
_LINES = """
    SELECT
        unit_id, code, any_value(name_vi) AS name_vi, cause, part, sum(effect) AS effect,
        CASE WHEN count(*) = 1 THEN any_value(points_before) END AS points_before,
        CASE WHEN count(*) = 1 THEN any_value(points) END AS points,
        any_value(reason) AS reason
    FROM mart.par_index_change_line
    WHERE index_year = $year AND panel = $panel
    GROUP BY unit_id, node_id, code, cause, part HAVING sum(effect) <> 0
    QUALIFY row_number() OVER (PARTITION BY unit_id, sum(effect) < 0 ORDER BY abs(sum(effect)) DESC, node_id, cause, part) <= $most
    ORDER BY unit_id, abs(sum(effect)) DESC, node_id, cause, part
"""
_MOST_LINES = 3
_MOST_NAMED = 5


@dataclass(frozen=True)
class Moved:
    """One unit beside the year before: its row of mart.par_index_change, its heaviest lines down and up, and who passed it by."""

    change: Row
    lost: tuple[Row, ...]
    gained: tuple[Row, ...]
    passed_by: tuple[str, ...]

    @property
    def places(self) -> int:
        """Places gained; below 0 when lost."""
        return int(self.change["ranks_gained"] or 0)


@dataclass(frozen=True)
class Changes:
    """All units of a list that can be compared, most gain in the index first. `recut`: ranks of the two years are of different lists, so
    who fell is told by the index."""

    units: tuple[Moved, ...]
    recut: bool = False

    @property
    def drawn(self) -> bool:
        """Whether there is any part of a change to draw."""
        return any(unit.change[column] for unit in self.units for column, _ in PARTS.values())

    @property
    def fell(self) -> list[Moved]:
        """Units that lost places, most places first; in a list that was recut those whose index fell, the largest fall first."""
        if self.recut:
            return [unit for unit in reversed(self.units) if unit.change["change"] < 0]
        return sorted((unit for unit in self.units if unit.places < 0), key=lambda unit: (unit.places, unit.change["change"]))

    @property
    def rose(self) -> list[Moved]:
        """Units that gained places, most places first; none in a list that was recut."""
        if self.recut:
            return []
        return sorted((unit for unit in self.units if unit.places > 0), key=lambda unit: (-unit.places, -unit.change["change"]))

    @property
    def most_up(self) -> list[Moved]:
        """Whose index rose most."""
        return [unit for unit in self.units if unit.change["change"] > 0][:_MOST_NAMED]

    @property
    def most_down(self) -> list[Moved]:
        """Whose index fell most, the largest fall first."""
        return [unit for unit in reversed(self.units) if unit.change["change"] < 0][:_MOST_NAMED]


def changes_of(con: duckdb.DuckDBPyConnection, of: RankedList) -> Changes:
    """The changes of one list; none where there is no year before."""
    found = of.named(rows(con, _CHANGES, **of.key()))
    lines: dict[str, list[Row]] = {}
    for line in rows(con, _LINES, **of.key(), most=_MOST_LINES):
        lines.setdefault(line["unit_id"], []).append(line)
    return Changes(tuple(_moved(row, lines.get(row["unit_id"], []), found) for row in found), of.recut)


def _moved(change: Row, lines: list[Row], everybody: list[Row]) -> Moved:
    before, now = change["rank_before"], change["rank"]
    passed = [
        other["unit_name"]
        for other in sorted(everybody, key=lambda row: row["rank"] or 0)
        if before and now and other["rank_before"] and other["rank"] and other["rank_before"] > before and other["rank"] < now
    ]
    return Moved(
        change,
        tuple(line for line in lines if line["effect"] < 0),
        tuple(line for line in lines if line["effect"] > 0),
        tuple(passed),
    )
