"""How many reform plan tasks each ministry and province of the demo has, and how many it completed; made up, with printed totals.

Belongs here: the counts per unit, so that registers of tasks and periodic reports of the demo agree. Does not belong here: the
tasks themselves, workbooks.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from assets.demo.demo_units import DemoUnit, Reference
from assets.demo.national_split import seeded_weights, split_total

INDEX_YEAR = 2024
_FEWEST = 15


@dataclass(frozen=True)
class NationalTasks:
    """What the 9th session of the Steering Committee (15 January 2025) printed for 2024."""

    planned: int
    completed: int


PRINTED = {"ministry": NationalTasks(1049, 1019), "province": NationalTasks(2917, 2842)}


def reporting_units(reference: Reference, level: str, index_year: int = INDEX_YEAR) -> tuple[DemoUnit, ...]:
    """All units of a level that are valid on 31/12 of the year, by code; not only those of a ranked list."""
    day = dt.date(index_year, 12, 31)
    valid = (pl.col("valid_from").is_null() | (pl.col("valid_from") <= day)) & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= day))
    rows = reference["reference.unit"].filter((pl.col("level") == level) & valid).sort("unit_code")
    return tuple(
        DemoUnit(row["unit_id"], row["unit_code"], row["unit_name"], row["unit_type"], "reports") for row in rows.iter_rows(named=True)
    )


def task_counts(reference: Reference, seed: int) -> dict[str, tuple[int, int]]:
    """Per unit_id: tasks of its plan for 2024, and those completed by the end of the year.

    The sums over ministries and over provinces are the printed ones; how they are split is made up.
    """
    counts: dict[str, tuple[int, int]] = {}
    for level, printed in PRINTED.items():
        names = [unit.unit_id for unit in reporting_units(reference, level)]
        planned = split_total(printed.planned, seeded_weights(f"{seed}:tasks", names), _FEWEST)
        # What is left open gathers in few units, as it does in life: weights far apart.
        lagging = [weight**3 for weight in seeded_weights(f"{seed}:open tasks", names)]
        left_open = split_total(printed.planned - printed.completed, lagging)
        counts |= {name: (of, of - still) for name, of, still in zip(names, planned, left_open, strict=True)}
    return counts
