"""The national mean from the regions' means.

Belongs here: the weighed mean, and whether another membership of one province would explain a difference. Does not: statements.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from assets.published_check.statement import vi

_HALF = Decimal("0.005")


def region_mean_sentence(national: Decimal, means: Mapping[str, Decimal], sizes: Mapping[str, int]) -> tuple[bool, str]:
    """Whether the published means of regions give the published national mean, within what rounding allows, and a sentence on it."""
    total = sum(sizes.values())
    computed = _mean(means, sizes)
    if abs(computed - national) <= 2 * _HALF:
        return True, f"trung bình các vùng theo số tỉnh ({total} tỉnh) là {vi(computed)}"
    moves = [
        (source, target)
        for source in sorted(sizes)
        for target in sorted(sizes)
        if source != target and sizes[source] > 1
        and abs(_mean(means, {**sizes, source: sizes[source] - 1, target: sizes[target] + 1}) - national) <= _HALF
    ]  # fmt: skip
    told = f"trung bình các vùng theo số tỉnh là {vi(computed)}, công bố {vi(national)}"
    if moves:
        told += "; khớp nếu một tỉnh thuộc vùng khác: " + ", hoặc ".join(f"{source} → {target}" for source, target in moves)
    return False, told


def _mean(means: Mapping[str, Decimal], sizes: Mapping[str, int]) -> Decimal:
    weighed = sum((means[name] * size for name, size in sizes.items()), Decimal(0))
    return (weighed / sum(sizes.values())).quantize(Decimal("0.001"))
