"""The scoring rules once more, in plain Decimal arithmetic, from the rule as a person writes it: the other road.

Belongs here: points of one line, and of one unit with its policy, bonus and penalty. Knows nothing of branches, SQL or the warehouse.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

Rule = dict[str, Any]


def half_up(value: Decimal, places: int) -> Decimal:
    with localcontext() as context:
        context.prec = 60
        return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def line_points(rule: Rule, maximum: Decimal, number: Decimal | None, places: int) -> Decimal | None:
    """Points for a declared number; None where the rule says nothing of it."""
    if number is None:
        return None
    with localcontext() as context:
        context.prec = 60
        raw = _raw(rule, maximum, number)
        if raw is None:
            return None
        return min(max(half_up(raw, places), Decimal(0)), maximum)


def _raw(rule: Rule, maximum: Decimal, number: Decimal) -> Decimal | None:
    match rule["kind"]:
        case "yes_no":
            return {1: rule.get("yes", maximum), 0: rule.get("no", Decimal(0))}.get(number)  # type: ignore[call-overload]
        case "options":
            points = [option["points"] for option in rule["options"]]
            whole = int(number)
            return points[whole - 1] if whole == number and 1 <= whole <= len(points) else None
        case "conditions":
            if "steps" not in rule:
                return maximum if number >= len(rule["conditions"]) else Decimal(0)
            return next((step["points"] for step in rule["steps"] if number >= step["met"]), Decimal(0))
        case "thresholds":
            for step in rule["steps"]:
                if (
                    ("from" in step and number >= step["from"])
                    or ("above" in step and number > step["above"])
                    or ("to" in step and number <= step["to"])
                    or ("below" in step and number < step["below"])
                    or not {"from", "above", "to", "below"} & set(step)
                ):
                    return Decimal(step["points"])
            return None
        case "ratio":
            full, zero = rule.get("full_at", Decimal(100)), rule.get("zero_below", Decimal(0))
            if number < 0:
                return None
            whole = Decimal(100) if rule.get("below_full") == "share" else full
            return maximum if number >= full else Decimal(0) if number < zero else maximum * number / whole
        case "per_item":
            return rule["points"] * number if number >= 0 else None
        case "deduction":
            return maximum - rule["points"] * number if number >= 0 else None
    raise AssertionError(rule["kind"])


def unit_index(blocks: list[dict[str, Any]], policy: str, cap: Decimal | None, set_maximum: Decimal) -> dict[str, Decimal | None]:
    """Total, own maximum and percent of one unit.

    A block has counts_as, maximum and lines; a line (maximum, points or None, not_applicable, full_points, unusable). The total is None
    while a base line has no points, or any line was filled in and cannot be used.
    """
    with localcontext() as context:
        context.prec = 60
        base, own, extra, missing = Decimal(0), Decimal(0), Decimal(0), False
        for block in blocks:
            got = Decimal(0)
            for line in block["lines"]:
                if line["not_applicable"]:
                    got += line["maximum"] if line["full_points"] else 0
                    own += line["maximum"] if line["full_points"] and block["counts_as"] == "base" else 0
                    continue
                own += line["maximum"] if block["counts_as"] == "base" else 0
                if line["points"] is None:
                    missing = missing or block["counts_as"] == "base" or line["unusable"]
                else:
                    got += line["points"]
            if block["counts_as"] == "base":
                base += got
            else:
                extra += min(got, block["maximum"]) * (1 if block["counts_as"] == "bonus" else -1)
        total: Decimal | None = None
        if policy == "rescaled" and own > 0:
            total, own = half_up(base * set_maximum / own, 8) + extra, set_maximum
        else:
            total = base + extra
        if missing:
            return {"total": None, "own": own, "percent": None}
        total = max(total, Decimal(0))
        percent = half_up(total * 100 / own, 8) if own > 0 else None
        if percent is not None and cap is not None:
            percent = min(percent, cap)
        return {"total": total, "own": own, "percent": percent}
