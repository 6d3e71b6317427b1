"""A chart of the rows just made, as a picture that Dagster shows.

Belongs here: drawing what previews.yml declares. Does not: which rows (rows.py). Who does not always draw imports this where something is
drawn: the drawing libraries come with it.
Made-up figures say so in the title of the picture itself, so that the word stays with it wherever it is copied.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import altair as alt
from altair.utils.schemapi import debug_mode

from assets.drawing import BLUE, INK, RED, Chart, picture
from assets.previews.declared import Preview, title
from assets.previews.rows import RowList
from assets.shown_text import in_markdown, in_words
from warehouse.wording import Wording

SCALE = 1.0
MOST_BARS, MOST_ROWS = 30, 24
_WIDTH, _STEP, _LEGEND = 460, 17, 320
_VI = Wording("vi")


def chart(preview: Preview, rows: RowList, year: int) -> str | None:
    """Markdown with the picture of one list; None where no row has the figure."""
    with debug_mode(False):
        drawn = {"bars": _bars, "spans": _spans, "heat": _heat, "counts": _counts}[preview.kind](preview, rows)
        if drawn is None:
            return None
        made, left_out = drawn
        small = [_VI.say("made_up")] if rows.made_up else []
        small += [_VI.say("dagster.preview.left_out", rows=_VI.number(left_out, 0))] if left_out else []
        heading = alt.TitleParams(
            f"{preview.title_vi}{': ' if rows.name else ''}{rows.name}, {year}",
            subtitle=small or alt.Undefined,
            fontSize=15,
            subtitleFontSize=12,
            subtitleColor=RED,
            subtitleFontWeight="bold",
            offset=10,
        )
        return f"![{in_markdown(rows.name)} {year}]({picture(made.properties(title=heading, padding=12), _VI, SCALE)})"


def _name(preview: Preview, row: dict[str, Any]) -> str:
    return " · ".join(in_words(name, row[name]) for name in preview.label)


def _valued(preview: Preview, rows: RowList) -> tuple[list[dict[str, Any]], int]:
    """Rows that have the figure: all of them, or both ends of a long list; and how many were left out."""
    found = [row for row in rows.rows if row[preview.figure] is not None]
    if len(found) <= MOST_BARS:
        return found, 0
    half = MOST_BARS // 2
    return found[:half] + found[-half:], len(found) - MOST_BARS


def _bars(preview: Preview, rows: RowList) -> tuple[Chart, int] | None:
    chosen, left_out = _valued(preview, rows)
    if not chosen:
        return None
    data: list[dict[str, Any]] = [
        {"name": _name(preview, row), "value": float(row[preview.figure]), "text": _VI.number(row[preview.figure], preview.decimals)}
        for row in chosen
    ]
    base = alt.Chart(alt.Data(values=data)).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False)),
        x=alt.X("value:Q", title=title(preview.column(preview.figure))),
    )
    above = base.transform_filter("datum.value >= 0").mark_text(align="left", dx=4, fontSize=11, color=INK)
    below = base.transform_filter("datum.value < 0").mark_text(align="right", dx=-4, fontSize=11, color=INK)
    layers = alt.layer(base.mark_bar(color=BLUE, height={"band": 0.72}), above.encode(text="text:N"), below.encode(text="text:N"))
    return layers.properties(width=_WIDTH, height=alt.Step(_STEP)), left_out


def _spans(preview: Preview, rows: RowList) -> tuple[Chart, int] | None:
    chosen, left_out = _valued(preview, rows)
    if not chosen:
        return None
    number = {key: lambda row, key=key: None if row[key] is None else float(row[key]) for key in ("low", "high", preview.figure)}
    data = [
        {"name": _name(preview, row), "low": number["low"](row), "high": number["high"](row), "value": number[preview.figure](row)}
        for row in chosen
    ]
    base = alt.Chart(alt.Data(values=data)).encode(y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False)))
    axis = alt.X("low:Q", title=title(preview.column(preview.figure)), scale=alt.Scale(zero=False))
    spans = base.mark_rule(strokeWidth=3, color="#9bbcd3").encode(x=axis, x2="high:Q")
    points = base.mark_point(filled=True, size=60, color=BLUE, opacity=1).encode(x=alt.X("value:Q", scale=alt.Scale(zero=False)))
    return alt.layer(spans, points).properties(width=_WIDTH, height=alt.Step(_STEP + 2)), left_out


def _heat(preview: Preview, rows: RowList) -> tuple[Chart, int] | None:
    down = preview.down or preview.label[0]
    if preview.measures:
        data = [
            {"down": row[down], "across": title(preview.column(name)), "value": float(row[name])}
            for row in rows.rows
            for name in preview.measures
            if row[name] is not None
        ]
        columns = [title(preview.column(name)) for name in preview.measures]
    else:
        data = [
            {"down": row[down], "across": str(row[preview.across or ""]), "value": float(row[preview.figure])}
            for row in rows.rows
            if row[preview.figure] is not None
        ]
        columns = sorted({row["across"] for row in data})
    if not data:
        return None
    cells_of: dict[str, list[float]] = {}
    for row in data:
        cells_of.setdefault(row["down"], []).append(row["value"])
    # By mean, whole rows first: the mean of one cell is no place.
    order = sorted(cells_of, key=lambda name: (len(cells_of[name]) < len(columns), -sum(cells_of[name]) / len(cells_of[name]), name))
    shown, left_out = order, 0
    if len(order) > MOST_ROWS:
        half = MOST_ROWS // 2
        shown, left_out = order[:half] + order[-half:], len(order) - MOST_ROWS
    kept = [row | {"text": _VI.number(row["value"], 0)} for row in data if row["down"] in set(shown)]
    middle = (min(row["value"] for row in kept) + max(row["value"] for row in kept)) / 2
    base = alt.Chart(alt.Data(values=kept)).encode(
        y=alt.Y("down:N", sort=shown, title=None, axis=alt.Axis(ticks=False, domain=False)),
        x=alt.X(
            "across:N", sort=columns, axis=alt.Axis(orient="top", labelAngle=0, ticks=False, domain=False, labelLimit=150),
            title=title(preview.column(preview.across)) if preview.across else None,
        ),
    )  # fmt: skip
    legend = alt.Legend(title=title(preview.column(preview.figure)) if not preview.measures else "%")
    cells = base.mark_rect(stroke="white").encode(color=alt.Color("value:Q", scale=alt.Scale(scheme="blues", zero=False), legend=legend))
    text = base.mark_text(fontSize=10.5).encode(
        text="text:N", color=alt.condition(alt.datum.value > middle, alt.value("white"), alt.value(INK))
    )
    wide = 110 if preview.measures else 46
    return alt.layer(cells, text).properties(width=alt.Step(wide), height=alt.Step(_STEP)), left_out


def _counts(preview: Preview, rows: RowList) -> tuple[Chart, int] | None:
    down, across = preview.down or "", preview.across or ""
    counted = Counter((in_words(down, row[down]), in_words(across, row[across])) for row in rows.rows)
    if not counted:
        return None
    data = [{"down": own, "across": other, "value": number} for (own, other), number in sorted(counted.items())]
    base = alt.Chart(alt.Data(values=data)).encode(
        y=alt.Y("down:N", title=None, axis=alt.Axis(ticks=False, domain=False)),
        x=alt.X("value:Q", title=_VI.say("dagster.preview.rows"), axis=alt.Axis(tickMinStep=1)),
        color=alt.Color(
            "across:N", title=title(preview.column(across)), scale=alt.Scale(scheme="tableau10"), legend=alt.Legend(labelLimit=_LEGEND)
        ),
    )
    return base.mark_bar(height={"band": 0.72}).properties(width=_WIDTH, height=alt.Step(_STEP + 5)), 0
