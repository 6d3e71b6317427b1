"""Counts split over units add up to the printed totals exactly."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.demo.national_split import seeded_weights, split_total
from assets.demo.task_counts import PRINTED, reporting_units, task_counts

WEIGHTS = st.lists(st.integers(0, 1000), min_size=1, max_size=70)


@given(WEIGHTS, st.integers(0, 20_000), st.integers(0, 30))
def test_parts_add_up_and_follow_the_weights(weights: list[int], above: int, minimum: int) -> None:
    total = above + minimum * len(weights)
    if not sum(weights):
        above, total = 0, minimum * len(weights)
    parts = split_total(total, weights, minimum)
    assert sum(parts) == total
    assert all(minimum <= part for part in parts)
    whole = sum(weights) or 1
    assert all(abs(part - minimum - above * weight / whole) < 1 for part, weight in zip(parts, weights, strict=True))
    assert parts == split_total(total, weights, minimum)


@pytest.mark.parametrize(("total", "weights", "minimum"), [(5, [1, 1, 1], 2), (3, [1, -1], 0), (1, [0, 0], 0)])
def test_what_cannot_be_split_is_refused(total: int, weights: list[int], minimum: int) -> None:
    with pytest.raises(ValueError):
        split_total(total, weights, minimum)


def test_a_weight_hangs_on_its_own_name() -> None:
    assert seeded_weights("s", ["a", "b", "c"])[2] == seeded_weights("s", ["c"])[0]


def test_task_counts_close_on_the_printed_totals(reference: dict[str, pl.DataFrame]) -> None:
    counts = task_counts(reference, 2023)
    for level, members in (("ministry", 22), ("province", 63)):
        units = reporting_units(reference, level)
        assert len(units) == members
        own = [counts[unit.unit_id] for unit in units]
        assert (sum(of for of, _ in own), sum(done for _, done in own)) == (PRINTED[level].planned, PRINTED[level].completed)
        assert all(0 < done <= of for of, done in own)
    assert task_counts(reference, 7) != counts
