"""The scoring engine at the size of a country's lifetime: units × lines × years of made-up declarations, scored by rules, aggregated,
ranked and compared with the year before by the models themselves; beside one bare query with the rules written into it, and beside pandas.

Belongs here: making the rows, the three roads, that they agree. Does not: the models (warehouse/models).
"""

from __future__ import annotations

from decimal import Decimal

import duckdb
import numpy as np
import pandas as pd

from bench.measure import Line, Plan, side_by_side, timed
from warehouse.connection import open_scratch
from warehouse.model import load_models
from warehouse.table_store import ensure_tables

FIRST_YEAR = 2012
_LINES, _FIELDS = 100, 8
_COMPARE = """
CREATE OR REPLACE TEMP TABLE compared AS
SELECT index_year, unit_id, index_percent, rank,
    index_percent - lag(index_percent) OVER w AS change, lag(rank) OVER w - rank AS places
FROM mart.par_index WINDOW w AS (PARTITION BY unit_id ORDER BY index_year)"""
# What a person would write for just these four rules.
_POINTS = """CASE l.kind
    WHEN 0 THEN CASE WHEN d.number >= 90 THEN 1.0000 WHEN d.number >= 70 THEN 0.5000 WHEN d.number >= 50 THEN 0.2500 ELSE 0.0000 END
    WHEN 1 THEN CASE WHEN d.number = 1 THEN 1.0000 WHEN d.number = 2 THEN 0.5000 ELSE 0.0000 END
    WHEN 2 THEN CAST(d.number * 0.01 AS DECIMAL(9, 4))
    ELSE CAST(CASE WHEN d.number >= 4 THEN 1 ELSE d.number * 0.25 END AS DECIMAL(9, 4)) END"""
_BARE = f"""
CREATE OR REPLACE TEMP TABLE bare_fields AS
SELECT d.index_year, d.unit_id, l.field, sum({_POINTS}) AS points
FROM core.declarations AS d JOIN bare_lines AS l ON l.node_id = d.node_id
GROUP BY ALL;
CREATE OR REPLACE TEMP TABLE bare_totals AS
SELECT index_year, unit_id, sum(points) AS points FROM bare_fields GROUP BY ALL;
CREATE OR REPLACE TEMP TABLE bare_ranks AS
SELECT index_year, unit_id, points, rank() OVER (PARTITION BY index_year ORDER BY points DESC) AS rank FROM bare_totals;
CREATE OR REPLACE TEMP TABLE bare_compared AS
SELECT index_year, unit_id, points, rank, points - lag(points) OVER w AS change, lag(rank) OVER w - rank AS places
FROM bare_ranks WINDOW w AS (PARTITION BY unit_id ORDER BY index_year)"""


def measure_engine(units: int, years: int, plan: Plan, with_pandas: bool = True) -> list[Line]:
    """Time the three roads over units × 100 lines × years; raises AssertionError when they do not agree."""
    con = open_scratch()
    ensure_tables(con)
    _make(con, units, years)
    rows = con.execute("SELECT count(*) FROM core.declarations").fetchall()[0][0]

    def models() -> dict[str, float]:
        return {"models": timed(lambda: _run_models(con))}

    def bare() -> dict[str, float]:
        return {"bare query": timed(lambda: con.execute(_BARE))}

    roads = [models, bare]
    names = [("models", "bare query")]
    if with_pandas:
        frame = con.execute("SELECT index_year, unit_id, node_id, CAST(number AS DOUBLE) AS number FROM core.declarations").df()
        frame["unit_id"], frame["node_id"] = frame["unit_id"].astype("category"), frame["node_id"].astype("category")
        lines = con.execute("SELECT node_id, kind, field FROM bare_lines").df().set_index("node_id")
        roads.append(lambda: {"pandas": timed(lambda: _pandas(frame, lines))})
        names += [("models", "pandas"), ("pandas", "bare query")]
    rounds = side_by_side(roads, plan)
    _agree(con, units * years)
    con.close()
    return [rounds.line("engine", years, road, beside, rows, "line scores") for road, beside in names]


def _run_models(con: duckdb.DuckDBPyConnection) -> None:
    for table in ("mart.par_index_field", "mart.par_index"):
        con.execute(f"DELETE FROM {table}")
        con.execute(f"INSERT INTO {table} BY NAME {load_models()[table].sql}")
    con.execute(_COMPARE)


def _pandas(frame: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    by_code = lines.loc[frame["node_id"].cat.categories]
    codes, number = frame["node_id"].cat.codes.to_numpy(), frame["number"].to_numpy()
    kind = by_code["kind"].to_numpy()[codes]
    steps = np.select([number >= 90, number >= 70, number >= 50], [1.0, 0.5, 0.25], 0.0)
    options = np.select([number == 1, number == 2], [1.0, 0.5], 0.0)
    points = np.select([kind == 0, kind == 1, kind == 2], [steps, options, np.round(number / 100, 4)], np.minimum(number * 0.25, 1))
    scored = pd.DataFrame(
        {"year": frame["index_year"], "unit": frame["unit_id"], "field": by_code["field"].to_numpy()[codes], "points": points}
    )
    fields = scored.groupby(["year", "unit", "field"], observed=True)["points"].sum()
    totals = fields.groupby(level=["year", "unit"], observed=True).sum().reset_index()
    totals["rank"] = totals.groupby("year")["points"].rank(method="min", ascending=False)
    totals = totals.sort_values(["unit", "year"])
    totals["change"] = totals.groupby("unit", observed=True)["points"].diff()
    totals["places"] = -totals.groupby("unit", observed=True)["rank"].diff()
    return totals


def _agree(con: duckdb.DuckDBPyConnection, expected: int) -> None:
    """Models and bare query give the same points, ranks and changes for every unit and year."""
    same = con.execute(
        "SELECT count(*) FROM compared AS a JOIN bare_compared AS b USING (index_year, unit_id) "
        "WHERE a.rank = b.rank AND a.index_percent = b.points AND a.change IS NOT DISTINCT FROM b.change "
        "AND a.places IS NOT DISTINCT FROM b.places"
    ).fetchall()[0][0]
    if same != expected:
        raise AssertionError(f"{expected - same} of {expected} unit-years differ between the models and the bare query")


def _make(con: duckdb.DuckDBPyConnection, units: int, years: int) -> None:
    """One set a year of 100 lines of one point each, four kinds of rules; declarations from a hash, so that every run has the same."""
    last = FIRST_YEAR + years
    con.execute(
        f"""
        CREATE TEMP TABLE bare_lines AS
        SELECT ('f' || n % {_FIELDS}) || '/' || n AS node_id, 'f' || n % {_FIELDS} AS field, n % 4 AS kind, n FROM range({_LINES}) AS r (n);
        INSERT INTO reference.criteria_set BY NAME
        SELECT 'set' || y AS criteria_set, y AS index_year, 'ministry' AS level, 1 AS version, 'all' AS panel, 'Giả lập' AS title_vi,
            make_date(y::INTEGER, 12, 31) AS units_as_of, 4 AS line_decimals, 'own_maximum' AS not_applicable, 'entered' AS points_from,
            {_LINES} AS max_points, {_LINES} AS appraised_max, 0 AS survey_max, true AS illustrative
        FROM range({FIRST_YEAR}, {last}) AS r (y);
        INSERT INTO reference.criterion BY NAME
        SELECT 'set' || y AS criteria_set, node_id, field AS parent_node_id, n + 100 AS sort_order, 'criterion' AS kind, node_id AS code,
            node_id AS name_vi, 1 AS max_points, true AS is_leaf, 'appraised' AS part, field AS field_node_id, 'base' AS counts_as,
            'left_out' AS not_applicable, 'made_up' AS name_provenance, 'made_up' AS max_provenance
        FROM bare_lines, range({FIRST_YEAR}, {last}) AS r (y);
        INSERT INTO reference.criterion BY NAME
        SELECT 'set' || y AS criteria_set, field AS node_id, min(n) AS sort_order, 'field' AS kind, field AS code, field AS name_vi,
            count(*) AS max_points, false AS is_leaf, field AS field_node_id, 'base' AS counts_as, 'made_up' AS name_provenance,
            'made_up' AS max_provenance
        FROM bare_lines, range({FIRST_YEAR}, {last}) AS r (y) GROUP BY y, field;
        INSERT INTO reference.unit BY NAME
        SELECT 'u' || u AS unit_id, 'u' || u AS unit_code, 'ministry' AS level, 'u' || u AS unit_name FROM range({units}) AS r (u);
        INSERT INTO reference.panel_member BY NAME
        SELECT y AS index_year, 'all' AS panel, 'ministry' AS level, 'u' || u AS unit_id, 'ranked' AS standing
        FROM range({units}) AS r (u), range({FIRST_YEAR}, {last}) AS s (y)
        """
    )
    # kind, branch, lower bound, upper bound, base, slope, per: thresholds, options, ratio, per item
    branches: list[tuple[int, int, int | None, int | None, str, str, int]] = [
        (0, 1, 90, None, "1", "0", 1), (0, 2, 70, 90, "0.5", "0", 1), (0, 3, 50, 70, "0.25", "0", 1), (0, 4, None, 50, "0", "0", 1),
        (1, 1, 1, 2, "1", "0", 1), (1, 2, 2, 3, "0.5", "0", 1), (1, 3, 3, None, "0", "0", 1), (1, 4, None, 1, "0", "0", 1),
        (2, 1, 100, None, "1", "0", 1), (2, 2, 0, 100, "0", "1", 100), (3, 1, 0, None, "0", "0.25", 1),
    ]  # fmt: skip
    con.execute("CREATE TEMP TABLE b (kind INT, branch_no INT, lo INT, hi INT, base DECIMAL(9, 4), slope DECIMAL(9, 4), per INT)")
    con.executemany(
        "INSERT INTO b VALUES (?, ?, ?, ?, ?, ?, ?)", [(k, n, lo, hi, Decimal(x), Decimal(s), p) for k, n, lo, hi, x, s, p in branches]
    )
    con.execute(
        f"""
        INSERT INTO reference.criterion_branch BY NAME
        SELECT 'set' || y AS criteria_set, l.node_id, b.branch_no, 'nhánh' AS label_vi, b.lo AS lower_bound,
            CASE WHEN b.lo IS NOT NULL THEN true END AS lower_inclusive, b.hi AS upper_bound,
            CASE WHEN b.hi IS NOT NULL THEN false END AS upper_inclusive,
            b.base AS base_points, b.slope AS slope_points, b.per AS slope_per
        FROM b JOIN bare_lines AS l ON l.kind = b.kind, range({FIRST_YEAR}, {last}) AS r (y);
        INSERT INTO core.declarations BY NAME
        SELECT y AS index_year, 'all' AS panel, 'u' || u AS unit_id, 'set' || y AS criteria_set, l.node_id, 'appraisal_1' AS round,
            true AS is_final,
            'blank' AS entered_state, 'read' AS declared_state, true AS made_up,
            CAST(CASE l.kind WHEN 1 THEN 1 + hash(u, y, l.n) % 3 WHEN 3 THEN hash(u, y, l.n) % 6 ELSE (hash(u, y, l.n) % 10001) / 100.0 END
                AS DECIMAL(18, 8)) AS number
        FROM range({FIRST_YEAR}, {last}) AS r (y), range({units}) AS s (u), bare_lines AS l
        """
    )
