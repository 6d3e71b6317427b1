"""Units of one name within one ranked list: what stands after the name so that a reader sees which is meant.

Belongs here: that addition. Does not: finding a unit by what somebody typed (pipelines/cli/explain.py), names of files.
"""

from __future__ import annotations

from collections import Counter

import duckdb

_NAMESAKES = """
    SELECT unit_id, unit_code, unit_name FROM mart.par_index WHERE index_year = ? AND panel = ?
    QUALIFY count(*) OVER (PARTITION BY unit_name) > 1
"""
_PARENTS = """
    SELECT u.unit_id, p.unit_name FROM reference.unit AS u JOIN reference.unit AS p ON p.unit_id = u.parent_unit_id
    WHERE u.unit_id IN (SELECT unnest(?))
"""


def told_apart(con: duckdb.DuckDBPyConnection, year: int, panel: str) -> dict[str, str]:
    """By unit_id, for units that share their name with another of the list only: «, Hưng Yên» where the unit above tells them apart, else
    « (code)», else « (unit_id)»."""
    units = con.execute(_NAMESAKES, [year, panel]).fetchall()
    parents = _parents(con, [unit_id for unit_id, *_ in units])
    ways = (
        {unit_id: f", {parents[unit_id]}" for unit_id, *_ in units if unit_id in parents},
        {unit_id: f" ({code})" for unit_id, code, _ in units},
        {unit_id: f" ({unit_id})" for unit_id, *_ in units},
    )
    found: dict[str, str] = {}
    for name in {name for *_, name in units}:
        own = [unit_id for unit_id, _, other in units if other == name]
        way = next(each for each in ways if set(own) <= each.keys() and max(Counter(each[unit] for unit in own).values()) == 1)
        found |= {unit_id: way[unit_id] for unit_id in own}
    return found


def _parents(con: duckdb.DuckDBPyConnection, units: list[str]) -> dict[str, str]:
    """The unit above each, where the file has reference data (a publication has none)."""
    there = con.execute("SELECT 1 FROM information_schema.tables WHERE table_schema = 'reference' AND table_name = 'unit'").fetchone()
    return dict(con.execute(_PARENTS, [units]).fetchall()) if units and there else {}
