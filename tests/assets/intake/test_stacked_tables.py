"""Tables under one another in one sheet, and several submissions in one file."""

import pytest

from assets.intake.sheet_grid import grids
from assets.intake.stacked_tables import separate_tables
from tests.assets.intake.test_extract import LAYOUTS, book, problems, read
from tests.golden.clean_form import CLEAN, HEADER, HIDDEN, SIGNED, block, form_rows

ROWS = form_rows(CLEAN)
BYT = [*block("Bộ Y tế"), HEADER, *ROWS]
BTP = [*block(), HEADER, *ROWS, *SIGNED]


def told(found):
    return [(row.problem, row.cell) for row in found.problems]


def lines_of(found, unit_id):
    return [(line.cell, line.value) for line in found.lines if line.unit_id == unit_id and line.measure == "self_points"]


@pytest.mark.parametrize("tail", [[], SIGNED])
def test_each_table_with_its_own_unit_is_a_submission(tail):
    found = read(("Tổng hợp", False, [*BYT, *tail, [], ["Bộ, cơ quan"], *BTP]))
    first = len(BYT) + len(tail) + 2 + 5
    assert problems(found) == [] and [row.subject_id for row in found.submissions] == ["BYT@all", "BTP@all"]
    assert [cell for cell, _ in lines_of(found, "BYT@all")] == [f"D{row}" for row in range(6, 13)]
    assert [cell for cell, _ in lines_of(found, "BTP@all")] == [f"D{row}" for row in range(first + 1, first + 8)]
    assert {value for _, value in lines_of(found, "BYT@all")} == {value for _, value in lines_of(found, "BTP@all")}
    assert len({line.line_id for line in found.lines}) == len(found.lines)


def test_a_table_below_the_searched_rows_and_further_right():
    wide = [[None, None, None, None, None, None, None, *row] for row in BTP]
    found = read(("a", False, [*BYT, *[["Ghi chú"]] * 40, *wide]))
    assert problems(found) == [] and [row.subject_id for row in found.submissions] == ["BYT@all", "BTP@all"]
    assert len(lines_of(found, "BTP@all")) == 7


def test_two_years_or_two_forms_of_one_unit_are_two_submissions():
    assert [row.index_year for row in read(("a", False, [*BTP, *block(year=2022), HEADER, *ROWS])).submissions] == [2023, 2022]
    appraisal = [["KẾT QUẢ THẨM ĐỊNH"], *block()[1:], [*HEADER[:4], "Điểm thẩm định"], *[[*row[:4], 0.1] for row in ROWS]]
    assert [row.form for row in read(("a", False, [*BTP, *appraisal])).submissions] == ["self_assessment", "appraisal"]
    assert [row.form for row in read(("a", False, BTP), ("b", False, appraisal)).submissions] == ["self_assessment", "appraisal"]


@pytest.mark.parametrize(
    "second", [[HEADER, *ROWS], BTP, [["Bảng 2"], [], HEADER, *ROWS[:4]], [["PHIẾU TỰ ĐÁNH GIÁ"], HEADER, *[row[:4] for row in ROWS]]]
)
def test_a_second_table_that_names_no_other_unit_refuses_the_sheet(second):
    found = read(("a", False, [*BTP, [], *second]))
    header = len(BTP) + 2 + second.index(HEADER)
    assert told(found) == [("several_tables", f"A{header}")] and [row.status for row in found.submissions] == ["refused"]


def test_a_second_unit_under_a_table_without_one_is_refused():
    found = read(("a", False, [HEADER, *ROWS, *block("Bộ Y tế"), HEADER, *ROWS]), ("_cchc", True, HIDDEN))
    assert told(found) == [("several_tables", "A13")]


@pytest.mark.parametrize("title", [[], block(), [["Bộ Tư pháp – trang 2"]]])
def test_a_header_repeated_for_a_new_page_is_the_same_table(title):
    header, numbers = ["STT", *HEADER[1:]], ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"]
    found = read(("a", False, [*block(), header, numbers, *ROWS[:4], *title, header, numbers, *ROWS[4:], *SIGNED]))
    assert problems(found) == [] and len(found.submissions) == 1
    assert [line.node_id for line in found.lines if line.measure == "self_points"] == [
        "1",
        "1/1.1",
        "1/1.2",
        "1/1.10",
        "2",
        "2/2.1",
        "2/2.2",
    ]


def test_a_repeated_page_before_another_unit():
    found = read(("a", False, [*block("Bộ Y tế"), HEADER, *ROWS[:4], HEADER, *ROWS[4:], *BTP]))
    assert problems(found) == [] and len(lines_of(found, "BYT@all")) == len(lines_of(found, "BTP@all")) == 7


def test_the_same_unit_twice_among_others_is_told_and_not_stored_twice():
    found = read(("a", False, BYT), ("b", False, BTP), ("c", False, BYT))
    assert [row.subject_id for row in found.submissions] == ["BYT@all", "BTP@all"] and told(found) == [("sheet_unread", "A5")]
    found = read(("a", False, [*BYT, *BTP, *BYT]))
    assert [row.subject_id for row in found.submissions] == ["BYT@all", "BTP@all"]
    assert told(found) == [("sheet_unread", f"A{len(BYT) + len(BTP) + 5}")]


def test_tables_side_by_side_are_refused():
    found = read(("a", False, [[*left, *[None] * (6 - len(left)), *right] for left, right in zip(BYT, BTP, strict=False)]))
    assert ("column_twice", "J5") in told(found) and found.submissions[0].status == "refused"


def test_a_sheet_with_one_table_is_left_as_it_is():
    (grid,) = grids(book(("a", False, BTP)))
    assert separate_tables(grid, LAYOUTS) == [grid] and separate_tables(grid, LAYOUTS)[0] is grid


def test_a_repeated_header_with_its_columns_in_another_order_is_told():
    turned = [HEADER[0], HEADER[1], HEADER[3], HEADER[2], *HEADER[4:]]
    found = read(("a", False, [*block(), HEADER, *ROWS[:4], turned, *ROWS[4:]]))
    assert told(found) == [("several_tables", "A10")] and "thứ tự" in found.problems[0].detail
    again = read(("a", False, [*block(), HEADER, *ROWS[:4], HEADER, *ROWS[4:]]))
    assert told(again) == []


@pytest.mark.parametrize(
    ("statement", "value"),
    [
        (["Đơn vị: Bộ Y tế"], "Bộ Y tế"),
        (["Đơn vị", ":", "Bộ Y tế"], None),
        (["Đơn vị:", "Bộ Y tế"], "Bộ Y tế"),
        (["Năm đánh giá: 2022"], "2022"),
    ],
)
def test_a_statement_of_another_unit_or_year_between_the_rows_is_told(statement, value):
    found = read(("a", False, [*block(), HEADER, *ROWS[:4], statement, *ROWS[4:]]))
    if value is None:  # without the colon beside it such a row may be anything
        assert "several_tables" not in problems(found)
    else:
        assert [row.problem for row in found.problems] == ["several_tables"] and found.problems[0].value == value
        assert [row.status for row in found.submissions] == ["refused"]


@pytest.mark.parametrize(
    "statement", ["Đơn vị: Bộ Tư pháp", "Đơn vị: Vụ Pháp chế", "Năm đánh giá: 2023", "Cơ quan chủ trì: Bộ Y tế", ":", "::", ": Bộ Y tế"]
)
def test_a_heading_that_names_no_other_is_none(statement):
    assert problems(read(("a", False, [*block(), HEADER, *ROWS[:4], [statement], *ROWS[4:]]))) == []
    assert problems(read(("a", False, [*block(), HEADER, *ROWS, [], ["Đơn vị: Bộ Y tế"]]))) == []
