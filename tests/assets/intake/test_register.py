"""Registers: whose they are, several in one file, refusals; rows are shown by the golden workbook task_register."""

from __future__ import annotations

from assets.intake.extract import extract
from assets.intake.intake_rows import Stated
from tests.assets.intake.test_extract import LAYOUTS, LOOKUP, TABLE, book, problems, read
from tests.golden.clean_form import block
from tests.golden.register_files import TASKS

TITLE = "THEO DÕI NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH"
ROW = ["NV-1", "Rà soát", "Cải cách thể chế", "Có thời hạn", "31/12/2023", "Hoàn thành", "1/12/2023", None, "Kế hoạch"]


def sheet(*rows, unit="Bộ Tư pháp", year=2023):
    return [[TITLE], *block(unit, year)[1:], TASKS, *rows]


def test_a_register_needs_no_criteria_set_and_no_list():
    found = read(("Nhiệm vụ", False, sheet(ROW, unit="Hưng Yên", year=2022)))  # no set of that year
    (submission,) = found.submissions
    assert problems(found) == [] and submission.status == "accepted"
    assert (submission.form, submission.level, submission.unit_id) == ("plan_tasks", "province", "33@pre2025")
    assert submission.criteria_set is None and submission.lines_in == len(found.lines) == 8
    assert {line.node_id for line in found.lines} == {None}


def test_what_is_wrong_refuses_it_as_any_form():
    assert problems(read(("A", False, [[TITLE], ["Năm đánh giá: 2023"], TASKS, ROW]))) == ["unit_missing"]
    assert problems(read(("A", False, sheet(ROW, unit="Bộ Thể thao")))) == ["unit_unknown"]
    assert problems(read(("A", False, sheet(ROW, year=2030)))) == ["year_not_open"]
    without = [[cell for cell in row if cell not in ("Thời hạn", "31/12/2023")] for row in sheet(ROW)]
    assert problems(read(("A", False, without))) == ["column_missing"]
    assert problems(read(("A", False, sheet(["NV-1"], ["NV-2"], ["Tổng cộng", "2 nhiệm vụ"])))) == ["no_lines"]
    assert problems(read(("A", False, [[TITLE], *block()[1:], ["Kính gửi"]]))) == ["sheet_missing"]


def test_two_units_under_one_another_are_two_submissions():
    other = ["NV-9", *ROW[1:]]
    found = read(("Tổng hợp", False, [*sheet(ROW), [], *sheet(other, unit="Bộ Y tế")]))
    assert [(each.unit_id, each.lines_in) for each in found.submissions] == [("BTP@all", 8), ("BYT@all", 8)]
    assert {(line.unit_id, line.code_text) for line in found.lines} == {("BTP@all", "NV-1"), ("BYT@all", "NV-9")}


def test_a_register_beside_a_scored_form_is_a_submission_of_its_own():
    found = read(("Tự đánh giá", False, [*block(), *TABLE]), ("Nhiệm vụ", False, sheet(ROW)))
    assert sorted(each.form for each in found.submissions) == ["plan_tasks", "self_assessment"]


def coded(*codes):
    return [[code, *ROW[1:]] for code in codes]


def test_rows_on_a_second_sheet_are_told_with_or_without_a_header():
    for second in (coded("NV-2"), [TASKS, *coded("NV-2")], sheet(*coded("NV-2"))):
        found = read(("NV 1", False, sheet(ROW)), ("NV 2", False, second))
        (told,) = found.problems
        assert (told.problem, told.sheet, told.cell) == ("several_tables", "NV 2", f"A{len(second)}") and "«NV 1»" in told.detail


def test_other_sheets_beside_a_register_are_none_of_its_rows():
    beside = ("Hướng dẫn", False, [["1", "Ghi mã nhiệm vụ"], ["2", "Chọn lĩnh vực", "Cải cách thể chế"]])
    assert problems(read(("NV", False, sheet(ROW)), beside)) == []
    assert problems(read(("NV", False, sheet(ROW)), ("NV ẩn", True, coded("NV-2")))) == []


def test_a_row_with_days_and_choices_is_a_task_whatever_it_is_called_and_wherever_it_stands():
    named = [None, "Tổng hợp kết quả rà soát", *ROW[2:]]
    below = [[], ["Người lập biểu"], [None, "Thủ trưởng đơn vị"], [None, "Rà soát tiếp", *ROW[2:]], [None, "Nguyễn Văn A"]]
    found = read(("A", False, sheet(ROW, named, ["Tổng cộng", "2 nhiệm vụ", None, None, None, None, None, None, None, "2"], *below)))
    assert [(line.row_no, line.code_text) for line in found.lines if line.measure == "task"] == [(6, "NV-1"), (7, None), (12, None)]


def test_an_area_as_provinces_call_it():
    told = read(("A", False, sheet([*ROW[:2], "Xây dựng, phát triển Chính quyền điện tử, Chính quyền số", *ROW[3:]])))
    assert [(line.state, line.value) for line in told.lines if line.measure == "area"] == [("value", 7)]


def test_a_thousand_written_as_in_english_is_no_one():
    months = [[month, "1,000", *["5"] * 11] for month in range(1, 3)]
    layout = next(each for each in LAYOUTS.newest() if each.form == "dossiers")
    header = [column.label for column in layout.columns]
    found = extract(book(("A", False, [[], *block()[1:], header, *months])), Stated("s", "a.xlsx", form="dossiers"), LOOKUP, LAYOUTS)
    first = [line for line in found.lines if line.text == "1,000"]
    assert [(line.state, line.problem) for line in first] == [("unreadable", "not_a_number")] * 2


def test_a_register_with_nothing_to_list_says_so():
    for row in (["1", "Không phát sinh"], [None, "Không có nhiệm vụ nào trong năm 2023"], ["Không"], [None, None, "không có"]):
        found = read(("A", False, [*sheet(row), [], [None, "Người lập biểu", None, "Thủ trưởng đơn vị"]]))
        (submission,) = found.submissions
        assert problems(found) == [] and found.lines == [], row
        assert (submission.status, submission.lines_in) == ("accepted", 0)


def test_nothing_is_declared_only_where_nothing_else_is_listed():
    found = read(("A", False, sheet(["1", "Không phát sinh"], ["2", *ROW[1:]])))
    assert {line.code_text for line in found.lines} == {"1", "2"}
    found = read(("A", False, sheet(["1", "Không phát sinh", None, None, "31/12/2023"])))
    assert found.submissions[0].lines_in == len(found.lines) > 0
    found = read(("A", False, sheet([None, "Kèm theo: không"])))
    assert problems(found) == ["no_lines"] and "«Không phát sinh»" in found.problems[0].detail


def test_last_years_sheet_in_the_same_file_is_asked_about():
    for old in ("Bộ Tư pháp", "Bộ Y tế"):
        found = read(("2023", False, sheet(ROW)), ("2022 (cũ)", False, sheet(ROW, unit=old, year=2022)))
        assert {(row.status, row.index_year) for row in found.submissions} == {("accepted", 2022), ("accepted", 2023)}
        told = [(row.problem, row.sheet, row.value, row.index_year) for row in found.problems]
        assert told == ([("identity_conflict", "2022 (cũ)", "2022", 2022)] if old == "Bộ Tư pháp" else [])
