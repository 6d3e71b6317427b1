"""Splitting is exact, within bounds, and of at most four decimals."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.demo.split_points import UNIT, split_freely, split_in_steps

MAXIMA = st.lists(st.integers(0, 200_000), min_size=1, max_size=60)
SPLITS = pytest.mark.parametrize("split", [split_in_steps, split_freely])


@SPLITS
@given(MAXIMA, st.floats(0, 1), st.integers())
def test_parts_add_up_and_stay_within_bounds(split, maxima: list[int], share: float, seed: int) -> None:
    bounds = [maximum * UNIT for maximum in maxima]
    total = int(sum(maxima) * share) * UNIT
    parts = split(total, bounds, random.Random(seed))
    assert sum(parts) == total
    assert all(0 <= part <= bound for part, bound in zip(parts, bounds, strict=True))
    assert all(part == part.quantize(UNIT) for part in parts)


@SPLITS
@pytest.mark.parametrize("share", ["0", "1"])
def test_nothing_and_everything(split, share: str) -> None:
    bounds = [Decimal("0.5"), Decimal("2.25"), Decimal(10)]
    parts = split(sum(bounds) * Decimal(share), bounds, random.Random(1))
    assert parts == [bound * Decimal(share) for bound in bounds]


@SPLITS
@pytest.mark.parametrize("total", ["3.0001", "-1", "0.00001"])
def test_what_cannot_be_split_is_refused(split, total: str) -> None:
    with pytest.raises(ValueError):
        split(Decimal(total), [Decimal(1), Decimal(2)], random.Random(1))


def test_steps_are_quarters_but_for_few_lines() -> None:
    bounds = [Decimal(1)] * 60
    parts = split_in_steps(Decimal("50.1234"), bounds, random.Random(7))
    assert sum(part % Decimal("0.25") != 0 for part in parts) == 1


def test_the_same_seed_gives_the_same_split() -> None:
    bounds = [Decimal(2)] * 9
    assert split_freely(Decimal(11), bounds, random.Random("a")) == split_freely(Decimal(11), bounds, random.Random("a"))
