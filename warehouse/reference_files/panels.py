"""Who is ranked with whom, and in which groups: panels*.csv and groups*.csv.

Belongs here: rows of reference.panel_member and reference.unit_group and their rules. Does not belong here: cutting
groups and ranks (SQL models).
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import pairwise

from warehouse.reference_files.csv_rows import read_csv
from warehouse.reference_files.overlay import ReferenceFiles
from warehouse.reference_files.panel_name import panel_name
from warehouse.reference_files.problems import Problems
from warehouse.reference_files.record import Entry, report_repeats
from warehouse.reference_files.units import UNKNOWN_UNIT_MEND, units_by_id, valid_on
from warehouse.unit_levels import LAST_DAYS, LEVELS

PANELS, GROUPS = "panels*.csv", "groups*.csv"
_PANEL_COLUMNS = ("index_year", "panel", "level", "unit_id", "standing", "reason_vi", "reason_en", "source_url")
_GROUP_COLUMNS = (
    "index_year", "panel", "sort_order", "label", "lower_bound", "lower_inclusive", "upper_bound", "upper_inclusive",
    "members_published", "source_url",
)  # fmt: skip


def read_panel_members(files: ReferenceFiles, problems: Problems) -> list[Entry]:
    """Return rows of reference.panel_member."""
    return [
        Entry(
            {
                "index_year": row.integer("index_year"),
                "panel": panel_name(row),
                "level": row.choice("level", LEVELS),
                "unit_id": row.text("unit_id"),
                "standing": row.choice("standing", ("ranked", "scored", "excluded")),
                "reason_vi": row.optional_text("reason_vi"),
                "reason_en": row.optional_text("reason_en"),
                "source_url": row.optional_text("source_url"),
            },
            row,
        )
        for _, path in files.matching(PANELS)
        for row in read_csv(path, _PANEL_COLUMNS, problems)
    ]


def read_groups(files: ReferenceFiles, problems: Problems) -> list[Entry]:
    """Return rows of reference.unit_group; bounds are percents, an empty bound is open."""
    return [
        Entry(
            {
                "index_year": row.integer("index_year"),
                "panel": panel_name(row),
                "sort_order": row.integer("sort_order"),
                "label": row.text("label"),
                "lower_bound": row.optional_decimal("lower_bound", 4),
                "lower_inclusive": row.optional_flag("lower_inclusive"),
                "upper_bound": row.optional_decimal("upper_bound", 4),
                "upper_inclusive": row.optional_flag("upper_inclusive"),
                "members_published": row.optional_integer("members_published"),
                "source_url": row.optional_text("source_url"),
            },
            row,
        )
        for _, path in files.matching(GROUPS)
        for row in read_csv(path, _GROUP_COLUMNS, problems)
    ]


def check_panel_members(members: list[Entry], units: Iterable[Entry], sets: Iterable[Entry]) -> None:
    """Report members that are unknown, of another level, not valid on units_as_of, unranked without a reason, or in two scored lists.

    A panel without a criteria set is held against 31 December of its index year, or the last day of its level where that came earlier that
    year.
    """
    report_repeats(members, ["index_year", "panel", "unit_id"], "thành viên")
    known = units_by_id(units)
    newest = {(entry["index_year"], entry["panel"]): entry for entry in sorted(sets, key=lambda e: e["version"])}
    days = {key: entry["units_as_of"] for key, entry in newest.items()}
    _check_one_list(members, newest)
    for member in members:
        unit = known.get(member["unit_id"])
        day = days.get((member["index_year"], member["panel"]), _day_without_set(member))
        if unit is None:
            member.report("unknown_unit", f"không có đơn vị {member['unit_id']}", UNKNOWN_UNIT_MEND)
            continue
        if unit["level"] != member["level"]:
            member.report("level_mismatch", f"{member['unit_id']} thuộc cấp {unit['level']}", "sửa cột level")
        if not valid_on(unit, day):
            mend = "dùng unit_id của đơn vị tồn tại vào ngày đó"
            if (member["index_year"], member["panel"]) not in days:
                wanted = f"bộ tiêu chí {member['index_year']} của danh sách {member['panel']}"
                mend += f", hoặc thêm {wanted} với units_as_of là ngày đơn vị còn tồn tại"
            member.report("unit_not_valid", f"{member['unit_id']} không tồn tại vào ngày {day}", mend)
        if member["standing"] != "ranked" and member["reason_vi"] is None:
            member.report("value_missing", f"{member['unit_id']} không xếp hạng nhưng thiếu lý do", "điền reason_vi")


def _day_without_set(member: Entry) -> date:
    """The last day of the index year on which there are units of the level; the last day of the year where there are none."""
    last = LAST_DAYS.get(member["level"])
    year = max(member["index_year"], 1)
    return last if last is not None and last.year == year else date(year, 12, 31)


def _check_one_list(members: list[Entry], newest: dict[tuple[int, str], Entry]) -> None:
    """A unit has one set a year, that of its list; and the list is of the level for which its set is made."""
    first: dict[tuple[int, str], Entry] = {}
    for member in members:
        scored_by = newest.get((member["index_year"], member["panel"]))
        if scored_by is None:
            continue
        if scored_by["level"] != member["level"]:
            message = f"danh sách {member['panel']} cấp {member['level']}, bộ tiêu chí {scored_by['criteria_set']} cấp {scored_by['level']}"
            member.report("level_mismatch", message, "sửa level ở bộ tiêu chí hoặc ở danh sách")
        other = first.setdefault((member["index_year"], member["unit_id"]), member)
        if other["panel"] != member["panel"]:
            message = (
                f"{member['unit_id']} ở hai danh sách có bộ tiêu chí của năm {member['index_year']}: {other['panel']}, {member['panel']}"
            )
            member.report("unit_in_two_lists", message, "giữ đơn vị ở một danh sách")


def check_groups(groups: list[Entry]) -> None:
    """Report bounds without inclusiveness, empty intervals, and groups of one panel and year that share a value."""
    report_repeats(groups, ["index_year", "panel", "sort_order"], "thứ tự nhóm")
    report_repeats(groups, ["index_year", "panel", "label"], "nhãn nhóm")
    by_panel: dict[tuple[int, str], list[Entry]] = defaultdict(list)
    for group in groups:
        by_panel[group["index_year"], group["panel"]].append(group)
        for side in ("lower", "upper"):
            if (group[f"{side}_bound"] is None) != (group[f"{side}_inclusive"] is None):
                message = f"nhóm {group['label']}: {side}_bound và {side}_inclusive phải cùng có hoặc cùng trống"
                group.report("group_bounds", message, f"điền hoặc xóa cả hai cột {side}_bound, {side}_inclusive")
        if _upper(group) < _lower(group):
            group.report("group_bounds", f"nhóm {group['label']}: cận dưới không nhỏ hơn cận trên", "sửa hai cận")
    for panel in by_panel.values():
        ordered = sorted(panel, key=_lower)
        for below, above in pairwise(ordered):
            if _lower(above) <= _upper(below):
                message = f"nhóm {above['label']} chồng lên nhóm {below['label']} (năm {above['index_year']})"
                above.report("group_overlap", message, "sửa cận, hoặc cho một bên không bao gồm cận")


def _lower(group: Entry) -> tuple[Decimal, int]:
    """The first value of the group: an exclusive bound begins just after itself."""
    if group["lower_bound"] is None:
        return Decimal("-Infinity"), 0
    return group["lower_bound"], 0 if group["lower_inclusive"] else 1


def _upper(group: Entry) -> tuple[Decimal, int]:
    """The last value of the group: an exclusive bound ends just before itself."""
    if group["upper_bound"] is None:
        return Decimal("Infinity"), 0
    return group["upper_bound"], 0 if group["upper_inclusive"] else -1
