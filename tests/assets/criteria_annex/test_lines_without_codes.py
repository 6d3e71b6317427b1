"""Lines whose code is missing or unusual: told with their cell, and in the draft, so that nothing is typed again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.assets.criteria_annex.annex_book import HEADER, outline, read, told

ONE_FIELD: list[list[Any]] = [HEADER, ["I", "THỦ TỤC", 50], ["1", "Giải quyết", 30]]
SECOND = ["2", "Hồ sơ trực tuyến", 20, "Có: 20; Không: 0"]


@pytest.mark.parametrize("dash", ["-", "+", None])
def test_a_dash_for_a_code_before_lines_with_rules_of_their_own(dash: str | None) -> None:
    rows = [[dash, "Hồ sơ đúng hạn", 15, "Có: 15; Không: 0"], [dash, "Xin lỗi", 5, "Có: 5; Không: 0"], [dash, "Công khai", 10]]
    drafted = read([*ONE_FIELD, *rows, SECOND])
    assert outline(drafted)[2:] == [
        ("I/1/1.1", "sub_criterion", "15"), ("I/1/1.2", "sub_criterion", "5"), ("I/1/1.3", "sub_criterion", "10"),
        ("I/2", "criterion", "20"),
    ]  # fmt: skip
    assert told(drafted, blocks=True) == [
        ("A4", "dòng “Hồ sơ đúng hạn” có điểm 15 mà không có mã"),
        ("A5", "dòng “Xin lỗi” có điểm 5 mà không có mã"),
        ("A6", "dòng “Công khai” có điểm 10 mà không có mã"),
    ]
    assert "bản nháp tạm để là 1.1 dưới mục 1" in drafted.to_finish[0].mend_vi
    assert "rule_vi" not in drafted.fields[0].children[0].own


def test_lines_below_blocks_without_a_code() -> None:
    drafted = read(
        [
            HEADER,
            ["1", "MỘT", 5, "Có: 5; Không: 0"],
            [None, "ĐIỂM CỘNG", 5],
            [None, "- Giải thưởng", 5],
            [None, "ĐIỂM TRỪ", -5],
            ["-", "Vi phạm", -5, "Mỗi vi phạm trừ 1 điểm"],
        ]
    )
    assert outline(drafted)[1:] == [
        ("Điểm cộng", "field", "5"), ("Điểm cộng/1", "criterion", "5"), ("Điểm trừ", "field", "5"), ("Điểm trừ/1", "criterion", "5"),
    ]  # fmt: skip
    assert [cell for cell, _ in told(drafted, blocks=True)] == ["A4", "A6"]


def test_options_with_points_in_the_column_of_maxima_are_still_options() -> None:
    options = [[None, "- Đầy đủ", 30], ["-", "Một phần", 15], [None, "- Không", 0]]
    drafted = read([*ONE_FIELD, *options, SECOND])
    assert told(drafted, blocks=True) == []
    assert len(drafted.fields[0].children[0].own["scoring"]["options"]) == 3


def test_letters_and_names_for_codes_are_drafted_where_their_sum_closes() -> None:
    drafted = read([*ONE_FIELD, ["a)", "Đúng hạn", 20], ["b)", "Công khai", 10], SECOND, ["TC 3", "Thêm", 0.5]])
    assert outline(drafted)[2:] == [
        ("I/1/a", "sub_criterion", "20"), ("I/1/b", "sub_criterion", "10"), ("I/2", "criterion", "20"), ("I/TC 3", "criterion", "0.5"),
    ]  # fmt: skip
    assert [what for _, what in told(drafted, blocks=True)][:3] == [
        "không rõ mã “a)” của dòng “Đúng hạn”", "không rõ mã “b)” của dòng “Công khai”", "không rõ mã “TC 3” của dòng “Thêm”",
    ]  # fmt: skip


def test_a_line_below_the_third_rung_stays_in_the_wording() -> None:
    rows = [["1.1", "Kết quả", 30], ["-", "Đúng hạn", 20, "Có: 20"], ["-", "Công khai", 10, "Có: 10"]]
    drafted = read([*ONE_FIELD, *rows, SECOND])
    assert [cell for cell, _ in told(drafted, blocks=True)] == ["A5", "A6"] and "ba cấp" in drafted.to_finish[0].mend_vi
    assert "Đúng hạn: 20" in drafted.fields[0].children[0].children[0].own["rule_vi"]


def test_points_that_stand_alone_are_told() -> None:
    assert told(read([*ONE_FIELD, SECOND, [None, None, 50]]), blocks=True)[0] == ("A5", "điểm 50 đứng một mình, không có mã và tên")


def test_codes_behind_the_code_of_their_field() -> None:
    drafted = read(
        [
            HEADER,
            ["A", "CHỈ ĐẠO", 50],
            ["A.1", "Kế hoạch", 20],
            ["A.1.1", "Ban hành", 20, "Có: 20; Không: 0"],
            ["A.2. Khác", None, 30, "Có: 30; Không: 0"],
            ["B", "THỂ CHẾ", 50],
            ["B.1", "X", 50, "Có: 50; Không: 0"],
            ["C", "Điểm thưởng", 3],
            ["C.1", "Giải", 3, "Có: 3; Không: 0"],
            ["D", "Điểm phạt", -5],
            ["D.1", "Vi phạm", -5, "Mỗi vi phạm trừ 1 điểm, tối đa 5 điểm"],
        ]
    )
    assert [path for path, _, _ in outline(drafted)] == [
        "A", "A/A.1", "A/A.1/A.1.1", "A/A.2", "B", "B/B.1", "C", "C/C.1", "D", "D/D.1",
    ]  # fmt: skip
    assert [field.counts_as for field in drafted.fields] == ["base", "base", "bonus", "penalty"]
    assert told(drafted, blocks=True) == []
    assert told(drafted, blocks=False)[0] == ("A3", "mã của tiêu chí có mã lĩnh vực đứng trước, như A.1")
    romans = read([HEADER, ["I", "MỘT", 2], ["I.1", "Một", 2, "Có: 2; Không: 0"], ["II", "HAI", 1], ["I.2", "Hai", 1]])
    assert told(romans, blocks=True) == [("A5", "mã I.2 đứng dưới mục II")]
