"""Units, their aliases and their mergers: units/*.csv.

Belongs here: reading these files and what must be true between them. Does not belong here: who is ranked (panels) and
finding the unit that a workbook names (intake).
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from warehouse.reference_files.csv_rows import read_csv
from warehouse.reference_files.overlay import ReferenceFiles
from warehouse.reference_files.problems import Problems
from warehouse.reference_files.record import Entry, report_repeats
from warehouse.unit_levels import INSIDE_PROVINCE, LAST_DAYS, LEVELS
from warehouse.unit_names import fold_name

UNKNOWN_UNIT_MEND = "dùng một unit_id có trong thư mục units"
UNITS, ALIASES, MERGERS = "units/*.csv", "units/unit_aliases*.csv", "units/unit_mergers*.csv"
MERGER_SHARES, REGION_MEMBERS = "units/merger_shares*.csv", "units/region_members*.csv"
_UNIT_COLUMNS = (
    "unit_id", "unit_code", "level", "unit_name", "unit_name_en", "unit_type", "region", "valid_from", "valid_to",
    "note", "source_url",
)  # fmt: skip
_PARENT = ("parent_unit_id",)  # files of ministries and provinces alone do without it


def read_units(files: ReferenceFiles, problems: Problems) -> list[Entry]:
    """Return rows of reference.unit."""
    special = {name for name, _ in files.matching(ALIASES, MERGERS, MERGER_SHARES, REGION_MEMBERS)}
    return [
        Entry(
            {
                "unit_id": row.text("unit_id"),
                "unit_code": row.text("unit_code"),
                "level": row.choice("level", LEVELS),
                "unit_name": row.text("unit_name"),
                "unit_name_en": row.optional_text("unit_name_en"),
                "unit_type": row.optional_text("unit_type"),
                "region": row.optional_text("region"),
                "valid_from": row.optional_date("valid_from"),
                "valid_to": row.optional_date("valid_to"),
                "parent_unit_id": row.optional_text("parent_unit_id"),
                "note": row.optional_text("note"),
                "source_url": row.optional_text("source_url"),
            },
            row,
        )
        for name, path in files.matching(UNITS)
        if name not in special
        for row in read_csv(path, _UNIT_COLUMNS, problems, _PARENT)
    ]


def read_aliases(files: ReferenceFiles, problems: Problems) -> list[Entry]:
    """Return rows of reference.unit_alias."""
    return [
        Entry({"unit_id": row.text("unit_id"), "alias": row.text("alias"), "note": row.optional_text("note")}, row)
        for _, path in files.matching(ALIASES)
        for row in read_csv(path, ("unit_id", "alias", "note"), problems)
    ]


def read_mergers(files: ReferenceFiles, problems: Problems) -> list[Entry]:
    """Return rows of reference.unit_merger."""
    columns = ("predecessor_unit_id", "successor_unit_id", "effective_on", "change", "source_url")
    return [
        Entry(
            {
                "predecessor_unit_id": row.text("predecessor_unit_id"),
                "successor_unit_id": row.text("successor_unit_id"),
                "effective_on": row.date("effective_on"),
                "change": row.choice("change", ("merger", "rename")),
                "source_url": row.optional_text("source_url"),
            },
            row,
        )
        for _, path in files.matching(MERGERS)
        for row in read_csv(path, columns, problems)
    ]


def valid_on(unit: Entry, day: date) -> bool:
    """Whether the unit exists on `day`; both ends of its period count, an empty end is open."""
    return bool((unit["valid_from"] or date.min) <= day <= (unit["valid_to"] or date.max))


def units_by_id(units: Iterable[Entry]) -> dict[str, Entry]:
    """Return unit_id → unit."""
    return {unit["unit_id"]: unit for unit in units}


def check_units(units: list[Entry], aliases: list[Entry], mergers: list[Entry]) -> None:
    """Report repeated ids, reversed or overlapping periods, names that mean two units, and mergers that do not fit."""
    report_repeats(units, ["unit_id"], "unit_id")
    report_repeats(mergers, ["predecessor_unit_id", "successor_unit_id"], "cặp sáp nhập")
    known = units_by_id(units)
    by_code: dict[tuple[str, str | None, str], list[Entry]] = defaultdict(list)
    for unit in units:
        if (unit["valid_from"] or date.min) > (unit["valid_to"] or date.max):
            unit.report("validity_reversed", f"{unit['unit_id']}: valid_from sau valid_to", "đổi lại hai ngày")
        by_code[unit["level"], unit["parent_unit_id"], unit["unit_code"]].append(unit)
        _check_parent(unit, known)
    for (level, _, code), group in by_code.items():
        for earlier, later in _overlaps(group):
            message = f"mã {code} ({level}) trùng thời gian hiệu lực: {earlier['unit_id']} và {later['unit_id']}"
            later.report("validity_overlap", message, "cho đơn vị trước kết thúc trước ngày đơn vị sau bắt đầu")
    _check_names(units, aliases, known)
    for merger in mergers:
        _check_merger(merger, known)


def _check_parent(unit: Entry, known: dict[str, Entry]) -> None:
    """A unit inside a province names it and does not outlive it; a level that was ended has no later unit."""
    name, parent_id, ends = unit["unit_id"], unit["parent_unit_id"], LAST_DAYS.get(unit["level"])
    if ends is not None and (unit["valid_to"] or date.max) > ends:
        message = f"{name}: cấp {unit['level']} kết thúc ngày {ends}"
        unit.report("level_ended", message, f"ghi valid_to {ends} hoặc sớm hơn")
    if unit["level"] not in INSIDE_PROVINCE:
        if parent_id is not None:
            unit.report("parent_not_used", f"{name} cấp {unit['level']} không thuộc tỉnh nào", "để trống parent_unit_id")
        return
    parent = known.get(parent_id or "")
    if parent is None or parent["level"] != "province":
        unit.report(
            "parent_missing", f"{name} cấp {unit['level']} không nêu tỉnh có trong danh mục", "ghi unit_id của tỉnh ở parent_unit_id"
        )
        return
    starts, stops = parent["valid_from"] or date.min, parent["valid_to"] or date.max
    if (unit["valid_from"] or date.min) < starts or (unit["valid_to"] or date.max) > stops:
        span = f"từ {parent['valid_from'] or '…'} đến {parent['valid_to'] or '…'}"
        mend = "chia thành hai dòng, mỗi dòng một tỉnh và một thời gian hiệu lực"
        unit.report("parent_validity", f"{name} có hiệu lực ngoài thời gian của tỉnh {parent_id} ({span})", mend)


def _check_names(units: list[Entry], aliases: list[Entry], known: dict[str, Entry]) -> None:
    """One folded name may mean one unit of a level (and province) on one day; an alias needs its unit."""
    by_name: dict[tuple[str, str | None, str], list[Entry]] = defaultdict(list)
    for unit in units:
        by_name[unit["level"], unit["parent_unit_id"], fold_name(unit["unit_name"])].append(unit)
    for alias in aliases:
        owner = known.get(alias["unit_id"])
        if owner is None:
            alias.report("unknown_unit", f"không có đơn vị {alias['unit_id']}", UNKNOWN_UNIT_MEND)
            continue
        named = Entry({**owner.values}, alias.record)
        by_name[owner["level"], owner["parent_unit_id"], fold_name(alias["alias"])].append(named)
    for (_, _, name), group in by_name.items():
        for earlier, later in _overlaps(group):
            both = f"{earlier['unit_id']} và {later['unit_id']}"
            if earlier["unit_id"] == later["unit_id"]:
                later.report("duplicate_id", f"tên “{name}” đã có cho {earlier['unit_id']}", "bỏ dòng thừa")
            else:
                later.report("ambiguous_name", f"tên “{name}” cùng lúc chỉ {both}", "sửa tên hoặc bỏ tên gọi khác")


def _check_merger(merger: Entry, known: dict[str, Entry]) -> None:
    before, after = known.get(merger["predecessor_unit_id"]), known.get(merger["successor_unit_id"])
    for column, unit in (("predecessor_unit_id", before), ("successor_unit_id", after)):
        if unit is None:
            merger.report("unknown_unit", f"không có đơn vị {merger[column]}", UNKNOWN_UNIT_MEND)
    if before is None or after is None:
        return
    day = merger["effective_on"]
    if before["valid_to"] != day - timedelta(days=1) or after["valid_from"] != day:
        ends, begins = f"{before['unit_id']} hết {before['valid_to']}", f"{after['unit_id']} từ {after['valid_from']}"
        mend = "đơn vị cũ hết hiệu lực hôm trước, đơn vị mới có hiệu lực đúng ngày sáp nhập"
        merger.report("merger_dates", f"ngày {day} không khớp: {ends}, {begins}", mend)


def _overlaps(group: list[Entry]) -> list[tuple[Entry, Entry]]:
    """Return neighbouring pairs whose periods overlap; the one that is reported stands later."""
    ordered = sorted(group, key=lambda unit: unit["valid_from"] or date.min)
    return [(one, other) for one, other in pairwise(ordered) if (one["valid_to"] or date.max) >= (other["valid_from"] or date.min)]
