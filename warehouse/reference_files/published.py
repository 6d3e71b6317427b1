"""Results as they were published, to hold our own against: published/*.csv.

Belongs here: rows of reference.published_result and their rules. Does not belong here: the comparison (checks). Figures
are kept as printed and never corrected.
"""

from collections.abc import Iterable

from warehouse.reference_files.csv_rows import read_csv
from warehouse.reference_files.overlay import ReferenceFiles
from warehouse.reference_files.panel_name import panel_name
from warehouse.reference_files.problems import Problems
from warehouse.reference_files.record import Entry, report_repeats
from warehouse.reference_files.units import UNKNOWN_UNIT_MEND, units_by_id

PUBLISHED = "published/*.csv"
_COLUMNS = (
    "index_name", "index_year", "panel", "statistic", "unit_id", "appraised_points", "survey_points", "index_percent",
    "total", "rank", "group_label", "tolerance", "source_url",
)  # fmt: skip
_PLACES = 8


def read_published(files: ReferenceFiles, problems: Problems) -> list[Entry]:
    """Return rows of reference.published_result; points and percents as printed."""
    return [
        Entry(
            {
                "index_name": row.text("index_name"),
                "index_year": row.integer("index_year"),
                "panel": panel_name(row),
                "statistic": row.choice("statistic", ("unit", "mean")),
                "unit_id": row.optional_text("unit_id"),
                "appraised_points": row.optional_decimal("appraised_points", _PLACES),
                "survey_points": row.optional_decimal("survey_points", _PLACES),
                "index_percent": row.optional_decimal("index_percent", _PLACES),
                "total": row.optional_decimal("total", _PLACES),
                "rank": row.optional_integer("rank"),
                "group_label": row.optional_text("group_label"),
                "tolerance": row.decimal("tolerance", _PLACES),
                "source_url": row.text("source_url"),
            },
            row,
        )
        for _, path in files.matching(PUBLISHED)
        for row in read_csv(path, _COLUMNS, problems)
    ]


def check_published(results: list[Entry], units: Iterable[Entry]) -> None:
    """Report repeats, unknown units, and a unit on a mean (or none on a unit's row)."""
    report_repeats(results, ["index_name", "index_year", "panel", "statistic", "unit_id"], "kết quả công bố")
    known = units_by_id(units)
    for result in results:
        unit_id = result["unit_id"]
        if (result["statistic"] == "unit") != (unit_id is not None):
            result.report("value_missing", "unit_id phải có ở dòng unit và để trống ở dòng mean", "sửa unit_id")
        elif unit_id is not None and unit_id not in known:
            result.report("unknown_unit", f"không có đơn vị {unit_id}", UNKNOWN_UNIT_MEND)
