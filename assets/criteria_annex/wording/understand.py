"""From the wording of a scoring rule to its `scoring`, where it can mean one thing only; else the reason why not.

Belongs here: which kind of rule the items make, and what must hold for it to be certain. Does not belong here: items and ranges of their
own (rule_items.py, ranges.py), counted rules (counted.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assets.criteria_annex.wording.counted import counted_rule, speaks_of_counting
from assets.criteria_annex.wording.ranges import Range, in_order, is_rest, one_direction, read_range, shown, speaks_of_range
from assets.criteria_annex.wording.ratio import ratio_rule, speaks_of_ratio
from assets.criteria_annex.wording.rule_items import Item, rule_items

_NOT_APPLICABLE = re.compile(r"\(?(?:lựa chọn thứ ba:? |trường hợp |nếu )?không áp dụng\)?(?:\s*[:=].*|\s*\(.*\))?\)?")


@dataclass(frozen=True)
class Understood:
    """scoring as a criteria set writes it, or None with the reason in Vietnamese; not_applicable where the wording decides it."""

    scoring: dict[str, Any] | None
    reason_vi: str = ""
    not_applicable: str | None = None


def understand(text: str, maximum: Decimal, *, penalty: bool = False) -> Understood:
    """The rule that a wording states for a line with this maximum. In a penalty block points are what is taken off."""
    items = rule_items(text, maximum)
    aside = [item for item in items if _NOT_APPLICABLE.fullmatch(item.text.casefold())]
    items = [item for item in items if item not in aside]
    not_applicable = "full_points" if any(item.points == maximum for item in aside) else None
    if not items:
        return Understood(None, "không có mức điểm nào")
    try:
        scoring = _rule(items, maximum, penalty)
    except Doubt as doubt:
        return Understood(None, str(doubt))
    return Understood(scoring, "", not_applicable)


class Doubt(Exception):
    """Why a wording is not certain, in Vietnamese."""


def _rule(items: list[Item], maximum: Decimal, penalty: bool) -> dict[str, Any]:
    if any(speaks_of_ratio(item.text) for item in items):
        found = ratio_rule(items, maximum)
        if found is None:
            raise Doubt("công thức theo tỷ lệ không rõ một nghĩa")
        return found
    if any(speaks_of_counting(item.text) for item in items):
        found = counted_rule(items, maximum, penalty)
        if found is None:
            raise Doubt("cách cộng, trừ theo số lượng không rõ một nghĩa")
        return found
    unclear = next((item.text for item in items if item.points is None), None)
    if unclear is not None:
        raise Doubt(f"không rõ “{unclear[:60]}” được bao nhiêu điểm")
    _check_points(items, maximum)
    if len({item.points for item in items}) < 2:
        raise Doubt("chỉ nêu một mức điểm")
    if any(speaks_of_range(item.label) for item in items):
        return _thresholds(items)
    return _options(items)


def _check_points(items: list[Item], maximum: Decimal) -> None:
    most = max(item.points or Decimal(0) for item in items)
    if most != maximum:
        raise Doubt(f"mức cao nhất {shown(most)} khác điểm tối đa {shown(maximum)}")


def _options(items: list[Item]) -> dict[str, Any]:
    labels = [item.label.casefold() for item in items]
    if len(set(labels)) != len(labels):
        raise Doubt("hai phương án trùng lời")
    if any(":" in label or label.startswith("trừ") for label in labels):
        raise Doubt("không tách được các phương án")
    if sorted(labels) == ["có", "không"]:
        by_label = dict(zip(labels, items, strict=True))
        return {"kind": "yes_no", "yes": by_label["có"].points, "no": by_label["không"].points}
    return {"kind": "options", "options": [{"label_vi": item.label, "points": item.points} for item in items]}


def _thresholds(items: list[Item]) -> dict[str, Any]:
    rest = [item for item in items if is_rest(item.label)]
    named = [item for item in items if item not in rest]
    ranges: list[Range] = []
    for item in named:
        found = read_range(item.label)
        if found is None:
            raise Doubt(f"không rõ “{item.label[:60]}” là khoảng nào")
        ranges.append(found)
    if not one_direction([item.label for item in items]):
        raise Doubt("các mức không cùng nói về một tỷ lệ (tăng, giảm; đúng hạn, chậm)")
    if len(rest) > 1:
        raise Doubt("có hai mức “còn lại”")
    if rest:
        lowest = min(ranges, key=lambda each: Decimal("-Infinity") if each.lower is None else each.lower)
        if lowest.lower is None:
            raise Doubt("không rõ “còn lại” là khoảng nào")
        ranges.append(Range(None, False, lowest.lower, not lowest.lower_in, lowest.unit))
        named = [*named, *rest]
    order, why = in_order(ranges)
    if not order:
        raise Doubt(why)
    unit = ranges[0].unit
    if not unit:
        raise Doubt("không rõ các mức tính bằng gì (%, ngày, số lượng)")
    steps: list[dict[str, Any]] = []
    for at in order:
        step: dict[str, Any] = {"label_vi": named[at].label}
        if at != order[-1]:
            step["from" if ranges[at].lower_in else "above"] = ranges[at].lower
        steps.append({**step, "points": named[at].points})
    return {"kind": "thresholds", "data_unit": unit, "steps": steps}
