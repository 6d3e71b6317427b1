"""Exact totals round to whatever was printed, also where the printed parts and total do not add up."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.demo.printed_totals import ExactTotals, PrintedRow, exact_totals, round_cents
from assets.demo.split_points import UNIT

EXACT = st.builds(lambda a, s: ExactTotals(a * UNIT, s * UNIT), st.integers(10_000, 685_000), st.integers(10_000, 315_000))


def printed(totals: ExactTotals) -> PrintedRow:
    return PrintedRow(round_cents(totals.appraised), round_cents(totals.survey), round_cents(totals.total))


@given(st.lists(EXACT, min_size=1, max_size=20), st.integers())
def test_totals_round_to_print(real: list[ExactTotals], seed: int) -> None:
    rows = [printed(totals) for totals in real]
    assert [printed(totals) for totals in exact_totals(rows, None, random.Random(seed))] == rows


@given(st.integers())
def test_the_mean_is_met_though_the_printed_totals_have_another(seed: int) -> None:
    rows = [PrintedRow(Decimal("60.00"), Decimal("25.00"), Decimal("85.00"))] * 3
    rows.append(PrintedRow(Decimal("60.00"), Decimal("25.00"), Decimal("85.01")))
    for mean in ("85.00", "85.01"):
        totals = exact_totals(rows, Decimal(mean), random.Random(seed))
        assert [printed(each) for each in totals] == rows
        assert round_cents(sum(each.total for each in totals) / 4) == Decimal(mean)


@pytest.mark.parametrize(("total", "mean"), [("85.02", None), ("85.00", "85.02")])
def test_what_no_totals_can_give_is_refused(total: str, mean: str | None) -> None:
    row = PrintedRow(Decimal("60.00"), Decimal("25.00"), Decimal(total))
    with pytest.raises(ValueError):
        exact_totals([row], mean and Decimal(mean), random.Random(1))
