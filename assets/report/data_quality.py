"""What came in and how good it is: submissions by form and state, and the units whose data are doubtful.

Belongs here: choosing them. Does not: the rules (checks), the quality card (mart.quality_card).
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from assets.report.ranked_lists import RankedList
from assets.report.reading import Row, one, rows

_COVERAGE = """
    SELECT form, level, state, count(*) AS units FROM quality.coverage
    WHERE index_year = $year AND state <> 'not_expected' GROUP BY ALL ORDER BY form, level, state
"""
_DOUBTFUL = """
    WITH forms AS (
        SELECT unit_id, unit_name, list(form ORDER BY form) FILTER (WHERE state = 'missing') AS missing,
            list(form ORDER BY form) FILTER (WHERE state = 'refused') AS refused
        FROM quality.coverage
        WHERE index_year = $year AND panel = $panel AND form IN ('self_assessment', 'appraisal', 'survey_scores')
        GROUP BY unit_id, unit_name
    ),
    told AS (
        SELECT unit_id, count(*) FILTER (WHERE severity = 'error') AS errors, count(*) FILTER (WHERE severity = 'warning') AS warnings
        FROM quality.findings WHERE index_year = $year AND NOT superseded AND unit_id IS NOT NULL GROUP BY unit_id
    ),
    cards AS (
        SELECT unit_id, right_percent, complete_percent, clean_percent, alive_percent FROM mart.quality_card
        WHERE index_year = $year AND panel = $panel
    )
    SELECT
        f.unit_id, f.unit_name, coalesce(f.missing, []) AS missing, coalesce(f.refused, []) AS refused, coalesce(t.errors, 0) AS errors,
        coalesce(t.warnings, 0) AS warnings, c.right_percent, c.complete_percent, c.clean_percent, c.alive_percent
    FROM forms AS f LEFT JOIN told AS t USING (unit_id) LEFT JOIN cards AS c USING (unit_id)
    WHERE len(coalesce(f.missing, [])) + len(coalesce(f.refused, [])) > 0 OR t.errors > 0
    ORDER BY len(coalesce(f.missing, [])) + len(coalesce(f.refused, [])) DESC, t.errors DESC NULLS LAST, f.unit_name COLLATE vi
"""
_FINDINGS = """
    SELECT f.rule, f.severity, f.unit_id, f.file_name, f.sheet, f.cell, f.value, f.message_vi, f.message_en, f.mend_vi, u.unit_name
    FROM quality.findings AS f LEFT JOIN reference.unit AS u USING (unit_id)
    WHERE f.index_year = $year AND NOT f.superseded AND coalesce(f.unit_id = $unit, $unit IS NULL)
    ORDER BY CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, u.unit_name COLLATE vi, f.file_name, f.cell, f.rule
"""
_CARDS = """
    SELECT q.*, u.unit_name_en FROM mart.quality_card AS q LEFT JOIN reference.unit AS u USING (unit_id)
    WHERE q.index_year = $year AND q.panel = $panel
        AND (coalesce(q.right_percent, 0) < 100 OR coalesce(q.complete_percent, 0) < 100 OR coalesce(q.clean_percent, 0) < 100
            OR q.alive_percent < 100)
    ORDER BY least(coalesce(q.right_percent, 0), coalesce(q.complete_percent, 0), coalesce(q.clean_percent, 0), q.alive_percent),
        q.unit_name COLLATE vi
"""
_CARD_MEANS = """
    SELECT count(*) AS units, avg(right_percent) AS "right", avg(complete_percent) AS complete, avg(clean_percent) AS clean,
        avg(alive_percent) AS alive
    FROM mart.quality_card WHERE index_year = $year AND panel = $panel
"""


@dataclass(frozen=True)
class Coverage:
    """Submissions of a year: number of units by form and state."""

    counts: dict[str, dict[str, int]]

    def expected(self, form: str) -> int:
        return sum(self.counts[form].values())


@dataclass(frozen=True)
class QualityCards:
    """Cards with any part below 100, the weakest first; how many units have a card, and the mean of each part over them (where known)."""

    below: tuple[Row, ...]
    units: int
    means: Row


def coverage_of(con: duckdb.DuckDBPyConnection, year: int) -> Coverage:
    """What was awaited of a year and what became of it."""
    counts: dict[str, dict[str, int]] = {}
    for row in rows(con, _COVERAGE, year=year):
        states = counts.setdefault(row["form"], {})
        states[row["state"]] = states.get(row["state"], 0) + row["units"]
    return Coverage(counts)


def doubtful_units(con: duckdb.DuckDBPyConnection, of: RankedList) -> list[Row]:
    """Units whose place rests on doubtful data: a form of the index missing or refused, or an error that keeps a figure out."""
    return of.named(rows(con, _DOUBTFUL, **of.key()))


def findings_of(con: duckdb.DuckDBPyConnection, year: int, unit_id: str | None = None) -> list[Row]:
    """Findings that stand, errors first; of one unit, or of all."""
    return rows(con, _FINDINGS, year=year, unit=unit_id)


def quality_cards(con: duckdb.DuckDBPyConnection, of: RankedList) -> QualityCards:
    """The data-quality cards of a list."""
    means = one(con, _CARD_MEANS, **of.key()) or {}
    return QualityCards(tuple(of.named(rows(con, _CARDS, **of.key()))), int(means.pop("units", 0)), means)
