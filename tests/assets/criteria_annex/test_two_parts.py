"""Annexes that state two parts of each maximum: appraisal and survey."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.assets.criteria_annex.annex_book import HEADER, read, told

LINES: list[list[Any]] = [
    ["I", "LĨNH VỰC MỘT", 30, 20, 10],
    ["1.1", "Kế hoạch", 10, 10, None],
    ["1.2", "Khảo sát", 10, None, 10],
    ["1.3", "Khác", 10, 10, None],
    ["II", "HAI", 70, 70, None],
    ["2.1", "X", 70, 70, None],
    [None, "Tổng điểm", 100, 90, 10],
]
ONE_ROW = [["STT", "Tiêu chí", "Điểm tối đa", "Điểm thẩm định", "Điểm ĐTXHH"]]
HEADERS = {
    "one row": ONE_ROW,
    "merged over whole and parts": [["STT", "Tiêu chí", "Điểm tối đa"], [None, None, "Tổng", "Điểm thẩm định", "Điểm ĐTXHH"]],
    "parts under «trong đó»": [["STT", "Tiêu chí", "Điểm tối đa", "Trong đó"], [None, None, None, "Điểm thẩm định", "Điểm điều tra XHH"]],
    "short parts": [["STT", "Tiêu chí", "Điểm tối đa"], [None, None, "Tổng số", "Thẩm định", "ĐTXHH"]],
}


def changed(row_no: int, *values: Any) -> list[list[Any]]:
    return [list(values) if at == row_no else row for at, row in enumerate(LINES)]


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS.keys())
def test_the_lower_heading_decides_which_part_a_column_is(header: list[list[Any]]) -> None:
    drafted = read([*header, *LINES])
    assert told(drafted, blocks=True) == []
    assert [node.name_vi for node in drafted.nodes() if not node.children and node.survey] == ["Khảo sát"]
    facts = drafted.facts
    assert (facts["max_points"], facts["appraised_max"], facts["survey_max"]) == (Decimal(100), Decimal(90), Decimal(10))


def test_a_split_on_the_field_row_alone_makes_no_line_a_surveyed_one() -> None:
    only_survey = [[*row[:3], row[4]] for row in LINES]
    drafted = read([["STT", "Tiêu chí", "Điểm tối đa", "Điểm ĐTXHH"], *only_survey])
    assert told(drafted, blocks=True) == [] and drafted.facts["survey_max"] == 10


def test_stated_parts_are_held_against_the_lines_below() -> None:
    assert told(read([*ONE_ROW, *changed(6, None, "Tổng điểm", 100, 80, 20)]), blocks=True) == [
        ("D8", "dòng tổng ghi điểm thẩm định 80, các dòng thẩm định cộng lại 90"),
        ("E8", "dòng tổng ghi điểm điều tra xã hội học 20, các dòng điều tra cộng lại 10"),
    ]
    assert told(read([*ONE_ROW, *changed(0, "I", "MỘT", 30, 10, 20)]), blocks=True) == [
        ("D2", "lĩnh vực I ghi điểm thẩm định 10, các dòng thẩm định bên dưới cộng lại 20"),
        ("E2", "lĩnh vực I ghi điểm điều tra xã hội học 20, các dòng điều tra bên dưới cộng lại 10"),
    ]
    assert told(read([*ONE_ROW, *changed(0, "I", "MỘT", 30, 10.5, 10)]), blocks=True)[0] == (
        "C2", "mục I: hai phần cộng lại 20,5, cột điểm tối đa ghi 30",
    )  # fmt: skip


def test_a_line_that_both_score_is_to_be_split() -> None:
    drafted = read([*ONE_ROW, ["I", "MỘT", 10, 6, 4], ["1.1", "Kế hoạch", 10, 6, 4], [None, "Tổng điểm", 10, 6, 4]])
    assert told(drafted, blocks=True) == [("C3", "tiêu chí 1.1 có cả điểm thẩm định 6 và điểm điều tra xã hội học 4")]


def test_scores_beside_a_self_assessment_are_no_maxima() -> None:
    header = ["STT", "Tiêu chí", "Điểm tối đa", "Điểm tự chấm", "Điểm thẩm định", "ĐTXHH"]
    drafted = read([header, ["I", "MỘT", 10, 9, 8], ["1.1", "Kế hoạch", 10, 9, 8]])
    assert told(drafted, blocks=True) == [] and drafted.facts["appraised_max"] == 10
    under = [["STT", "Tiêu chí", "Điểm tối đa", "Điểm đạt được"], [None, None, None, "Điểm thẩm định", "Điểm ĐTXHH"]]
    drafted = read([*under, ["I", "MỘT", 10, 4, 4], ["1.1", "Kế hoạch", 10, 4, 4]])
    assert told(drafted, blocks=True) == [] and drafted.facts["survey_max"] == 0


def test_formulas_without_values_are_to_be_saved_again() -> None:
    drafted = read([HEADER, ["I", "Một", "=SUM(C3:C3)"], ["1", "a", 5, "Có: 5; Không: 0"], ["=A3+1", "b", 1], [None, "Tổng cộng", "=C2"]])
    told_again = [(each.cell, each.what_vi) for each in drafted.to_finish if "mở tệp bằng Excel, lưu lại" in each.mend_vi]
    assert told_again == [
        ("C2", "điểm tối đa của mục I là công thức chưa có giá trị: “=SUM(C3:C3)”"),
        ("A4", "không rõ mã “=A3+1” của dòng “b”"),
        ("C5", "dòng tổng có công thức chưa có giá trị"),
    ]
