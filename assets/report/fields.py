"""Fields: what every unit of a list reaches in each, beside the means.

Belongs here: the queries and the grid. Does not: colours (charts, pages).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import duckdb

from assets.report.ranked_lists import RankedList
from assets.report.reading import Row, rows

_MEANS = "SELECT * FROM mart.par_index_field_mean WHERE index_year = $year AND panel = $panel ORDER BY sort_order"
_SHARES = """
    SELECT unit_id, field_node_id, field_percent FROM mart.par_index_field
    WHERE index_year = $year AND panel = $panel AND field_percent IS NOT NULL
"""
_STEPS = (Decimal(-10), Decimal(-5), Decimal(-2), Decimal(2), Decimal(5), Decimal(10))
"""Points above or below the mean of the field at which a cell changes its colour, seven colours in all."""


@dataclass(frozen=True)
class FieldGrid:
    """Units × fields: shares of the maximum in percent, by unit and field."""

    means: tuple[Row, ...]
    shares: dict[tuple[str, str], Decimal]

    def colour(self, unit_id: str, mean: Row) -> int | None:
        """0 (far below the mean of the field) to 6 (far above); None where there is no share."""
        share = self.shares.get((unit_id, mean["field_node_id"]))
        return None if share is None else sum(share - mean["mean_percent"] >= step for step in _STEPS)


def field_grid(con: duckdb.DuckDBPyConnection, of: RankedList) -> FieldGrid:
    """The grid of one list."""
    shares = {(row["unit_id"], row["field_node_id"]): row["field_percent"] for row in rows(con, _SHARES, **of.key())}
    return FieldGrid(tuple(rows(con, _MEANS, **of.key())), shares)
