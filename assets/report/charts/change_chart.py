"""The change of every unit's index, taken apart into its causes.

Belongs here: the chart. Does not: the parts (mart.par_index_change).
"""

from __future__ import annotations

import altair as alt

from assets.drawing import AMBER, BLUE, INK, VIOLET, Chart, records
from assets.report.reading import Row
from warehouse.wording import Wording

PARTS = {
    "performance": ("changed_performance", BLUE),
    "appraisal": ("changed_appraisal", AMBER),
    "criteria": ("changed_criteria", VIOLET),
    "boundary": ("changed_boundary", "#7a7a7a"),
}


def change_chart(changes: list[Row], wording: Wording, among: list[Row] | None = None) -> Chart:
    """One line a unit, most gain first: bars of the parts to both sides of zero, a dot at their sum. Parts that are 0 for
    all are left out. `among`: all units of the list, where these are a part of them, so that its charts have one scale."""
    everybody = among or changes
    names = [row["unit_name"] for row in changes]
    shown = {part: made for part, made in PARTS.items() if any(row[made[0]] for row in everybody)}
    labels = {part: wording.code("cause", part) for part in shown}
    rows = [
        {"unit": row["unit_name"], "part": labels[part], "points": row[column]}
        for row in changes
        for part, (column, _) in shown.items()
        if row[column]
    ]
    sums = [{"unit": row["unit_name"], "change": row["change"]} for row in changes]
    y = alt.Y("unit:N", sort=names, title=None, axis=alt.Axis(ticks=False, grid=False, domain=False))
    axis = alt.Axis(orient="top", format="+.1f", tickCount=7)
    x = alt.X("points:Q", title=wording.say("report.chart.change_axis"), stack=True, axis=axis, scale=alt.Scale(domain=_reach(everybody)))
    colours = alt.Scale(domain=list(labels.values()), range=[colour for _, colour in shown.values()])
    bars = (
        alt.Chart(records(rows))
        .mark_bar(height=9)
        .encode(x=x, y=y, color=alt.Color("part:N", title=None, scale=colours), order=alt.Order("part:N"))
    )
    dots = alt.Chart(records(sums)).mark_point(filled=True, color=INK, size=36, opacity=1).encode(x="change:Q", y=y)
    zero = alt.Chart(records([{"at": 0}])).mark_rule(color=INK).encode(x="at:Q")
    return alt.layer(bars, zero, dots).properties(width=400, height=alt.Step(16))


def _reach(changes: list[Row]) -> list[float]:
    """From the lowest to the highest end of any bar."""
    parts = [[float(row[column] or 0) for column, _ in PARTS.values()] for row in changes]
    return [min(sum(min(part, 0) for part in unit) for unit in parts), max(sum(max(part, 0) for part in unit) for unit in parts)]
