"""`cchc report`: the yearly report, or the card of one unit or of all, as HTML and PDF.

Belongs here: where files go, which unit is meant, what is said at the end. Does not: what the pages show (assets/report).
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb

from assets.intake.layout import load_layouts
from assets.plain_file_name import plain_file_name
from assets.report.pages.render import FormTitles, Pages
from assets.report.pdf import NoBrowser, print_pdf
from assets.report.provenance import provenance_of
from assets.report.ranked_lists import RankedList, lists_of
from assets.report.unit_card import unit_card
from assets.report.year_report import NothingToReport, year_report
from pipelines.cli.explain import find_unit
from pipelines.cli.failure import NOTHING_YET, CommandFailed
from pipelines.cli.printing import console
from pipelines.cli.sql import released
from warehouse.durable_files import write_whole
from warehouse.home import Home
from warehouse.wording import Language

_CARDS = "phieu-don-vi"


def report(year: int, unit: str | None, cards: bool, to: Path | None, pdf: bool, language: Language) -> None:
    """Write the report of a year (and the cards of all its units beside it), or one unit's card. Raises CommandFailed."""
    home, out = Home.from_env(), console()
    with released(home) as con:
        try:
            pages = Pages(con, form_titles(home), language)
            page = _write_card(con, home, pages, year, to, unit) if unit else _write_report(con, home, pages, year, to, cards)
        except NothingToReport as nothing:
            raise CommandFailed(str(nothing), NOTHING_YET) from nothing
        except duckdb.CatalogException as error:
            missing = str(error).splitlines()[0]
            raise CommandFailed(f"Bản phát hành này chưa có bảng mà báo cáo cần; hãy chạy: cchc run ({missing})", NOTHING_YET) from error
    out.print(f"Đã ghi {page}", soft_wrap=True)
    if unit is None and cards:
        out.print(f"Đã ghi phiếu của từng đơn vị vào {page.parent / _CARDS}", soft_wrap=True)
    if pdf:
        try:
            write_whole(page.with_suffix(".pdf"), print_pdf(page))
        except NoBrowser as missing_browser:
            raise CommandFailed(str(missing_browser), NOTHING_YET) from missing_browser
        out.print(f"Đã ghi {page.with_suffix('.pdf')}", soft_wrap=True)


def form_titles(home: Home) -> FormTitles:
    """What each form is called, in both languages."""
    return {
        layout.form: {Language.vi: layout.description_vi, Language.en: layout.description_en}
        for layout in load_layouts(home.reference_folders).newest()
    }


def card_name(of: RankedList, unit_id: str) -> str:
    """The file name of a card: year and unit, in plain letters."""
    unit = next(unit for unit in of.units if unit["unit_id"] == unit_id)
    return f"{of.year}-{plain_file_name(unit['unit_code'])}-{plain_file_name(unit['unit_name'])}.html"


def _target(home: Home, to: Path | None, year: int, name: str) -> Path:
    """A file named in full, or its name in the folder that was named, or in reports/YEAR."""
    if to is not None and to.suffix == ".html":
        return to.absolute()
    return (to or home.reports / str(year)).absolute() / name


def _write_report(con: duckdb.DuckDBPyConnection, home: Home, pages: Pages, year: int, to: Path | None, cards: bool) -> Path:
    facts = year_report(con, home, year, datetime.now(UTC))
    page = _target(home, to, year, f"bao-cao-{year}.html")
    links = {}
    for of in [section.of for section in facts.lists] if cards else []:
        for unit in of.units:
            links[unit["unit_id"]] = f"{_CARDS}/{card_name(of, unit['unit_id'])}"
            card = pages.card(unit_card(con, of, unit["unit_id"]), facts.provenance)
            write_whole(page.parent / links[unit["unit_id"]], card.encode())
    write_whole(page, pages.report(facts, links).encode())
    return page


def _write_card(con: duckdb.DuckDBPyConnection, home: Home, pages: Pages, year: int, to: Path | None, unit: str) -> Path:
    of, unit_id = _unit_of_list(con, unit, year)
    page = _target(home, to, year, card_name(of, unit_id))
    provenance = provenance_of(con, home, [of], year, datetime.now(UTC))
    write_whole(page, pages.card(unit_card(con, of, unit_id), provenance).encode())
    return page


def _unit_of_list(con: duckdb.DuckDBPyConnection, unit: str, year: int) -> tuple[RankedList, str]:
    """The list that shows the unit in the report of that year. Raises CommandFailed with near names."""
    failures = []
    for of in lists_of(con, year):
        try:
            return of, find_unit(con, unit, of.year, of.panel)[0]
        except CommandFailed as error:
            failures.append(str(error))
    if failures:
        raise CommandFailed("\n".join(failures))
    raise CommandFailed(f"Năm {year} chưa có danh sách xếp hạng nào để lập phiếu đơn vị.", NOTHING_YET)
