"""Declared corrections of known errors in what was sent: corrections/*.yml.

Belongs here: rows of reference.correction and their rules. Does not belong here: where a correction is put into effect and the guard over
it (core.corrections and its rule). The source is never changed: a correction stands beside it, with who declared it and on what paper.
"""

from collections.abc import Iterable
from decimal import Decimal

from warehouse.reference_files.overlay import ReferenceFiles
from warehouse.reference_files.problems import Problems
from warehouse.reference_files.record import Entry, report_repeats
from warehouse.reference_files.units import UNKNOWN_UNIT_MEND, units_by_id
from warehouse.reference_files.yaml_document import Section, read_yaml
from warehouse.unit_levels import PANEL_OF_LEVEL

CORRECTIONS = "corrections/*.yml"
MEASURES = {
    "self_assessment": "self_points",
    "appraisal": "appraised_points",
    "explanation": "proposed_points",
    "appraisal_2": "appraised_points",
    "survey_scores": "survey_points",
}
"""What may be corrected: the one measure that each form is there to give."""

_PLACES = 8


def read_corrections(files: ReferenceFiles, problems: Problems) -> list[Entry]:
    """Return rows of reference.correction."""
    found: list[Entry] = []
    for _, path in files.matching(CORRECTIONS):
        top = read_yaml(path, problems)
        if top is not None:
            top.expect("corrections")
            found.extend(_correction(section) for section in top.sections("corrections"))
    return found


def _correction(section: Section) -> Entry:
    section.expect(
        "code", "index_year", "form", "index_name", "unit_id", "node_id", "found", "corrected", "what", "why", "who", "document", "until"
    )
    form = section.choice("form", tuple(MEASURES))
    if "found" not in section.values:
        mend = "ghi giá trị đang có trong tệp; ô trống thì ghi found: null"
        section.report("value_missing", "thiếu giá trị “found”", mend)
    return Entry(
        {
            "correction": section.text("code"),
            "index_year": section.integer("index_year"),
            "form": form,
            "measure": MEASURES.get(form, ""),
            "index_name": section.optional_text("index_name"),
            "unit_id": section.text("unit_id"),
            "node_id": section.text("node_id"),
            "found": section.optional_text("found"),
            "corrected": section.decimal("corrected", _PLACES),
            "what_vi": section.text("what"),
            "why_vi": section.text("why"),
            "declared_by": section.text("who"),
            "document": section.text("document"),
            "valid_until": section.date("until"),
        },
        section,
    )


def check_corrections(
    corrections: list[Entry], units: Iterable[Entry], sets: Iterable[Entry], criteria: Iterable[Entry], members: Iterable[Entry]
) -> None:
    """Report repeats, unknown units and lines, and points that the line cannot have."""
    report_repeats(corrections, ["correction"], "mã sửa số liệu")
    report_repeats(corrections, ["index_year", "form", "index_name", "unit_id", "node_id"], "sửa số liệu")
    known = units_by_id(units)
    newest: dict[tuple[int, str], str] = {}
    for entry in sorted(sets, key=lambda entry: entry["version"]):
        newest[entry["index_year"], entry["panel"]] = entry["criteria_set"]
    panels = {(member["index_year"], member["unit_id"]): member["panel"] for member in members}
    nodes = {(entry["criteria_set"], entry["node_id"]): entry for entry in criteria}
    for correction in corrections:
        unit = known.get(correction["unit_id"])
        if unit is None:
            correction.report("unknown_unit", f"không có đơn vị {correction['unit_id']}", UNKNOWN_UNIT_MEND)
        elif (correction["form"] == "index_scores") != (correction["index_name"] is not None):
            correction.report("value_missing", "index_name phải có ở biểu index_scores và để trống ở biểu khác", "sửa index_name")
        elif correction["index_name"] is None:
            panel = panels.get((correction["index_year"], unit["unit_id"]), PANEL_OF_LEVEL[unit["level"]])
            used = newest.get((correction["index_year"], panel), "")
            _check_line(correction, nodes.get((used, correction["node_id"])), used)


def _check_line(correction: Entry, node: Entry | None, used: str) -> None:
    if node is None or not node["is_leaf"]:
        message = f"bộ tiêu chí “{used}” không có dòng chấm điểm “{correction['node_id']}”"
        correction.report("unknown_line", message, "ghi node_id như trong bảng reference.criterion")
    elif not Decimal(0) <= correction["corrected"] <= node["max_points"]:
        message = f"điểm sửa {correction['corrected']} ngoài khoảng 0 đến {node['max_points']}"
        correction.report("out_of_range", message, "sửa “corrected”")
