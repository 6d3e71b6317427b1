"""Workbooks are the same bytes every time, and text stays text."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from assets.demo.broken_files import cut_off, password_protected
from assets.demo.form_book import BookRow, Column, FormBook
from assets.demo.workbook_writer import _styled_workbook, workbook_bytes
from assets.workbooks.cells import read_cells
from assets.workbooks.unreadable import UnreadableFile

BOOK = FormBook(
    form="self_assessment",
    sheet="Tự đánh giá",
    title_lines=("PHIẾU TỰ ĐÁNH GIÁ", "Đơn vị: Hưng Yên", "Năm đánh giá: 2024", "SỐ LIỆU GIẢ LẬP"),
    columns=(
        Column("code", "Mã", 9),
        Column("name", "Tiêu chí", 40),
        Column("max_points", "Điểm tối đa", 11, "Điểm", "Tối đa"),
        Column("self_points", "Điểm tự đánh giá", 11, "Điểm", "Tự đánh giá"),
    ),
    rows=(
        BookRow("field", {"code": "1", "name": "=1+1", "max_points": Decimal(2), "self_points": None}),
        BookRow(
            "criterion",
            {"code": "1.1", "name": "- dòng", "max_points": Decimal("2.0000"), "self_points": Decimal("0.5")},
        ),
    ),
    signature=("THỦ TRƯỞNG ĐƠN VỊ",),
    hidden=(("form", "self_assessment"), ("data", "made_up")),
)


def sheet_of(book: FormBook):
    return load_workbook(io.BytesIO(workbook_bytes(book)))[book.sheet]


def test_equal_books_give_equal_bytes_whatever_came_between() -> None:
    _styled_workbook.cache_clear()
    plain = replace(BOOK, rows=BOOK.rows[:1]).with_value(0, "name", "một tên")
    first = workbook_bytes(plain)
    assert workbook_bytes(replace(BOOK, two_row_header=True, hidden=None)) != first
    assert workbook_bytes(plain) == first


@pytest.mark.parametrize("text", ["=1+1", "+84", "-", "- chưa đủ", "@ai", "="])
def test_text_that_looks_like_a_formula_is_text(text: str) -> None:
    cell = sheet_of(BOOK.with_value(0, "name", text))[BOOK.address(0, "name")]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


def test_addresses_follow_the_header() -> None:
    for book in (BOOK, replace(BOOK, two_row_header=True)):
        assert sheet_of(book)[book.address(1, "self_points")].value == 0.5
    assert BOOK.address(1, "self_points") == "D8"
    assert replace(BOOK, two_row_header=True).address(1, "self_points") == "D9"


def test_two_row_header_is_merged_over_its_group() -> None:
    sheet = sheet_of(replace(BOOK, two_row_header=True))
    assert {"A6:A7", "B6:B7", "C6:D6"} <= {str(merged) for merged in sheet.merged_cells.ranges}
    assert [sheet["C6"].value, sheet["D6"].value, sheet["C7"].value, sheet["D7"].value] == [
        "Điểm",
        None,
        "Tối đa",
        "Tự đánh giá",
    ]
    assert sheet.freeze_panes == "C8"


def test_numbers_as_vietnamese_text() -> None:
    sheet = sheet_of(replace(BOOK, numbers_as_text=True))
    assert [sheet["C8"].value, sheet["D8"].value] == ["2", "0,5"]


def test_hidden_sheet() -> None:
    workbook = load_workbook(io.BytesIO(workbook_bytes(BOOK)))
    assert workbook["_cchc"].sheet_state == "hidden"
    assert list(workbook["_cchc"].values)[1:] == [("form", "self_assessment"), ("data", "made_up")]
    assert load_workbook(io.BytesIO(workbook_bytes(replace(BOOK, hidden=None)))).sheetnames == [BOOK.sheet]


@pytest.mark.parametrize(("damage", "problem"), [(password_protected, "encrypted"), (cut_off, "corrupt")])
def test_damaged_files_are_known_for_what_they_are(damage, problem: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_cells(damage(workbook_bytes(BOOK)), "a.xlsx")
    assert caught.value.problem == problem
