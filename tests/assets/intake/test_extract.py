"""Identity, refusals and odd rows that the golden workbooks do not show."""

import unicodedata
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from assets.intake.extract import extract
from assets.intake.intake_rows import Stated
from assets.workbooks.workbook_cells import Cell, Sheet, WorkbookCells
from tests.golden.clean_form import CLEAN, HEADER, HIDDEN, block, form_rows
from tests.golden.small_reference import shipped_layouts, small_lookup

LOOKUP, LAYOUTS = small_lookup(), shipped_layouts()


def book(*sheets):
    """A workbook from (name, hidden, rows)."""
    cells = [
        Cell(number, row_no, col_no, "text" if isinstance(value, str) else "number", str(value))
        for number, (_, _, rows) in enumerate(sheets, 1)
        for row_no, row in enumerate(rows, 1)
        for col_no, value in enumerate(row, 1)
        if value is not None
    ]
    return WorkbookCells("xlsx", [Sheet(i, name, hidden) for i, (name, hidden, _) in enumerate(sheets, 1)], cells)


def read(*sheets, **stated):
    return extract(book(*sheets), Stated("sha", "a.xlsx", **stated), LOOKUP, LAYOUTS)


def problems(extraction):
    return [row.problem for row in extraction.problems]


TABLE = [HEADER, *form_rows(CLEAN)]


def test_stated_identity_serves_when_the_file_says_nothing():
    found = read(("Sheet1", False, TABLE), form="self_assessment", unit="Bộ Tư pháp", year=2023)
    assert problems(found) == [] and found.submissions[0].identified_by == "stated"
    assert found.lines[0].unit_text == "Bộ Tư pháp" and found.lines[0].unit_cell is None


def test_nothing_said_nothing_guessed():
    assert problems(read(("Tự đánh giá", False, TABLE))) == ["form_unknown"]
    assert problems(read(("Sheet1", False, TABLE), form="self_assessment")) == ["year_missing", "unit_missing"]
    assert problems(read(("Sheet1", False, TABLE), form="phieu_moi")) == ["form_unknown"]
    refused = read(("Sheet1", False, TABLE), form="self_assessment").submissions
    assert [(row.status, row.form, row.unit_id, row.lines_in) for row in refused] == [("refused", "self_assessment", None, 0)]


def test_sources_mix_and_the_weakest_is_named():
    found = read(("Sheet1", False, [[block()[0][0]], ["Năm đánh giá: 2023"], *TABLE]), unit="BTP")
    assert problems(found) == [] and found.submissions[0].identified_by == "stated"


def test_a_stated_year_that_differs_is_a_conflict():
    found = read(("Sheet1", False, [*block(), *TABLE]), year=2022)
    assert problems(found) == ["identity_conflict"] and found.submissions[0].index_year == 2023


def test_a_year_in_the_title_but_not_in_a_date():
    title = [
        ["PHIẾU TỰ ĐÁNH GIÁ NĂM 2023"],
        ["(Kèm theo Quyết định số 9 ngày 3 tháng 1 năm 2022)"],
        ["Đơn vị", None, "Bộ Y tế"],
    ]
    found = read(("Sheet1", False, [*title, *TABLE]))
    assert (problems(found), found.submissions[0].unit_id, found.submissions[0].index_year) == ([], "BYT@all", 2023)


def test_the_year_behind_the_name_of_the_index():
    """'CHỈ SỐ' in a title is no number of a decision."""
    found = read(("Sheet1", False, [[block()[0][0] + " NĂM 2023"], ["Đơn vị: Bộ Y tế"], *TABLE]))
    assert (problems(found), found.submissions[0].index_year) == ([], 2023)


def test_several_statements_in_one_cell():
    for title in (
        block()[0][0] + "\nĐơn vị: Bộ Y tế\nNăm đánh giá: 2023",
        "Năm 2023 – Đơn vị:\nBộ Y tế\n" + block()[0][0].lower(),
        "PHIẾU TỰ\nĐÁNH GIÁ; Tên cơ quan: Bộ Y tế - Năm đánh giá: 2023",
    ):
        found = read(("Sheet1", False, [[title], *TABLE]))
        assert (problems(found), found.submissions[0].unit_id, found.submissions[0].index_year) == ([], "BYT@all", 2023), title


def test_keys_of_the_unit_in_other_words():
    for key in ("Tên đơn vị (ghi rõ)", "Đơn vị tự chấm điểm", "Đơn vị thực hiện", "Đơn vị tự đánh giá, chấm điểm"):
        found = read(("Sheet1", False, [[block()[0][0]], [f"{key}: Bộ Y tế"], ["Năm đánh giá: 2023"], *TABLE]))
        assert (problems(found), found.submissions[0].unit_id) == ([], "BYT@all"), key


def test_titles_with_shortened_words():
    for title, form in (
        ("BÁO CÁO KẾT QUẢ CÔNG TÁC CCHC 6 THÁNG NĂM 2023", "report_six_months"),
        ("Theo dõi thực hiện nhiệm vụ CCHC", "plan_tasks"),
        ("Tình hình giải quyết hồ sơ TTHC theo tháng", "dossiers"),
    ):
        assert read(("Sheet1", False, [[title], *TABLE])).submissions[0].form == form, title


def test_two_statements_of_one_title_block_that_differ():
    rows = [*block("Bộ Y tế")[:3], ["Tên cơ quan: Vụ Tổ chức cán bộ"], ["Đơn vị: điểm"], ["Đơn vị", "Bộ Tư pháp"], ["Năm 2022"], *TABLE]
    found = read(("Sheet1", False, rows))
    assert [(row.problem, row.cell, row.value) for row in found.problems] == [
        ("identity_conflict", "A7", "2022"), ("identity_conflict", "B6", "Bộ Tư pháp"),
    ]  # fmt: skip


def test_year_not_open():
    found = read(("Sheet1", False, [*block(year=2016), *TABLE]))
    assert problems(found)[0] == "year_not_open"


def test_a_unit_of_another_time_is_explained():
    found = read(("Sheet1", False, [*block("33@2025", 2024), *TABLE]))
    assert problems(found) == ["unit_unknown"] and "01/07/2025" in found.problems[0].detail


def test_hidden_copies_of_the_form_are_not_read():
    assert problems(read(("Tự đánh giá", True, TABLE), ("_cchc", True, HIDDEN))) == ["sheet_missing"]


def test_two_sheets_with_the_form_are_told():
    found = read(("Nháp", False, TABLE), ("Tự đánh giá", False, TABLE), ("_cchc", True, HIDDEN))
    assert problems(found) == ["sheet_unread"]
    assert {line.sheet for line in found.lines} == {"Tự đánh giá"} and found.problems[0].sheet == "Nháp"


def test_a_line_twice_stays_twice():
    found = read(("Tự đánh giá", False, [*TABLE, ["2.2", "Hài lòng của người dân", 1, 0.5]]), ("_cchc", True, HIDDEN))
    assert [line.cell for line in found.lines if (line.node_id, line.measure) == ("2/2.2", "self_points")] == [
        "D8",
        "D9",
    ]


def test_a_signature_in_an_odd_place_loses_nothing():
    rows = [
        HEADER,
        *form_rows(CLEAN)[:3],
        [None, "Người lập biểu"],
        *form_rows(CLEAN)[3:],
        [None, "Nơi nhận:"],
        [None, "x", 5],
    ]
    found = read(("Tự đánh giá", False, rows), ("_cchc", True, HIDDEN))
    assert len({line.node_id for line in found.lines}) == 7
    assert all(line.row_no < 10 for line in found.lines)


def test_totals_in_other_words_and_what_stands_below_are_no_lines():
    rows = form_rows(CLEAN)
    for number, row in enumerate(
        [
            ["Cộng trang 1", None, 3, 1],
            [None, "Mang sang", 3, 1],
            [None, "Điểm quy đổi", None, 88.5],
            ["Cộng", None, 3, 1],
            [None, "Cộng lĩnh vực 1", 3, 1],
            ["*", "Tổng cộng (I + II)", 7, 2],
            ["A", "Tổng I + II", 7, 2],
        ]
    ):
        rows.insert(2 * number, row)
    below = [[None, None, 7, 2.85], [None, "Tỷ lệ đạt (%)", None, 41.2], [None, None, None, 45306], [None, None, None, None, "GIÁM ĐỐC"]]
    found = read(("Tự đánh giá", False, [HEADER, *rows, *below, ["9.9", "x", 1, 1]]), ("_cchc", True, HIDDEN))
    assert {line.code_text for line in found.lines} == {*CLEAN} and problems(found) == []


def test_numbered_notes_below_are_no_second_lines():
    notes = [["1.", "Số liệu đến 31/12"], ["2", "Các tiêu chí khác để trống", None, None, "x"]]
    found = read(("Tự đánh giá", False, [HEADER, *form_rows(CLEAN), *notes]), ("_cchc", True, HIDDEN))
    assert [line.row_no for line in found.lines if line.node_id == "1" and line.measure == "self_points"] == [2]
    again = read(
        ("Tự đánh giá", False, [HEADER, *form_rows(CLEAN), ["2.2", "Hài lòng của người dân", 1, 0.5], ["1.1", "Khác", 2, 1]]),
        ("_cchc", True, HIDDEN),
    )
    assert [line.row_no for line in again.lines if line.node_id == "2/2.2" and line.measure == "self_points"] == [8, 9]
    assert [line.row_no for line in again.lines if line.node_id == "1/1.1" and line.measure == "self_points"] == [3, 10]


def test_a_number_that_nothing_names_amid_the_table_is_told():
    rows = [*form_rows(CLEAN)[:3], [None, None, None, 0.5], [None, "Tổng hợp báo cáo", 1, 0.5], *form_rows(CLEAN)[3:]]
    found = read(("Tự đánh giá", False, [HEADER, *rows]), ("_cchc", True, HIDDEN))
    assert [line.cell for line in found.lines if line.node_id is None and line.measure == "self_points"] == ["D5", "D6"]


def test_a_header_without_rows():
    assert problems(read(("Tự đánh giá", False, [HEADER]), ("_cchc", True, HIDDEN))) == ["no_lines"]


SCORES = ["year", "province_vi", "sub_code", "score"]


def test_the_index_column_decides():
    rows = [[*SCORES, "index"], [2023, "Hà Nội", "SC11", "1.5", "X"], [2023, "Hà Nội", "SC11", "1.7", "chỉ số papi"]]
    found = read(("s", False, rows))
    assert [(row.subject_id, row.lines_in) for row in found.submissions] == [("X", 1), ("PAPI", 1)]
    assert [line.node_id for line in found.lines] == ["A/SC11", "D1/SC11"]
    unknown = read(("s", False, [rows[0], [2023, "Hà Nội", "SC11", "1.5", "Z"]]))
    assert problems(unknown) == ["index_unknown"] and unknown.submissions[0].status == "refused"
    told = unknown.problems[0]
    assert (told.cell, told.value) == ("E2", "Z") and told.detail.endswith("Các chỉ số có định nghĩa cho năm 2023: PAPI, X.")


def test_a_long_table_with_a_total_notes_and_a_second_page():
    row = [2023, "Hà Nội", "SC12", "1.5"]
    rows = [SCORES, row, SCORES, [2023, "Hưng Yên", "SC11", "1.7"], [None, "Trung bình", None, "1.6"], ["Ghi chú: tạm tính"],
            [None, "Người lập"], [2023, "Tổng cộng", None, 3]]  # fmt: skip
    found = read(("s", False, rows), form="index_scores")
    assert problems(found) == [] and [line.cell for line in found.lines] == ["D2", "D4"]
    assert problems(read(("s", False, [*rows, [None, "Hà Nội", "SC12", "1"]]))) == ["year_missing"]


def test_hidden_and_linked_cells_of_a_long_table_are_told():
    plain = book(("s", False, [SCORES, [2023, "Hà Nội", "SC11", "1.5"], [2023, "Hà Nội", "SC12", "1.5"]]))
    marked = replace(plain, hidden_rows={1: frozenset({2})}, hidden_columns={1: frozenset({2})}, linked_cells={1: frozenset({(3, 4)})})
    found = extract(marked, Stated("sha", "a.xlsx"), LOOKUP, LAYOUTS)
    assert sorted((row.problem, row.cell) for row in found.problems) == [
        ("hidden_values", "B1"), ("hidden_values", "D2"), ("linked_value", "D3"),
    ]  # fmt: skip
    assert [row.status for row in found.submissions] == ["accepted"]


def test_sub_codes_that_fit_nothing():
    assert problems(read(("s", False, [SCORES, [2023, "Hà Nội", "Q1", "1"]]))) == ["no_criteria_set"]


def test_a_row_without_a_year_refuses_the_table():
    found = read(("s", False, [SCORES, [2023, "Hà Nội", "SC12", "1"], [None, "Hà Nội", "SC12", "1"]]))
    assert problems(found) == ["year_missing"] and found.problems[0].cell == "A3" and not found.lines
    assert problems(read(("s", False, [SCORES, [None, "Hà Nội", "SC12", "1"]]), year=2023)) == []


def test_a_long_table_without_scores_misses_a_column():
    assert problems(read(("s", False, [["year", "province_vi", "sub_code"], [2023, "Hà Nội", "SC12"]]))) == ["column_missing"]


def test_a_missing_column_is_told_with_the_header_that_was_found():
    two_rows = [["Phiếu"], ["Mã", "Tiêu chí", "Điểm", None], [None, None, "tối đa", "Kết  quả"], ["(1)", "(2)", "(3)", "(4)"]]
    (problem,) = read(("Biểu 1", False, two_rows), form="self_assessment", unit="BTP", year=2023).problems
    assert problem.problem == "column_missing"
    assert problem.detail == (
        "Trang tính «Biểu 1» thiếu cột «Điểm tự đánh giá»: hàng tiêu đề tìm thấy ở hàng 2–3 chỉ ghi "
        "«Mã», «Tiêu chí», «Điểm tối đa», «Kết quả»."
    )


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 12),
            st.integers(1, 6),
            st.sampled_from(["text", "number", "date", "error", "boolean", "formula_without_value"]),
            st.text(max_size=8) | st.sampled_from(["Mã", "Điểm tự đánh giá", "1.1", "year", "sub_code", "Đơn vị:", "Năm: 2023"]),
        ),
        max_size=30,
    ),
    st.sampled_from([None, "self_assessment", "appraisal", "index_scores"]),
)
def test_never_raises_and_always_answers(cells, form):
    placed = {(row, col): Cell(1, row, col, kind, text) for row, col, kind, text in cells}
    workbook = WorkbookCells("xlsx", [Sheet(1, "s", False)], sorted(placed.values()))
    found = extract(workbook, Stated("sha", unicodedata.normalize("NFD", "tệp.xlsx"), form, "BTP", 2023), LOOKUP, LAYOUTS)
    assert found.submissions
    assert found == extract(workbook, Stated("sha", unicodedata.normalize("NFD", "tệp.xlsx"), form, "BTP", 2023), LOOKUP, LAYOUTS)


def points_of(found):
    return [(line.cell, line.text) for line in found.lines if line.measure == "self_points"]


def test_a_line_written_again_without_its_points_at_the_top_of_a_page_is_one_line():
    table = [HEADER, *form_rows(CLEAN)]
    place = next(number for number, row in enumerate(table) if row[0] == "1.2")
    again = [*table[: place + 1], [*table[place][:3]], *table[place + 1 :]]
    found, plain = (read(("A", False, [*block(), *rows])) for rows in (again, table))
    assert problems(found) == []
    assert [text for _, text in points_of(found)] == [text for _, text in points_of(plain)]


def test_a_line_written_again_with_points_stays_two_lines():
    table = [HEADER, *form_rows(CLEAN)]
    twice = next(row for row in table if row[0] == "1.2")
    assert len(points_of(read(("A", False, [*block(), *table, twice])))) == len(form_rows(CLEAN)) + 1
    blank_first = [*block(), HEADER, [*twice[:3]], twice]
    assert len(points_of(read(("A", False, blank_first)))) == 2  # which of them was meant is the sender's to say


def test_a_summary_by_fields_below_the_table_adds_nothing_unless_it_says_otherwise():
    rows = form_rows(CLEAN)
    fields = [row for row in rows if row[0] in ("1", "2")]
    same = read(("A", False, [*block(), HEADER, *rows, [], ["Tổng hợp theo lĩnh vực"], *fields]))
    assert len(points_of(same)) == len(rows)
    other = [[*fields[0][:3], 0.1], fields[1]]
    assert len(points_of(read(("A", False, [*block(), HEADER, *rows, [], *other])))) == len(rows) + 1


def test_points_of_a_field_are_a_total_where_nothing_numbers_them():
    rows = [*form_rows(CLEAN)[:4], [None, "Điểm lĩnh vực 1", 4, 2.75], *form_rows(CLEAN)[4:]]
    found = read(("A", False, [*block(), HEADER, *rows]))
    assert len(points_of(found)) == len(rows) - 1 and {line.node_id for line in found.lines if line.node_id is None} == set()


def test_levels_of_points_printed_under_a_line_are_no_lines():
    rows = form_rows(CLEAN)
    place = next(number for number, row in enumerate(rows) if row[0] == "1.1")
    for code in (None, "-"):
        levels = [[code, "Ban hành kịp thời: 2", 2], [code, "Không kịp thời: 1", 1]]
        found = read(("A", False, [*block(), HEADER, *rows[: place + 1], *levels, *rows[place + 1 :]]))
        assert len(points_of(found)) == len(rows)
    claimed = [[None, "Ban hành kịp thời: 2", 2, 2]]
    found = read(("A", False, [*block(), HEADER, *rows[: place + 1], *claimed, *rows[place + 1 :]]))
    assert len(points_of(found)) == len(rows) + 1  # who claims points there is told that the row has no code


def test_a_heading_over_the_row_of_its_field_is_left_out_and_a_field_without_points_is_not():
    rows = form_rows(CLEAN)
    plain = read(("A", False, [*block(), HEADER, *rows]))
    for heading in (["1", "Công tác chỉ đạo, điều hành"], ["I", "Công tác chỉ đạo, điều hành"]):
        assert lines_of(read(("A", False, [*block(), HEADER, heading, *rows]))) == lines_of(plain)
    without = [[*rows[0][:2]], *rows[1:]]
    assert len(points_of(read(("A", False, [*block(), HEADER, *without])))) == len(rows)


def lines_of(found):
    return [(line.node_id, line.measure, line.text) for line in found.lines]


def test_what_is_numbered_below_the_signatures_is_no_line():
    rows = form_rows(CLEAN)
    signed = [*rows, [], [None, "Người lập biểu"], [None, "Thủ trưởng đơn vị"]]
    annex = [["STT", "Tên tài liệu"], ["1", "Báo cáo 12", None, 912345678], ["2", "Kế hoạch", None, "a@b.vn"]]
    assert len(points_of(read(("A", False, [*block(), HEADER, *signed, *annex])))) == len(rows)
    late = read(("A", False, [*block(), HEADER, *rows[:-1], *signed[len(rows) :], rows[-1]]))
    assert len(points_of(late)) == len(rows)  # a line that has its name stays one, also below


def test_a_scale_of_letters_below_the_table_is_no_line():
    rows = form_rows(CLEAN)
    scale = [["Thang xếp loại:"], ["A", "Từ 90 điểm"], ["B", "Dưới 90 điểm"]]
    assert len(points_of(read(("A", False, [*block(), HEADER, *rows, [], *scale])))) == len(rows)
