"""Header rows: found, refused, and what is missing."""

import pytest

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


@pytest.mark.parametrize(
    "rows",
    [
        (["TT", "Nội dung", "Điểm", "", "", "Ghi chú"], ["", "", "Tối đa", "Đánh giá"], ["", "", "", "Tự đánh giá", "Thẩm định"]),
        (["TT", "Nội dung", "Kết quả", "", "", "Ghi chú"], ["", "", "Điểm", "Điểm"], ["", "", "tối đa", "tự đánh giá"]),
    ],
)
def test_three_rows(rows):
    found = header(["Phiếu"], *rows, ["1.1", "Kế hoạch", "2", "1"])
    assert (found.first_row, found.last_row, found.missing) == (2, 4, ())
    assert found.columns == {"code": 1, "name": 2, "max_points": 3, "self_points": 4, "note": 6}


def test_a_first_data_row_is_not_taken_for_column_numbers():
    assert header(["Mã", "Tiêu chí", "Điểm tối đa", "Điểm tự đánh giá"], ["1", "Chỉ đạo", "2", "1"]).last_row == 1


def test_a_better_name_wins_over_one_further_left():
    assert header(["STT", "Mã", "Điểm tự đánh giá"]).columns["code"] == 2


@pytest.mark.parametrize(
    "heading",
    [
        "Điểm\n(tự đánh giá)",
        "Điểm tự đánh giá 2023",
        "Điểm tự đánh giá (điểm)",
        "Điểm do đơn vị tự đánh giá",
        "Bộ tự đánh giá",
        "Tỉnh tự đánh giá",
    ],
)
def test_other_words_for_the_points(heading):
    assert header(["Mã", "Tiêu chí", "Điểm tối đa", heading]).columns["self_points"] == 4


def test_brackets_that_say_something_else_name_no_column():
    assert [column.label for column in header(["Mã", "Tiêu chí", "Điểm tối đa", "Ghi chú (tự đánh giá)"]).missing] == ["Điểm tự đánh giá"]


def test_missing_columns_are_named():
    found = header(["Mã", "Tiêu chí", "Điểm tối đa"])
    assert [column.label for column in found.missing] == ["Điểm tự đánh giá"]


def test_two_required_names_are_enough_and_less_is_none():
    assert header(["Mã", "Điểm tự đánh giá"]) is not None
    assert header(["Mã", "Tiêu chí"]) is None
    assert header(["Kính gửi"]) is None
    assert header(*[[""]] * 45, ["Mã", "Điểm tự đánh giá"]) is None


NAMES = ["Mã", "Tiêu chí", "Điểm tối đa", "Điểm tự đánh giá"]


@pytest.mark.parametrize(
    "numbers", [["a", "b", "c", "d"], ["[1]", "[2]", "[3]", "[4]"], ["Cột 1", "Cột 2", "Cột 3", "Cột 4"], ["A", "B", "1", "2"]]
)
@pytest.mark.parametrize("blank", [0, 1, 2])
def test_column_numbers_in_other_signs_and_below_blank_rows(numbers, blank):
    assert header(NAMES, *[[""]] * blank, numbers, ["1.1", "Kế hoạch", "2", "1"]).last_row == 2 + blank


def test_a_heading_over_two_columns_that_are_named_below():
    found = header([*NAMES, ""], ["", "", "", "Năm trước", "Năm nay"], ["1", "Chỉ đạo", "2", "1", "1"])
    assert [(column.name, row, col) for column, row, col in found.twice] == [("self_points", 2, 5)]


def test_what_divides_no_measure():
    for below in (["", "", "", "(điểm)", "(điểm)"], ["", "", "", "(4)", "(5)"], ["1", "Chỉ đạo", "2", "một", "hai"], ["", "", "", "điểm"]):
        assert header([*NAMES, "Ghi chú"], below).twice == ()
    assert header([*NAMES, ""], ["", "", "", "(4)", "(5)"]).twice == () == header([*NAMES, ""], ["1", "Chỉ đạo", "2", "một", "hai"]).twice


def test_a_measure_named_again_in_other_words():
    found = header([*NAMES, "Điểm tự chấm"], ["1", "Chỉ đạo", "2", "1", "1"])
    assert found.twice == () and [(column.name, row, col) for column, row, col in found.again] == [("self_points", 1, 5)]
    assert header([*NAMES, "STT"]).again == ()  # a second key is none
