"""Splitting a total over units none of which may have more than its own bound.

Belongs here: pure arithmetic on whole numbers. Does not belong here: splits without bounds (national_split.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from assets.demo.national_split import split_total


def split_within(total: int, bounds: Sequence[int], weights: Sequence[int], minimum: int = 0) -> list[int]:
    """Split total by weight, each part from minimum to its bound; what a full unit cannot take goes to the others.

    The parts add up to total exactly. ValueError when the bounds do not allow it.
    """
    if not minimum * len(bounds) <= total <= sum(bounds) or min(bounds, default=minimum) < minimum:
        raise ValueError(f"{total} cannot be split within bounds that add up to {sum(bounds)}")
    parts = [minimum] * len(bounds)
    left = total - sum(parts)
    while left:
        open_places = [place for place, part in enumerate(parts) if part < bounds[place]]
        shares = split_total(left, [max(weights[place], 1) for place in open_places])
        for place, share in zip(open_places, shares, strict=True):
            taken = min(share, bounds[place] - parts[place])
            parts[place] += taken
            left -= taken
    return parts
