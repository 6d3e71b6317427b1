"""What each fault does to a workbook.

Belongs here: one pure function per fault, from a clean book to the faulty book and the cell to look at (None: no one
cell). Does not belong here: which unit sends it (faults.py).
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assets.demo.form_book import BookRow, CellValue, Column, FormBook
from assets.demo.par_index_books import UNIT_LINE, YEAR_LINE

Changed = tuple[FormBook, str | None]

WRONG_UNIT = "Tỉnh Hưng Yến"
YEAR_WITHOUT_SET = 2019
UNKNOWN_CODE = "9.9.9"


def self_above_maximum(book: FormBook) -> Changed:
    return _above_maximum(book, "self_points", 4, Decimal("0.5"))


def appraised_above_maximum(book: FormBook) -> Changed:
    return _above_maximum(book, "appraised_points", 6, Decimal("0.25"))


def words_for_points(book: FormBook) -> Changed:
    return _put(book, "appraised_points", 12, "hai điểm")


def error_value(book: FormBook) -> Changed:
    return _put(book, "appraised_points", 20, "#DIV/0!")


def percent_for_points(book: FormBook) -> Changed:
    return _put(book, "self_points", 9, "85%")


def value_blanked(book: FormBook) -> Changed:
    return _put(book, "self_points", 15, None)


def negative_points(book: FormBook) -> Changed:
    row = book.rows_with_points("survey_points")[2]
    return book.with_value(row, "survey_points", -book.points(row, "survey_points")), book.address(row, "survey_points")


def maximum_changed(book: FormBook) -> Changed:
    row = book.rows_with_points("self_points")[3]
    return book.with_value(row, "max_points", book.points(row, "max_points") + 1), book.address(row, "max_points")


def survey_line_filled(book: FormBook) -> Changed:
    row = next(i for i, row in enumerate(book.rows) if row.scored and row.values.get("self_points") is None)
    return book.with_value(row, "self_points", book.points(row, "max_points")), book.address(row, "self_points")


def missing_line(book: FormBook) -> Changed:
    return book.without_row(book.rows_with_points("appraised_points")[7]), None


def line_twice(book: FormBook) -> Changed:
    """The same line again right below, with other points; the cell is the code of the second."""
    row = book.rows_with_points("appraised_points")[10]
    points, maximum = book.points(row, "appraised_points"), book.points(row, "max_points")
    again = {**book.rows[row].values, "appraised_points": Decimal() if points else maximum}
    return book.with_row(row + 1, replace(book.rows[row], values=again)), book.address(row + 1, "code")


def unknown_line(book: FormBook) -> Changed:
    last = len(book.rows) - 1
    line: dict[str, CellValue] = {"code": UNKNOWN_CODE, "name": "Tiêu chí do địa phương tự bổ sung"}
    line |= {"max_points": Decimal(1), "self_points": Decimal(1)}
    return book.with_row(last, BookRow("sub_criterion", line, scored=True)), book.address(last, "code")


def unknown_unit(book: FormBook) -> Changed:
    return book.with_title(UNIT_LINE, UNIT_LINE + WRONG_UNIT), _title_cell(book, UNIT_LINE)


def year_without_set(book: FormBook) -> Changed:
    return book.with_title(YEAR_LINE, f"{YEAR_LINE}{YEAR_WITHOUT_SET}"), _title_cell(book, YEAR_LINE)


def column_missing(book: FormBook) -> Changed:
    return book.without_column("appraised_points"), None


def other_sheet(book: FormBook) -> Changed:
    """A covering letter where the table should be."""
    lines = ("Kính gửi: Bộ Nội vụ", "Gửi kèm theo kết quả điều tra xã hội học của đơn vị.")
    rows = tuple(BookRow("sub_criterion", {"name": line}) for line in lines)
    letter = replace(book, sheet="Công văn", columns=(Column("name", "Trích yếu", 90),), rows=rows, signature=())
    return replace(letter, two_row_header=False), None


def _above_maximum(book: FormBook, key: str, line: int, by: Decimal) -> Changed:
    row = book.rows_with_points(key)[line]
    return book.with_value(row, key, book.points(row, "max_points") + by), book.address(row, key)


def _put(book: FormBook, key: str, line: int, value: str | None) -> Changed:
    row = book.rows_with_points(key)[line]
    return book.with_value(row, key, value), book.address(row, key)


def _title_cell(book: FormBook, beginning: str) -> str:
    return f"A{1 + next(i for i, line in enumerate(book.title_lines) if line.startswith(beginning))}"
