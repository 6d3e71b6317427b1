"""Header rows: found, refused, and what is missing."""

from assets.intake.header import find_header
from assets.intake.sheet_grid import grids
from assets.workbooks.workbook_cells import Cell, Sheet, WorkbookCells
from tests.golden.small_reference import shipped_layouts

LAYOUT = shipped_layouts().get("self_assessment", 2023)


def header(*rows):
    cells = [Cell(1, row, col, "text", text) for row, texts in enumerate(rows, 1) for col, text in enumerate(texts, 1) if text]
    return find_header(grids(WorkbookCells("csv", [Sheet(1, "s", False)], cells))[0], LAYOUT)


def test_one_row():
    found = header(["Phiếu"], ["MÃ ", "Tiêu chí", "điểm tối đa (điểm)", "Điểm  tự đánh giá*"], ["1", "a", "2", "1"])
    assert (found.first_row, found.last_row, found.missing) == (2, 2, ())
    assert found.columns == {"code": 1, "name": 2, "max_points": 3, "self_points": 4}


def test_two_rows_and_column_numbers():
    found = header(["TT", "Nội dung", "Điểm", ""], ["", "", "tối đa", "tự đánh giá"], ["(1)", "(2)", "(3)", "(4)=(3)"], ["1"])
    assert (found.first_row, found.last_row) == (1, 3)
    assert found.columns == {"code": 1, "name": 2, "max_points": 3, "self_points": 4}


def test_a_first_data_row_is_not_taken_for_column_numbers():
    assert header(["Mã", "Tiêu chí", "Điểm tối đa", "Điểm tự đánh giá"], ["1", "Chỉ đạo", "2", "1"]).last_row == 1


def test_a_better_name_wins_over_one_further_left():
    assert header(["STT", "Mã", "Điểm tự đánh giá"]).columns["code"] == 2


def test_missing_columns_are_named():
    found = header(["Mã", "Tiêu chí", "Điểm tối đa"])
    assert [column.label for column in found.missing] == ["Điểm tự đánh giá"]


def test_two_required_names_are_enough_and_less_is_none():
    assert header(["Mã", "Điểm tự đánh giá"]) is not None
    assert header(["Mã", "Tiêu chí"]) is None
    assert header(["Kính gửi"]) is None
    assert header(*[[""]] * 45, ["Mã", "Điểm tự đánh giá"]) is None
