"""Thresholds and assumptions of estimates from ballots: survey_settings*.csv.

Belongs here: rows of reference.survey_setting. Does not belong here: the estimates (mart.sipas).
"""

from decimal import Decimal

from warehouse.reference_files.csv_rows import read_csv
from warehouse.reference_files.overlay import ReferenceFiles
from warehouse.reference_files.problems import Problems
from warehouse.reference_files.record import Entry, report_repeats

SURVEY_SETTINGS = "survey_settings*.csv"
LIMITS = {"sipas_least_ballots": (Decimal(2), Decimal(100000)), "sipas_z": (Decimal("0.5"), Decimal(5))}
_COLUMNS = ("quantity", "value", "is_assumption", "why_vi", "why_en", "source_url")


def read_survey_settings(files: ReferenceFiles, problems: Problems) -> list[Entry]:
    """Return rows of reference.survey_setting."""
    return [
        Entry(
            {
                "quantity": row.choice("quantity", tuple(LIMITS)),
                "value": row.decimal("value", 8),
                "is_assumption": row.flag("is_assumption"),
                "why_vi": row.text("why_vi"),
                "why_en": row.text("why_en"),
                "source_url": row.optional_text("source_url"),
            },
            row,
        )
        for _, path in files.matching(SURVEY_SETTINGS)
        for row in read_csv(path, _COLUMNS, problems)
    ]


def check_survey_settings(settings: list[Entry]) -> None:
    """Report quantities given twice and values beyond sense."""
    report_repeats(settings, ["quantity"], "đại lượng")
    for entry in settings:
        low, high = LIMITS.get(entry["quantity"], (Decimal(0), Decimal(0)))
        if not low <= entry["value"] <= high:
            entry.report("out_of_range", f"“{entry['quantity']}” phải từ {low} đến {high}", "sửa cột value")
