"""What must be true of a criteria set before anything is scored with it.

Belongs here: pure checks over rows of reference.criteria_set and reference.criterion. Does not belong here: reading
the files, and comparing a set with the counts that its decision states (a warning, in reference_data).
"""

from collections import defaultdict
from decimal import Decimal

from warehouse.reference_files.record import Entry, report_repeats


def check_criteria_sets(sets: list[Entry], criteria: list[Entry]) -> None:
    """Report repeated sets and codes, missing parents, published values without source, and sums that do not close."""
    report_repeats(sets, ["criteria_set"], "bộ tiêu chí")
    report_repeats(sets, ["index_year", "level", "panel", "version"], "phiên bản của bộ tiêu chí")
    by_set: dict[str, list[Entry]] = defaultdict(list)
    for row in criteria:
        by_set[row["criteria_set"]].append(row)
    for criteria_set in sets:
        rows = by_set[criteria_set["criteria_set"]]
        _check_document(criteria_set, rows)
        if _tree_holds(rows, criteria_set["line_decimals"]):
            _check_sums(criteria_set, rows)
        _check_parts(criteria_set, rows)


def _tree_holds(rows: list[Entry], line_decimals: int) -> bool:
    """Codes are unique within their path, parents exist, maxima are positive, published values name a source."""
    known: dict[str, Entry] = {}
    holds = True
    for row in rows:
        first = known.setdefault(row["node_id"], row)
        if first is not row:
            at = f"đường dẫn {row['node_id']}, dòng {first.record.line}"
            message = f"mã “{row['code']}” lặp trong cùng một mục ({at})"
            row.report("duplicate_code", message, "đặt mã khác cho một trong hai mục")
            holds = False
    for row in rows:
        if row["parent_node_id"] is not None and row["parent_node_id"] not in known:
            row.report("parent_missing", f"mục {row['node_id']} thiếu mục cha {row['parent_node_id']}", "thêm mục cha")
            holds = False
        if row["max_points"] <= 0:
            row.report("out_of_range", f"điểm tối đa của mục {row['node_id']} phải lớn hơn 0", "sửa “max”")
        if row["is_leaf"] and row["max_points"] != round(row["max_points"], line_decimals):
            message = (
                f"điểm tối đa {row['max_points']} của mục {row['node_id']} có nhiều hơn {line_decimals} chữ số thập phân (line_decimals)"
            )
            row.report("too_many_decimals", message, "tăng line_decimals, hoặc sửa “max”")
        if "published" in (row["name_provenance"], row["max_provenance"]) and row["source_url"] is None:
            message = f"mục {row['node_id']} ghi là công bố nhưng không có nguồn"
            row.report("source_missing", message, "thêm source_url, hoặc ghi made_up")
    return holds


def _check_document(criteria_set: Entry, rows: list[Entry]) -> None:
    """What is taken from a document needs one: the decision, or words on where the set comes from."""
    from_document = any("document" in (row["name_provenance"], row["max_provenance"]) for row in rows)
    if from_document and criteria_set["decision"] is None and criteria_set["provenance"] is None:
        message = "tên hoặc điểm ghi là theo văn bản (document) nhưng không nêu văn bản nào"
        criteria_set.record.report("source_missing", message, "thêm decision hoặc provenance, hoặc ghi made_up", "provenance")


def _check_sums(criteria_set: Entry, rows: list[Entry]) -> None:
    """Children add up to their parent, fields to the set; exact decimals, no tolerance."""
    sums: dict[str | None, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row["counts_as"] == "base" or row["parent_node_id"] is not None:
            sums[row["parent_node_id"]] += row["max_points"]
    for row in rows:
        # A block of bonus or penalty points is capped: what its lines could give may be more.
        capped = row["counts_as"] != "base" and sums[row["node_id"]] > row["max_points"]
        if not row["is_leaf"] and sums[row["node_id"]] != row["max_points"] and not capped:
            total = sums[row["node_id"]]
            message = f"mục {row['node_id']} tối đa {row['max_points']}, nhưng các mục con cộng lại {total}"
            row.report("sum_mismatch", message, "sửa điểm tối đa của mục này hoặc của mục con")
    if sums[None] != criteria_set["max_points"]:
        message = f"các lĩnh vực cộng lại {sums[None]}, bộ tiêu chí ghi {criteria_set['max_points']}"
        criteria_set.record.report("sum_mismatch", message, "sửa điểm của lĩnh vực hoặc “max_points”", "max_points")


def _check_parts(criteria_set: Entry, rows: list[Entry]) -> None:
    """The lines scored by appraisal and by survey add up to what the set states, and the two to the whole."""
    at = criteria_set.record
    for part, label in (("appraised", "thẩm định"), ("survey", "điều tra xã hội học")):
        lines = [row for row in rows if row["part"] == part and row["counts_as"] == "base"]
        total = sum((row["max_points"] for row in lines), Decimal(0))
        stated = criteria_set[f"{part}_max"]
        if total != stated:
            message = f"điểm {label} cộng lại {total}, bộ tiêu chí ghi {stated}"
            at.report("parts_mismatch", message, f"sửa “part” hoặc “max” của các mục, hoặc “{part}_max”", f"{part}_max")
    if criteria_set["appraised_max"] + criteria_set["survey_max"] != criteria_set["max_points"]:
        message = "appraised_max + survey_max khác max_points"
        at.report("parts_mismatch", message, "sửa một trong ba số", "max_points")
