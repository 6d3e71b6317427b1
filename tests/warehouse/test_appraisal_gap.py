"""Self-assessment beside appraisal, recomputed in plain Python over made-up units."""

from __future__ import annotations

import random
from decimal import Decimal
from statistics import mean

from tests.warehouse.scored_panel import Line, Panel

GAP, GAP_LINE = "mart.appraisal_gap", "mart.appraisal_gap_line"
NODES = ("1/a", "1/b", "2/a", "2/b", "2/c")


def laid_out(seed: int) -> tuple[Panel, dict[str, list[Line]]]:
    rng, panel, units = random.Random(seed), Panel(), {}
    for number in range(9):
        lines = [
            Line(
                node, None if rng.random() < 0.1 else str(rng.choice([4, 5, 6, Decimal("6.25")])),
                claimed=None if rng.random() < 0.1 else str(rng.choice([5, 6, 10])), declared=rng.choice([None, "80"]),
                reason=rng.choice([None, "-", "Thiếu tài liệu kiểm chứng"]),
            )
            for node in NODES
        ]  # fmt: skip
        lines.append(Line("3/a", "5", part="survey"))
        units[f"u{number}"] = lines
        panel.add(2024, f"u{number}", lines)
    panel.build(GAP, GAP_LINE, years=[2024])
    return panel, units


def compared(lines: list[Line]) -> list[tuple[Line, Decimal, Decimal]]:
    """The appraised lines on which both said a number: line, claim, grant."""
    return [
        (x, Decimal(x.claimed), Decimal(x.points))
        for x in lines
        if x.part == "appraised" and x.claimed is not None and x.points is not None
    ]


def test_by_unit_and_field() -> None:
    panel, units = laid_out(1)
    rows = {(row["unit_id"], row["field_node_id"]): row for row in panel.rows(f"SELECT * FROM {GAP}")}
    assert set(rows) == {(unit, node) for unit in units for node in ("1", "2", "all")}
    for (unit, node), row in rows.items():
        own = [line for line in units[unit] if line.part == "appraised" and node in ("all", line.field_node)]
        both = compared(own)
        assert (row["lines_compared"], row["lines_not_compared"]) == (len(both), len(own) - len(both))
        if not both:
            assert row["gap"] is None
            continue
        assert row["self_total"] == sum(claim for _, claim, _ in both)
        assert row["appraised_total"] == sum(grant for _, _, grant in both)
        assert row["gap"] == row["self_total"] - row["appraised_total"] == row["points_cut"] - row["points_raised"]
        assert row["lines_cut"] == sum(grant < claim for _, claim, grant in both)
        assert row["lines_raised"] == sum(grant > claim for _, claim, grant in both)
        assert row["lines_cut_without_reason"] == sum(grant < claim and line.reason in (None, "-") for line, claim, grant in both)


def test_by_line_over_units() -> None:
    panel, units = laid_out(2)
    rows = {row["node_id"]: row for row in panel.rows(f"SELECT * FROM {GAP_LINE}")}
    assert set(rows) == set(NODES)
    for node, row in rows.items():
        both = [found for lines in units.values() for found in compared(lines) if found[0].node == node]
        gaps = [claim - grant for _, claim, grant in both]
        cuts = [gap for gap in gaps if gap > 0]
        assert (row["units"], row["units_cut"], row["units_raised"]) == (len(both), len(cuts), sum(gap < 0 for gap in gaps))
        assert abs(row["mean_gap"] - mean(gaps)) < Decimal("0.0000001")
        assert row["units_claiming_all"] == sum(claim == 10 for _, claim, _ in both)
        if cuts:
            variance = sum((cut - mean(cuts)) ** 2 for cut in cuts) / len(cuts)
            assert abs(row["cut_spread"] - variance.sqrt()) < Decimal("0.000001")
            assert (row["least_cut"], row["largest_cut"]) == (min(cuts), max(cuts))
        assert row["optimism_systematic"] == (2 * len(cuts) >= len(both))
        alike: dict[tuple[Decimal, str | None], list[Decimal]] = {}
        for line, claim, grant in both:
            alike.setdefault((claim, line.declared), []).append(grant)
        assert row["alike_spread"] == max(max(grants) - min(grants) for grants in alike.values())
        assert row["alike_units"] == sum(len(grants) for grants in alike.values() if len(grants) > 1)
        assert row["appraisal_uneven"] == (row["alike_spread"] > 0)
