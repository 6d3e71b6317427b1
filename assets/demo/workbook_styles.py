"""How the demo's workbooks look: fonts, fills, borders, number formats.

Belongs here: named styles of openpyxl. Does not belong here: contents.
"""

from __future__ import annotations

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

_FONT = "Times New Roman"
_POINTS = "0.00##"
_FIGURE = "#,##0"
_THIN = Side(style="thin", color="FF9AA5B1")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_ROW_FILLS = {"field": "FFD9E7F5", "criterion": "FFF1F6FB", "sub_criterion": None, "total": "FFFFF2CC"}


def new_styles() -> list[NamedStyle]:
    """Fresh style objects (openpyxl binds them to one workbook): for title and header, and four per kind of row."""
    styles = [
        _style("title", Font(name=_FONT, size=14, bold=True, color="FF1F3864"), _aligned("center")),
        _style("unit", Font(name=_FONT, size=12, bold=True), _aligned("center")),
        _style("mark", Font(name=_FONT, size=11, italic=True, color="FFC00000"), _aligned("center")),
        _style("signature", Font(name=_FONT, size=11, italic=True), _aligned("center")),
        _style("header", Font(name=_FONT, size=11, bold=True, color="FFFFFFFF"), _aligned("center"), "FF1F4E79", _BOX),
    ]
    for kind, fill in _ROW_FILLS.items():
        font = Font(name=_FONT, size=11, bold=kind != "sub_criterion")
        styles.append(_style(f"{kind}_code", font, _aligned("center"), fill, _BOX))
        styles.append(_style(f"{kind}_text", font, _aligned("left"), fill, _BOX))
        styles.append(_style(f"{kind}_points", font, _aligned("right"), fill, _BOX, _POINTS))
        styles.append(_style(f"{kind}_figure", font, _aligned("right"), fill, _BOX, _FIGURE))
    return styles


def _aligned(horizontal: str) -> Alignment:
    return Alignment(horizontal=horizontal, vertical="center", wrap_text=True)


def _style(
    name: str,
    font: Font,
    alignment: Alignment,
    fill: str | None = None,
    border: Border | None = None,
    number_format: str = "General",
) -> NamedStyle:
    style = NamedStyle(name=name, font=font, alignment=alignment, number_format=number_format)
    if fill:
        style.fill = PatternFill("solid", fgColor=fill)
    if border:
        style.border = border
    return style
