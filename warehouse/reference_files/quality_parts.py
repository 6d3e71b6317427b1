"""Which rules speak of which part of the quality card, and how fast lateness costs: quality_parts.csv.

Belongs here: rows of reference.quality_part and their rules. Does not belong here: the card (mart.quality_card).
"""

from warehouse.reference_files.csv_rows import read_csv
from warehouse.reference_files.overlay import ReferenceFiles
from warehouse.reference_files.problems import Problems
from warehouse.reference_files.record import Entry, report_repeats

QUALITY_PARTS = "quality_parts.csv"
_COLUMNS = ("part", "rule", "days_until_zero")


def read_quality_parts(files: ReferenceFiles, problems: Problems) -> list[Entry]:
    """Return rows of reference.quality_part."""
    return [
        Entry(
            {
                "part": row.choice("part", ("right", "clean", "alive")),
                "rule": row.optional_text("rule"),
                "days_until_zero": row.optional_integer("days_until_zero"),
            },
            row,
        )
        for _, path in files.matching(QUALITY_PARTS)
        for row in read_csv(path, _COLUMNS, problems)
    ]


def check_quality_parts(parts: list[Entry]) -> None:
    """Report repeats, a part without its rule, and days that are none."""
    report_repeats(parts, ["part", "rule"], "phần chất lượng")
    for entry in parts:
        days = entry["days_until_zero"]
        if entry["part"] == "alive" and (days is None or days < 1 or entry["rule"] is not None):
            entry.report("value_missing", "dòng alive cần days_until_zero từ 1 trở lên và không có rule", "ví dụ: alive,,30")
        elif entry["part"] != "alive" and entry["rule"] is None:
            entry.report("value_missing", "thiếu rule", "ghi mã quy tắc như trong checks/rules")
