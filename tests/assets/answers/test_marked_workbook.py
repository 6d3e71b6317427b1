"""The workbook that goes back: marks at the right cells, nothing else changed, nothing that runs."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.comments import Comment

from assets.answers.marked_workbook import SUMMARY_SHEET, AnswerHead, marked_workbook
from assets.answers.told_finding import ToldFinding
from assets.workbooks.cells import read_cells
from tests.golden.build import CASES

HEAD = AnswerHead("CẦN SỬA: 1 lỗi.", False, ("Tệp: =thử.xlsx",))


def finding(cell: str | None = "B2", severity: str = "error", sheet: str | None = "Tự đánh giá", **more: str) -> ToldFinding:
    told = {"rule": "R-1", "value": "=1+1", "message_vi": "Ô sai", "message_en": "Wrong", "mend_vi": "Sửa ô"} | more
    return ToldFinding(severity=severity, sheet=sheet, cell=cell, **told)


def workbook(**cells: object) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Tự đánh giá"
    for address, value in cells.items():
        book.active[address] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def answered(data: bytes, *findings: ToldFinding) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(marked_workbook(data, read_cells(data, "a"), findings, HEAD)))


def test_the_wrong_cell_is_marked_and_says_how_to_mend_it() -> None:
    book = answered(workbook(A1="Mã", B2=3, C3="=B2*2"), finding())
    cell = book["Tự đánh giá"]["B2"]
    assert cell.value == 3 and cell.fill.start_color.rgb.endswith("FFC7CE")
    assert "[Lỗi] Ô sai" in cell.comment.text and "Cách sửa: Sửa ô" in cell.comment.text
    assert book["Tự đánh giá"]["C3"].value == "=B2*2", "the sender's formulas stay"
    assert book["Tự đánh giá"]["A1"].comment is None
    assert book.sheetnames[0] == SUMMARY_SHEET and book.active.title == SUMMARY_SHEET


def test_several_findings_on_one_cell_stand_together_the_gravest_in_colour() -> None:
    book = answered(workbook(B2=3), finding(severity="error", message_vi="Nặng"), finding(severity="warning", message_vi="Nhẹ"))
    cell = book["Tự đánh giá"]["B2"]
    assert cell.fill.start_color.rgb.endswith("FFC7CE")
    assert cell.comment.text.index("Nặng") < cell.comment.text.index("Nhẹ")


def test_a_comment_that_was_there_stays() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Tự đánh giá"
    book.active["B2"] = 1
    book.active["B2"].comment = Comment("Ghi chú của đơn vị", "đơn vị")
    out = io.BytesIO()
    book.save(out)
    assert "Ghi chú của đơn vị" in answered(out.getvalue(), finding())["Tự đánh giá"]["B2"].comment.text


def test_a_cell_inside_a_merged_area_is_marked_at_its_top_left() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Tự đánh giá"
    book.active["B2"] = 1
    book.active.merge_cells("B2:C3")
    out = io.BytesIO()
    book.save(out)
    assert "Ô sai" in answered(out.getvalue(), finding("C3"))["Tự đánh giá"]["B2"].comment.text


def test_data_never_becomes_a_formula_in_the_summary() -> None:
    hostile = finding(message_vi='=HYPERLINK("http://x")', mend_vi="+1", value="@SUM(A1)")
    sheet = answered(workbook(B2=3), hostile)[SUMMARY_SHEET]
    shown = {cell.value: cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
    for text in ('=HYPERLINK("http://x")', "+1", "@SUM(A1)"):
        assert shown[text].data_type == "s" and shown[text].quotePrefix


def test_the_place_is_a_link_inside_the_workbook() -> None:
    sheet = answered(workbook(B2=3), finding())[SUMMARY_SHEET]
    links = [cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert [link.location for link in links] == ["'Tự đánh giá'!B2"] and all(link.target is None for link in links)


@pytest.mark.parametrize("case", ["clean_xls", "clean_ods", "csv_semicolon"])
def test_other_formats_come_back_as_xlsx_with_the_same_cells(case: str) -> None:
    data = CASES[case][1]()
    cells = read_cells(data, "a")
    name = cells.sheets[0].name or "CSV"
    wrong = next(cell for cell in cells.cells if cell.sheet_no == cells.sheets[0].sheet_no)
    address = f"{openpyxl.utils.get_column_letter(wrong.col_no)}{wrong.row_no}"
    book = openpyxl.load_workbook(io.BytesIO(marked_workbook(data, cells, [finding(address, sheet=name)], HEAD)))
    assert book[name][address].comment is not None
    for cell in cells.cells:
        if cell.sheet_no == cells.sheets[0].sheet_no:
            shown = book[name].cell(cell.row_no, cell.col_no).value
            assert str(shown) == cell.text or float(shown) == float(cell.text)


def test_a_file_that_could_not_be_read_gets_the_summary_alone() -> None:
    book = openpyxl.load_workbook(io.BytesIO(marked_workbook(b"junk", None, [finding(None, sheet=None)], HEAD)))
    assert book.sheetnames == [SUMMARY_SHEET]
    assert any(cell.value == "cả tệp" for row in book[SUMMARY_SHEET].iter_rows() for cell in row)
