"""A unit's fields beside its group, the list and the best.

Belongs here: the chart. Does not: means and places (mart.par_index_field_standing).
"""

from __future__ import annotations

import altair as alt

from assets.drawing import BLUE, GREEN, RED, Chart, records
from assets.report.reading import Row
from warehouse.wording import Wording


def fields_chart(fields: list[Row], wording: Wording) -> Chart:
    """One bar a field: what the unit reaches; a line at the mean of its group (or of the list), a dot at the best."""
    names = [f"{row['field_code']}. {row['field_name']}" for row in fields]
    own, mean, best = (wording.say(f"report.chart.{key}") for key in ("own", "mean", "best"))
    rows = [
        {"field": name, "own": row["field_percent"], "mean": row["group_mean"] or row["list_mean"], "best": row["best_percent"]}
        for name, row in zip(names, fields, strict=True)
    ]
    y = alt.Y("field:N", sort=names, title=None, axis=alt.Axis(ticks=False, domain=False, labelLimit=330))
    colour = alt.Color("what:N", title=None, scale=alt.Scale(domain=[own, mean, best], range=[BLUE, RED, GREEN]))
    x = alt.X("own:Q", title=wording.say("report.chart.share_axis"), scale=alt.Scale(domain=[0, 100]))
    base = alt.Chart(records(rows)).properties(width=330, height=alt.Step(24))
    bars = base.transform_calculate(what=f"'{own}'").mark_bar(height=12).encode(x=x, y=y, color=colour)
    means = base.transform_calculate(what=f"'{mean}'").mark_tick(thickness=3, size=20).encode(x="mean:Q", y=y, color=colour)
    bests = base.transform_calculate(what=f"'{best}'").mark_point(filled=True, size=60, opacity=1).encode(x="best:Q", y=y, color=colour)
    labels = base.mark_text(align="left", dx=5, color="white", fontSize=10).encode(
        x=alt.datum(0), y=y, text=alt.Text("own:Q", format=".1f")
    )
    return alt.layer(bars, means, bests, labels)
