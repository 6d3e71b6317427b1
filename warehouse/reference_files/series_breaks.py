"""Where a series must not be read as one line: series_breaks*.csv.

Belongs here: rows of reference.series_break. Does not belong here: what changed between two criteria sets (told line by line in
mart.par_index_change_line). Years before the first open one may stand here too.
"""

from warehouse.reference_files.csv_rows import read_csv
from warehouse.reference_files.overlay import ReferenceFiles
from warehouse.reference_files.panel_name import optional_panel_name
from warehouse.reference_files.problems import Problems
from warehouse.reference_files.record import Entry, report_repeats

SERIES_BREAKS = "series_breaks*.csv"
_COLUMNS = ("index_name", "panel", "index_year", "why_vi", "why_en", "source_url")


def read_series_breaks(files: ReferenceFiles, problems: Problems) -> list[Entry]:
    """Return rows of reference.series_break; without a panel the break is one of all panels."""
    return [
        Entry(
            {
                "index_name": row.text("index_name"),
                "panel": optional_panel_name(row),
                "index_year": row.integer("index_year"),
                "why_vi": row.text("why_vi"),
                "why_en": row.text("why_en"),
                "source_url": row.optional_text("source_url"),
            },
            row,
        )
        for _, path in files.matching(SERIES_BREAKS)
        for row in read_csv(path, _COLUMNS, problems)
    ]


def check_series_breaks(breaks: list[Entry]) -> None:
    """Report breaks named twice."""
    report_repeats(breaks, ["index_name", "panel", "index_year"], "gãy chuỗi")
