"""How the indices of a region's units lie.

Belongs here: the chart. Does not: who belongs to which region (mart.par_index_region).
"""

from __future__ import annotations

import altair as alt

from assets.drawing import BLUE, RED, Chart, records
from assets.report.reading import Row
from warehouse.wording import Wording


def region_chart(units: list[Row], regions: list[Row], wording: Wording) -> Chart:
    """One line a region, the best mean first: a tick for each unit, a diamond at the mean."""
    order = [row["region"] for row in regions]
    points = [{"region": unit["region"], "index": unit["index_percent"]} for unit in units if unit["region"] in order]
    means = [{"region": row["region"], "mean": row["index_mean"]} for row in regions]
    y = alt.Y("region:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False))
    x = alt.X("index:Q", title=wording.say("report.chart.index_axis"), scale=alt.Scale(zero=False), axis=alt.Axis(format=".0f"))
    ticks = alt.Chart(records(points)).mark_tick(color=BLUE, thickness=2, size=18, opacity=0.75).encode(x=x, y=y)
    diamonds = alt.Chart(records(means)).mark_point(shape="diamond", filled=True, size=110, color=RED, opacity=1).encode(x="mean:Q", y=y)
    return alt.layer(ticks, diamonds).properties(width=430, height=alt.Step(30))
