"""The report: a table for people, a JSON file for comparison.

Belongs here: facts of the machine, columns. Does not: measuring.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version

from bench.measure import Line

_PACKAGES = ("duckdb", "polars", "python-calamine", "great-expectations", "dagster")
_HEADER = ("part", "scale", "road", "rows", "seconds", "rows/s", "beside", "seconds", "ratio", "rounds")
_TO_THE_LEFT = {0, 2, 6}


def machine() -> dict[str, str]:
    """What was measured on."""
    facts = {"cores": str(os.cpu_count()), "load": f"{os.getloadavg()[0]:.1f}", "system": platform.platform(terse=True)}
    return {**facts, "python": platform.python_version(), **{name: version(name) for name in _PACKAGES}}


def table(lines: Sequence[Line]) -> str:
    """The lines as a Markdown table that is also readable in a terminal."""
    rows: list[Sequence[str]] = [_HEADER, *map(_shown, lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADER))]
    ruler = ["-" * (width - 1) + ("-" if column in _TO_THE_LEFT else ":") for column, width in enumerate(widths)]
    return "\n".join("| " + " | ".join(_padded(row, widths)) + " |" for row in [rows[0], ruler, *rows[1:]])


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [
        text.ljust(width) if column in _TO_THE_LEFT else text.rjust(width)
        for column, (text, width) in enumerate(zip(row, widths, strict=True))
    ]


def _shown(line: Line) -> tuple[str, ...]:
    rows = f"{line.rows:,} {line.unit}".replace(",", " ")
    rate = f"{line.rate:,.0f}".replace(",", " ")
    return (
        line.part, f"{line.scale}x", line.road, rows, f"{line.seconds:.2f}", rate,
        line.bare_road, f"{line.bare_seconds:.3f}", f"{line.ratio:.1f}", str(line.rounds),
    )  # fmt: skip
