"""From gathered facts to one HTML file in both languages, Vietnamese shown first.

Belongs here: the template engine, what templates are given. Does not: lay-out (the .j2 files), facts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import jinja2
from altair.utils.schemapi import debug_mode
from markupsafe import Markup

from assets.drawing import Chart, picture
from assets.report.card_files import CardNames
from assets.report.charts.change_chart import change_chart
from assets.report.charts.fields_chart import fields_chart
from assets.report.charts.rank_chart import rank_chart
from assets.report.charts.region_chart import region_chart
from assets.report.charts.tile_map import tile_map
from assets.report.pages.language_view import LanguageView
from assets.report.provenance import Provenance
from assets.report.reading import rows
from assets.report.unit_card import UnitCard
from assets.report.year_report import YearReport
from warehouse.printable import printable
from warehouse.wording import Language

HERE = Path(__file__).parent
_CHARTS = {"rank": rank_chart, "change": change_chart, "region": region_chart, "fields": fields_chart, "tiles": tile_map}
MOST_ROWS = 70
"""Of a chart with a row for each unit: as many as can be read on a printed page. The longest official list has 63."""
FormTitles = dict[str, dict[Language, str]]


class Pages:
    """Draws pages of one release; forms: what forms are called, by form and language."""

    def __init__(self, con: duckdb.DuckDBPyConnection, forms: FormTitles, first: Language = Language.vi) -> None:
        english = rows(con, "SELECT criteria_set, node_id, name_en FROM reference.criterion WHERE kind = 'field' AND name_en IS NOT NULL")
        names = {f"{row['criteria_set']}/{row['node_id']}": row["name_en"] for row in english}
        order = sorted(Language, key=lambda language: language != first)
        self._views = [LanguageView(language, forms, names) for language in order]
        self._engine = jinja2.Environment(loader=jinja2.FileSystemLoader(HERE), autoescape=True, undefined=jinja2.StrictUndefined)
        self._engine.filters["in_pages"] = in_pages

    def report(self, report: YearReport, cards: CardNames | None = None) -> str:
        """The report of a year; cards: where the card of a unit lies beside it."""
        return self._document("report.html.j2", report=report, cards=cards or {})

    def card(self, card: UnitCard, provenance: Provenance) -> str:
        """The card of one unit."""
        return self._document("unit_card.html.j2", card=card, provenance=provenance)

    def _document(self, template: str, **facts: Any) -> str:
        bodies = [
            {"view": view, "html": Markup(self._engine.get_template(template).render(v=view, draw=_drawer(view), **facts))}
            for view in self._views
        ]
        style = Markup((HERE / "style.css").read_text(encoding="utf-8"))
        made_up = _made_up(facts)
        return printable(self._engine.get_template("document.html.j2").render(bodies=bodies, style=style, made_up=made_up, **facts))


def in_pages(rows: Sequence[Any]) -> list[Sequence[Any]]:
    """Rows in as few parts of about one length as leave at most MOST_ROWS in each."""
    parts = math.ceil(len(rows) / MOST_ROWS)
    return [rows[len(rows) * part // parts : len(rows) * (part + 1) // parts] for part in range(parts)]


def _made_up(facts: dict[str, Any]) -> bool:
    return bool(facts["report"].made_up if "report" in facts else facts["card"].unit["made_up"])


def _drawer(view: LanguageView) -> Any:
    def draw(chart: str, *data: Sequence[Any], **options: Any) -> str:
        with debug_mode(False):  # what our own charts say need not be checked against the schema at every drawing; a test does
            made: Chart = _CHARTS[chart](*data, wording=view.wording, **options)  # type: ignore[operator]
            return picture(made, view.wording)

    return draw
