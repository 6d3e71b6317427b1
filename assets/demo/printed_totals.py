"""Exact totals that round to a printed table whose parts and totals were rounded separately.

Belongs here: pure arithmetic. Does not belong here: where the printed figures come from (reference.published_result).
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assets.demo.split_points import UNIT

_CENT = Decimal("0.01")
_BELOW, _ABOVE = 45, 44  # units of 0.0001 around a printed figure; 50 and 49 would round right too, but only just


@dataclass(frozen=True)
class PrintedRow:
    """One row as printed, two decimals each; appraised + survey may miss total by 0.01."""

    appraised: Decimal
    survey: Decimal
    total: Decimal


@dataclass(frozen=True)
class ExactTotals:
    """Points with at most four decimals; the total is their sum, exactly."""

    appraised: Decimal
    survey: Decimal

    @property
    def total(self) -> Decimal:
        return self.appraised + self.survey


def round_cents(points: Decimal) -> Decimal:
    """Round half up to two decimals, as the published tables do."""
    return points.quantize(_CENT, ROUND_HALF_UP)


def exact_totals(rows: Sequence[PrintedRow], mean: Decimal | None, rng: random.Random) -> list[ExactTotals]:
    """Return totals that round (half up, two decimals) to each printed row, and whose mean rounds to the printed mean.

    mean None: the rows alone count. ValueError when no such totals exist.
    """
    spans = [_total_span(row) for row in rows]
    totals = [rng.randint(low, high) for low, high in spans]
    if mean is not None:
        _move_mean(totals, spans, _units(mean))
    return [_divide(row, total, rng) for row, total in zip(rows, totals, strict=True)]


def _total_span(row: PrintedRow) -> tuple[int, int]:
    parts = _units(row.appraised) + _units(row.survey)
    low = max(_units(row.total) - _BELOW, parts - 2 * _BELOW)
    high = min(_units(row.total) + _ABOVE, parts + 2 * _ABOVE)
    if low > high:
        raise ValueError(f"{row.appraised} + {row.survey} cannot give {row.total}")
    return low, high


def _move_mean(totals: list[int], spans: Sequence[tuple[int, int]], mean: int) -> None:
    """Move totals within their spans until the mean rounds to the printed one."""
    count = len(totals)
    low, high = count * (mean - _BELOW), count * (mean + _ABOVE)
    for i, (span_low, span_high) in enumerate(spans):
        off = min(high - sum(totals), 0) or max(low - sum(totals), 0)
        totals[i] = min(max(totals[i] + off, span_low), span_high)
    if not low <= sum(totals) <= high:
        raise ValueError("the printed rows cannot give the printed mean")


def _divide(row: PrintedRow, total: int, rng: random.Random) -> ExactTotals:
    appraised, survey = _units(row.appraised), _units(row.survey)
    low = max(appraised - _BELOW, total - survey - _ABOVE)
    high = min(appraised + _ABOVE, total - survey + _BELOW)
    part = rng.randint(low, high)
    return ExactTotals(part * UNIT, (total - part) * UNIT)


def _units(printed: Decimal) -> int:
    return int(printed / UNIT)
