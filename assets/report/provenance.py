"""Where the report comes from: release, files, criteria sets, assumptions, sources, breaks of series, publications.

Belongs here: gathering them. Does not: sentences (messages.csv).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from assets.opened_release import made_at, opened_file
from assets.publishing.standing import Standing, standing_of
from assets.report.ranked_lists import RankedList
from assets.report.reading import Row, rows
from warehouse.home import Home
from warehouse.method_record import kept_method

_FILES = """
    SELECT s.form, count(DISTINCT s.file_sha256) AS files, count(DISTINCT s.unit_id) AS units, max(r.received_at) AS last_received
    FROM core.submissions AS s JOIN intake.receipts AS r USING (receipt_id)
    WHERE s.index_year = $year GROUP BY s.form ORDER BY s.form
"""
_ASSUMED = """
    SELECT * FROM reference.uncertainty WHERE (panel IS NULL OR list_contains($panels, panel)) AND is_assumption ORDER BY panel, quantity
"""
_BREAKS = """
    SELECT * FROM reference.series_break WHERE index_name = 'PAR_INDEX' AND (panel IS NULL OR list_contains($panels, panel))
    ORDER BY index_year, panel
"""


@dataclass(frozen=True)
class Provenance:
    """Facts on the release and on what stands behind its figures."""

    released_at: datetime
    release_file: str
    method: str | None
    files: dict[int, list[Row]]
    assumptions: tuple[Row, ...]
    breaks: tuple[Row, ...]
    standings: dict[tuple[int, str], Standing]
    """Of each list that is public, by year and panel."""


def provenance_of(con: duckdb.DuckDBPyConnection, home: Home, lists: list[RankedList], year: int, now: datetime) -> Provenance:
    """Everything that the last section of the report names."""
    file, method = opened_file(con), kept_method(con)
    panels = [each.panel for each in lists]
    years = sorted({year, *(each.year for each in lists)}, reverse=True)
    standings = {(each.year, each.panel): standing_of(con, home, each.year, each.panel, now) for each in lists}
    return Provenance(
        made_at(file),
        file.name,
        method.digest if method else None,
        {each: rows(con, _FILES, year=each) for each in years},
        tuple(rows(con, _ASSUMED, panels=panels)),
        tuple(rows(con, _BREAKS, panels=panels)),
        {key: standing for key, standing in standings.items() if standing},
    )
