"""Splitting a total over lines so that the parts add up to it exactly.

Belongs here: pure arithmetic on points, at most four decimals. Does not belong here: which lines there are, workbooks.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal

UNIT = Decimal("0.0001")
_QUARTERS_CUT = (1, 1, 1, 1, 2, 2, 2, 3, 4)  # how many quarters of its maximum a line loses: mostly one, rarely all


def split_in_steps(total: Decimal, maxima: Sequence[Decimal], rng: random.Random) -> list[Decimal]:
    """Split total points over lines with these maxima; most lines get full, ¾, ½ … marks, one takes what remains.

    Every part lies within 0..its maximum, has at most four decimals, and the parts add up to total exactly. ValueError
    when total or a maximum is negative, has more than four decimals, or total exceeds the sum of maxima.
    """
    bounds, wanted = _in_units(total, maxima)
    points = list(bounds)
    excess = sum(bounds) - wanted
    order = list(range(len(points)))
    while excess:
        rng.shuffle(order)
        for i in order:
            cut = min(points[i], excess, bounds[i] * rng.choice(_QUARTERS_CUT) // 4)
            # A maximum below four units has no quarter; take what is there so that the loop always ends.
            cut = cut or min(points[i], excess)
            points[i] -= cut
            excess -= cut
            if not excess:
                break
    return [part * UNIT for part in points]


def split_freely(total: Decimal, maxima: Sequence[Decimal], rng: random.Random) -> list[Decimal]:
    """Split total points over lines with these maxima at about equal shares, each a little off, as averages are.

    Bounds, exactness and errors as in split_in_steps.
    """
    bounds, wanted = _in_units(total, maxima)
    capacity = sum(bounds)
    if not capacity:
        return [part * UNIT for part in bounds]
    points = [min(bound, bound * wanted * rng.randrange(930, 1071) // (capacity * 1000)) for bound in bounds]
    _spread(points, bounds, wanted - sum(points))
    return [part * UNIT for part in points]


def _spread(points: list[int], bounds: list[int], missing: int) -> None:
    """Add missing units (or take them off, when negative) in proportion to the room that each line has."""
    sign = 1 if missing > 0 else -1
    rooms = [bound - part if missing > 0 else part for part, bound in zip(points, bounds, strict=True)]
    room, missing = sum(rooms), abs(missing)
    shares = [missing * line_room // room if room else 0 for line_room in rooms]
    left = missing - sum(shares)
    for i, line_room in enumerate(rooms):
        extra = min(left, line_room - shares[i])
        points[i] += sign * (shares[i] + extra)
        left -= extra


def _in_units(total: Decimal, maxima: Sequence[Decimal]) -> tuple[list[int], int]:
    bounds, wanted = [_units(maximum) for maximum in maxima], _units(total)
    if wanted > sum(bounds):
        raise ValueError(f"{total} points do not fit into {sum(maxima)}")
    return bounds, wanted


def _units(points: Decimal) -> int:
    units = points / UNIT
    if units < 0 or units != units.to_integral_value():
        raise ValueError(f"{points} is negative or has more than four decimals")
    return int(units)
