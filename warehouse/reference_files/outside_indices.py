"""Definitions of outside indices (PAPI first): outside_indices/*.yml.

Belongs here: rows of reference.outside_index, outside_index_line and outside_index_group, and their rules. Does not
belong here: scores (form index_scores) and how they are added up (SQL models). A new index is a new file, no Python.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from math import lcm

from warehouse.reference_files.overlay import ReferenceFiles
from warehouse.reference_files.problems import Problems
from warehouse.reference_files.record import Entry, report_repeats
from warehouse.reference_files.yaml_document import Section, read_yaml

OUTSIDE_INDICES = "outside_indices/*.yml"
_AGGREGATIONS = ("sum", "mean")
_LEVELS = ("ministry", "province")
_ONE = Decimal(1)
_MOST_PARTS = 10**18
"""Sums of scores over a common denominator stay within DuckDB's widest whole numbers (fragments/outside_index_shares.sql)."""


@dataclass
class OutsideIndices:
    """Rows of the three tables."""

    indices: list[Entry] = field(default_factory=list)
    lines: list[Entry] = field(default_factory=list)
    groups: list[Entry] = field(default_factory=list)


def read_outside_indices(files: ReferenceFiles, problems: Problems) -> OutsideIndices:
    """Return the rows of all definition files; each year written once, its structure shared or its own."""
    found = OutsideIndices()
    for _, path in files.matching(OUTSIDE_INDICES):
        top = read_yaml(path, problems)
        if top is not None:
            _read_index(top, found)
    return found


def _read_index(top: Section, found: OutsideIndices) -> None:
    top.expect("index_name", "level", "title_vi", "title_en", "source_url", "aggregation", "dimension_scale", "years", "structures")
    aggregation, scale = top.section("aggregation"), top.section("dimension_scale")
    aggregation.expect("sub_dimensions", "dimensions")
    scale.expect("min", "max")
    shared = {
        "index_name": top.text("index_name"),
        "level": top.choice("level", _LEVELS),
        "title_vi": top.text("title_vi"),
        "title_en": top.optional_text("title_en"),
        "sub_aggregation": aggregation.choice("sub_dimensions", _AGGREGATIONS),
        "dimension_aggregation": aggregation.choice("dimensions", _AGGREGATIONS),
        "dimension_scale_min": scale.optional_decimal("min", 4),
        "dimension_scale_max": scale.optional_decimal("max", 4),
    }
    for year in top.sections("years"):
        _read_year(year, shared, top.optional_text("source_url"), found)
    for structure in top.sections("structures"):
        structure.expect("years", "dimensions")
        years = structure.texts("years")
        if not years:
            structure.report("value_missing", "cấu trúc thiếu “years”", "viết ví dụ years: [2023, 2024]")
        for value in years:
            _read_structure(structure, shared["index_name"], value.integer("years"), found)


def _read_year(section: Section, shared: Mapping[str, object], source: str | None, found: OutsideIndices) -> None:
    section.expect("index_year", "units_as_of", "source_url", "groups", "group_note_vi")
    year = section.integer("index_year")
    values = {
        **shared,
        "index_year": year,
        "units_as_of": section.optional_date("units_as_of") or date(min(max(year, 1), 9999), 12, 31),
        "group_note_vi": section.optional_text("group_note_vi"),
        "source_url": section.optional_text("source_url") or source,
    }
    found.indices.append(Entry(values, section))
    groups = section.section("groups")
    groups.expect("source_url", "sizes")
    sizes = groups.sections("sizes")
    if not sizes and values["group_note_vi"] is None:
        message = f"năm {year} không có số đơn vị mỗi nhóm"
        section.report("note_missing", message, "thêm groups, hoặc nêu lý do ở group_note_vi")
    for order, size in enumerate(sizes, 1):
        size.expect("label_vi", "label_en", "size")
        row = {
            "index_name": shared["index_name"],
            "index_year": year,
            "sort_order": order,
            "label_vi": size.text("label_vi"),
            "label_en": size.optional_text("label_en"),
            "size": size.integer("size"),
            "source_url": groups.optional_text("source_url"),
        }
        found.groups.append(Entry(row, size))


def _read_structure(structure: Section, index_name: object, year: int, found: OutsideIndices) -> None:
    order = 0
    for dimension in structure.sections("dimensions"):
        dimension.expect("code", "name_vi", "name_en", "weight", "sub_dimensions")
        subs = dimension.sections("sub_dimensions")
        if not subs:
            dimension.report("value_missing", "nội dung thiếu “sub_dimensions”", "thêm ít nhất một nội dung thành phần")
        for sub in subs:
            sub.expect("code", "name_vi", "name_en", "weight")
            order += 1
            row = {
                "index_name": index_name,
                "index_year": year,
                "sort_order": order,
                "dimension_code": dimension.text("code"),
                "dimension_name_vi": dimension.optional_text("name_vi"),
                "dimension_name_en": dimension.optional_text("name_en"),
                "dimension_weight": _weight(dimension),
                "sub_code": sub.text("code"),
                "sub_name_vi": sub.optional_text("name_vi"),
                "sub_name_en": sub.optional_text("name_en"),
                "sub_weight": _weight(sub),
            }
            found.lines.append(Entry(row, sub))


def _weight(section: Section) -> Decimal:
    weight = section.optional_decimal("weight", 8)
    return _ONE if weight is None else weight


def check_outside_indices(found: OutsideIndices) -> None:
    """Report repeated years and codes, years without a structure or the reverse, and weights and sizes below zero."""
    report_repeats(found.indices, ["index_name", "index_year"], "năm của chỉ số")
    report_repeats(found.lines, ["index_name", "index_year", "sub_code"], "mã nội dung thành phần")
    report_repeats(found.groups, ["index_name", "index_year", "label_vi"], "nhãn nhóm")
    stated = {(entry["index_name"], entry["index_year"]) for entry in found.indices}
    built = {(entry["index_name"], entry["index_year"]) for entry in found.lines}
    for entry in found.indices:
        if (entry["index_name"], entry["index_year"]) not in built:
            message = f"năm {entry['index_year']} không có cấu trúc"
            entry.report("structure_missing", message, "ghi năm này vào một mục structures")
    for entry in {(line["index_name"], line["index_year"]): line for line in found.lines}.values():
        if (entry["index_name"], entry["index_year"]) not in stated:
            message = f"cấu trúc cho năm {entry['index_year']} không có trong years"
            entry.report("structure_missing", message, "thêm mục năm đó")
    for entry in found.lines:
        if entry["dimension_weight"] <= 0 or entry["sub_weight"] <= 0:
            entry.report("out_of_range", f"trọng số của {entry['sub_code']} phải lớn hơn 0", "sửa “weight”")
    for entry in found.groups:
        if entry["size"] <= 0:
            entry.report("out_of_range", f"số đơn vị của nhóm {entry['label_vi']} phải lớn hơn 0", "sửa “size”")
    _check_common_parts(found)


def _check_common_parts(found: OutsideIndices) -> None:
    """Report weights that can only be added over a denominator too large to be exact."""
    aggregations = {(e["index_name"], e["index_year"]): (e["sub_aggregation"], e["dimension_aggregation"]) for e in found.indices}

    def of_year(line: Entry) -> tuple[str, int]:
        return line["index_name"], line["index_year"]

    for year, group in groupby(sorted(found.lines, key=of_year), of_year):
        lines = list(group)
        if year in aggregations and all(line["dimension_weight"] > 0 and line["sub_weight"] > 0 for line in lines):
            parts, shares = _common_parts(lines, *aggregations[year])
            if max(parts, shares) > _MOST_PARTS:
                message = f"trọng số của {year[0]} năm {year[1]} có mẫu số chung quá lớn nên không cộng được chính xác"
                lines[0].report("out_of_range", message, "viết trọng số gọn hơn, ví dụ 0.3 hoặc 3, hoặc sao cho tổng trọng số bằng 1")


def _common_parts(lines: list[Entry], sub_aggregation: str, dimension_aggregation: str) -> tuple[int, int]:
    """The denominator over which the shares of all sub-dimensions are whole numbers, and the sum of these: as the fragment has them."""
    weights = {line["dimension_code"]: Fraction(line["dimension_weight"]) for line in lines}
    subs: dict[str, list[Fraction]] = {}
    for line in lines:
        subs.setdefault(line["dimension_code"], []).append(Fraction(line["sub_weight"]))
    inside = {code: _shares(own, sub_aggregation) for code, own in subs.items()}
    outside = dict(zip(weights, _shares(list(weights.values()), dimension_aggregation), strict=True))
    within = lcm(*(share.denominator for own in inside.values() for share in own))
    parts = within * lcm(*(share.denominator for share in outside.values()))
    return parts, int(sum(outside[code] * share * parts for code, own in inside.items() for share in own))


def _shares(weights: list[Fraction], aggregation: str) -> list[Fraction]:
    return [weight / sum(weights) for weight in weights] if aggregation == "mean" else weights
