"""Splitting a national count over units so that the parts add up to it exactly.

Belongs here: pure arithmetic on whole numbers, and weights from a seed. Does not belong here: which units or figures
there are (task_counts.py), points with decimals (split_points.py).
"""

from __future__ import annotations

import random
from collections.abc import Sequence

_LIGHTEST, _HEAVIEST = 60, 160


def split_total(total: int, weights: Sequence[int | float], minimum: int = 0) -> list[int]:
    """Split total over these weights: each part gets the minimum, the rest goes by weight and largest remainder.

    The parts add up to total exactly; the same arguments give the same parts (equal remainders: the earlier first).
    ValueError when total is below what the minimum takes, a weight is negative, or all weights are zero and something is left.
    """
    rest = total - minimum * len(weights)
    if rest < 0 or minimum < 0 or any(weight < 0 for weight in weights):
        raise ValueError(f"{total} cannot be split over {len(weights)} parts of at least {minimum}")
    whole = sum(weights)
    if not whole:
        if rest:
            raise ValueError(f"{rest} left and nothing that could take it")
        return [minimum] * len(weights)
    shares = [rest * weight / whole for weight in weights]
    parts = [int(share) for share in shares]
    by_remainder = sorted(range(len(parts)), key=lambda place: (parts[place] - shares[place], place))
    for place in by_remainder[: rest - sum(parts)]:
        parts[place] += 1
    return [minimum + part for part in parts]


def seeded_weights(seed: str, names: Sequence[str]) -> list[int]:
    """A weight per name from 60 to 160, each from seed and name alone: another name changes no other weight."""
    return [random.Random(f"{seed}:{name}").randint(_LIGHTEST, _HEAVIEST) for name in names]
