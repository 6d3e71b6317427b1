"""The index of every ranked unit, and between which ranks it may lie.

Belongs here: the chart. Does not: ranks and intervals (mart).
"""

from __future__ import annotations

import altair as alt

from assets.drawing import BLUE, MUTED, Chart, records
from assets.report.reading import Row
from warehouse.wording import Wording

_ROW = 15


def rank_chart(units: list[Row], wording: Wording) -> Chart:
    """One line a unit in order of rank: a bar from the lowest to the highest rank of the interval, a dot at the official rank."""
    rows = [
        {"unit": f"{unit['rank']}. {unit['unit_name']}", "rank": unit["rank"], "low": unit["rank_low"], "high": unit["rank_high"]}
        for unit in units
    ]
    y = alt.Y("unit:N", sort=None, title=None, axis=alt.Axis(ticks=False, grid=False, domain=False))
    title = wording.say("report.chart.rank_axis")
    places = alt.Scale(zero=False, nice=False, padding=8)
    x = alt.X("low:Q", title=title, axis=alt.Axis(orient="top", format="d", tickMinStep=1), scale=places)
    base = alt.Chart(records(rows)).properties(width=430, height=alt.Step(_ROW))
    interval = base.mark_bar(height=5, color="#9db7d5", cornerRadius=2).encode(x=x, x2="high:Q", y=y)
    place = base.mark_point(filled=True, size=42, color=BLUE, opacity=1).encode(x=alt.X("rank:Q"), y=y)
    mirrored = base.mark_rule(color=MUTED, opacity=0.08).encode(y=y)
    return alt.layer(mirrored, interval, place)
