"""Cells, findings, scores, ranks, groups and approvals that differ between two warehouses attached as `old` and `new`.

Belongs here: the comparisons, one query each. Does not: why they differ (causes.py).
`old` may be a publication: then there are no findings, and only its units and lists are compared.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import duckdb


class Changed(NamedTuple):
    """One thing that differs. `kind`: cell, finding, score, rank, group, approval; `what`: line, rule, or document of the approval; values
    are null where there was none."""

    kind: str
    index_year: int
    panel: str | None
    unit_id: str | None
    unit_name: str | None
    what: str | None
    part: str | None
    """Of a cell: appraised or survey."""
    old: Any
    new: Any


_LINES = """
SELECT
    'cell', coalesce(n.index_year, o.index_year), coalesce(n.panel, o.panel), coalesce(n.unit_id, o.unit_id),
    coalesce(n.unit_name, o.unit_name), coalesce(n.code || ' ' || n.name_vi, o.code || ' ' || o.name_vi), coalesce(n.part, o.part),
    CASE WHEN o.points IS NULL THEN o.state ELSE CAST(o.points AS VARCHAR) END,
    CASE WHEN n.points IS NULL THEN n.state ELSE CAST(n.points AS VARCHAR) END
FROM {old} AS o
FULL JOIN {new} AS n ON n.index_year = o.index_year AND n.panel = o.panel AND n.unit_id = o.unit_id AND n.node_id = o.node_id
WHERE o.points IS DISTINCT FROM n.points OR o.state IS DISTINCT FROM n.state
ORDER BY 2, 3, 5, coalesce(n.sort_order, o.sort_order)
"""

_UNITS = """
SELECT
    '{kind}', coalesce(n.index_year, o.index_year), coalesce(n.panel, o.panel), coalesce(n.unit_id, o.unit_id),
    coalesce(n.unit_name, o.unit_name), NULL, NULL, o.{column}, n.{column}
FROM {old} AS o
FULL JOIN {new} AS n ON n.index_year = o.index_year AND n.panel = o.panel AND n.unit_id = o.unit_id
WHERE o.{column} IS DISTINCT FROM n.{column}
ORDER BY 2, 3, n.rank, 5
"""

_FINDINGS = """
WITH o AS (SELECT index_year, unit_id, rule, severity, form, sheet, cell, message_vi FROM old.quality.findings WHERE NOT superseded),
n AS (SELECT index_year, unit_id, rule, severity, form, sheet, cell, message_vi FROM new.quality.findings WHERE NOT superseded),
went AS (
    SELECT *, row_number() OVER (PARTITION BY index_year, unit_id, rule, form, sheet, cell ORDER BY message_vi) AS nth
    FROM (SELECT * FROM o EXCEPT ALL SELECT * FROM n)
),
came AS (
    SELECT *, row_number() OVER (PARTITION BY index_year, unit_id, rule, form, sheet, cell ORDER BY message_vi) AS nth
    FROM (SELECT * FROM n EXCEPT ALL SELECT * FROM o)
),
differing AS (
    SELECT
        coalesce(came.index_year, went.index_year) AS index_year, coalesce(came.unit_id, went.unit_id) AS unit_id,
        coalesce(came.rule, went.rule) AS rule, coalesce(came.sheet, went.sheet) AS sheet, coalesce(came.cell, went.cell) AS cell,
        went.message_vi AS before, came.message_vi AS now
    FROM went
    FULL JOIN came
        ON came.index_year IS NOT DISTINCT FROM went.index_year AND came.unit_id IS NOT DISTINCT FROM went.unit_id AND came.rule = went.rule
        AND came.form IS NOT DISTINCT FROM went.form AND came.sheet IS NOT DISTINCT FROM went.sheet
        AND came.cell IS NOT DISTINCT FROM went.cell AND came.nth = went.nth
)
SELECT 'finding', d.index_year, NULL, d.unit_id, u.unit_name, d.rule, NULL, d.before, d.now
FROM differing AS d
LEFT JOIN new.reference.unit AS u ON u.unit_id = d.unit_id
WHERE ($year IS NULL OR d.index_year = $year)
ORDER BY d.index_year, u.unit_name, d.rule, d.now IS NOT NULL, d.sheet, d.cell, d.before, d.now
"""

_APPROVALS = """
SELECT
    'approval', coalesce(n.index_year, o.index_year), coalesce(n.panel, o.panel), coalesce(n.unit_id, o.unit_id), u.unit_name,
    n.document, NULL, o.state, n.state
FROM {old} AS o
FULL JOIN {new} AS n ON n.index_year = o.index_year AND n.panel = o.panel AND n.unit_id = o.unit_id
LEFT JOIN new.reference.unit AS u ON u.unit_id = coalesce(n.unit_id, o.unit_id)
WHERE coalesce(o.state, 'not_approved') <> coalesce(n.state, 'not_approved')
ORDER BY 2, 3, 5
"""

_UNIT_VALUES = {"score": "index_percent", "rank": "rank", "group": "group_label"}


def changed_values(con: duckdb.DuckDBPyConnection, year: int | None, old_is_publication: bool) -> list[Changed]:
    """All that differs, in one or all years, in the order of the kinds above."""
    within = "WHERE ($year IS NULL OR index_year = $year)"
    if old_is_publication:
        within += " AND (index_year, panel, unit_id) IN (SELECT (index_year, panel, unit_id) FROM old.mart.par_index)"
    rows = con.execute(
        _LINES.format(old=_side("old", "par_index_line", within), new=_side("new", "par_index_line", within)), {"year": year}
    )
    found = [Changed(*row) for row in rows.fetchall()]
    if not old_is_publication:
        found += changed_findings(con, year)
    for kind, column in _UNIT_VALUES.items():
        old, new = _side("old", "par_index", within), _side("new", "par_index", within)
        query = _UNITS.format(kind=kind, column=column, old=old, new=new)
        found += [Changed(*row) for row in con.execute(query, {"year": year}).fetchall()]
    # What a publication holds was approved.
    approved = "SELECT index_year, panel, unit_id, 'approved' AS state FROM old.mart.par_index"
    before = f"({approved} {within})" if old_is_publication else f"(SELECT * FROM old.core.approvals {within})"
    query = _APPROVALS.format(old=before, new=f"(SELECT * FROM new.core.approvals {within})")
    return found + [Changed(*row) for row in con.execute(query, {"year": year}).fetchall()]


def changed_findings(con: duckdb.DuckDBPyConnection, year: int | None) -> list[Changed]:
    """Findings that came or went; one of the same rule on the same cell that says something else is one change."""
    return [Changed(*row) for row in con.execute(_FINDINGS, {"year": year}).fetchall()]


def changed_ranks(con: duckdb.DuckDBPyConnection) -> list[Changed]:
    """Ranks that differ between two releases, in all years."""
    query = _UNITS.format(kind="rank", column="rank", old="old.mart.par_index", new="new.mart.par_index")
    return [Changed(*row) for row in con.execute(query).fetchall()]


def _side(catalog: str, table: str, within: str) -> str:
    return f"(SELECT * FROM {catalog}.mart.{table} {within})"
