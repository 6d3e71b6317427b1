"""How the service-quality index of decision 766 scores monthly counts: service_quality_*.csv.

Belongs here: rows of reference.service_quality_part and their rules. Does not belong here: the scores (mart.service_quality). What was
not found in a public source is labelled illustrative, part by part.
"""

from collections.abc import Iterable
from decimal import Decimal

from warehouse.reference_files.csv_rows import read_csv
from warehouse.reference_files.form_choices import NO_END
from warehouse.reference_files.overlay import ReferenceFiles
from warehouse.reference_files.problems import Problems
from warehouse.reference_files.record import Entry, report_repeats

SERVICE_QUALITY = "service_quality_*.csv"
COUNTS = (
    "received", "resolved_early", "resolved_on_time", "resolved_late", "pending", "digitised", "online", "paid_online", "published_on_time",
    "procedures", "satisfied", "asked",
)  # fmt: skip
"""Columns of the form dossiers that a ratio may be made of."""
_COLUMNS = (
    "from_index_year", "group_code", "group_vi", "group_max", "part", "part_vi", "max_points", "formula", "numerator", "denominator",
    "target_percent", "max_provenance", "formula_provenance", "note_vi", "source_url",
)  # fmt: skip
_PROVENANCES = ("published", "illustrative")
_PLACES = 4


def read_service_quality(files: ReferenceFiles, problems: Problems) -> list[Entry]:
    """Return rows of reference.service_quality_part; the parts of a year hold until the year before the next ones."""
    rows = [row for _, path in files.matching(SERVICE_QUALITY) for row in read_csv(path, _COLUMNS, problems)]
    years = sorted({row.integer("from_index_year") for row in rows})
    ends = dict(zip(years, [*(year - 1 for year in years[1:]), NO_END], strict=False))
    return [
        Entry(
            {
                "from_index_year": row.integer("from_index_year"),
                "to_index_year": ends[row.integer("from_index_year")],
                "group_code": row.choice("group_code", ("1", "2", "3", "4", "5")),
                "group_vi": row.text("group_vi"),
                "group_max": row.decimal("group_max", _PLACES),
                "part": row.text("part"),
                "part_vi": row.text("part_vi"),
                "max_points": row.decimal("max_points", _PLACES),
                "formula": row.choice("formula", ("ratio", "target_ratio")),
                "numerator": row.text("numerator"),
                "denominator": row.text("denominator"),
                "target_percent": row.optional_decimal("target_percent", _PLACES),
                "max_provenance": row.choice("max_provenance", _PROVENANCES),
                "formula_provenance": row.choice("formula_provenance", _PROVENANCES),
                "note_vi": row.optional_text("note_vi"),
                "source_url": row.optional_text("source_url"),
            },
            row,
        )
        for row in rows
    ]


def check_service_quality(parts: list[Entry]) -> None:
    """Report repeats, counts that the form does not have, a target that is missing, and groups whose parts do not add up."""
    report_repeats(parts, ["from_index_year", "part"], "tỷ lệ")
    for entry in parts:
        for side in ("numerator", "denominator"):
            odd = [name for name in entry[side].split("+") if name not in COUNTS]
            if odd:
                entry.report("unknown_column", f"“{side}” có cột không có trong biểu hồ sơ: {', '.join(odd)}", f"dùng: {', '.join(COUNTS)}")
        if (entry["formula"] == "target_ratio") != bool(entry["target_percent"] and entry["target_percent"] > 0):
            entry.report("value_missing", "target_percent chỉ dành cho target_ratio, và phải lớn hơn 0", "sửa formula hoặc target_percent")
        if entry["max_provenance"] == "published" and entry["source_url"] is None:
            entry.report("source_missing", "điểm tối đa ghi là công bố nhưng không có nguồn", "thêm source_url, hoặc ghi illustrative")
    for entry, total in _groups(parts):
        if total != entry["group_max"]:
            entry.report(
                "sum_differs", f"nhóm {entry['group_code']}: các tỷ lệ cộng {total}, nhóm có {entry['group_max']}", "sửa max_points"
            )


def _groups(parts: Iterable[Entry]) -> Iterable[tuple[Entry, Decimal]]:
    """The first part of each group, with the sum of their maxima."""
    first: dict[tuple[int, str], Entry] = {}
    sums: dict[tuple[int, str], Decimal] = {}
    for entry in parts:
        key = (entry["from_index_year"], entry["group_code"])
        first.setdefault(key, entry)
        sums[key] = sums.get(key, Decimal(0)) + entry["max_points"]
    return [(first[key], total) for key, total in sums.items()]
