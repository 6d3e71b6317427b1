"""A made-up file of an outside index, of the shape in which PAPI's scores are handed in (form index_scores).

Belongs here: the long table with made-up scores. Does not belong here: dimensions and sub-dimensions
(reference.outside_index_line).
"""

from __future__ import annotations

import csv
import io
import random
from decimal import Decimal

import polars as pl

from assets.demo.demo_units import DemoUnit, Reference
from assets.demo.split_points import UNIT

INDEX_NAME = "PAPI"
YEARS = (2023, 2024)
UNITS = 12
HEADER = ("year", "province_vi", "dimension_code", "sub_code", "sub_name_en", "sub_name_vi", "score", "source_url")
_LINES = ("dimension_code", "sub_code", "sub_name_en", "sub_name_vi")


def outside_scores_csv(reference: Reference, provinces: tuple[DemoUnit, ...], seed: int) -> bytes:
    """Return the CSV (UTF-8 with mark, numbers with a dot): 12 provinces × 2 years, one score lacking.

    The last province lacks it in the last year. A province with a published result of the index is left out: made-up
    scores must not stand beside it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    chosen = _chosen_units(reference, provinces)
    for year in YEARS:
        lines = _lines(reference, year)
        for unit in chosen:
            rng = random.Random(f"{seed}:{INDEX_NAME}:{year}:{unit.unit_id}")
            lacking = lines.height // 2 if (year, unit) == (YEARS[-1], chosen[-1]) else None
            for number, line in enumerate(lines.iter_rows(named=True)):
                score = _score(line["most"], rng)
                if number != lacking:
                    names = (line[column] or "" for column in _LINES)
                    writer.writerow((year, unit.name, *names, score, f"made-up (số liệu giả lập, seed {seed})"))
    return out.getvalue().encode("utf-8-sig")


def _chosen_units(reference: Reference, provinces: tuple[DemoUnit, ...]) -> list[DemoUnit]:
    """Twelve provinces spread over the list."""
    published = reference["reference.published_result"].filter(pl.col("index_name") == INDEX_NAME)["unit_id"]
    free = [unit for unit in provinces if unit.unit_id not in set(published)]
    return free[:: max(len(free) // UNITS, 1)][:UNITS]


def _lines(reference: Reference, year: int) -> pl.DataFrame:
    """The sub-dimensions of the year, with the most that each can give: the dimension's scale shared out evenly."""
    this_year = (pl.col("index_name") == INDEX_NAME) & (pl.col("index_year") == year)
    scale = reference["reference.outside_index"].filter(this_year)["dimension_scale_max"].item()
    subs = pl.len().over("dimension_code")
    return reference["reference.outside_index_line"].filter(this_year).sort("sort_order").with_columns(most=pl.lit(float(scale)) / subs)


def _score(most: float, rng: random.Random) -> Decimal:
    return Decimal(str(most * rng.uniform(0.45, 0.75))).quantize(UNIT)
