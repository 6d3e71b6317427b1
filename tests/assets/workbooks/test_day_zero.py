"""Workbooks that count their days from 1904: date cells are right, and the day zero is known for bare numbers."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
import xlwt
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from assets.workbooks.cells import read_cells
from assets.workbooks.workbook_cells import DAY_ZERO
from tests.golden.build import CASES

DAY, ZERO = dt.date(2024, 12, 31), dt.date(1904, 1, 1)


def xlsx(stated: bytes = b'date1904="1"') -> bytes:
    book, out, changed = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    book.epoch = CALENDAR_MAC_1904
    book.active.append([DAY])
    book.save(out)
    with zipfile.ZipFile(out) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'date1904="1"', stated))
    return changed.getvalue()


def xls() -> bytes:
    book, out = xlwt.Workbook(), io.BytesIO()
    book.dates_1904 = True
    book.add_sheet("a").write(0, 0, DAY, xlwt.easyxf(num_format_str="dd/mm/yyyy"))
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("data", [xlsx(), xlsx(b"date1904='1'"), xlsx(b'date1904 = "true"'), xls()], ids=["xlsx", "quotes", "true", "xls"])
def test_date_cells_and_the_day_zero(data: bytes) -> None:
    book = read_cells(data, "a")
    assert [cell.text for cell in book.cells] == [DAY.isoformat()] and book.day_zero == ZERO


def test_an_ods_says_its_day_zero() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(CASES["clean_ods"][1]())) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            zero = b'<table:null-date table:date-value="1904-01-01"/>'
            told = b"<office:spreadsheet><table:calculation-settings>" + zero + b"</table:calculation-settings>"
            target.writestr(info, source.read(info).replace(b"<office:spreadsheet>", told))
    assert read_cells(out.getvalue(), "a.ods").day_zero == ZERO


@pytest.mark.parametrize("case", ["clean_xlsx", "clean_xls", "clean_ods", "csv_semicolon"])
def test_all_others_count_from_1899(case: str) -> None:
    assert read_cells(CASES[case][1](), "a").day_zero == DAY_ZERO
    assert read_cells(xlsx(b'date1904="0"'), "a").day_zero == DAY_ZERO
