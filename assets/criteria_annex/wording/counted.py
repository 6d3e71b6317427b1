"""Rules by number: 'mỗi sáng kiến được công nhận: 0,5', 'trừ 0,25 điểm cho mỗi trường hợp'.

Belongs here: these two kinds, with the words that cap them. Does not belong here: shares (ratio.py), steps (ranges.py).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from assets.criteria_annex.wording.rule_items import NUMBER, Item, number, points_of, split_points

_EACH = re.compile(r"(?:cứ )?mỗi(?: một)?\s")
_TAKEN_OFF = (
    re.compile(rf"(?:thì )?(?:bị )?trừ\s+(?P<points>{NUMBER})\s*(?:điểm)?\s*(?:(?:cho|đối với|với)\s+)?mỗi\s[^\d]+"),
    re.compile(rf"(?:cứ )?mỗi\s[^\d]+?\s(?:thì )?(?:bị )?trừ:?\s*(?:đi )?(?P<points>{NUMBER})\s*(?:điểm)?"),
    re.compile(rf"(?:bị )?trừ\s+(?P<points>{NUMBER})\s*điểm\s*/\s*(?:01 |1 |một )?[^\d]+"),
)
_CAP = re.compile(r"(?:nhưng |và )?(?:tổng (?:số )?điểm |trừ )?(?:tối đa không quá|tối đa|không quá|không vượt quá)\s+(?P<points>.+)")
_AT_MOST = "(?:tối đa không quá|tối đa|không quá|không vượt quá)"
_TAIL = re.compile(rf"\s*[,(]\s*(?:nhưng |và )?{_AT_MOST}\s+(?P<points>{NUMBER}\s*điểm|điểm tối đa)\)?$")
_TO_NOTHING = re.compile(r"(?:trừ )?(?:cho )?đến hết(?: số)? điểm(?: tối đa)?")


def speaks_of_counting(text: str) -> bool:
    """True for an item that counts ('mỗi …') or takes off ('trừ …')."""
    low = text.casefold()
    return _EACH.match(low) is not None or re.search(r"(?:^|\s)(?:mỗi|trừ)\s", low) is not None


def counted_rule(items: list[Item], maximum: Decimal, penalty: bool) -> dict[str, Any] | None:
    """per_item or deduction; None where the items say anything else too. What a penalty line takes off is its points: per_item."""
    given: list[Decimal] = []
    taken: list[Decimal] = []
    full = nothing = 0
    for item in items:
        words, capped = _without_cap(item.text.casefold(), maximum)
        if capped is False:
            return None
        if not words or _TO_NOTHING.fullmatch(words):
            continue
        off = next((match for form in _TAKEN_OFF if (match := form.fullmatch(words))), None)
        if off is not None:
            taken.append(number(off["points"]))
            continue
        label, points = split_points(words, maximum)
        if points is None or re.search(r"\d|\btrừ\b", label):
            return None
        if _EACH.match(label):
            given.append(points)
        elif points == 0 and label.startswith(("không", "chưa")):
            nothing += 1
        elif points == maximum:
            full += 1
        else:
            return None
    if len(given) == 1 and not taken and not full and 0 < given[0] <= maximum:
        return {"kind": "per_item", "points": given[0]}
    if len(taken) == 1 and not given and 0 < taken[0] <= maximum:
        if penalty:
            return {"kind": "per_item", "points": taken[0]} if not full else None
        return {"kind": "deduction", "points": taken[0]} if not nothing else None
    return None


def _without_cap(words: str, maximum: Decimal) -> tuple[str, bool | None]:
    """The words without the cap that they state; False where it is not the line's maximum."""
    whole = _CAP.fullmatch(words)
    if whole is not None:
        return "", points_of(whole["points"], maximum) == maximum
    tail = _TAIL.search(words)
    if tail is None:
        return words, None
    return words[: tail.start()], points_of(tail["points"], maximum) == maximum
