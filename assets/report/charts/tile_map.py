"""Provinces as a map of tiles: one square a unit, coloured by its index. No boundaries are drawn.

Belongs here: the chart. Does not: where a tile lies (reference.unit_tile), the figures.
"""

from __future__ import annotations

import altair as alt

from assets.drawing import INK, Chart, records
from assets.report.reading import Row
from warehouse.wording import Wording

_STEPS = ("#f7d9c4", "#fbeedd", "#e4eef6", "#b9d5ea", "#86b5d9")
"""Light enough for dark letters on each."""
_NO_FIGURE = "#eceff2"
_TILE_W, _TILE_H = 52, 34


def tile_map(tiles: list[Row], wording: Wording, width_in_tiles: int) -> Chart:
    """tiles: tile_column, tile_row, label, unit_name, index_percent (None: no figure). Colours are fifths of the figures shown."""
    figures = sorted(float(tile["index_percent"]) for tile in tiles if tile["index_percent"] is not None)
    bounds = [figures[len(figures) * n // len(_STEPS)] for n in range(1, len(_STEPS))] if figures else []
    rows = [
        {
            "column": tile["tile_column"],
            "row": tile["tile_row"],
            "name": tile["label"] or tile["unit_name"],
            "figure": wording.number(tile["index_percent"], 1),
            "colour": _colour(tile["index_percent"], bounds),
        }
        for tile in tiles
    ]
    most = max((tile["tile_row"] for tile in tiles), default=1)
    x = alt.X("column:O", axis=None, scale=alt.Scale(domain=list(range(1, width_in_tiles + 1)), paddingInner=0.06))
    y = alt.Y("row:O", axis=None, scale=alt.Scale(domain=list(range(1, most + 1)), paddingInner=0.08))
    base = alt.Chart(records(rows)).properties(width=width_in_tiles * _TILE_W, height=most * _TILE_H)
    squares = base.mark_rect(cornerRadius=3, stroke="#8a97a6", strokeWidth=0.5).encode(x=x, y=y, color=alt.Color("colour:N", scale=None))
    names = base.mark_text(fontSize=8.5, color=INK, dy=-5).encode(x=x, y=y, text="name:N")
    labels = base.mark_text(fontSize=10, color=INK, dy=8, fontWeight="bold").encode(x=x, y=y, text="figure:N")
    return alt.layer(squares, names, labels)


def _colour(figure: object, bounds: list[float]) -> str:
    if figure is None:
        return _NO_FIGURE
    return _STEPS[sum(float(str(figure)) >= bound for bound in bounds)]
