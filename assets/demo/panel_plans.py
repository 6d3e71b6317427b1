"""Which points every unit of the demo gets, before any workbook is laid out.

Belongs here: ministries on their printed totals, provinces and the Government Inspectorate on made-up ones. Does not
belong here: splitting (split_points.py), layout (par_index_books.py), the printed figures (reference.published_result).
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import polars as pl

from assets.demo.demo_units import DemoPanel, DemoUnit, Reference, demo_panel
from assets.demo.printed_totals import ExactTotals, PrintedRow, exact_totals
from assets.demo.unit_scores import UnitScores, made_up_totals, split_scores, totals_at
from assets.demo.year_before import YearBefore, percents_before

MINISTRIES_BEFORE, MINISTRIES, PROVINCES = (2022, "ministries"), (2023, "ministries"), (2024, "provinces")
INSPECTORATE = "TTCP"
_INSPECTORATE_PERCENTS = (80.0, 85.0)  # within the ranked ministries: a made-up figure must not top a real list
_TIED = {"86": "82"}  # a province and the one whose totals it shares: published tables have ties too
_LINE_THAT_DOES_NOT_APPLY = {"04": 30}  # a province and the number of the appraised line


@dataclass(frozen=True)
class UnitPlan:
    """One unit with its points and the line of the title block that says what is made up."""

    unit: DemoUnit
    scores: UnitScores
    mark: str


@dataclass(frozen=True)
class PanelPlan:
    panel: DemoPanel
    units: tuple[UnitPlan, ...]


def ministry_plans(reference: Reference, seed: int) -> PanelPlan:
    """Every ministry with a printed row, and the Inspectorate when the panel has it."""
    panel = demo_panel(reference, *MINISTRIES)
    rows = _printed_units(reference, panel)
    means = _printed(reference, panel).filter(pl.col("statistic") == "mean")["index_percent"]
    totals = exact_totals(
        [PrintedRow(*row) for row in rows.select("appraised_points", "survey_points", "index_percent").iter_rows()],
        means.item() if len(means) else None,
        random.Random(f"{seed}:printed"),
    )
    by_id = dict(zip(rows["unit_id"], totals, strict=True))
    printed_mark = (
        f"SỐ LIỆU GIẢ LẬP: điểm từng dòng do phần mềm tự chia (mã số gieo {seed}), không phải số liệu chính thức; "
        f"tổng điểm lấy theo bảng Chỉ số CCHC năm {panel.index_year} đã công bố"
    )
    inspectorate = made_up_totals(panel.appraised_max, panel.survey_max, random.Random(f"{seed}:{INSPECTORATE}"), _INSPECTORATE_PERCENTS)
    plans = []
    for unit in panel.units:
        if unit.unit_id in by_id:
            plans.append(UnitPlan(unit, _split(panel, unit, by_id[unit.unit_id], seed), printed_mark))
        elif unit.code == INSPECTORATE:
            plans.append(UnitPlan(unit, _split(panel, unit, inspectorate, seed), _all_made_up(seed)))
    return PanelPlan(panel, tuple(plans))


def ministry_plans_before(reference: Reference, seed: int) -> PanelPlan:
    """The ministries one year earlier: where print gives an index, that one; else one near the next year's, made up, that keeps the ranks
    that print gives. Most lines are as in the next year, so that a change has few causes, as changes do."""
    panel, after = demo_panel(reference, *MINISTRIES_BEFORE), ministry_plans(reference, seed)
    printed = _printed_units(reference, panel).select("unit_id", "index_percent")
    whole = after.panel.appraised_max + after.panel.survey_max
    indices = {plan.unit.unit_id: plan.scores.totals.total * 100 / whole for plan in after.units}
    percents = percents_before(indices, [YearBefore(*row) for row in printed.iter_rows()], random.Random(f"{seed}:{panel.index_year}"))
    in_print = {row[0] for row in printed.iter_rows() if row[1] is not None}
    plans = []
    for plan in after.units:
        rng = random.Random(f"{seed}:{panel.index_year}:{plan.unit.unit_id}:totals")
        totals = totals_at(percents[plan.unit.unit_id], panel.appraised_max, panel.survey_max, rng)
        mark = _index_as_printed(seed, panel.index_year) if plan.unit.unit_id in in_print else _all_made_up(seed)
        lines = random.Random(f"{seed}:{after.panel.index_year}:{plan.unit.unit_id}:lines")
        scores = split_scores(after.panel.nodes, totals, lines, claims=rng)
        plans.append(UnitPlan(panel.unit(plan.unit.code), scores, mark))
    return PanelPlan(panel, tuple(plans))


def province_plans(reference: Reference, seed: int) -> PanelPlan:
    """Every province of the panel, all made up; two share their totals, and one has a line that does not apply."""
    panel = demo_panel(reference, *PROVINCES)
    appraised = [node.node_id for node in panel.nodes if node.part == "appraised"]
    plans = []
    for unit in panel.units:
        source = panel.unit(_TIED[unit.code]) if unit.code in _TIED else unit
        number = _LINE_THAT_DOES_NOT_APPLY.get(unit.code)
        left_out = frozenset() if number is None else frozenset({appraised[number]})
        scores = _split(panel, unit, _made_up(panel, source, seed, left_out), seed, left_out)
        plans.append(UnitPlan(unit, scores, _all_made_up(seed)))
    return PanelPlan(panel, tuple(plans))


def _printed(reference: Reference, panel: DemoPanel) -> pl.DataFrame:
    return reference["reference.published_result"].filter(
        (pl.col("index_name") == "PAR_INDEX") & (pl.col("index_year") == panel.index_year) & (pl.col("panel") == panel.panel)
    )


def _printed_units(reference: Reference, panel: DemoPanel) -> pl.DataFrame:
    return _printed(reference, panel).filter(pl.col("statistic") == "unit").sort("rank")


def _made_up(panel: DemoPanel, unit: DemoUnit, seed: int, left_out: frozenset[str] = frozenset()) -> ExactTotals:
    applicable = panel.appraised_max - sum(node.max_points for node in panel.nodes if node.node_id in left_out)
    rng = random.Random(f"{seed}:{panel.index_year}:{unit.unit_id}:totals")
    return made_up_totals(applicable, panel.survey_max, rng)


def _split(panel: DemoPanel, unit: DemoUnit, totals: ExactTotals, seed: int, left_out: frozenset[str] = frozenset()) -> UnitScores:
    return split_scores(panel.nodes, totals, random.Random(f"{seed}:{panel.index_year}:{unit.unit_id}:lines"), left_out)


def _all_made_up(seed: int) -> str:
    return f"SỐ LIỆU GIẢ LẬP: toàn bộ số liệu do phần mềm tự tạo (mã số gieo {seed}) để chạy thử, không phải số liệu chính thức"


def _index_as_printed(seed: int, index_year: int) -> str:
    return (
        f"SỐ LIỆU GIẢ LẬP: điểm từng dòng do phần mềm tự chia (mã số gieo {seed}), không phải số liệu chính thức; "
        f"chỉ số lấy theo kết quả Chỉ số CCHC năm {index_year} đã công bố"
    )
