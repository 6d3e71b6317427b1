"""Units that are named in a group or at a rank, without a value: are they not more than the group has, and does the rank fit the group?

Belongs here: what names, ranks and numbers of members say of each other. Does not: values and bounds (checks.py), whole groups
(group_check.py).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from assets.published_check.statement import Group, Verdict

_ABOVE, _BELOW, _BETWEEN = re.compile(r">\s*([\d.]+)"), re.compile(r"<\s*([\d.]+)"), re.compile(r"([\d.]+)\s*-\s*([\d.]+)")


def check_named_members(rows: Sequence[Verdict], groups: Sequence[Group]) -> None:
    """For the statements of one table with the groups of its list and year; adds sentences."""
    _ranks_taken_twice(rows)
    ranges = _ranks_of(groups)
    named: dict[int, set[str]] = defaultdict(set)
    placed: list[tuple[Verdict, int]] = []
    for row in rows:
        if not row.statement.group or row.statement.field_code or not row.statement.is_unit:
            continue
        own = [number for number, group in enumerate(groups) if is_group(row.statement.group, group)]
        if len(own) == 1 and groups[own[0]].members is not None:
            named[own[0]].add(row.statement.name)
            placed.append((row, own[0]))
    for row, number in placed:
        members, names = groups[number].members or 0, len(named[number])
        if names > members:
            row.fails.append(f"{names} đơn vị được nêu trong nhóm {row.statement.group}, nhóm chỉ có {members}")
        elif row.statement.value is None or names == members:
            told = "đủ" if names == members else "không quá"
            row.holds.append(f"{names} đơn vị được nêu trong nhóm {row.statement.group}, {told} {members} thành viên")
        if row.statement.rank is not None and number in ranges:
            first, last = ranges[number]
            if first <= row.statement.rank <= last:
                row.holds.append(f"hạng {row.statement.rank} thuộc các hạng {first}–{last} của nhóm {row.statement.group}")
            else:
                row.fails.append(f"hạng {row.statement.rank} ngoài các hạng {first}–{last} của nhóm {row.statement.group}")


def is_group(stated: str, group: Group) -> bool:
    """Whether a statement means this group: by its label, or by the bounds that it names in place of one."""
    if stated == group.label or f"({stated})" in group.label:
        return True
    for pattern, bounds in ((_BETWEEN, (group.lower, group.upper)), (_ABOVE, (group.lower,)), (_BELOW, (group.upper,))):
        found = pattern.fullmatch(stated)
        if found:
            other = group.upper if pattern is _ABOVE else group.lower if pattern is _BELOW else None
            return other is None and tuple(map(Decimal, found.groups())) == bounds
    return False


def _ranks_of(groups: Sequence[Group]) -> dict[int, tuple[int, int]]:
    """The ranks that each group takes, where bounds order all groups and all tell their members."""
    if any(group.members is None or (group.lower is None and group.upper is None) for group in groups):
        return {}
    lowest = {number: group.lower if group.lower is not None else Decimal(-1) for number, group in enumerate(groups)}
    ordered = sorted(lowest, key=lowest.__getitem__)
    found, taken = {}, 0
    for number in reversed(ordered):
        members = groups[number].members or 0
        found[number] = (taken + 1, taken + members)
        taken += members
    return found


def _ranks_taken_twice(rows: Sequence[Verdict]) -> None:
    """Two units at one rank are a tie only where both state the same value."""
    by_rank: dict[int, dict[str, set[Decimal | None]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        if row.statement.rank is not None and row.statement.is_unit and not row.statement.field_code:
            by_rank[row.statement.rank][row.statement.name].add(row.statement.value)
    for row in rows:
        if row.statement.rank is None or not row.statement.is_unit or row.statement.field_code:
            continue
        others = {name: values for name, values in by_rank[row.statement.rank].items() if name != row.statement.name}
        if others and not all(row.statement.value is not None and row.statement.value in values for values in others.values()):
            row.fails.append(f"hạng {row.statement.rank} cũng được nêu cho {', '.join(sorted(others))}")
