"""Outside indices: totals and ranks equal a plain recomputation in fractions, whatever the weights; equal units tie."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.contract import load_contracts
from warehouse.model import load_models

UNITS = ("a", "b", "c", "d")
_PLACES = 10**8


@dataclass(frozen=True)
class Definition:
    """Weights of dimensions, and of sub-dimensions in each; how both are put together."""

    subs: str
    dimensions: str
    weights: tuple[tuple[Decimal, tuple[Decimal, ...]], ...]

    @property
    def codes(self) -> list[tuple[int, int]]:
        return [(d, s) for d, (_, subs) in enumerate(self.weights) for s in range(len(subs))]


def together(parts: list[tuple[Decimal, Fraction]], how: str) -> Fraction:
    """A weighted sum or mean, exactly."""
    added = sum((Fraction(weight) * value for weight, value in parts), Fraction(0))
    return added / Fraction(sum(weight for weight, _ in parts)) if how == "mean" else added


def half_up(value: Fraction) -> Decimal:
    return Decimal(floor(value * _PLACES + Fraction(1, 2))).scaleb(-8)


Scores = Mapping[tuple[str, int, int], Decimal]


def expected(definition: Definition, scores: Scores, unit: str) -> tuple[list[Decimal], Decimal]:
    """Dimension scores and total of one unit, rounded once each."""
    exact = []
    for d, (weight, subs) in enumerate(definition.weights):
        exact.append((weight, together([(w, Fraction(scores[unit, d, s])) for s, w in enumerate(subs)], definition.subs)))
    return [half_up(value) for _, value in exact], half_up(together(exact, definition.dimensions))


def found(definition: Definition, scores: Scores) -> tuple[dict[str, list[Decimal]], dict[str, tuple[Decimal, int]]]:
    """The same from the models."""
    con = duckdb.connect()
    for schema in ("core", "mart", "reference"):
        con.execute(f"CREATE SCHEMA {schema}")
    for table in (
        "reference.outside_index", "reference.outside_index_line", "reference.outside_index_group", "reference.unit",
        "core.outside_index_scores", "mart.outside_index_dimension", "mart.outside_index",
    ):  # fmt: skip
        con.execute(load_contracts()[table].create_sql())
    con.execute(
        "INSERT INTO reference.outside_index BY NAME SELECT 'X' AS index_name, 2026 AS index_year, 'province' AS level, 'X' AS title_vi, "
        "DATE '2026-12-31' AS units_as_of, ? AS sub_aggregation, ? AS dimension_aggregation",
        [definition.subs, definition.dimensions],
    )
    for order, (d, s) in enumerate(definition.codes):
        weight, subs = definition.weights[d]
        con.execute(
            "INSERT INTO reference.outside_index_line BY NAME SELECT 'X' AS index_name, 2026 AS index_year, ? AS sort_order, "
            "? AS dimension_code, ? AS dimension_weight, ? AS sub_code, ? AS sub_weight",
            [order, f"D{d}", weight, f"D{d}S{s}", subs[s]],
        )
    for unit in UNITS:
        con.execute(
            "INSERT INTO reference.unit BY NAME SELECT ? AS unit_id, ? AS unit_code, 'province' AS level, ? AS unit_name", [unit] * 3
        )
    con.executemany(
        "INSERT INTO core.outside_index_scores BY NAME SELECT 'X' AS index_name, 2026 AS index_year, ? AS unit_id, ? AS dimension_code, "
        "? AS sub_code, ? AS score, 'f' AS file_name, 'sha' AS file_sha256, 's' AS sheet, 'A1' AS cell, true AS made_up",
        [[unit, f"D{d}", f"D{d}S{s}", score] for (unit, d, s), score in scores.items()],
    )
    for table in ("mart.outside_index_dimension", "mart.outside_index"):
        con.execute(f"INSERT INTO {table} BY NAME {load_models()[table].sql}")
    dimensions: dict[str, list[Decimal]] = defaultdict(list)
    scored = con.execute("SELECT unit_id, score FROM mart.outside_index_dimension ORDER BY unit_id, dimension_code").fetchall()
    for unit, score in scored:
        dimensions[unit].append(score)
    totals = {row[0]: (row[1], row[2]) for row in con.execute("SELECT unit_id, total, rank FROM mart.outside_index").fetchall()}
    con.close()
    return dimensions, totals


def ranks(totals: Mapping[str, Decimal]) -> dict[str, int]:
    return {unit: 1 + sum(other > total for other in totals.values()) for unit, total in totals.items()}


_weights = st.one_of(
    st.sampled_from([Decimal(text) for text in ("1", "2", "3", "7", "0.3", "0.7", "0.25", "0.5", "1.5")]),
    st.decimals(Decimal("0.01"), Decimal("3"), places=2),
)
_definitions = st.builds(
    Definition,
    st.sampled_from(["sum", "mean"]),
    st.sampled_from(["sum", "mean"]),
    st.lists(st.tuples(_weights, st.lists(_weights, min_size=1, max_size=3).map(tuple)), min_size=1, max_size=4).map(tuple),
)
_scores = st.one_of(st.sampled_from([Decimal(0), Decimal(100), Decimal("33.33333333")]), st.decimals(Decimal(0), Decimal(100), places=8))


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_totals_and_ranks_equal_a_recomputation_in_fractions(data: st.DataObject) -> None:
    definition = data.draw(_definitions)
    scores = {(unit, d, s): data.draw(_scores) for unit in UNITS for d, s in definition.codes}
    dimensions, totals = found(definition, scores)
    wanted = {unit: expected(definition, scores, unit) for unit in UNITS}
    assert dimensions == {unit: parts for unit, (parts, _) in wanted.items()}
    assert {unit: total for unit, (total, _) in totals.items()} == {unit: total for unit, (_, total) in wanted.items()}
    assert {unit: rank for unit, (_, rank) in totals.items()} == ranks({unit: total for unit, (_, total) in wanted.items()})


def test_units_that_are_equal_share_a_rank_however_their_points_are_spread() -> None:
    three = (Decimal(1),) * 3
    definition = Definition("mean", "sum", ((Decimal(1), three),) * 3)
    full, none = Decimal(100), Decimal(0)
    scores = {(unit, d, s): none for unit in UNITS for d, s in definition.codes}
    scores |= {("a", 0, s): full for s in range(3)}  # one dimension in full, the others nothing
    scores |= {("b", d, 0): full for d in range(3)}  # a third of each
    dimensions, totals = found(definition, scores)
    assert dimensions["b"] == [Decimal("33.33333333")] * 3
    assert totals["a"] == totals["b"] == (Decimal(100), 1) and totals["c"][1] == 3
