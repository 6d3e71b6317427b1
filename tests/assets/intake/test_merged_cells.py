"""What a cell that is merged over several rows says of each of them."""

from __future__ import annotations

from dataclasses import replace

from assets.intake.extract import extract
from assets.intake.intake_rows import Extraction, Stated
from assets.workbooks.workbook_cells import Area
from tests.assets.intake.test_extract import LAYOUTS, LOOKUP, book
from tests.assets.intake.test_register import ROW, sheet
from tests.golden.clean_form import HEADER, block

FIRST = 6
"""The row of the first thing listed."""


def read(rows: list[list], *areas: Area) -> Extraction:
    return extract(replace(book(("A", False, rows)), merged={1: areas}), Stated("sha", "a.xlsx"), LOOKUP, LAYOUTS)


def said(found: Extraction, measure: str) -> list[tuple[str, str | None]]:
    return [(line.cell, line.text) for line in found.lines if line.measure == measure]


def register(*rows: list, column: int, last: int) -> Extraction:
    return read(sheet(*rows), Area(FIRST, column, last, column))


def without(row: list, *columns: int) -> list:
    return [None if number in columns else value for number, value in enumerate(row, start=1)]


def test_words_choices_and_days_hold_for_all_rows_under_them() -> None:
    rows = [ROW, without(["NV-2", *ROW[1:]], 3, 5, 9), without(["NV-3", *ROW[1:]], 3, 5, 9)]
    areas = [Area(FIRST, column, FIRST + 2, column) for column in (3, 5, 9)]
    merged, plain = read(sheet(*rows), *areas), read(sheet(*[[code, *ROW[1:]] for code in ("NV-1", "NV-2", "NV-3")]))
    assert [line[9:] for line in merged.lines] == [line[9:] for line in plain.lines]


def test_a_number_is_the_first_rows_alone() -> None:
    table = [*block(), HEADER, ["1.1", "Kế hoạch", 2, 1.5, "chung"], ["1.2", "Báo cáo", 1, None, None], ["1.10", "Thanh tra", 1, 0.5, None]]
    found = read(table, Area(6, 4, 7, 4), Area(6, 5, 8, 5))
    assert said(found, "self_points") == [("D6", "1.5"), ("D7", None), ("D8", "0.5")]
    assert said(found, "evidence") == [("E6", "chung"), ("E7", "chung"), ("E8", "chung")]


def test_a_row_that_nobody_filled_in_stays_empty_and_what_stands_there_stays() -> None:
    found = register(ROW, ["NV-2"], ["NV-3", "Khác", "Tài chính công", *ROW[3:]], column=3, last=FIRST + 2)
    assert {line.code_text for line in found.lines} == {"NV-1", "NV-3"}
    assert [text for _, text in said(found, "area")] == ["Cải cách thể chế", "Tài chính công"]


def test_a_heading_or_title_speaks_for_no_row() -> None:
    rows = sheet(ROW, without(["NV-2", *ROW[1:]], 9))
    found = read(rows, Area(5, 9, FIRST + 1, 9))
    assert said(found, "source") == [("I6", "Kế hoạch"), ("I7", None)]
