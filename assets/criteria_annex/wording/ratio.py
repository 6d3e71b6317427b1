"""Rules by share: 'điểm = tỷ lệ × điểm tối đa', 'dưới 100% thì tính theo tỷ lệ', with a floor below which nothing is given.

Belongs here: that one kind. Does not belong here: steps (ranges.py).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from assets.criteria_annex.wording.ranges import read_range
from assets.criteria_annex.wording.rule_items import NUMBER, Item, number

_TIMES = r"(?:[x×*]|nhân(?: với)?)"
_MAXIMUM = rf"(?:(?:số )?điểm tối đa|điểm chuẩn|thang điểm|(?P<factor>{NUMBER})(?: điểm)?)"
_FORMULA = re.compile(rf"\s{_TIMES}\s*\(?{_MAXIMUM}\)?(?:\s*(?:[/:])\s*\(?100\s*%?\)?)?$")
_TURNED = re.compile(rf"(?:điểm tối đa|điểm chuẩn)\s*{_TIMES}\s*\(?(?:tỷ lệ|tỉ lệ|số %|%)[^\d]*$")
_PLAIN = re.compile(
    r"(?:thì )?(?:điểm )?(?:được )?(?:tính|chấm)(?: điểm)? (?:tương ứng )?theo (?:tỷ lệ|tỉ lệ)(?: %| phần trăm)?"
    r"(?: đạt được| thực hiện| hoàn thành)?"
)
_SHARE = re.compile(r"tỷ lệ|tỉ lệ|phần trăm|%|/")
_UNDER_FULL = re.compile(r"^(?:nếu |đạt |hoàn thành |tỷ lệ )*(?:đạt )?dưới 100\s*%\s*[:,]?\s*(?:thì )?")


def speaks_of_ratio(text: str) -> bool:
    """True for an item that multiplies, or counts by share."""
    low = text.casefold()
    return re.search(rf"\s{_TIMES}\s", low) is not None or "theo tỷ lệ" in low or "theo tỉ lệ" in low


def ratio_rule(items: list[Item], maximum: Decimal) -> dict[str, Any] | None:
    """{'kind': 'ratio'} with zero_below where a floor is stated; None where something else is said too."""
    formulas = [item for item in items if speaks_of_ratio(item.text)]
    if len(formulas) != 1 or not _is_share_of_maximum(formulas[0].text, maximum):
        return None
    floor: Decimal | None = None
    for item in items:
        if item is formulas[0]:
            continue
        stated = read_range(item.label)
        if item.points == maximum and stated is not None and stated.lower == 100 and stated.unit == "percent":
            continue  # 'đạt 100%: điểm tối đa' is what the share gives
        if (
            item.points == 0
            and stated is None
            and item.label.casefold().startswith(("không ", "chưa "))
            and not re.search(r"\d", item.label)
        ):
            continue
        below = stated is not None and stated.lower is None and not stated.upper_in and stated.unit == "percent"
        if item.points == 0 and stated is not None and below and floor is None and stated.upper is not None and 0 < stated.upper < 100:
            floor = stated.upper
            continue
        return None
    return {"kind": "ratio"} if floor is None else {"kind": "ratio", "zero_below": floor}


def _is_share_of_maximum(text: str, maximum: Decimal) -> bool:
    low = _UNDER_FULL.sub("", " ".join(text.casefold().split()))
    if _PLAIN.fullmatch(low):
        return True
    match = _FORMULA.search(low)
    if match is None:
        turned = _TURNED.search(low)
        return turned is not None and not re.search(r"\d", low)
    factor = match["factor"]
    before = low[: match.start()]
    bare = re.sub(r"100\s*%?", "", before)
    return (factor is None or number(factor) == maximum) and _SHARE.search(before) is not None and not re.search(r"\d", bare)
