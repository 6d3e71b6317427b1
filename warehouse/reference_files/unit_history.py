"""What is needed to look at units over time: shares of predecessors, and membership of regions by date.

Belongs here: units/merger_shares*.csv, units/region_members*.csv and what must be true of them. Does not belong here: units and mergers
themselves (units.py), composing figures (SQL models). A plain mean of the predecessors needs no row: it follows from the mergers.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from warehouse.reference_files.csv_rows import read_csv
from warehouse.reference_files.overlay import ReferenceFiles
from warehouse.reference_files.problems import Problems
from warehouse.reference_files.record import Entry, report_repeats
from warehouse.reference_files.units import MERGER_SHARES, REGION_MEMBERS, UNKNOWN_UNIT_MEND, units_by_id

PLAIN_MEAN = "plain_mean"
_SHARE_COLUMNS = ("successor_unit_id", "predecessor_unit_id", "basis", "weight", "basis_vi", "source_url")
_REGION_COLUMNS = ("unit_id", "region", "valid_from", "valid_to", "note", "source_url")


def read_merger_shares(files: ReferenceFiles, problems: Problems) -> list[Entry]:
    """Return rows of reference.merger_share; weights of one successor and basis are relative to their sum."""
    return [
        Entry(
            {
                "successor_unit_id": row.text("successor_unit_id"),
                "predecessor_unit_id": row.text("predecessor_unit_id"),
                "basis": row.text("basis"),
                "weight": row.decimal("weight", 8),
                "basis_vi": row.text("basis_vi"),
                "source_url": row.text("source_url"),
            },
            row,
        )
        for _, path in files.matching(MERGER_SHARES)
        for row in read_csv(path, _SHARE_COLUMNS, problems)
    ]


def read_region_members(files: ReferenceFiles, problems: Problems) -> list[Entry]:
    """Return rows of reference.region_member; an empty end of a period is open."""
    return [
        Entry(
            {
                "unit_id": row.text("unit_id"),
                "region": row.text("region"),
                "valid_from": row.optional_date("valid_from"),
                "valid_to": row.optional_date("valid_to"),
                "note": row.optional_text("note"),
                "source_url": row.optional_text("source_url"),
            },
            row,
        )
        for _, path in files.matching(REGION_MEMBERS)
        for row in read_csv(path, _REGION_COLUMNS, problems)
    ]


def check_merger_shares(shares: list[Entry], mergers: Iterable[Entry]) -> None:
    """Report shares of what is no merger, weights that are not positive, and bases that leave a predecessor out."""
    report_repeats(shares, ["successor_unit_id", "predecessor_unit_id", "basis"], "tỷ trọng sáp nhập")
    predecessors: dict[str, set[str]] = defaultdict(set)
    for merger in mergers:
        predecessors[merger["successor_unit_id"]].add(merger["predecessor_unit_id"])
    given: dict[tuple[str, str], set[str]] = defaultdict(set)
    for share in shares:
        given[share["successor_unit_id"], share["basis"]].add(share["predecessor_unit_id"])
        if share["basis"] == PLAIN_MEAN:
            share.report("unknown_choice", "plain_mean suy ra từ danh sách sáp nhập", "bỏ dòng này, hoặc dùng tên căn cứ khác")
        if share["weight"] <= 0:
            share.report("out_of_range", f"tỷ trọng {share['weight']} phải lớn hơn 0", "sửa cột weight")
        if share["predecessor_unit_id"] not in predecessors[share["successor_unit_id"]]:
            pair = f"{share['predecessor_unit_id']} → {share['successor_unit_id']}"
            share.report("unknown_unit", f"không có sáp nhập {pair}", "thêm vào unit_mergers.csv, hoặc sửa mã đơn vị")
    for share in shares:
        left_out = predecessors[share["successor_unit_id"]] - given[share["successor_unit_id"], share["basis"]]
        if left_out:
            message = f"căn cứ {share['basis']} thiếu đơn vị cũ: {', '.join(sorted(left_out))}"
            share.report("value_missing", message, "điền tỷ trọng của mọi đơn vị cũ")


def check_region_members(members: list[Entry], units: Iterable[Entry]) -> None:
    """Report unknown units, units in two regions at one time, and a region of a unit that no membership knows."""
    known = units_by_id(units)
    by_unit: dict[str, list[Entry]] = defaultdict(list)
    for member in members:
        by_unit[member["unit_id"]].append(member)
        if member["unit_id"] not in known:
            member.report("unknown_unit", f"không có đơn vị {member['unit_id']}", UNKNOWN_UNIT_MEND)
        if (member["valid_from"] or date.min) > (member["valid_to"] or date.max):
            member.report("validity_reversed", f"{member['unit_id']}: valid_from sau valid_to", "đổi lại hai ngày")
    for unit_id, group in by_unit.items():
        ordered = sorted(group, key=lambda member: member["valid_from"] or date.min)
        for earlier, later in pairwise(ordered):
            if (earlier["valid_to"] or date.max) >= (later["valid_from"] or date.min):
                mend = "cho vùng trước kết thúc trước ngày vùng sau bắt đầu"
                later.report("validity_overlap", f"{unit_id} cùng lúc thuộc hai vùng", mend)
        unit = known.get(unit_id)
        if unit is not None and unit["region"] not in (None, *(member["region"] for member in group)):
            message = f"{unit_id}: vùng “{unit['region']}” trong danh sách đơn vị không có ở đây"
            group[0].report("unknown_choice", message, "sửa một trong hai tệp")
