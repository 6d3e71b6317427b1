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
from assets.report.provenance import Provenance, provenance_of
from assets.report.ranked_lists import RankedList, lists_of
from assets.report.unit_card import unit_card
from assets.report.year_report import NothingToReport, year_report
from pipelines.cli.explain import find_unit
from pipelines.cli.failure import BAD_INPUT, NOTHING_YET, CommandFailed
from pipelines.cli.printing import console
from pipelines.cli.sql import released
from warehouse.durable_files import write_whole
from warehouse.home import Home
from warehouse.wording import Language

_CARDS = "phieu-don-vi"


def report(year: int, unit: str | None, cards: bool, to: Path | None, pdf: bool, language: Language) -> None:
    """Write the report of a year (and the cards of all its units beside it), or one unit's card. Raises CommandFailed."""
    home, now = Home.from_env(), datetime.now(UTC)
    folder = (to if to and to.suffix != ".html" else to.parent if to else home.reports / str(year)).absolute()
    out = console()
    con = released(home)
    try:
        pages = Pages(con, form_titles(home), language)
        if unit is not None:
            of, unit_id = _unit_of_list(con, unit, year)
            provenance = provenance_of(con, home, [of], year, now)
            name = card_name(of, unit_id)
            written = [_write(to if to and to.suffix == ".html" else folder / name, pages.card(unit_card(con, of, unit_id), provenance))]
        else:
            facts = year_report(con, home, year, now)
            lists = [section.of for section in facts.lists]
            links = (
                {unit["unit_id"]: f"phieu-don-vi/{card_name(of, unit['unit_id'])}" for of in lists for unit in of.units} if cards else {}
            )
            target = to if to and to.suffix == ".html" else folder / f"bao-cao-{year}.html"
            written = [_write(target, pages.report(facts, links))]
            if cards:
                _write_cards(con, pages, lists, facts.provenance, folder)
                out.print(f"Đã ghi {len(links)} phiếu đơn vị vào {folder / _CARDS}")
    except NothingToReport as nothing:
        raise CommandFailed(str(nothing), NOTHING_YET) from nothing
    except duckdb.CatalogException as error:
        missing = str(error).splitlines()[0]
        raise CommandFailed(f"Bản phát hành này chưa có các bảng mà báo cáo cần; hãy chạy: cchc run ({missing})", NOTHING_YET) from error
    finally:
        con.close()
    for page in written:
        out.print(f"Đã ghi {page}", soft_wrap=True)
        if pdf:
            try:
                write_whole(page.with_suffix(".pdf"), print_pdf(page))
            except NoBrowser as missing:
                raise CommandFailed(str(missing), NOTHING_YET) from missing
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


def _write(path: Path, page: str) -> Path:
    write_whole(path, page.encode())
    return path


def _write_cards(con: duckdb.DuckDBPyConnection, pages: Pages, lists: list[RankedList], provenance: Provenance, folder: Path) -> None:
    for of in lists:
        for unit in of.units:
            card = unit_card(con, of, unit["unit_id"])
            _write(folder / _CARDS / card_name(of, unit["unit_id"]), pages.card(card, provenance))


def _unit_of_list(con: duckdb.DuckDBPyConnection, unit: str, year: int) -> tuple[RankedList, str]:
    """The list that shows the unit in the report of that year. Raises CommandFailed with near names."""
    failed: CommandFailed | None = None
    for of in lists_of(con, year):
        try:
            return of, find_unit(con, unit, of.year, of.panel)[0]
        except CommandFailed as error:
            failed = failed or error
    raise failed or CommandFailed(f"Năm {year} chưa có danh sách xếp hạng nào để lập phiếu đơn vị.", BAD_INPUT)
