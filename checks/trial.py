"""A rule tried on what is stored, before anybody switches it on: which rows would be told, year by year. Nothing is written.

Belongs here: running one rule for itself. Does not belong here: keeping results (evaluate.py), which file it comes from (catalogue.py).
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import duckdb

from checks.batch import BATCH, batch, considered
from checks.failing_rows import FOUND, collect_by_year, empty_found
from checks.rule import Rule

EXAMPLES = 3


@dataclass(frozen=True)
class TriedYear:
    """One rule in one index year: rows that it looks at, rows that would get a finding, their units, some findings.

    `unknown` says why the rule could not be asked, with its file and line; then nothing is known of that year.
    """

    index_year: int | None
    looked_at: int
    failing: int
    units: tuple[str, ...]
    examples: tuple[tuple[str, str], ...]
    """(place, message in Vietnamese)"""
    unknown: str | None = None


def try_rule(con: duckdb.DuckDBPyConnection, rule: Rule) -> list[TriedYear]:
    """Run a rule over all years of a warehouse that is open for reading; a rule that is switched off is asked all the same."""
    asked = dataclasses.replace(rule, adjustment=None)
    with batch(con, rule.table, None, [asked]) as rows, empty_found(con):
        years = [row[0] for row in con.execute(f"SELECT DISTINCT index_year FROM {BATCH} ORDER BY 1 NULLS LAST").fetchall()]
        seen = considered(con, rows, [asked]).counting[asked.code]
        collected = collect_by_year(con, asked, rows, years)
        return [
            _year(con, year, seen.get(year, 0), collected.unknown.get(year))
            for year in years
            if asked.applies_to(year) and (year is not None or seen.get(year))
        ]


def _year(con: duckdb.DuckDBPyConnection, year: int | None, looked_at: int, unknown: str | None) -> TriedYear:
    where = (
        f"FROM {FOUND} AS f LEFT JOIN reference.unit AS u ON u.unit_id = f.unit_id "
        "WHERE NOT f.superseded AND f.index_year IS NOT DISTINCT FROM $year"
    )
    told = con.execute(f"SELECT count(*), list(DISTINCT coalesce(u.unit_name, f.unit_id)) {where}", {"year": year}).fetchone()
    failing, units = told if told else (0, [])
    examples = con.execute(
        f"SELECT concat_ws(' ', f.file_name, f.sheet || '!' || f.cell), f.message_vi {where} ORDER BY f.finding_id LIMIT {EXAMPLES}",
        {"year": year},
    ).fetchall()
    return TriedYear(year, looked_at, failing, tuple(sorted(filter(None, units or []))), tuple(examples), unknown)
