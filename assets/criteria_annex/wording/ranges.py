"""Ranges in words: 'từ 70% đến dưới 90%', 'trên 90%', 'dưới 70%', 'các trường hợp còn lại'.

Belongs here: one range with its bounds as worded, and whether several ranges follow one another without gap or overlap. Does not belong
here: points (rule_items.py), kinds of rules (understand.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from assets.criteria_annex.wording.rule_items import number

_N = r"(\d{1,3}(?:[,.]\d{1,2})?)\s*(%|ngày(?: làm việc)?)?"
_EXCLUSIVE = ("từ trên", "trên", "lớn hơn", "hơn", ">")
_BETWEEN = re.compile(rf"(từ trên|trên|lớn hơn|hơn|từ|>=|≥|>)?\s*{_N}\s*((?:đến|tới|và|-|–|—)\s*(?:dưới|nhỏ hơn|<)|đến|tới|-|–|—)\s*{_N}")
_ONE_BOUND = (
    ("from", re.compile(rf"(?:từ\s+)?{_N}\s*trở lên")),
    ("from", re.compile(rf"(?:>=|≥|ít nhất|tối thiểu|không dưới|không thấp hơn)\s*{_N}")),
    ("to", re.compile(rf"(?:từ\s+)?{_N}\s*trở xuống")),
    ("to", re.compile(rf"(?:<=|≤|không quá|không vượt quá|đến)\s*{_N}")),
    ("above", re.compile(rf"(?:trên|lớn hơn|cao hơn|>)\s*{_N}")),
    ("below", re.compile(rf"(?:dưới|nhỏ hơn|thấp hơn|ít hơn|chưa đến|chưa đạt|không đạt|<)\s*{_N}")),
    ("exactly", re.compile(_N)),
)
_REST = re.compile(r"(?:(?:các |những )?(?:trường hợp|mức)(?: khác)?(?: còn lại)?|còn lại|khác)")
_SIGNS = re.compile(r"\d|[<>≥≤%]")
_MISLEADING = re.compile(r"\b(?:không|chưa|trừ|mỗi|trên|dưới|từ|hơn|đến|quá|trở|nhất|thiểu)\b")
_CHANGES = re.compile(r"\b(?:tăng|giảm)\b")  # below 'tăng dưới 5%' there is a fall, of which nothing is said
_TURNS = re.compile(r"\b(?:chậm|trễ|quá hạn|đúng hạn|trước hạn|sớm|thiếu|vượt|nợ|sai|đúng)\b")


@dataclass(frozen=True)
class Range:
    """lower and upper bound, None: open; unit: percent, days, or '' where none is written."""

    lower: Decimal | None
    lower_in: bool
    upper: Decimal | None
    upper_in: bool
    unit: str


def is_rest(label: str) -> bool:
    """True for 'còn lại', 'các trường hợp còn lại'."""
    return _REST.fullmatch(label.casefold().strip()) is not None


def speaks_of_range(label: str) -> bool:
    """True where a label has a number with a percent sign, or a number beside words of a range."""
    low = label.casefold()
    return "%" in low or re.search(r"[<>≥≤]|(?:trên|dưới|từ|trở lên|trở xuống)\s+\d|\d\s*(?:trở lên|trở xuống)", low) is not None


def one_direction(labels: list[str]) -> bool:
    """False where ranges speak of different things: 'đúng hạn từ 90%' beside 'chậm dưới 10%'; words left out say nothing."""
    turns = {frozenset(found) for label in labels if (found := _TURNS.findall(label.casefold()))}
    return len(turns) <= 1 and not any(_CHANGES.search(label.casefold()) for label in labels)


def read_range(label: str) -> Range | None:
    """The range that a label states, None where it states none or could state another. Words around it must say nothing of bounds."""
    low = " ".join(label.casefold().split())
    first = min((low.find(match.group()) for match in [_SIGNS.search(low)] if match), default=-1)
    if first < 0:
        return None
    for start in _starts(low, first):
        before, core_and_rest = low[:start], low[start:]
        if before and (not before.endswith(" ") or _MISLEADING.search(before)):
            continue
        found = _at(core_and_rest)
        if found is not None:
            return found
    return None


def _starts(low: str, first: int) -> list[int]:
    """Where the range may begin: at the words right before its first sign, the longest way first."""
    words = [match.start() for match in re.finditer(r"\S+", low[:first])]
    return [*words[-3:], first] if words else [first]


def _at(text: str) -> Range | None:
    match = _BETWEEN.match(text)
    if match is not None and _harmless(text[match.end() :]):
        word, low, unit_low, till, high, unit_high = match.groups()
        lower, upper = number(low), number(high)
        if lower < upper and not (unit_low and unit_high and unit_low != unit_high):
            return Range(lower, word not in _EXCLUSIVE, upper, not till.endswith(("dưới", "hơn", "<")), _unit(unit_high or unit_low))
        return None
    for kind, form in _ONE_BOUND:
        match = form.match(text)
        if match is None or not _harmless(text[match.end() :]):
            continue
        value, unit = number(match[1]), _unit(match[2])
        if kind == "exactly":  # only 100 % is a range: nothing is above it
            return Range(value, True, None, False, unit) if unit == "percent" and value == 100 else None
        if kind in ("from", "above"):
            return Range(value, kind == "from", None, False, unit)
        return Range(None, False, value, kind == "to", unit)
    return None


def _harmless(rest: str) -> bool:
    return not rest or (rest[0] in " ,(" and not _SIGNS.search(rest) and not _MISLEADING.search(rest))


def _unit(text: str | None) -> str:
    return "percent" if text == "%" else "days" if text else ""


def in_order(ranges: list[Range]) -> tuple[list[int], str]:
    """(positions from the highest range to the lowest, '') where they cover all numbers once; ([], why) where they do not."""
    if len({each.unit for each in ranges}) > 1:
        return [], "các mức không cùng đơn vị (%, ngày)"
    order = sorted(range(len(ranges)), key=lambda at: Decimal("-Infinity") if ranges[at].lower is None else ranges[at].lower or Decimal(0))
    order.reverse()
    high, low = ranges[order[0]], ranges[order[-1]]
    if high.upper is not None and not (high.unit == "percent" and high.upper == 100 and high.upper_in):
        return [], f"không nói mức trên {shown(high.upper)}"
    if low.lower is not None and not (low.lower == 0 and low.lower_in):
        return [], f"không nói mức dưới {shown(low.lower)}"
    for above, below in pairwise(order):
        upper, lower = ranges[above], ranges[below]
        if upper.lower is None or lower.upper is None or upper.lower < lower.upper:
            return [], "có hai mức chồng lên nhau"
        if upper.lower > lower.upper or not (upper.lower_in or lower.upper_in):
            return [], f"không nói mức {shown(lower.upper)} thuộc đâu"
        if upper.lower_in and lower.upper_in:
            return [], f"mức {shown(lower.upper)} nằm ở cả hai khoảng"
    return order, ""


def shown(value: Decimal) -> str:
    return format(value.normalize() if value else value, "f").replace(".", ",")
