"""The made-up data that a unit declares beside its points, chosen so that the line's rule gives just those points.

Belongs here: from points back to data. Does not belong here: the points (unit_scores.py), reading data (quality.declared_data).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_STEP = Decimal("0.0001")


@dataclass(frozen=True)
class DemoBranch:
    """One branch of a line's rule, as in reference.criterion_branch."""

    label: str
    lower: Decimal | None
    upper: Decimal | None
    base: Decimal
    slope: Decimal
    per: Decimal


def declared_text(kind: str | None, conditions: int | None, branches: tuple[DemoBranch, ...], points: Decimal, number: int) -> str | None:
    """Data for which the rule gives these points, written as an office would; None where the rule gives no such points.

    number tells lines and units apart, so that percents differ.
    """
    for branch in branches:
        if branch.slope == 0 and branch.base == points:
            return _flat(kind, conditions, branch, number)
        if branch.slope != 0:
            needed = (points - branch.base) * branch.per / branch.slope
            lower, upper = branch.lower or Decimal(0), branch.upper
            if kind in ("per_item", "deduction"):
                whole = needed.to_integral_value()
                fits = whole == needed and whole >= 0
            else:
                whole = needed.quantize(_STEP, ROUND_HALF_UP)
                fits = lower <= whole and (upper is None or whole < upper)
                fits = fits and (whole * branch.slope / branch.per).quantize(_STEP, ROUND_HALF_UP) == points
            if fits:
                return _sloped(kind, whole)
    return None


def _flat(kind: str | None, conditions: int | None, branch: DemoBranch, number: int) -> str | None:
    if kind == "options":
        return branch.label
    if kind == "yes_no":
        return "Có" if branch.lower == 1 else "Không"
    if kind == "conditions":
        met = branch.lower or Decimal(0)
        return f"{int(met)}/{conditions}"
    if kind in ("thresholds", "ratio"):
        low = branch.lower if branch.lower is not None else (branch.upper or Decimal(2)) - 2
        high = branch.upper if branch.upper is not None else Decimal(100)
        within = low + (high - low) * (number % 7 + 1) / 10
        return _percent(within.quantize(Decimal("0.1")) if low < high else low)
    return None


def _sloped(kind: str | None, number: Decimal) -> str:
    return str(int(number)) if kind in ("per_item", "deduction") else _percent(number)


def _percent(number: Decimal) -> str:
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",") + "%"
