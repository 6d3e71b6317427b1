"""The indicator catalogue of the periodic report: indicators/*.csv.

Belongs here: rows of reference.indicator, .indicator_reporter and .indicator_term, and what must be true between them. Does not belong
here: reading a report (intake), summing up (mart.scorecard).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from warehouse.reference_files.csv_rows import read_csv
from warehouse.reference_files.overlay import ReferenceFiles
from warehouse.reference_files.problems import Problems
from warehouse.reference_files.record import Entry, Record, report_repeats
from warehouse.unit_levels import LEVELS

INDICATORS = "indicators/*.csv"
AREAS = ("steering", "institutions", "procedures", "apparatus", "civil_service", "public_finance", "e_government")
KINDS = ("area", "reported", "ratio", "counted")
_COLUMNS = (
    "indicator", "area", "kind", "name_vi", "name_en", "unit_vi", "unit_en", "unit_kind", "timing", "additive", "reported_by", "part_of",
    "at_most", "numerator", "denominator", "counted_of", "above", "up_to", "valid_from_year", "valid_to_year", "provenance",
)  # fmt: skip
_PLACES = 8


@dataclass(frozen=True)
class Indicators:
    """Rows of the three tables of the catalogue."""

    indicators: list[Entry] = field(default_factory=list)
    reporters: list[Entry] = field(default_factory=list)
    terms: list[Entry] = field(default_factory=list)


def read_indicators(files: ReferenceFiles, problems: Problems) -> Indicators:
    """Return the catalogue; indicators stand in the order of their files and lines."""
    found = Indicators()
    for _, path in files.matching(INDICATORS):
        for row in read_csv(path, _COLUMNS, problems):
            indicator, kind = row.text("indicator"), row.choice("kind", KINDS)
            found.indicators.append(Entry(_indicator(row, indicator, kind, len(found.indicators) + 1), row))
            for level in _several(row, "reported_by"):
                found.reporters.append(Entry({"indicator": indicator, "level": level}, row))
            for role in ("numerator", "denominator"):
                for term in _several(row, role):
                    found.terms.append(Entry({"indicator": indicator, "role": role, "term": term}, row))
    return found


def _indicator(row: Record, indicator: str, kind: str, order: int) -> dict[str, object]:
    measured = kind != "area"
    return {
        "indicator": indicator,
        "sort_order": order,
        "area": row.choice("area", AREAS),
        "kind": kind,
        "name_vi": row.text("name_vi"),
        "name_en": row.text("name_en"),
        "unit_vi": row.text("unit_vi") if measured else None,
        "unit_en": row.text("unit_en") if measured else None,
        "unit_kind": row.choice("unit_kind", ("count", "amount", "percent")) if measured else None,
        "timing": row.choice("timing", ("in_period", "cumulative", "at_end")) if kind == "reported" else None,
        "additive": row.flag("additive") if kind == "reported" else None,
        "part_of": row.optional_text("part_of"),
        "at_most": row.optional_text("at_most"),
        "counted_of": row.optional_text("counted_of"),
        "above": row.optional_decimal("above", _PLACES),
        "up_to": row.optional_decimal("up_to", _PLACES),
        "valid_from_year": row.optional_integer("valid_from_year"),
        "valid_to_year": row.optional_integer("valid_to_year"),
        "provenance": row.choice("provenance", ("published", "made_up")),
    }


def _several(row: Record, key: str) -> list[str]:
    return [part.strip() for part in (row.optional_text(key) or "").split("|") if part.strip()]


def check_indicators(found: Indicators) -> None:
    """Report repeats, lines that nobody reports, ratios without terms, and names of indicators that there are not."""
    report_repeats(found.indicators, ["indicator"], "chỉ tiêu")
    report_repeats(found.reporters, ["indicator", "level"], "cấp báo cáo")
    report_repeats(found.terms, ["indicator", "role", "term"], "thành phần của tỷ lệ")
    kinds = {entry["indicator"]: entry["kind"] for entry in found.indicators}
    reported = {entry["indicator"] for entry in found.reporters}
    roles = {(entry["indicator"], entry["role"]) for entry in found.terms}
    for entry in found.reporters:
        if entry["level"] not in LEVELS:
            entry.report("unknown_choice", f"“reported_by” không nhận “{entry['level']}”", f"dùng: {', '.join(LEVELS)}, ngăn bằng |")
    for entry in found.indicators:
        name, kind = entry["indicator"], entry["kind"]
        if (kind == "reported") != (name in reported):
            entry.report("wrong_reporter", "reported_by ghi ở chỉ tiêu kind=reported, và chỉ ở đó", "điền hoặc xóa reported_by")
        for role in ("numerator", "denominator"):
            if (kind == "ratio") != ((name, role) in roles):
                entry.report("wrong_terms", f"{role} ghi ở chỉ tiêu kind=ratio, và chỉ ở đó", f"điền hoặc xóa {role}")
        if (kind == "counted") != (entry["counted_of"] is not None and entry["above"] is not None):
            entry.report("wrong_count", "kind=counted cần counted_of và above, loại khác thì không", "điền hoặc xóa hai cột này")
        for wanted, named in _named(entry):
            if kinds.get(named) not in wanted:
                entry.report("unknown_indicator", f"không có chỉ tiêu “{named}” loại {', '.join(wanted)}", "ghi mã có trong danh mục")
    for entry in found.terms:
        if kinds.get(entry["term"]) != "reported":
            entry.report("unknown_indicator", f"“{entry['term']}” không phải chỉ tiêu được báo cáo", "ghi mã chỉ tiêu kind=reported")


def _named(entry: Entry) -> Iterator[tuple[tuple[str, ...], str]]:
    for column, kinds in (("part_of", ("reported",)), ("at_most", ("reported",)), ("counted_of", ("reported", "ratio"))):
        if entry[column] is not None:
            yield kinds, entry[column]


MEASURES = ("on_time_submissions", "on_time_reports", "tasks_on_time", "inspections_remedied", "dossiers_on_time", "sipas_satisfied")
"""Figures of core.measures that are not indicators."""


def check_measures(criteria: list[Entry], found: Indicators) -> None:
    """Report lines that would be scored by a figure that the warehouse does not have."""
    known = {*MEASURES, *(f"report_year/{entry['indicator']}" for entry in found.indicators if entry["kind"] in ("reported", "ratio"))}
    for entry in criteria:
        if entry["data_from"] is not None and entry["data_from"] not in known:
            mend = f"dùng {', '.join(MEASURES)}, hoặc report_year/ và mã chỉ tiêu trong indicators"
            entry.report("unknown_measure", f"data_from “{entry['data_from']}” không có trong kho", mend)
