"""The index that a unit had one year earlier, where nobody printed it: near the next year's, and below the ranks that print gives.

Belongs here: pure arithmetic on percents. Does not: which units are in print (panel_plans.py), points.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

_MOST_CHANGE = 3.0
_STEP = (0.25, 0.9)  # how far below the one above a unit lies whose rank alone is printed
_FIGURES = Decimal("0.0001")


@dataclass(frozen=True)
class YearBefore:
    """A unit that print ranks, in order of rank; index_percent is None where print gives the rank alone."""

    unit_id: str
    index_percent: Decimal | None


def percents_before(after: Mapping[str, Decimal], printed: Sequence[YearBefore], rng: random.Random) -> dict[str, Decimal]:
    """The index of each unit of `after` one year earlier, in percent: printed ones as printed, the others within three points of `after` or
    lower, all of them below the last that print ranks."""
    percents: dict[str, Decimal] = {}
    ceiling = Decimal(100)
    for ranked in printed:
        ceiling = ceiling - _drawn(rng, *_STEP) if ranked.index_percent is None else ranked.index_percent
        percents[ranked.unit_id] = ceiling
    for unit_id in sorted(set(after) - set(percents)):
        near = after[unit_id].quantize(_FIGURES) + _drawn(rng, -_MOST_CHANGE, _MOST_CHANGE)
        percents[unit_id] = min(near, ceiling - _drawn(rng, *_STEP))
    return percents


def _drawn(rng: random.Random, low: float, high: float) -> Decimal:
    return Decimal(str(round(rng.uniform(low, high), 4)))
