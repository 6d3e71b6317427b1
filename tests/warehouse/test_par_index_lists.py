"""Lists, means of fields and standings, recomputed in plain Python over made-up units."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any

import pytest

from tests.warehouse.scored_panel import Line, Panel, eight

LIST, MEAN, STANDING = "mart.par_index_list", "mart.par_index_field_mean", "mart.par_index_field_standing"
YEAR = 2024


def laid_out(seed: int) -> Panel:
    """Seven ranked units, one that is scored but not ranked, one whose field 2 does not apply at all; some share their points."""
    rng, panel = random.Random(seed), Panel()
    for number in range(8):
        points = [str(rng.choice([2, 5, 7, Decimal("7.25"), 10])) for _ in range(5)]
        lines = [Line(node, given) for node, given in zip(("1/a", "1/b", "2/a", "3/a", "3/b"), points, strict=True)]
        if number == 3:
            lines[2] = Line("2/a", None)
        if number == 6:
            lines.append(Line("9/x", "1", counts_as="bonus"))
        panel.add(YEAR, f"u{number}", lines, standing="scored" if number == 7 else "ranked", rank=number + 1)
        panel.con.execute(
            "UPDATE mart.par_index SET group_label = $label WHERE unit_id = $unit", {"label": "AB"[number % 2], "unit": f"u{number}"}
        )
    panel.build(MEAN, STANDING, LIST, years=[YEAR])
    return panel


def mean(values: list[Decimal]) -> Decimal:
    return eight(sum((Fraction(value) for value in values), Fraction(0)) / len(values))


@pytest.fixture(params=[1, 2, 3])
def panel(request: pytest.FixtureRequest) -> Panel:
    return laid_out(request.param)


def shares(panel: Panel, node: str, group: str | None = None) -> dict[str, Decimal]:
    """Of the ranked units with this field, and this group."""
    units = {row["unit_id"]: row for row in panel.rows("SELECT unit_id, rank, group_label FROM mart.par_index")}
    found = panel.rows("SELECT unit_id, field_percent FROM mart.par_index_field WHERE field_node_id = ?", node)
    return {
        row["unit_id"]: row["field_percent"]
        for row in found
        if row["field_percent"] is not None and units[row["unit_id"]]["rank"] and group in (None, units[row["unit_id"]]["group_label"])
    }


def test_means_of_fields(panel: Panel) -> None:
    rows = {row["field_node_id"]: row for row in panel.rows(f"SELECT * FROM {MEAN}")}
    assert set(rows) == {"1", "2", "3"}  # the bonus block has no maximum that applies, so no share
    for node, row in rows.items():
        own = shares(panel, node)
        assert (row["units"], row["mean_percent"]) == (len(own), mean(list(own.values())))
        assert (row["lowest_percent"], row["best_percent"]) == (min(own.values()), max(own.values()))
        assert row["best_units"].split("; ") == sorted(unit for unit, share in own.items() if share == max(own.values()))
    assert rows["2"]["units"] == 6


def test_standings(panel: Panel) -> None:
    for row in panel.rows(f"SELECT * FROM {STANDING} WHERE counts_as = 'base'"):
        everybody, group = shares(panel, row["field_node_id"]), shares(panel, row["field_node_id"], row["group_label"])
        assert row["list_mean"] == mean(list(everybody.values())) and row["best_percent"] == max(everybody.values())
        assert (row["group_mean"], row["group_units"]) == (mean(list(group.values())), len(group))
        own = everybody.get(row["unit_id"])
        assert row["field_rank"] == (None if own is None else 1 + sum(share > own for share in everybody.values()))
    unranked: list[dict[str, Any]] = panel.rows(f"SELECT field_rank, list_mean FROM {STANDING} WHERE unit_id = 'u7'")
    assert unranked and all(row["field_rank"] is None and row["list_mean"] for row in unranked)


def test_a_list_in_one_line(panel: Panel) -> None:
    (row,) = panel.rows(f"SELECT * FROM {LIST}")
    ranked = [unit["index_percent"] for unit in panel.rows("SELECT index_percent FROM mart.par_index WHERE rank IS NOT NULL")]
    assert (row["units"], row["ranked_units"]) == (8, 7)
    assert (row["index_mean"], row["index_median"]) == (mean(ranked), median(ranked))
    assert (row["index_min"], row["index_max"]) == (min(ranked), max(ranked))
    means = {node: mean(list(shares(panel, node).values())) for node in ("1", "2", "3")}
    weakest = min(means, key=lambda node: (means[node], node))
    assert (row["weakest_field_node_id"], row["weakest_mean"]) == (weakest, means[weakest])
    assert row["strongest_mean"] == max(means.values())


def test_a_list_of_which_nobody_is_ranked_yet() -> None:
    panel = Panel()
    panel.add(YEAR, "u", [Line("1/a", "5")], rank=None)
    panel.build(MEAN, STANDING, LIST, years=[YEAR])
    (row,) = panel.rows(f"SELECT * FROM {LIST}")
    assert (row["units"], row["ranked_units"], row["index_mean"], row["weakest_field"]) == (1, 0, None, None)
    (standing,) = panel.rows(f"SELECT * FROM {STANDING}")
    assert (standing["field_percent"], standing["list_mean"], standing["field_rank"]) == (50, None, None)
