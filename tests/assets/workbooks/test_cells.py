"""Cells of the four formats, and what the fast reader cannot tell."""

import datetime as dt
import io
import re
import struct
import zipfile

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from assets.workbooks.cells import number_text, read_cells
from assets.workbooks.unreadable import UnreadableFile
from assets.workbooks.workbook_cells import address
from assets.workbooks.xlsx_doubts import _plain_reach
from tests.golden.build import CASES


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_address(workbook, sheet_no=1):
    return {address(c.row_no, c.col_no): (c.kind, c.text) for c in workbook.cells if c.sheet_no == sheet_no}


def patched(data, member, change):
    """The zip with one member changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == member else old.read(name))
    return out.getvalue()


def one_sheet(**cells):
    book = openpyxl.Workbook()
    for place, value in cells.items():
        book.active[place] = value
    return book


def test_kinds_and_texts_of_an_xlsx():
    book = one_sheet(
        B2=" xô ", B3=0.1, B4=3.0, B5=1e-7, B6=True, B7=dt.date(2024, 1, 1), B8=dt.datetime(2024, 1, 1, 5, 6, 7),
        B9="#DIV/0!", B10="=1/0", B11="1.049", B12=1e21, B13=0.9714, B14="97,14%", B15=123456789.125,
    )  # fmt: skip
    book.active["B13"].number_format = "0.00%"
    book.create_sheet("Ẩn").sheet_state = "hidden"
    book["Ẩn"]["A1"] = 1
    book.create_sheet("Trống")
    workbook = read_cells(saved(book), "a.xlsx")
    assert by_address(workbook) == {
        "B2": ("text", " xô "), "B3": ("number", "0.1"), "B4": ("number", "3"), "B5": ("number", "0.0000001"),
        "B6": ("boolean", "TRUE"), "B7": ("date", "2024-01-01"), "B8": ("date", "2024-01-01T05:06:07"),
        "B9": ("error", "#DIV/0!"), "B10": ("formula_without_value", "=1/0"), "B11": ("text", "1.049"),
        "B12": ("number", "1000000000000000000000"), "B13": ("number", "97.14%"), "B14": ("text", "97,14%"),
        "B15": ("number", "123456789.125"),
    }  # fmt: skip
    assert [(s.sheet_no, s.name, s.hidden) for s in workbook.sheets] == [
        (1, "Sheet", False),
        (2, "Ẩn", True),
        (3, "Trống", False),
    ]
    assert by_address(workbook, 2) == {"A1": ("number", "1")}


def test_a_formula_with_a_value_is_its_value():
    data = patched(saved(one_sheet(A1="=1+1", A2="=B1", A3='=IF(1,"","")')), "xl/worksheets/sheet1.xml", lambda xml: (
        xml.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>").replace(b'<c r="A3"><f>', b'<c r="A3" t="str"><f>')
    ))  # fmt: skip
    assert by_address(read_cells(data, "a.xlsx")) == {"A1": ("number", "2"), "A2": ("formula_without_value", "=B1")}


def test_single_quotes_and_another_order_are_understood():
    def change(xml):
        return xml.replace(b'<c r="A1" t="e">', b"<c t='e' r='A1'>")

    data = patched(saved(one_sheet(A1="#N/A", B1=1)), "xl/worksheets/sheet1.xml", change)
    assert by_address(read_cells(data, "a.xlsx")) == {"A1": ("error", "#N/A"), "B1": ("number", "1")}


def test_kinds_and_texts_of_an_xls():
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Bảng")
    sheet.write(1, 1, "xô")
    sheet.write(2, 1, 0.1)
    sheet.write(3, 1, dt.date(2024, 1, 1), xlwt.easyxf(num_format_str="D/M/YYYY"))
    sheet.write(4, 1, 0.9714, xlwt.easyxf(num_format_str="0.00%"))
    sheet.row(5).set_cell_error(1, "#DIV/0!")
    sheet.write(6, 1, True)
    for column in range(1, 4):  # integers side by side become one record
        sheet.write(7, column, column)
    book.add_sheet("Ẩn").visibility = 2
    workbook = read_cells(saved(book), "a.xls")
    assert by_address(workbook) == {
        "B2": ("text", "xô"), "B3": ("number", "0.1"), "B4": ("date", "2024-01-01"), "B5": ("number", "97.14%"),
        "B6": ("error", "#DIV/0!"), "B7": ("boolean", "TRUE"), "B8": ("number", "1"), "C8": ("number", "2"),
        "D8": ("number", "3"),
    }  # fmt: skip
    assert [sheet.hidden for sheet in workbook.sheets] == [False, True]


def test_an_xls_that_asks_for_absurd_memory_is_refused_before_the_reader_sees_it():
    data = CASES["clean_xls"][1]()
    dimensions = data.index(struct.pack("<HH", 0x200, 14))
    for place in (dimensions + 4, dimensions + 8):  # first and last row
        with pytest.raises(UnreadableFile, match="rows"):
            read_cells(data[:place] + b"\xff\xff\xff\x7f" + data[place + 4 :], "a.xls")
    sheet = data.index(struct.pack("<H", 0x85))
    with pytest.raises(UnreadableFile, match="no sheet begins"):
        read_cells(data[: sheet + 4] + b"\xff\xff\xff\x7f" + data[sheet + 8 :], "a.xls")


def ods(rows):
    data = CASES["clean_ods"][1]()

    def change(xml):
        start, end = xml.index(b"<table:table-row"), xml.index(b"</table:table>")
        return xml[:start] + rows.encode() + xml[end:]

    return patched(data, "content.xml", change)


def test_what_only_an_ods_can_say():
    workbook = read_cells(
        ods(
            '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row><table:table-row>'
            '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="">'
            "<text:p>#DIV/0!</text:p></table:table-cell>"
            '<table:table-cell table:formula="of:=A1"/>'
            '<table:table-cell office:value-type="percentage" office:value="0.85">'
            "<text:p>85%</text:p></table:table-cell>"
            '<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="3">'
            "<text:p>3</text:p></table:table-cell></table:table-row>"
        ),
        "a.ods",
    )
    assert by_address(workbook) == {
        "A3": ("error", "#DIV/0!"), "B3": ("formula_without_value", "=A1"), "C3": ("number", "85%"),
        "D3": ("number", "3"), "E3": ("number", "3"),
    }  # fmt: skip


def test_a_cell_at_the_end_of_the_sheet_is_refused_before_it_is_laid_out():
    with pytest.raises(UnreadableFile, match="corrupt"):
        read_cells(saved(one_sheet(A1=1, XFD1048576=1)), "a.xlsx")
    with pytest.raises(UnreadableFile, match="corrupt"):
        read_cells(
            ods(
                '<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
                'table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>'
            ),
            "a.ods",
        )
    hidden_in_a_reference = patched(
        saved(one_sheet(A1=1, B2=2)),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'r="B2"', b'r="&#88;FD1048576"'),
    )
    with pytest.raises(UnreadableFile, match="corrupt"):
        read_cells(hidden_in_a_reference, "a.xlsx")


def test_only_formatted_cells_do_not_count():
    book = one_sheet(A1=1)
    book.active["XFD1048576"].number_format = "0.00%"
    assert by_address(read_cells(saved(book), "a.xlsx")) == {"A1": ("number", "1")}


def test_only_formatted_cells_need_no_careful_walk():
    xml = b'<a><row r="1"><c r="A1" s="2"><v>1</v></c><c r="AB1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="4"/></row></a>'
    reach = _plain_reach(xml)
    assert reach is not None and (reach.last_row, reach.last_column) == (1, 28)
    # An attribute that only looks like the end of its cell must not hide it.
    assert _plain_reach(b'<a><c r="XFD1048576" s="/>"><v>1</v></c></a>') is None
    assert _plain_reach(b'<a><c r="XFD1048576" t="s"><v>1</v></c></a>') is None


def test_cells_with_a_prefix_that_nobody_declared_are_refused_and_not_passed_over():
    prefixed = patched(
        saved(one_sheet(A1="a", B2=2)), "xl/worksheets/sheet1.xml", lambda xml: re.sub(rb"<(/?)(c|v|row)(?=[\s/>])", rb"<\1x:\2", xml)
    )
    with pytest.raises(UnreadableFile, match="corrupt"):
        read_cells(prefixed, "a.xlsx")


def test_entities_are_refused():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    data = patched(saved(one_sheet(A1=1)), "xl/worksheets/sheet1.xml", lambda xml: bomb + xml.replace(b"<v>1</v>", b"<v>&b;</v>"))
    with pytest.raises(UnreadableFile, match="document type"):
        read_cells(data, "a.xlsx")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_s_text_is_the_same_number(value):
    text = number_text(value)
    assert float(text) == value and "e" not in text.lower()


@given(st.binary(max_size=200), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"]))
def test_any_bytes_give_cells_or_a_reason(data, head):
    try:
        read_cells(head + data, "x")
    except UnreadableFile as error:
        assert error.detail_vi and error.detail_en


@pytest.mark.parametrize("case", ["clean_xlsx", "clean_xls", "clean_ods"])
@given(data=st.data())
def test_damaged_workbooks_give_cells_or_a_reason(case, data):
    whole = bytearray(CASES[case][1]() if case not in _BUILT else _BUILT[case])
    _BUILT.setdefault(case, bytes(whole))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_cells(bytes(whole), "x")
    except UnreadableFile as error:
        assert error.problem in ("corrupt", "encrypted", "unsupported_format")


_BUILT: dict[str, bytes] = {}
