"""Which rows of a register an indicator of the annual report counts: register_counts*.csv.

Belongs here: rows of reference.register_count, and what must be true of them. Does not belong here: counting (quality.compared_figures).
"""

from warehouse.reference_files.csv_rows import read_csv
from warehouse.reference_files.overlay import ReferenceFiles
from warehouse.reference_files.problems import Problems
from warehouse.reference_files.record import Entry, report_repeats

REGISTER_COUNTS = "register_counts*.csv"
_COLUMNS = ("indicator", "form", "measure", "is_not", "code")


def read_register_counts(files: ReferenceFiles, problems: Problems) -> list[Entry]:
    """Return rows of reference.register_count: one per condition; a row without one counts all rows of the register."""
    return [
        Entry(
            {
                "indicator": row.text("indicator"),
                "form": row.text("form"),
                "measure": row.optional_text("measure"),
                "is_not": row.optional_flag("is_not"),
                "code": row.optional_text("code"),
            },
            row,
        )
        for _, path in files.matching(REGISTER_COUNTS)
        for row in read_csv(path, _COLUMNS, problems)
    ]


def check_register_counts(counts: list[Entry], indicators: list[Entry], choices: list[Entry]) -> None:
    """Report conditions on indicators that are not reported, or on choices that the register does not have."""
    report_repeats(counts, ["indicator", "form", "measure", "code"], "điều kiện đếm")
    reported = {entry["indicator"] for entry in indicators if entry["kind"] == "reported"}
    known = {(entry["form"], entry["measure"], entry["code"]) for entry in choices}
    for entry in counts:
        if entry["indicator"] not in reported:
            entry.report("unknown_indicator", f"không có chỉ tiêu được báo cáo “{entry['indicator']}”", "ghi mã có trong indicators")
        if entry["measure"] is not None and (entry["form"], entry["measure"], entry["code"]) not in known:
            shown = f"{entry['form']}.{entry['measure']} = {entry['code']}"
            entry.report("unknown_choice", f"sổ không có lựa chọn {shown}", "ghi mã lựa chọn như trong forms/")
        if (entry["measure"] is None) != (entry["is_not"] is None):
            entry.report("value_missing", "measure, is_not và code đi cùng nhau", "điền cả ba, hoặc để trống cả ba")
