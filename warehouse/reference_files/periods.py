"""Index years that are open, and their deadlines: periods.yml.

Belongs here: reading that file and its own rules. Does not belong here: partitions (pipelines) and what a year needs
beside being open (criteria sets, panels, groups).
"""

from itertools import pairwise

from warehouse.reference_files.overlay import ReferenceFiles
from warehouse.reference_files.problems import Problems
from warehouse.reference_files.record import Entry, report_repeats
from warehouse.reference_files.yaml_document import Section, read_yaml
from warehouse.unit_levels import LEVELS

PERIODS = "periods.yml"
PROVENANCES = ("published", "made_up")


def read_periods(files: ReferenceFiles, problems: Problems) -> tuple[list[Entry], list[Entry]]:
    """Return rows of reference.index_year and of reference.deadline."""
    found = files.matching(PERIODS)
    if not found:
        problems.add(PERIODS, None, "file_missing", "không có tệp các năm đánh giá", "thêm periods.yml vào thư mục tham chiếu")
        return [], []
    top = read_yaml(found[0][1], problems)
    if top is None:
        return [], []
    top.expect("defaults", "years")
    defaults = top.section("defaults")
    defaults.expect("provenance")
    provenance = defaults.optional_text("provenance")
    years: list[Entry] = []
    deadlines: list[Entry] = []
    for section in top.sections("years"):
        section.expect("index_year", "note_vi", "note_en", "deadlines")
        year = section.integer("index_year")
        notes = {"note_vi": section.optional_text("note_vi"), "note_en": section.optional_text("note_en")}
        years.append(Entry({"index_year": year, **notes}, section))
        for line in section.sections("deadlines"):
            deadlines.extend(_deadlines(line, year, provenance))
    if not years:
        top.report("value_missing", "chưa mở năm đánh giá nào", "thêm ít nhất một mục dưới “years”")
    return years, deadlines


def _deadlines(line: Section, year: int, provenance: str | None) -> list[Entry]:
    line.expect("levels", "form", "opens_on", "due_on", "locks_on", "units_on", "covers_from", "covers_to", "provenance", "source_url")
    levels = [value.choice("levels", LEVELS) for value in line.texts("levels")]
    if not levels:
        line.report("value_missing", "thiếu “levels”", "viết levels: [ministry, province]")
    shared = {
        "form": line.text("form"),
        "opens_on": line.optional_date("opens_on"),
        "due_on": line.date("due_on"),
        "locks_on": line.optional_date("locks_on"),
        "units_on": line.optional_date("units_on"),
        "covers_from": line.optional_date("covers_from"),
        "covers_to": line.optional_date("covers_to"),
        "provenance": line.choice("provenance", PROVENANCES, provenance),
        "source_url": line.optional_text("source_url"),
    }
    return [Entry({"index_year": year, "level": level, **shared}, line) for level in levels]


def check_periods(years: list[Entry], deadlines: list[Entry]) -> None:
    """Report years that are not contiguous, repeated or reversed deadlines, and published ones without a source."""
    for before, entry in pairwise(years):
        if entry["index_year"] != before["index_year"] + 1:
            message = f"sau năm {before['index_year']} là năm {entry['index_year']}"
            entry.report("year_gap", message, "các năm phải liền nhau, tăng dần, mỗi năm một mục")
    report_repeats(deadlines, ["index_year", "level", "form"], "thời hạn")
    for entry in deadlines:
        if entry["opens_on"] and entry["opens_on"] > entry["due_on"]:
            entry.report("deadline_reversed", "ngày mở sau ngày hết hạn", "đổi lại opens_on và due_on")
        first, last = entry["covers_from"], entry["covers_to"]
        if (first is None) != (last is None) or (first and last and first > last):
            entry.report("period_reversed", "kỳ số liệu thiếu một đầu hoặc ngược", "ghi covers_from và covers_to, ngày đầu trước ngày cuối")
        if entry["locks_on"] and entry["locks_on"] < entry["due_on"]:
            entry.report("deadline_reversed", "ngày khóa trước ngày hết hạn", "đổi lại due_on và locks_on")
        if entry["provenance"] == "published" and entry["source_url"] is None:
            entry.report("source_missing", "thời hạn ghi là công bố nhưng không có nguồn", "thêm source_url, hoặc ghi made_up")


def check_forms(deadlines: list[Entry], files: ReferenceFiles) -> None:
    """Report deadlines of forms that have no layout; nothing is said where no layout is present at all."""
    forms = sorted({name.split("/")[1] for name in files.names() if name.startswith("forms/") and name.count("/") > 1})
    for entry in deadlines:
        if forms and entry["form"] not in forms:
            entry.report("unknown_form", f"không có biểu mẫu “{entry['form']}”", f"dùng: {', '.join(forms)}")


def check_open(entries: list[Entry], years: set[int]) -> None:
    """Report entries whose index_year is not open."""
    for entry in entries:
        if entry["index_year"] not in years:
            entry.report("year_not_open", f"năm {entry['index_year']} chưa mở", f"thêm năm này vào {PERIODS}")
