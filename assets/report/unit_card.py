"""All that one unit's card tells: its place, its fields, lost points, steps to gain, findings, timeliness.

Belongs here: gathering a unit's rows. Does not: sums (mart), lay-out (pages).
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from assets.report.changes_of_rank import Moved, changes_of
from assets.report.data_quality import findings_of
from assets.report.ranked_lists import RankedList
from assets.report.reading import Row, one, rows
from assets.report.scorecard import scorecard_of_unit

_FIELDS = "SELECT * FROM mart.par_index_field_standing WHERE index_year = $year AND panel = $panel AND unit_id = $unit ORDER BY sort_order"
_LOST_BY_REASON = """
    SELECT lost_why, count(*) AS lines, sum(lost_points) AS lost FROM mart.par_index_trace
    WHERE index_year = $year AND panel = $panel AND unit_id = $unit AND (lost_points > 0 OR lost_why = 'missing')
    GROUP BY lost_why ORDER BY lost DESC NULLS LAST, lost_why
"""
_LOST = """
    SELECT * FROM mart.par_index_trace
    WHERE index_year = $year AND panel = $panel AND unit_id = $unit AND lost_points > 0 ORDER BY lost_points DESC, sort_order LIMIT $most
"""
_STEPS = """
    SELECT * FROM mart.par_index_next_step WHERE index_year = $year AND panel = $panel AND unit_id = $unit AND gain_points > 0
    ORDER BY gain_points DESC, sort_order LIMIT $most
"""
_COVERAGE = """
    SELECT * FROM quality.coverage WHERE index_year = $year AND unit_id = $unit AND state <> 'not_expected' ORDER BY due_on, form
"""
_CARD = "SELECT * FROM mart.quality_card WHERE index_year = $year AND panel = $panel AND unit_id = $unit"
_GAP = """
    SELECT * FROM mart.appraisal_gap WHERE index_year = $year AND panel = $panel AND unit_id = $unit AND field_node_id = 'all'
"""
MOST_LINES = 15
MOST_STEPS = 10


@dataclass(frozen=True)
class UnitCard:
    """One unit in one list."""

    of: RankedList
    unit: Row
    fields: tuple[Row, ...]
    moved: Moved | None
    lost_by_reason: tuple[Row, ...]
    lost: tuple[Row, ...]
    steps: tuple[Row, ...]
    findings: tuple[Row, ...]
    coverage: tuple[Row, ...]
    quality: Row | None
    gap: Row | None
    scorecard: tuple[Row, ...]
    """The lines of the unit's report of the card's year."""


def unit_card(con: duckdb.DuckDBPyConnection, of: RankedList, unit_id: str) -> UnitCard:
    """The card of a unit of a list. Raises KeyError when the list has no such unit."""
    unit = next((unit for unit in of.units if unit["unit_id"] == unit_id), None)
    if unit is None:
        raise KeyError(unit_id)
    which = {**of.key(), "unit": unit_id}
    return UnitCard(
        of,
        unit,
        tuple(rows(con, _FIELDS, **which)),
        next((moved for moved in changes_of(con, of).units if moved.change["unit_id"] == unit_id), None),
        tuple(rows(con, _LOST_BY_REASON, **which)),
        tuple(rows(con, _LOST, **which, most=MOST_LINES)),
        tuple(rows(con, _STEPS, **which, most=MOST_STEPS)),
        tuple(findings_of(con, of.year, unit_id)),
        tuple(rows(con, _COVERAGE, year=of.year, unit=unit_id)),
        one(con, _CARD, **which),
        one(con, _GAP, **which),
        tuple(scorecard_of_unit(con, of.year, unit_id)),
    )
