"""How every chart looks, in the report and in Dagster, and drawing it: a picture inside a data address, so that a page stays one file.

Belongs here: colours, fonts, numbers of the language. Does not: what a chart shows. Pictures, not SVG: letters are measured with one font
and drawn with it, where a browser without that font would draw wider ones and cut the names of long units. Imports the drawing libraries,
so who does not always draw imports it where something is drawn.
"""

from __future__ import annotations

import base64
import io
import re
from typing import Any

import altair as alt
import vl_convert
from PIL import Image

from warehouse.printable import printable
from warehouse.wording import Language, Wording

INK, MUTED, RULE = "#1b1b1b", "#55606e", "#d5dae1"
BLUE, RED, GREEN, AMBER, VIOLET = "#1f5f9e", "#b3261e", "#2e7d4f", "#b26a00", "#6a4c93"
FONT = "Arial, 'Liberation Sans', sans-serif"
_COLOURS = 64
"""Of a chart's few colours and the greys of its letters; a tenth of the bytes."""

_NOT_DRAWN = re.compile("[\U00010000-\U0010ffff]")

_CONFIG: dict[str, Any] = {
    "background": "white",
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK, "titleColor": INK, "gridColor": RULE, "domainColor": RULE, "tickColor": RULE, "labelFontSize": 11,
        "titleFontSize": 11, "titleFontWeight": "normal", "labelLimit": 330,
    },
    "legend": {"labelColor": INK, "titleColor": INK, "labelFontSize": 11, "titleFontSize": 11, "orient": "top", "labelLimit": 260},
    "title": {"color": INK, "fontSize": 12, "anchor": "start", "fontWeight": "bold"},
}  # fmt: skip
_NUMBERS: dict[Language, dict[str, Any]] = {
    Language.vi: {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"]},
    Language.en: {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["₫", ""]},
}

Chart = alt.Chart | alt.LayerChart | alt.FacetChart


def picture(chart: Chart, wording: Wording, sharpness: float = 2) -> str:
    """The chart as an address for an image: PNG, `sharpness` times the size at which it is shown."""
    spec = _drawable(chart.configure(**_CONFIG).to_dict(validate=False))
    drawn = vl_convert.vegalite_to_png(spec, scale=sharpness, format_locale=_NUMBERS[wording.language])
    small = io.BytesIO()
    Image.open(io.BytesIO(drawn)).convert("RGB").quantize(_COLOURS, Image.Quantize.FASTOCTREE).save(small, "PNG")
    return "data:image/png;base64," + base64.b64encode(small.getvalue()).decode()


def _drawable(part: Any) -> Any:
    """The chart with � for what the drawing library cannot take: at a character that XML does not know it ends the whole process, and long
    labels it cuts within a character that takes two UTF-16 units."""
    if isinstance(part, str):
        return _NOT_DRAWN.sub("\ufffd", printable(part))
    if isinstance(part, dict):
        return {name: _drawable(value) for name, value in part.items()}
    return [_drawable(each) for each in part] if isinstance(part, list) else part


def records(rows: list[dict[str, Any]]) -> alt.Data:
    """Plain rows as the data of a chart; decimals become floats here and nowhere else."""
    return alt.Data(values=[{name: _plain(value) for name, value in row.items()} for row in rows])


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float | bool) else float(value)
