"""Roads over the same rows, timed side by side.

Belongs here: taking turns, medians, ratios. Does not: what is timed.

The machine may be shared and slow or fast from one minute to the next, so every round times all roads one after the
other and the ratio is the median of the rounds' own ratios: seconds are there for a feeling only.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

Road = Callable[[], dict[str, float]]
"""Does its work once and returns seconds by the name of what was timed; preparation may stay outside the timing."""


@dataclass(frozen=True)
class Plan:
    """How often to compare: at most `repeat` rounds, and no new round that would end after `budget` seconds."""

    repeat: int
    budget: float


@dataclass(frozen=True)
class Line:
    """A road beside its bare one. `rows` are counted in `unit`; seconds and ratio are medians over `rounds`."""

    part: str
    scale: int
    road: str
    rows: int
    unit: str
    seconds: float
    bare_road: str
    bare_seconds: float
    ratio: float
    rounds: int

    @property
    def rate(self) -> float:
        """Rows per second."""
        return self.rows / self.seconds

    def as_dict(self) -> dict[str, Any]:
        """For the JSON file."""
        return {**asdict(self), "rows_per_second": self.rate}


@dataclass(frozen=True)
class Rounds:
    """Seconds by name, one dictionary per round."""

    seconds: Sequence[dict[str, float]]

    def line(self, part: str, scale: int, road: str, bare: str, rows: int, unit: str) -> Line:
        """Compare two of the names timed."""
        of_road, of_bare = [each[road] for each in self.seconds], [each[bare] for each in self.seconds]
        ratio = statistics.median(a / b for a, b in zip(of_road, of_bare, strict=True))
        seconds, bare_seconds = statistics.median(of_road), statistics.median(of_bare)
        return Line(part, scale, road, rows, unit, seconds, bare, bare_seconds, ratio, len(self.seconds))


def timed(work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def side_by_side(roads: Sequence[Road], plan: Plan) -> Rounds:
    """Run all roads once per round, every second round the other way about."""
    rounds: list[dict[str, float]] = []
    started = time.perf_counter()
    while True:
        found: dict[str, float] = {}
        for road in roads if len(rounds) % 2 == 0 else reversed(roads):
            found |= road()
        rounds.append(found)
        spent = time.perf_counter() - started
        if len(rounds) >= plan.repeat or spent + spent / len(rounds) > plan.budget:
            return Rounds(rounds)
