"""How every chart looks, and drawing it: SVG inside a data address, so that the page stays one file and two charts never share an id.

Belongs here: colours, fonts, numbers of the language. Does not: what a chart shows.
"""

from __future__ import annotations

import base64
from typing import Any

import altair as alt
import vl_convert

from warehouse.wording import Language, Wording

INK, MUTED, RULE = "#1b1b1b", "#55606e", "#d5dae1"
BLUE, RED, GREEN, AMBER, VIOLET = "#1f5f9e", "#b3261e", "#2e7d4f", "#b26a00", "#6a4c93"
FONT = "Arial, 'Liberation Sans', sans-serif"
WIDTH = 640
"""Points of the plotting area of a wide chart: with its labels it fills the width of an A4 page."""

_CONFIG: dict[str, Any] = {
    "background": "white",
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK, "titleColor": INK, "gridColor": RULE, "domainColor": RULE, "tickColor": RULE, "labelFontSize": 11,
        "titleFontSize": 11, "titleFontWeight": "normal", "labelLimit": 280,
    },
    "legend": {"labelColor": INK, "titleColor": INK, "labelFontSize": 11, "titleFontSize": 11, "orient": "top", "labelLimit": 260},
    "title": {"color": INK, "fontSize": 12, "anchor": "start", "fontWeight": "bold"},
}  # fmt: skip
_NUMBERS: dict[Language, dict[str, Any]] = {
    Language.vi: {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"]},
    Language.en: {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["₫", ""]},
}

Chart = alt.Chart | alt.LayerChart | alt.HConcatChart | alt.VConcatChart


def svg(chart: Chart, wording: Wording) -> str:
    """The chart as SVG text."""
    spec = chart.configure(**_CONFIG).to_dict()
    return str(vl_convert.vegalite_to_svg(spec, format_locale=_NUMBERS[wording.language]))


def picture(chart: Chart, wording: Wording) -> str:
    """The chart as an address for an image."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg(chart, wording).encode()).decode()


def records(rows: list[dict[str, Any]]) -> alt.Data:
    """Plain rows as the data of a chart; decimals become floats here and nowhere else."""
    return alt.Data(values=[{name: _plain(value) for name, value in row.items()} for row in rows])


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float | bool) else float(value)
