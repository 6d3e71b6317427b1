"""The provinces of a list on a map of tiles: as they were, and composed to the units since July 2025.

Belongs here: joining tiles with figures. Does not: composing (mart.par_index_units_over_time), drawing (charts).
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from assets.report.ranked_lists import RankedList
from assets.report.reading import Row, rows

_AS_THEY_WERE = """
    SELECT t.tile_column, t.tile_row, t.label, u.unit_name, p.index_percent
    FROM reference.unit_tile AS t
    JOIN reference.unit AS u USING (unit_id)
    LEFT JOIN mart.par_index AS p ON p.unit_id = t.unit_id AND p.index_year = $year AND p.panel = $panel AND p.rank IS NOT NULL
    WHERE t.tile_map = $tile_map ORDER BY t.tile_row, t.tile_column
"""
_SINCE = """
    SELECT t.tile_column, t.tile_row, t.label, u.unit_name, coalesce(c.index_percent, p.index_percent) AS index_percent
    FROM reference.unit_tile AS t
    JOIN reference.unit AS u USING (unit_id)
    LEFT JOIN mart.par_index_units_over_time AS c
        ON c.unit_id = t.unit_id AND c.index_year = $year AND c.panel = $panel AND c.view = 'composed' AND c.basis = 'plain_mean'
    LEFT JOIN mart.par_index AS p ON p.unit_id = t.unit_id AND p.index_year = $year AND p.panel = $panel AND p.rank IS NOT NULL
    WHERE t.tile_map = $tile_map ORDER BY t.tile_row, t.tile_column
"""
OLD, NEW = "before_2025_07", "from_2025_07"


@dataclass(frozen=True)
class TileMaps:
    """Tiles with figures; `composed` is empty where the list is already one of the new units."""

    as_they_were: tuple[Row, ...]
    composed: tuple[Row, ...]


def tile_maps(con: duckdb.DuckDBPyConnection, of: RankedList) -> TileMaps | None:
    """The maps of a list of provinces; None of any other list."""
    if of.facts["level"] != "province" or of.panel != "provinces":
        return None
    members = {unit["unit_id"] for unit in of.units}
    newer = {row["unit_id"] for row in rows(con, "SELECT unit_id FROM reference.unit_tile WHERE tile_map = $map", map=NEW)}
    if members <= newer:
        return TileMaps(tuple(rows(con, _AS_THEY_WERE, **of.key(), tile_map=NEW)), ())
    return TileMaps(
        tuple(rows(con, _AS_THEY_WERE, **of.key(), tile_map=OLD)),
        tuple(rows(con, _SINCE, **of.key(), tile_map=NEW)),
    )
