"""Scoring: all tables of core and mart for all years, beside one bare query that sums and ranks the same lines.

Belongs here: the two roads and their comparison. Does not: the models (warehouse/models).
"""

from __future__ import annotations

import duckdb

from assets.sql_tables import build_years
from bench.measure import Line, Plan, side_by_side, timed
from pipelines.years import open_years
from warehouse.connection import open_work
from warehouse.home import Home
from warehouse.model import built_tables, in_dependency_order

_BARE = """
WITH summed AS (
    SELECT index_year, coalesce(index_name, level) AS list, unit_id, sum(value) AS points
    FROM quality.checked_lines
    WHERE counts AND is_leaf AND measure IN ('appraised_points', 'survey_points', 'score')
    GROUP BY ALL
)
SELECT index_year, list, unit_id, points, rank() OVER (PARTITION BY index_year, list ORDER BY points DESC) AS rank
FROM summed"""


def scored_tables() -> list[str]:
    """Tables of core and mart, each after those that it reads."""
    return in_dependency_order(set(built_tables()))


def measure_scoring(home: Home, scale: int, plan: Plan) -> list[Line]:
    """Build every core and mart table over all open years of a work file whose lines were checked."""
    con = open_work(home)
    tables, years = scored_tables(), open_years()
    rows = con.execute("SELECT count(*) FROM intake.lines").fetchall()[0][0]

    def real() -> dict[str, float]:
        con.execute("DELETE FROM ops.table_year WHERE table_name IN (SELECT unnest(?))", [tables])
        return {"core + mart tables": timed(lambda: _build(con, tables, years))}

    def again() -> dict[str, float]:
        return {"core + mart, nothing new": timed(lambda: _build(con, tables, years))}

    def bare() -> dict[str, float]:
        return {"sum + rank, bare": timed(lambda: con.execute(f"CREATE OR REPLACE TEMP TABLE ranks AS {_BARE}"))}

    real()
    rounds = side_by_side([real, again, bare], plan)
    con.close()
    wanted = ("core + mart tables", "core + mart, nothing new")
    return [rounds.line("scoring", scale, road, "sum + rank, bare", rows, "lines") for road in wanted]


def _build(con: duckdb.DuckDBPyConnection, tables: list[str], years: list[int]) -> None:
    for table in tables:
        build_years(con, table, years)
