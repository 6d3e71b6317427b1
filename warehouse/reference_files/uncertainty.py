"""What the honest ranks assume: uncertainty*.csv.

Belongs here: rows of reference.uncertainty. Does not belong here: the draws (SQL models). What nobody published is labelled as an
assumption.
"""

from decimal import Decimal

from warehouse.reference_files.csv_rows import read_csv
from warehouse.reference_files.overlay import ReferenceFiles
from warehouse.reference_files.panel_name import optional_panel_name
from warehouse.reference_files.problems import Problems
from warehouse.reference_files.record import Entry, report_repeats

UNCERTAINTY = "uncertainty*.csv"
LIMITS = {
    "seed": (Decimal(0), Decimal(999999999)),
    "draws": (Decimal(1), Decimal(100000)),
    "survey_margin": (Decimal(0), Decimal(100)),
    "appraisal_step": (Decimal(0), Decimal(100)),
    "weight_change": (Decimal(0), Decimal(99)),
    "low_percentile": (Decimal(0), Decimal(50)),
    "high_percentile": (Decimal(50), Decimal(100)),
}
_COLUMNS = ("panel", "quantity", "value", "unit", "is_assumption", "why_vi", "why_en", "source_url")


def read_uncertainty(files: ReferenceFiles, problems: Problems) -> list[Entry]:
    """Return rows of reference.uncertainty; a row with a panel replaces the one without for that panel."""
    return [
        Entry(
            {
                "panel": optional_panel_name(row),
                "quantity": row.choice("quantity", tuple(LIMITS)),
                "value": row.decimal("value", 8),
                "unit": row.optional_text("unit"),
                "is_assumption": row.flag("is_assumption"),
                "why_vi": row.text("why_vi"),
                "why_en": row.text("why_en"),
                "source_url": row.optional_text("source_url"),
            },
            row,
        )
        for _, path in files.matching(UNCERTAINTY)
        for row in read_csv(path, _COLUMNS, problems)
    ]


def check_uncertainty(entries: list[Entry]) -> None:
    """Report quantities given twice and values beyond sense."""
    report_repeats(entries, ["panel", "quantity"], "đại lượng")
    for entry in entries:
        low, high = LIMITS.get(entry["quantity"], (Decimal(0), Decimal(0)))
        if not low <= entry["value"] <= high:
            entry.report("out_of_range", f"“{entry['quantity']}” phải từ {low} đến {high}", "sửa cột value")
