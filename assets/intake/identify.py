"""Which form, unit and year a workbook claims to be, and where it says so.

Belongs here: collecting the clues (hidden sheet, title block, what the sender stated, the header of a long table) in
that order of trust. Does not belong here: whether the unit exists or the year is open (``extract*.py`` ask the
reference data).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import NamedTuple

from assets.intake.header import SEARCHED_ROWS, find_header
from assets.intake.intake_rows import Stated
from assets.intake.keyed_value import keyed_value
from assets.intake.layout import Layouts
from assets.intake.phrase import fold_phrase, without_brackets
from assets.intake.sheet_grid import SheetGrid, clean
from assets.intake.unit_lines import UnkeyedLines, unkeyed_lines
from assets.workbooks.workbook_cells import Cell, address

_STATEMENT_ENDS = re.compile(r"\s*(?:(?<!:)\n|[-–—;|,](?=[^-–—;|,:\n]{1,40}:))\s*")
_MEASURES = ("diem", "%", "phan tram")  # 'Đơn vị: điểm' says in what a table counts
HIDDEN_SHEET = "_cchc"
SOURCES = ("hidden_sheet", "title_block", "stated", "header")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
_YEAR_LIKE = re.compile(r"[0-9]{4}")
_YEAR_OF_DATE = re.compile(r"(?<![0-9])[0-9]{1,2} ?[/.-] ?[0-9]{1,2} ?[/.-] ?((?:19|20)[0-9]{2})(?![0-9])")
_YEAR_IN_WORDS = re.compile(r"\bngay [0-9]{1,2} thang [0-9]{1,2} nam ((?:19|20)[0-9]{2})\b")
_FREE_YEAR = re.compile(r"\bnam ((?:19|20)[0-9]{2})\b")
_SEAT = re.compile(r"(?:ubnd|uy ban nhan dan) (?:tinh|thanh pho|tp) ")
_PART_OF_DATE = re.compile(r"\b(ngay|thang [0-9]{1,2}|quyet dinh|qd|cong van|cv|so (?:[0-9]|voi |sanh ).*)\b")
"""'tháng 12 năm 2024' is a date, '6 tháng đầu năm 2024' and 'theo tháng' are not; 'số 9' has one too, 'chỉ số', 'hồ sơ', 'Sở' have none."""


_IN_FULL = ((" cchc ", " cai cach hanh chinh "), (" tthc ", " thu tuc hanh chinh "))
"""Words of titles that offices shorten."""


class Clue(NamedTuple):
    """One statement: its text, which source (:data:`SOURCES`), and its cell where it has one."""

    text: str
    source: str
    sheet: str | None = None
    cell: str | None = None
    key: str | None = None
    """What stands before the colon, folded: 'Đơn vị', 'Tỉnh'."""


@dataclass
class Clues:
    """Everything a workbook says of itself, the most trusted first. Years are four digits; forms are forms that have a
    layout.
    """

    form: list[Clue] = field(default_factory=list)
    unit: list[Clue] = field(default_factory=list)
    year: list[Clue] = field(default_factory=list)
    seat: list[Clue] = field(default_factory=list)
    """Lines of the title block that name the province's committee: 'UBND TỈNH HƯNG YÊN' above the name of a department."""
    unkeyed: UnkeyedLines = field(default_factory=UnkeyedLines)
    """Lines that may name the unit without a key."""
    unclear_year: Clue | None = None
    """What stands beside the key of the year and is not one year."""
    unusable_form: Clue | None = None
    made_up: bool = False


def read_clues(grids: list[SheetGrid], stated: Stated, layouts: Layouts) -> Clues:
    """Collects the clues; needs neither year nor form beforehand."""
    clues = Clues()
    for grid in grids:
        if (grid.sheet.name.strip().casefold()) == HIDDEN_SHEET:
            _hidden_sheet(grid, layouts, clues)
    visible = [grid for grid in grids if not grid.sheet.hidden and grid.sheet.name.strip().casefold() != HIDDEN_SHEET]
    best: tuple[int, Clues] | None = None
    blocks = [title_block(grid, layouts) for grid in visible]
    for block in blocks:
        if best is None or len(block.form) * 4 + bool(block.unit) + bool(block.year) > best[0]:
            best = (len(block.form) * 4 + bool(block.unit) + bool(block.year), block)
        clues.made_up = clues.made_up or block.made_up
    if best is not None:
        clues.form += best[1].form
        clues.unit += best[1].unit
        clues.year += best[1].year
        clues.seat += best[1].seat
        clues.unclear_year = best[1].unclear_year
        for unkeyed in [block.unkeyed for block in blocks if block.form] or [best[1].unkeyed]:
            clues.unkeyed.add(unkeyed)
    if stated.form is not None:
        _add_form(clues, Clue(stated.form, "stated"), layouts)
    if stated.unit is not None:
        clues.unit.append(Clue(stated.unit, "stated"))
    if stated.year is not None:
        clues.year.append(Clue(str(stated.year), "stated"))
    _long_table(visible, layouts, clues)
    return clues


def _add_form(clues: Clues, clue: Clue, layouts: Layouts) -> None:
    if clue.text in layouts.by_form:
        clues.form.append(clue)
    else:
        clues.unusable_form = clues.unusable_form or clue


def _hidden_sheet(grid: SheetGrid, layouts: Layouts, clues: Clues) -> None:
    for row_no in sorted(grid.rows):
        key, value = clean(grid.cell(row_no, 1)), clean(grid.cell(row_no, 2))
        if key is None or value is None:
            continue
        clue = Clue(value, "hidden_sheet", grid.sheet.name, address(row_no, 2))
        match key.casefold():
            case "form":
                _add_form(clues, clue, layouts)
            case "unit":
                clues.unit.append(clue)
            case "year" if _YEAR.fullmatch(value):
                clues.year.append(clue)
            case "data" if fold_phrase(value) == "made up":
                clues.made_up = True


def title_block(grid: SheetGrid, layouts: Layouts) -> Clues:
    """The clues in the rows above the header (or in the first rows, where no header is found)."""
    headers = [header.first_row for layout in layouts.distinct if (header := find_header(grid, layout))]
    last = min(headers, default=grid.top + SEARCHED_ROWS + 1)
    found = Clues()
    free_years: dict[str, Clue] = {}
    title: tuple[int, Clue, str] | None = None
    title_row: int | None = None
    for row_no in (row for row in sorted(grid.rows) if row < last):
        row = grid.rows[row_no]
        for col_no, text in ((col_no, text) for col_no, cell in row.items() for text in _texts_of(cell)):
            folded = fold_phrase(text)
            here = Clue(text, "title_block", grid.sheet.name, address(row_no, col_no))
            found.made_up = found.made_up or folded.startswith(layouts.made_up_titles)
            spaced = in_full = f" {folded} "
            for short, full in _IN_FULL:
                in_full = in_full.replace(short, full)
            for phrase, length, form in layouts.titles:
                if (phrase in spaced or phrase in in_full) and (title is None or length > title[0]):
                    title, title_row = (length, here._replace(text=form), folded), row_no
            _keyed(found, here, row, col_no, layouts)
            if _SEAT.match(folded):
                found.seat.append(here)
            years = set(_FREE_YEAR.findall(folded))
            if len(years) == 1 and not _PART_OF_DATE.search(folded):
                free_years.setdefault(years.pop(), here)
    if title is not None:
        found.form.append(title[1])
        if found.year and len(years := set(_FREE_YEAR.findall(title[2]))) == 1 and not _PART_OF_DATE.search(title[2]):
            _also(found.year, title[1]._replace(text=years.pop()))  # the title of one year over the key of another
    unclear = found.unclear_year is not None and _YEAR_LIKE.search(found.unclear_year.text)  # not so «Kỳ báo cáo: 6 tháng»
    if not found.year and not unclear and len(free_years) == 1:
        year, clue = free_years.popitem()
        found.year.append(clue._replace(text=year))
    found.unkeyed.add(unkeyed_lines(grid, last, title_row))
    return found


def _texts_of(cell: Cell) -> list[str]:
    """What one cell of a title block says: offices put a whole block into one merged cell, so each of its statements, then the whole."""
    whole = clean(cell) or ""
    if ":" not in whole and "\n" not in cell.text:
        return [whole]
    parts = [" ".join(part.split()) for part in _STATEMENT_ENDS.split(unicodedata.normalize("NFC", cell.text))]
    return [whole] if len(parts) == 1 else [*filter(None, parts), whole]


def _keyed(found: Clues, here: Clue, row: dict[int, Cell], col_no: int, layouts: Layouts) -> None:
    """'Đơn vị: Bộ Tư pháp' in one cell, or the key in one cell and the value in the next one to the right; the same
    for the year. A later statement that says something else is kept too, since it is a conflict.
    """
    said = keyed_value(here.text, row, col_no)
    folded, value = said.folded_key(layouts.keys), said.value
    place = here if said.at == col_no else here._replace(cell=address(row[said.at].row_no, said.at))
    if value and fold_phrase(value) not in _MEASURES and folded in layouts.unit_keys:
        _also(found.unit, place._replace(text=value, key=folded))
    elif said.has_colon and not value and folded in layouts.unit_keys:
        found.unkeyed.unfilled = True
    if folded in layouts.year_keys and value:
        year = _one_year(value)
        if year is not None:
            _also(found.year, place._replace(text=year))
        else:
            found.unclear_year = found.unclear_year or place._replace(text=value)
    elif not said.has_colon and folded[:-5] in layouts.year_keys and _YEAR.fullmatch(folded[-4:]):
        _also(found.year, here._replace(text=folded[-4:]))


def _one_year(value: str) -> str | None:
    """The year that the text names: the only one, the only one outside brackets, or that in which a period between two days ends; None for
    none or several.
    """
    plain = unicodedata.normalize("NFKC", value)
    years = _YEAR.findall(plain)
    for named in (years, _YEAR.findall(without_brackets(plain))):
        if len(set(named)) == 1:
            return str(named[0])
    days = _YEAR_OF_DATE.findall(value) or _YEAR_IN_WORDS.findall(fold_phrase(value))
    return str(days[-1]) if years and len(days) == len(years) else None


def _also(clues: list[Clue], clue: Clue) -> None:
    if all(clue.text != known.text for known in clues):
        clues.append(clue)


def _long_table(visible: list[SheetGrid], layouts: Layouts, clues: Clues) -> None:
    """A form of shape index is known by its header: all its required columns, or all but one when nothing else names a
    form.
    """
    for layout in layouts.newest():
        if layout.shape != "index":
            continue
        for grid in visible:
            header = find_header(grid, layout)
            if header is not None and len(header.missing) <= (0 if clues.form else 1):
                at = clues.form[:1] if clues.form and clues.form[0].source == "hidden_sheet" else []
                clues.form[len(at) : len(at)] = [Clue(layout.form, "header", grid.sheet.name, address(header.first_row, 1))]
                return
