"""A form that goes on over several sheets is one; where two sheets claim a line, or differ in their columns, the sender is told."""

from __future__ import annotations

from tests.assets.intake.test_extract import problems, read
from tests.golden.clean_form import CLEAN, HEADER, block, form_rows

ROWS = form_rows(CLEAN)
FIRST, SECOND = ([row for row in ROWS if str(row[0]).split(".")[0] == field] for field in ("1", "2"))


def lines(found):
    return [(line.node_id, line.measure, line.text) for line in found.lines]


def test_its_lines_are_those_of_one_sheet_and_each_is_told_apart():
    whole = read(("A", False, [*block(), HEADER, *ROWS]))
    # The second sheet's rows lie where the first's do, so that only the sheet tells their cells apart.
    parts = read(("Một", False, [*block(), HEADER, *FIRST]), ("Hai", False, [*block(), HEADER, *SECOND]))
    assert problems(parts) == [] and lines(parts) == lines(whole)
    assert len({line.line_id for line in parts.lines}) == len(parts.lines) == parts.submissions[0].lines_in
    assert {line.sheet: str(line.node_id)[0] for line in parts.lines} == {"Một": "1", "Hai": "2"}
    assert parts.submissions[0].submission_id == whole.submissions[0].submission_id
    first_cells = [line.line_id for line in parts.lines if line.sheet == "Một"]
    assert first_cells == [line.line_id for line in whole.lines][: len(first_cells)]


def test_the_tabs_order_counts_for_codes_that_repeat_under_fields():
    turned = read(("Hai", False, [*block(), HEADER, *SECOND]), ("Một", False, [HEADER, *FIRST]))
    assert problems(turned) == [] and sorted(lines(turned), key=str) == sorted(
        lines(read(("A", False, [*block(), HEADER, *ROWS]))), key=str
    )


def test_two_sheets_with_a_line_in_common_are_a_conflict():
    found = read(("Lần 1", False, [*block(), HEADER, *FIRST]), ("Lần 2", False, [*block(), HEADER, *SECOND, FIRST[1]]))
    assert problems(found) == ["sheet_unread"] and {line.sheet for line in found.lines} == {"Lần 1"}
    assert found.problems[0].value == "Lần 2"


def test_sheets_with_other_columns_or_without_lines_are_a_conflict():
    shifted = [[None, *row] for row in (HEADER, *SECOND)]
    assert problems(read(("Một", False, [*block(), HEADER, *FIRST]), ("Hai", False, shifted))) == ["sheet_unread"]
    assert problems(read(("Một", False, [*block(), HEADER, *ROWS]), ("Mẫu trống", False, [HEADER]))) == ["sheet_unread"]


def test_a_hidden_sheet_is_no_part_of_it():
    found = read(("Một", False, [*block(), HEADER, *FIRST]), ("Hai", True, [HEADER, *SECOND]))
    assert problems(found) == ["hidden_values"] and {line.sheet for line in found.lines} == {"Một"}


def a_summary(codes=("1", "2"), more=0):
    fields = zip(codes, ("Chỉ đạo", "Thể chế"), (CLEAN["1"], CLEAN["2"]), strict=True)
    return [["Tổng hợp"], HEADER, *([code, name, maximum, points + more] for code, name, (maximum, points) in fields)]


def test_a_summary_by_fields_is_passed_over_wherever_it_stands_and_however_it_counts():
    plain = lines(read(("A", False, [*block(), HEADER, *ROWS])))
    for summary in (a_summary(), a_summary(codes=("I", "II"))):
        for book in (
            [("Phiếu", False, [*block(), HEADER, *ROWS]), ("Tổng hợp", False, summary)],
            [("Tổng hợp", False, summary), ("Phiếu", False, [*block(), HEADER, *ROWS])],
            [("Tổng hợp", False, summary), ("Một", False, [*block(), HEADER, *FIRST]), ("Hai", False, [HEADER, *SECOND])],
        ):
            found = read(*book)
            assert problems(found) == [] and lines(found) == plain


def test_a_sheet_that_lists_lines_with_other_numbers_is_not_passed_over():
    form = ("Phiếu", False, [*block(), HEADER, *ROWS])
    found = read(form, ("Sửa", False, [HEADER, [*ROWS[1][:3], 0.25], ROWS[3]]))
    assert problems(found) == ["sheet_unread"] and {line.sheet for line in found.lines} == {"Phiếu"}
    # Under other names the lines are read too, and each field is told to stand twice (LINE-TWICE).
    both = read(form, ("Tổng hợp", False, a_summary(more=1))).lines
    assert [line.sheet for line in both if (line.node_id, line.measure) == ("1", "self_points")] == ["Phiếu", "Tổng hợp"]


def test_a_list_of_some_lines_beside_the_form_is_passed_over_and_another_half_is_not():
    form = ("Phiếu", False, [*block(), HEADER, *ROWS])
    assert problems(read(("Chưa đạt", False, [HEADER, ROWS[1], ROWS[3]]), form)) == []
    assert problems(read(form, ("Khác", False, [HEADER, *ROWS[:-1]]))) == ["sheet_unread"]
