"""The national scorecard of a year, and the published figures put to the proof.

Belongs here: choosing rows of mart.scorecard and mart.reconciliation. Does not: figures and verdicts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import duckdb

from assets.national_scorecard import NATIONAL_SCORECARD
from assets.report.reading import Row, rows

VERDICTS = ("parts_do_not_add_up", "differs", "closes_cut_off", "cannot_be_checked", "closes_within_precision", "closes")
"""From worst to best."""
_SCORECARD = f"SELECT * FROM {NATIONAL_SCORECARD} WHERE index_year = $year AND period = 'year' ORDER BY sort_order"
_CLAIMS = "SELECT * FROM mart.reconciliation WHERE index_year = $year ORDER BY sort_order, figure, claim"
_OF_UNIT = """
    SELECT * FROM mart.scorecard_unit WHERE index_year = $year AND period = 'year' AND unit_id = $unit ORDER BY sort_order
"""


@dataclass(frozen=True)
class Scorecard:
    """The lines of the country; and for each that was published, the worst verdict on its claims."""

    lines: tuple[Row, ...]
    claims: tuple[Row, ...]

    @property
    def areas(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for line in self.lines:
            found.setdefault(line["area"], []).append(line)
        return found

    @property
    def counts(self) -> list[tuple[str, int]]:
        counted = Counter(claim["verdict"] for claim in self.claims)
        return [(verdict, counted[verdict]) for verdict in VERDICTS if counted[verdict]]

    @property
    def published(self) -> int:
        return len({claim["figure"] for claim in self.claims})

    def told(self, *verdicts: str) -> list[Row]:
        """The claims with one of these verdicts, the worst first."""
        return [claim for verdict in verdicts for claim in self.claims if claim["verdict"] == verdict]

    def verdict_on(self, indicator: str) -> str | None:
        """The worst verdict on any claim of a published figure that is about this indicator (its parts and rates too)."""
        figures = {claim["figure"] for claim in self.claims if claim["indicator"] == indicator}
        found = {claim["verdict"] for claim in self.claims if claim["figure"] in figures}
        return next((verdict for verdict in VERDICTS if verdict in found), None)


def scorecard_of(con: duckdb.DuckDBPyConnection, year: int) -> Scorecard:
    """The scorecard of a year; without lines where nobody reports on it."""
    return Scorecard(tuple(rows(con, _SCORECARD, year=year)), tuple(rows(con, _CLAIMS, year=year)))


def scorecard_of_unit(con: duckdb.DuckDBPyConnection, year: int, unit_id: str) -> list[Row]:
    """One unit's lines of the year."""
    return rows(con, _OF_UNIT, year=year, unit=unit_id)
