"""Published groups of lists (A, B, C; Tốt, Khá, Trung bình) put to the test: bounds, numbers of members, units and values that are known.

Belongs here: a verdict for every row of a table of groups. Does not: the group of a single statement (checks.py), cutting our own groups
(mart.par_index).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assets.published_check.named_members import is_group
from assets.published_check.statement import Group, Judged, Statement, vi

_SIZE = re.compile(r"\((\d+) units\)")
_MEAN = re.compile(r"\(trung bình (\d+) .*\)")


@dataclass
class GroupVerdict(Judged):
    """What the checks say of one group."""

    group: Group

    @property
    def why_unknown(self) -> str:
        if self.group.lower is None and self.group.upper is None:
            return "không nêu ngưỡng, và không rõ danh sách có bao nhiêu đơn vị"
        if self.group.members is None:
            return "không nêu số thành viên"
        return f"không có giá trị đã công bố nào nằm trong ngưỡng để đối chiếu với {self.group.members} thành viên"


def check_groups(groups: Sequence[Group], statements: Sequence[Statement], sizes: Mapping[tuple[str, int], int]) -> list[GroupVerdict]:
    """A verdict per group, in their order. sizes: (level, year) → units of the national list, where no stated mean tells them."""
    verdicts = [GroupVerdict(group) for group in groups]
    lists: dict[tuple[str, str], list[GroupVerdict]] = defaultdict(list)
    for verdict in verdicts:
        lists[verdict.group.scope, verdict.group.year_text].append(verdict)
    for own in lists.values():
        first = own[0].group
        about = [s for s in statements if s.index == "PAR_INDEX" and first.level and (s.level, s.year) == (first.level, first.year)]
        _members_of_the_list(own, _size(own, about, sizes))
        _values_inside(own, about)
        _named_members(own, about)
        _bounds_apart(own)
    return verdicts


def _size(own: Sequence[GroupVerdict], about: Sequence[Statement], sizes: Mapping[tuple[str, int], int]) -> int | None:
    """How many units the list has: as a stated mean or the table of groups says, else as the caller knows."""
    told = [found for s in about if (found := _MEAN.fullmatch(s.name))]
    told += [found for row in own for text in (row.group.scope, row.group.certainty) if (found := _SIZE.search(text))]
    return int(told[0][1]) if told else sizes.get((own[0].group.level, own[0].group.year))


def _members_of_the_list(own: Sequence[GroupVerdict], size: int | None) -> None:
    members = [row.group.members for row in own]
    if size is None or any(count is None for count in members):
        return
    total = sum(count or 0 for count in members)
    for row in own:
        if total == size:
            row.holds.append(f"các nhóm cộng lại đúng {size} đơn vị của danh sách")
        elif len(own) > 1 or total > size:
            row.fails.append(f"các nhóm cộng lại {total} đơn vị, danh sách có {size}")


def _values_inside(own: Sequence[GroupVerdict], about: Sequence[Statement]) -> None:
    """Units whose values fall within the bounds are never more than the members; where all are known, just as many."""
    by_name: dict[str, set[Decimal]] = defaultdict(set)
    for s in about:
        if s.is_unit and not s.field_code and s.value is not None:
            by_name[s.name].add(s.value)
    # A unit of which sources state different values counts for a group that holds them all; where they part, it proves nothing.
    known = [values for values in by_name.values() if all(len({row.group.holds(value) for value in values}) == 1 for row in own)]
    counts = [row.group.members for row in own]
    everything_known = None not in counts and len(known) == sum(count or 0 for count in counts)
    for row in own:
        group = row.group
        if group.members is None or (group.lower is None and group.upper is None):
            continue
        inside = sum(all(map(group.holds, values)) for values in by_name.values())
        if inside > group.members or (everything_known and inside != group.members):
            row.fails.append(f"{inside} đơn vị có giá trị đã công bố nằm trong ngưỡng, số thành viên là {group.members}")
        elif everything_known:
            row.holds.append(f"đếm lại từ giá trị đã công bố: {inside} đơn vị")
        elif inside:
            row.holds.append(f"{inside} đơn vị có giá trị đã công bố nằm trong ngưỡng, không quá {group.members} thành viên")


def _named_members(own: Sequence[GroupVerdict], about: Sequence[Statement]) -> None:
    """Units that are named in a group are never more than its members."""
    for row in own:
        means = [s for s in about if s.is_unit and not s.field_code and s.group and is_group(s.group, row.group)]
        names = {s.name for s in means if sum(is_group(s.group, other.group) for other in own) == 1}
        if row.group.members is not None and len(names) > row.group.members:
            row.fails.append(f"{len(names)} đơn vị được nêu trong nhóm, số thành viên là {row.group.members}")


def _bounds_apart(own: Sequence[GroupVerdict]) -> None:
    """No value may belong to two groups of one list; what each bound leaves out shows at the bounds themselves."""
    edges = {edge for row in own for edge in (row.group.lower, row.group.upper) if edge is not None}
    for edge in sorted(edges):
        holders = [row for row in own if (row.group.lower is not None or row.group.upper is not None) and row.group.holds(edge)]
        for row in holders if len(holders) > 1 else ():
            row.fails.append(f"giá trị {vi(edge)} thuộc {len(holders)} nhóm")
