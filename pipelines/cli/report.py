"""`cchc report`: the yearly report, or the card of one unit or of all, as HTML and PDF.

Belongs here: where files go, which unit is meant, what is said at the end. Does not: what the pages show (assets/report).
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import jinja2

from assets.intake.layout_files import load_layouts
from assets.report.card_files import card_names
from assets.report.pages.render import FormTitles, Pages
from assets.report.pdf import NoBrowser, print_pdf
from assets.report.provenance import provenance_of
from assets.report.ranked_lists import RankedList, lists_of
from assets.report.unit_card import unit_card
from assets.report.year_report import NothingToReport, year_report
from pipelines.cli.explain import UnitAmbiguous, find_unit
from pipelines.cli.failure import BAD_INPUT, NOTHING_YET, CommandFailed
from pipelines.cli.printing import console
from pipelines.cli.sql import released
from warehouse.contract import load_contracts
from warehouse.durable_files import write_all_whole
from warehouse.home import Home
from warehouse.method_record import kept_method
from warehouse.wording import Language, Wording

_CARDS = "phieu-don-vi"
_PAGE = ".html"
_OTHER_FILES = {".htm", ".pdf", ".xlsx", ".csv", ".zip"}
"""What nobody calls a folder."""
_WORDS = Wording()


def report(year: int, unit: str | None, cards: bool, to: Path | None, pdf: bool, language: Language) -> None:
    """Write the report of a year (and the cards of all its units beside it), or one unit's card. Raises CommandFailed."""
    home, out = Home.from_env(), console()
    _refuse_other_files(to)
    with released(home) as con:
        try:
            pages = Pages(con, form_titles(home), language)
            if unit is not None:
                page, made = _write_card(con, home, pages, year, to, unit), 0
            else:
                page, made = _write_report(con, home, pages, year, to, cards)
        except NothingToReport as nothing:
            raise CommandFailed(str(nothing), NOTHING_YET) from nothing
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise _old_release(error) from error
        except (jinja2.UndefinedError, KeyError) as error:  # a column that `SELECT *` did not bring
            if _made_by_this_version(con):
                raise
            raise _old_release(error) from error
    out.print(f"Đã ghi {page}", soft_wrap=True)
    if made:
        out.print(f"Đã ghi phiếu của từng đơn vị vào {page.parent / _CARDS}", soft_wrap=True)
    if pdf:
        try:
            _write([(page.with_suffix(".pdf"), print_pdf(page))])
        except NoBrowser as missing_browser:
            raise CommandFailed(str(missing_browser), NOTHING_YET) from missing_browser
        out.print(f"Đã ghi {page.with_suffix('.pdf')}", soft_wrap=True)


def form_titles(home: Home) -> FormTitles:
    """What each form is called, in both languages."""
    return {
        layout.form: {Language.vi: layout.description_vi, Language.en: layout.description_en}
        for layout in load_layouts(home.reference_folders).newest()
    }


def _made_by_this_version(con: duckdb.DuckDBPyConnection) -> bool:
    method = kept_method(con)
    return method is not None and method.contracts == {table: contract.digest for table, contract in load_contracts().items()}


def _old_release(error: Exception) -> CommandFailed:
    return CommandFailed(_WORDS.say("export.old_release", what=str(error).splitlines()[0]), NOTHING_YET)


def _refuse_other_files(to: Path | None) -> None:
    """Before anything is made: a file that is no page, there already or to be named so."""
    if to is None or to.is_dir() or to.suffix.lower() == _PAGE:
        return
    if to.exists() or to.suffix.lower() in _OTHER_FILES:
        raise CommandFailed(_WORDS.say("report.not_a_page", place=to), BAD_INPUT)


def _target(home: Home, to: Path | None, year: int, name: str) -> Path:
    """A file named in full, or its name in the folder that was named, or in reports/YEAR."""
    if to is not None and to.suffix.lower() == _PAGE and not to.is_dir():
        return to.absolute()
    return (to or home.reports / str(year)).absolute() / name


def _write(files: list[tuple[Path, bytes]]) -> None:
    try:
        write_all_whole(files)
    except OSError as error:
        place, why = files[-1][0], error.strerror or error
        raise CommandFailed(_WORDS.say("export.cannot_write", place=place, why=why), BAD_INPUT) from error


def _write_report(con: duckdb.DuckDBPyConnection, home: Home, pages: Pages, year: int, to: Path | None, cards: bool) -> tuple[Path, int]:
    """The page, and how many cards lie beside it."""
    facts = year_report(con, home, year, datetime.now(UTC))
    page = _target(home, to, year, f"bao-cao-{year}{_PAGE}")
    lists = {section.of.panel: section.of for section in facts.lists} if cards else {}
    links = {key: f"{_CARDS}/{name}" for key, name in card_names(lists.values()).items()}
    for (panel, unit_id), link in links.items():
        card = pages.card(unit_card(con, lists[panel], unit_id), facts.provenance)
        _write([(page.parent / link, card.encode())])
    _write([(page, pages.report(facts, links).encode())])
    return page, len(links)


def _write_card(con: duckdb.DuckDBPyConnection, home: Home, pages: Pages, year: int, to: Path | None, unit: str) -> Path:
    lists = lists_of(con, year)
    of, unit_id = _unit_of_list(con, lists, unit, year)
    page = _target(home, to, year, card_names(lists)[of.panel, unit_id])
    provenance = provenance_of(con, home, [of], year, datetime.now(UTC))
    _write([(page, pages.card(unit_card(con, of, unit_id), provenance).encode())])
    return page


def _unit_of_list(con: duckdb.DuckDBPyConnection, lists: list[RankedList], unit: str, year: int) -> tuple[RankedList, str]:
    """The list that shows the unit in the report of that year, the first of several. Raises CommandFailed with near
    names, UnitAmbiguous with what to type for each unit of any list that it may be."""
    if not lists:
        raise CommandFailed(_WORDS.say("report.no_list_for_cards", year=year), NOTHING_YET)
    failures: list[str] = []
    meant: dict[str, tuple[str, str]] = {}
    shown_in: dict[str, RankedList] = {}
    for of in lists:
        try:
            unit_id, name = find_unit(con, unit, of.year, of.panel)
        except UnitAmbiguous as several:
            meant = dict(several.units) | meant
            continue
        except CommandFailed as error:
            failures.append(str(error))
            continue
        code = next(each["unit_code"] for each in of.units if each["unit_id"] == unit_id)
        meant.setdefault(unit_id, (name, code))
        shown_in.setdefault(unit_id, of)
    if len(meant) > 1:
        raise UnitAmbiguous(unit, meant)
    for unit_id, of in shown_in.items():
        return of, unit_id
    raise CommandFailed("\n".join(failures))
