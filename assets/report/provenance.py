"""Where the report comes from: release, files, criteria sets, assumptions, sources, breaks of series, publications.

Belongs here: gathering them. Does not: sentences (messages.csv).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

import duckdb

from assets.report.ranked_lists import RankedList
from assets.report.reading import Row, rows
from warehouse.home import Home

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
_PUBLISHED = """
    SELECT index_year, panel, max(public_at) AS public_at, arg_max(author, public_at) AS author, arg_max(document, public_at) AS document
    FROM intake.publications WHERE public_at <= $now GROUP BY index_year, panel
"""


@dataclass(frozen=True)
class Provenance:
    """Facts on the release and on what stands behind its figures."""

    released_at: datetime
    release_file: str
    method: str
    files: dict[int, list[Row]]
    assumptions: tuple[Row, ...]
    breaks: tuple[Row, ...]
    published: dict[tuple[int, str], Row]


def provenance_of(con: duckdb.DuckDBPyConnection, home: Home, lists: list[RankedList], year: int, now: datetime) -> Provenance:
    """Everything that the last section of the report names."""
    note = json.loads((home.release / "release.json").read_text(encoding="utf-8"))
    panels = [each.panel for each in lists]
    years = sorted({year, *(each.year for each in lists)}, reverse=True)
    return Provenance(
        datetime.fromisoformat(note["released_at"]),
        note["file"],
        note["method"],
        {each: rows(con, _FILES, year=each) for each in years},
        tuple(rows(con, _ASSUMED, panels=panels)),
        tuple(rows(con, _BREAKS, panels=panels)),
        {(row["index_year"], row["panel"]): row for row in rows(con, _PUBLISHED, now=now)},
    )
