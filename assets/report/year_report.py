"""All that the report of a year tells.

Belongs here: gathering the sections. Does not: any of them, lay-out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from assets.report.changes_of_rank import Changes, changes_of
from assets.report.data_quality import Coverage, QualityCards, coverage_of, doubtful_units, findings_of, quality_cards
from assets.report.fields import FieldGrid, field_grid
from assets.report.provenance import Provenance, provenance_of
from assets.report.ranked_lists import RankedList, lists_of
from assets.report.reading import Row, rows
from assets.report.scorecard import Scorecard, scorecard_of
from assets.report.tile_maps import TileMaps, tile_maps
from warehouse.home import Home

_REGIONS = """
    SELECT * FROM mart.par_index_region WHERE index_year = $year AND panel = $panel AND region_known AND index_mean IS NOT NULL
    ORDER BY index_mean DESC
"""


class NothingToReport(Exception):
    """The release knows nothing of this year; the message says of which years it does."""


@dataclass(frozen=True)
class ListSection:
    """One ranked list with everything around it."""

    of: RankedList
    grid: FieldGrid
    changes: Changes
    regions: tuple[Row, ...]
    maps: TileMaps | None
    doubtful: tuple[Row, ...]
    cards: QualityCards


@dataclass(frozen=True)
class YearReport:
    """The whole report."""

    year: int
    lists: tuple[ListSection, ...]
    scorecard: Scorecard
    coverage: Coverage
    findings: tuple[Row, ...]
    provenance: Provenance

    @property
    def made_up(self) -> bool:
        listed = any(section.of.facts["made_up"] for section in self.lists)
        return listed or any(line["made_up"] for line in self.scorecard.lines)


def year_report(con: duckdb.DuckDBPyConnection, home: Home, year: int, now: datetime) -> YearReport:
    """Gather the report of a year from a release. Raises NothingToReport."""
    lists = lists_of(con, year)
    scorecard = scorecard_of(con, year)
    if not scorecard.lines and not any(each.year == year for each in lists):
        known = rows(con, "SELECT index_year FROM mart.par_index_list UNION SELECT index_year FROM mart.scorecard ORDER BY 1")
        years = ", ".join(str(row["index_year"]) for row in known) or "chưa có năm nào"
        raise NothingToReport(f"Năm {year} chưa có danh sách xếp hạng hay báo cáo nào; các năm có số liệu: {years}.")
    return YearReport(
        year,
        tuple(_section(con, each) for each in lists),
        scorecard,
        coverage_of(con, year),
        tuple(findings_of(con, year)),
        provenance_of(con, home, lists, year, now),
    )


def _section(con: duckdb.DuckDBPyConnection, of: RankedList) -> ListSection:
    return ListSection(
        of,
        field_grid(con, of),
        changes_of(con, of),
        tuple(rows(con, _REGIONS, **of.key())),
        tile_maps(con, of),
        tuple(doubtful_units(con, of)),
        quality_cards(con, of),
    )
