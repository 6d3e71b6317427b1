"""What the screen does not show, and what comes from other files, in the three formats."""

import io
import struct

import openpyxl
import pytest
import xlwt

from assets.workbooks.biff_links import EXTERNSHEET, SUPBOOK, OutwardReferences
from assets.workbooks.cells import read_cells
from assets.workbooks.ods_doubts import ods_doubts
from assets.workbooks.xlsx_hidden import hidden_parts
from assets.workbooks.xlsx_links import linked_cells
from tests.golden.build import CASES


@pytest.mark.parametrize(
    ("xml", "hidden"),
    [
        (b'<cols><col min="2" max="3" width="9" hidden="1"/></cols>', ((), (2, 3))),
        (b'<cols><col min="4" max="4" width="0" customWidth="1"/></cols>', ((), (4,))),
        (b'<cols><col min="4" max="4" width="0.85546875" customWidth="1"/></cols>', ((), ())),
        (b'<row r="7" hidden=\'true\'/><row/><row hidden="0"/>', ((7,), ())),
        (b'<row r="7" ht="0" customHeight="1"/><row r="8" ht="0.75"/><row r="9" ht="15"/>', ((7, 8), ())),
    ],
)
def test_hidden_in_an_xlsx(xml, hidden):
    assert hidden_parts(b"<a>" + xml + b"</a>") == tuple(map(frozenset, hidden))


def test_a_sheet_that_hides_nothing_is_not_walked():
    assert hidden_parts(b'<a not well formed <row r="1" ht="15"/>') is None


def test_hidden_in_an_xls():
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for number in range(5):
        sheet.write(number, number, 1)
    sheet.row(1).hidden = 1
    sheet.row(2).height_mismatch = True
    sheet.row(2).height = 0
    sheet.col(3).hidden = 1
    sheet.col(4).width = 0
    book.add_sheet("b").write(0, 0, 1)
    out = io.BytesIO()
    book.save(out)
    workbook = read_cells(out.getvalue(), "a.xls")
    assert workbook.hidden_rows == {1: frozenset({2, 3})} and workbook.hidden_columns == {1: frozenset({4, 5})}


def test_hidden_and_linked_in_an_ods():
    styles = """<style name="thin"><table-column-properties column-width="0cm"/></style>
        <style name="wide"><table-column-properties column-width="0.5cm"/></style>
        <style name="flat"><table-row-properties row-height="0in"/></style>"""
    columns = '<table-column number-columns-repeated="2"/><table-column visibility="collapse" number-columns-repeated="2"/>'
    columns += '<table-column style-name="thin"/><table-column style-name="wide"/>'
    columns += '<table-column visibility="collapse" number-columns-repeated="16000"/>'
    other = """<table-cell formula="of:='file:///C:/nguồn.ods'#$S.A1" value-type="float" value="1"/>"""
    dde = """<table-cell formula="of:=DDE(&quot;soffice&quot;;&quot;a&quot;;&quot;b&quot;)" value-type="float" value="1"/>"""
    own = """<table-cell formula="of:=['a b'.A1]&amp;&quot;'file:x'&quot;" value-type="float" value="1"/>"""
    rows = f'<table-row style-name="flat">{other}{own}{dde}</table-row><table-row visibility="filter" number-rows-repeated="2"/>'
    (sheet,) = ods_doubts(f"<a>{styles}<table>{columns}{rows}</table></a>".encode())
    assert sheet.hidden_rows == {1, 2, 3} and sheet.linked == {(1, 1), (1, 3)}
    assert sheet.hidden_columns == {3, 4, 5, *range(7, 501)}


@pytest.mark.parametrize(
    ("formula", "linked"),
    [
        ("[1]Sheet1!$A$1", True), ("'[1]Bảng 1'!A1*2", True), ("'C:\\số liệu\\[nguồn.xlsx]S''1'!A1", True), ("[2]!DiemSo", True),
        ("SUM(Bang1[[#This Row],[Điểm]])*Sheet2!A1", False), ('IF("[1]Sheet1!A1"="",1,2)', False), ("'Bảng 1'!A1", False),
    ],
)  # fmt: skip
def test_links_in_an_xlsx(formula, linked):
    xml = f'<a><row r="3"><c r="D3"><f>{formula}</f><v>1</v></c></row><row><c><f>A1</f></c><c/><c><f t="x">{formula}</f></c></row></a>'
    assert linked_cells(xml.encode()) == ({(3, 4), (4, 3)} if linked else set())


def test_a_link_that_was_filled_down():
    first = '<c r="A1"><f t="shared" ref="A1:A2" si="4">[1]S!A1</f></c>'
    xml = f'<a><row r="1">{first}</row><row r="2"><c r="A2"><f t="shared" si="4"/></c><c r="B2"><f t="shared" si="5"/></c></row></a>'
    assert linked_cells(xml.encode()) == {(1, 1), (2, 1)}


def test_links_in_an_xls():
    outward = OutwardReferences()
    outward.note(SUPBOOK, struct.pack("<HH", 2, 0x0401))
    outward.note(EXTERNSHEET, struct.pack("<HHHH", 1, 0, 0, 0))
    assert not outward
    outward = OutwardReferences()
    outward.note(SUPBOOK, struct.pack("<HH", 2, 0x0401))
    outward.note(SUPBOOK, struct.pack("<HH", 1, 8) + b"\x00nguon.xls")
    outward.note(EXTERNSHEET, struct.pack("<H6H", 2, 0, 0, 0, 1, 0, 0))

    def used(tokens):
        return outward.used_in(bytes(20) + struct.pack("<H", len(tokens)) + tokens)

    own, other = (b"\x5a" + struct.pack("<HHH", sheet, 0, 0xC000) for sheet in (0, 1))
    text = b"\x17\x03\x00" + b"\x5a\x01\x00"  # a text that looks like a reference
    assert outward and used(other) and used(own + other + b"\x03") and used(text + b"\x1e\x05\x00" + other)
    assert not used(own) and not used(text) and not used(b"\x1f" + other + b"\x00") and not used(b"")
    assert not used(b"\x5a" + struct.pack("<HHH", 9, 0, 0xC000))


def test_linked_cells_reach_the_workbook():
    book = openpyxl.Workbook()
    book.active["B2"] = "=[1]S!A1"
    out = io.BytesIO()
    book.save(out)
    workbook = read_cells(out.getvalue(), "a.xlsx")
    assert workbook.linked_cells == {1: frozenset({(2, 2)})} and workbook.cells[0].kind == "formula_without_value"
    assert read_cells(CASES["clean_xls"][1](), "a").linked_cells == {}
