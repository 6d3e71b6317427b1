"""The checks, each over all statements: two sources, ranks and values, groups and bounds, parts and totals, means.

Belongs here: pure functions from statements to sentences. Does not: reading files, printing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from assets.published_check.named_members import check_named_members, is_group
from assets.published_check.region_mean import region_mean_sentence
from assets.published_check.stated_change import check_changes
from assets.published_check.statement import Group, Statement, Verdict, vi

_TOLERANCE = Decimal("0.01")  # parts and totals are rounded apart
_WHOLE = Decimal(100)
_MEAN = re.compile(r"\(trung bình (\d+) .*\)")
_Table = tuple[str, str, int]


def check_statements(
    statements: Sequence[Statement], groups: Sequence[Group], regions: Mapping[tuple[str, int], Mapping[str, int]]
) -> list[Verdict]:
    """A verdict for every statement, in their order. regions: (level, year) → how many units each region had."""
    verdicts = [Verdict(statement) for statement in statements]
    tables: dict[_Table, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        tables[verdict.statement.table].append(verdict)
    for table, rows in tables.items():
        _two_sources(rows)
        _percents_within_bounds(rows)
        _ranks_and_values(rows)
        own_groups = [group for group in groups if (group.level, group.year) == table[1:] and table[0] == "PAR_INDEX"]
        _groups_and_bounds(rows, own_groups)
        check_named_members(rows, own_groups)
        _parts_and_totals(rows)
        _means(rows, regions.get(table[1:], {}))
    check_changes(verdicts)
    return verdicts


def _two_sources(rows: Sequence[Verdict]) -> None:
    stated: dict[tuple[str, str, str], list[Verdict]] = defaultdict(list)
    for row in rows:
        if row.statement.value is not None:
            stated[row.statement.name, row.statement.field_code, row.statement.unit].append(row)
    for same in stated.values():
        values = sorted({row.statement.value for row in same if row.statement.value is not None}, reverse=True)
        for row in same if len(same) > 1 else ():
            told = "; ".join(vi(value) for value in values)
            (row.fails if len(values) > 1 else row.holds).append(
                f"các nguồn nêu khác nhau: {told}" if len(values) > 1 else f"{len(same)} nguồn nêu cùng giá trị"
            )


def _percents_within_bounds(rows: Sequence[Verdict]) -> None:
    for row in rows:
        value = row.statement.value
        if row.statement.unit == "percent" and value is not None and not 0 <= value <= _WHOLE:
            row.fails.append(f"giá trị {vi(value)}% nằm ngoài khoảng 0–100%")


def _ranks_and_values(rows: Sequence[Verdict]) -> None:
    """A better rank never has a smaller value; values that sources dispute, or that cannot be, are left out."""
    index = [
        row for row in rows if row.statement.is_unit and row.statement.value is not None and not row.statement.field_code and not row.fails
    ]
    ranked = [row for row in index if row.statement.rank is not None]
    for row in ranked:
        others = [other for other in ranked if other.statement.name != row.statement.name]
        wrong = [
            other
            for other in others
            if (row.statement.rank, other.statement.value) != (other.statement.rank, row.statement.value)
            and (_rank(row) < _rank(other)) != (_value(row) > _value(other))
            and not (_rank(row) == _rank(other) and _value(row) == _value(other))
        ]
        if wrong:
            other = wrong[0].statement
            row.fails.append(f"hạng {row.statement.rank} không hợp với {other.name}: hạng {other.rank}, giá trị {vi(_value(wrong[0]))}")
        elif others:
            row.holds.append(f"thứ hạng hợp với giá trị của {len(others)} đơn vị khác")


def _rank(row: Verdict) -> int:
    return row.statement.rank or 0


def _value(row: Verdict) -> Decimal:
    return row.statement.value if row.statement.value is not None else Decimal(0)


def _groups_and_bounds(rows: Sequence[Verdict], groups: Sequence[Group]) -> None:
    for row in rows:
        statement = row.statement
        if not statement.group or statement.value is None or statement.field_code:
            continue
        own = [group for group in groups if is_group(statement.group, group)]
        if len(own) == 1:
            inside = own[0].holds(statement.value)
            (row.holds if inside else row.fails).append(
                f"giá trị nằm trong nhóm {statement.group}" if inside else f"giá trị {vi(statement.value)} ở ngoài nhóm {statement.group}"
            )


def _parts_and_totals(rows: Sequence[Verdict]) -> None:
    by_unit: dict[str, dict[str, Verdict]] = defaultdict(dict)
    for row in rows:
        if row.statement.value is not None:
            by_unit[row.statement.name].setdefault(row.statement.field_code, row)
    for parts in by_unit.values():
        if {"APPRAISED", "SURVEY", ""} <= set(parts):
            summed = _value(parts["APPRAISED"]) + _value(parts["SURVEY"])
            off = abs(summed - _value(parts[""]))
            for code in ("APPRAISED", "SURVEY", ""):
                row = parts[code]
                if off <= _TOLERANCE:
                    row.holds.append("thẩm định cộng điều tra bằng chỉ số" + (f" (lệch {vi(off)} do làm tròn)" if off else ""))
                else:
                    row.fails.append(f"thẩm định cộng điều tra là {vi(summed)}, chỉ số {vi(_value(parts['']))}")


def _means(rows: Sequence[Verdict], regions: Mapping[str, int]) -> None:
    """A stated mean of so many units is that of their values; a unit of which sources state different values is left out."""
    stated: dict[str, set[Decimal]] = defaultdict(set)
    for row in rows:
        if row.statement.is_unit and row.statement.value is not None and not row.statement.field_code:
            stated[row.statement.name].add(row.statement.value)
    members = {name: next(iter(values)) for name, values in stated.items() if len(values) == 1}
    for row in rows:
        found = _MEAN.fullmatch(row.statement.name)
        if not found or row.statement.value is None:
            continue
        if len(members) == int(found[1]):
            mean = (sum(members.values(), Decimal(0)) / len(members)).quantize(_TOLERANCE)
            same = abs(mean - row.statement.value) <= _TOLERANCE
            (row.holds if same else row.fails).append(f"trung bình của {len(members)} giá trị đã công bố là {vi(mean)}")
        elif regions:
            _by_regions(row, rows, regions)


def _by_regions(row: Verdict, rows: Sequence[Verdict], regions: Mapping[str, int]) -> None:
    """The plain mean of the provinces is the mean of the regions, weighed by their provinces."""
    stated: dict[str, Decimal] = {}
    for other in rows:
        name = other.statement.name.removeprefix("(vùng) ")
        if name in regions and other.statement.value is not None:
            stated.setdefault(name, other.statement.value)  # the value published first
    if set(stated) == set(regions) and row.statement.value is not None:
        holds, told = region_mean_sentence(row.statement.value, stated, regions)
        (row.holds if holds else row.fails).append(told)
        for other in rows:
            name = other.statement.name.removeprefix("(vùng) ")
            if name in stated and other.statement.value == stated[name] and holds and not other.fails:
                other.holds.append("cùng các vùng khác cho đúng trung bình cả nước")
