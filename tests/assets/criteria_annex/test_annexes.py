"""Annexes in the ways in which offices write them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from assets.criteria_annex.read_annex import AnnexRefused
from tests.assets.criteria_annex.annex_book import HEADER, outline, read, told

TITLE = [
    ["ỦY BAN NHÂN DÂN TỈNH MẪU"],
    ["BỘ TIÊU CHÍ XÁC ĐỊNH CHỈ SỐ CẢI CÁCH HÀNH CHÍNH CÁC SỞ NĂM 2024"],
    ["(Kèm theo Quyết định số 12/QĐ-UBND ngày 05 tháng 12 năm 2024)"],
    ["Gồm 2 lĩnh vực, 4 tiêu chí và 2 tiêu chí thành phần."],
]
TABLE = [
    HEADER,
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
    ["I", "CHỈ ĐẠO", 4],
    [1, "Kế hoạch", "1,5"],
    ["1.1", "Ban hành", 0.5, "kịp thời: 0,5; chậm: 0,25; không: 0", None, "Kế hoạch"],
    ["1.2", "Hoàn thành", "1", "trên 90%: 1; từ 70% đến 90%: 0,5; dưới 70%: 0"],
    [2, "Người dân đánh giá", 2.5, "Điều tra xã hội học", "x"],
    HEADER,
    ["II", "THỦ TỤC", 6],
    [1, "Công khai", 2, "Công khai đúng quy định"],
    [2, "Hài lòng", 4, None, "ĐTXHH"],
    ["Tổng cộng", None, 10],
    [None, "Ghi chú: 1. điểm làm tròn"],
    [None, None, None, "KT. CHỦ TỊCH"],
    [None, None, None, "(Đã ký)"],
]


def test_romans_and_codes_that_begin_anew_in_each_field() -> None:
    drafted = read([*TITLE, [], *TABLE])
    assert outline(drafted) == [
        ("I", "field", "4"), ("I/1", "criterion", "1.5"), ("I/1/1.1", "sub_criterion", "0.5"), ("I/1/1.2", "sub_criterion", "1"),
        ("I/2", "criterion", "2.5"), ("II", "field", "6"), ("II/1", "criterion", "2"), ("II/2", "criterion", "4"),
    ]  # fmt: skip
    lines = {node.name_vi: node for node in drafted.nodes()}
    assert [name for name, node in lines.items() if node.survey] == ["Người dân đánh giá", "Hài lòng"]
    assert lines["Ban hành"].own["evidence_vi"] == "Kế hoạch" and lines["Ban hành"].own["scoring"]["kind"] == "options"
    assert lines["Công khai"].own == {"rule_vi": "Công khai đúng quy định"}
    assert told(drafted, blocks=True) == []
    assert told(drafted, blocks=False) == [("D15", "chưa hiểu cách chấm của mục 1: không rõ “Công khai đúng quy định” được bao nhiêu điểm")]
    facts = drafted.facts
    assert (facts["decision"], facts["known_on"]) == ("12/QĐ-UBND", dt.date(2024, 12, 5)) and "CÁC SỞ NĂM 2024" in facts["title_vi"]
    assert (facts["max_points"], facts["appraised_max"], facts["survey_max"]) == (Decimal(10), Decimal("3.5"), Decimal("6.5"))
    assert facts["stated_counts"] == {"fields": 2, "criteria": 4, "sub_criteria": 2}


def test_numbered_codes_some_of_them_damaged_by_a_spreadsheet() -> None:
    plain = [(f"1.{number}", float(f"1.{number}")) for number in range(1, 10)]
    codes = [*plain, ("1.10", 1.1)]
    codes[1], codes[3] = ("1.2", dt.date(2024, 2, 1)), ("1.4", "1,4")
    drafted = read([HEADER, [1, "Một lĩnh vực", 10], *[[written, f"Tiêu chí {code}", 1] for code, written in codes]])
    assert [node.code for node in drafted.nodes()] == ["1", *[code for code, _ in codes]]
    mended = [what for _, what in told(drafted, blocks=False) if "theo thứ tự" in what]
    assert len(mended) == 3 and mended[-1] == "ô ghi 1.1, theo thứ tự là mã 1.10"


def test_a_code_that_nobody_can_place_blocks() -> None:
    drafted = read([HEADER, [1, "Một", 2], ["1.1", "Hai", 2], [dt.date(2024, 7, 9), "Ba", 1]])
    assert told(drafted, blocks=True) == [("A4", "không rõ mã “2024-07-09” của dòng “Ba”")]
    drafted = read([HEADER, ["I", "Một", 2], ["1.1", "Hai", 1], ["1.1.1", "Ba", 1], ["2", "Bốn", 1], ["2.1.1", "Năm", 1]])
    assert [cell for cell, what in told(drafted, blocks=True) if "sâu hơn" in what or "thiếu" in what]


def test_two_columns_of_maxima_under_one_heading_and_code_with_name_in_one_cell() -> None:
    drafted = read(
        [
            ["STT", "Nội dung tiêu chí", "Điểm tối đa", None, "Cách chấm"],
            [None, None, "Thẩm định", "ĐTXHH"],
            ["I. CHỈ ĐẠO", None, 1, 2],
            ["1.1", "Kế hoạch", 1, None, "Có: 1; Không: 0"],
            ["1.2", "Đánh giá", None, 2],
        ],
        merged=["C1:D1", "A3:B3"],
    )
    assert outline(drafted) == [("I", "field", "3"), ("I/1.1", "criterion", "1"), ("I/1.2", "criterion", "2")]
    assert [node.survey for node in drafted.nodes() if not node.children] == [False, True]


def test_options_in_rows_of_their_own_and_a_mark_merged_over_lines() -> None:
    drafted = read(
        [
            HEADER,
            ["1", "Lĩnh vực", 4],
            ["1.1", "Kinh phí", 1],
            [None, "- Có bố trí", 1],
            [None, "- Không bố trí: 0"],
            ["1.2", "Hài lòng về phục vụ", 1, None, "ĐTXHH"],
            ["1.3", "Hài lòng về kết quả", 1],
            ["1.4", "Công khai", 1, "Có: 1; Không: 0", "không"],
        ],
        merged=["E6:E7"],
    )
    lines = {node.code: node for node in drafted.nodes()}
    assert lines["1.1"].own["scoring"]["options"] == [
        {"label_vi": "Có bố trí", "points": Decimal(1)}, {"label_vi": "Không bố trí", "points": Decimal(0)},
    ]  # fmt: skip
    assert [lines[code].survey for code in ("1.1", "1.2", "1.3", "1.4")] == [False, True, True, False]


def test_blocks_of_bonus_and_penalty_points() -> None:
    drafted = read(
        [
            HEADER,
            ["A", "TIÊU CHÍ CHUNG"],
            ["I", "Lĩnh vực", 5],
            [1, "Một", 5, "Có: 5; Không: 0"],
            ["Tổng điểm", None, 5],
            ["B", "ĐIỂM CỘNG", "3"],
            [1, "Sáng kiến", "2", "Mỗi sáng kiến: 1 điểm, tối đa 2 điểm"],
            [2, "Nhiệm vụ đột xuất", 2, "Có: 2; Không: 0"],
            [None, "Điểm trừ", "-2"],
            [1, "Vi phạm", "-2", "Trừ 0,5 điểm cho mỗi vi phạm"],
        ]
    )
    assert [(node.code, node.counts_as, str(node.max_points)) for node in drafted.fields] == [
        ("I", "base", "5"), ("B", "bonus", "3"), ("Điểm trừ", "penalty", "2"),
    ]  # fmt: skip
    assert drafted.fields[2].children[0].own["scoring"] == {"kind": "per_item", "points": Decimal("0.5")}
    assert drafted.facts["max_points"] == 5 and told(drafted, blocks=True) == []
    assert ("A2", "“A. TIÊU CHÍ CHUNG” là tên một phần, không phải lĩnh vực") in told(drafted, blocks=False)


def test_what_does_not_add_up_or_is_missing_is_told_with_its_cell() -> None:
    drafted = read(
        [
            ["Phụ lục nêu 3 lĩnh vực"],
            HEADER,
            ["1", "Lĩnh vực", 5],
            ["1.1", "Một", 2, "Có: 2; Không: 0"],
            ["1.2", "Hai", "1.049"],
            ["1.3", "Ba", 1, "theo kết quả điều tra xã hội học và hồ sơ"],
            ["2", "Lĩnh vực hai", None],
            ["2.1", "Bốn", 2, "Có: 2; Không: 0"],
            ["2.3", "Năm", 2, "Có: 2; Không: 0", "gì đó"],
            ["3.1", "Sáu", 1],
            ["Cộng", None, 12],
        ]
    )
    blocks, looks = told(drafted, blocks=True), told(drafted, blocks=False)
    assert blocks == [
        ("C5", "điểm tối đa của mục 1.2 không phải số điểm: “1.049”"),
        ("A10", "mã 3.1 đứng dưới mục 2"),
        ("C5", "tiêu chí 1.2 không có điểm tối đa"),
        ("C11", "dòng tổng ghi 12, các lĩnh vực cộng lại 10"),
    ]
    assert [cell for cell, _ in looks] == ["A9", "E9", "C7", "B6", "D6", None, "D5", "D10", None, None, None, None]
    assert (None, "văn bản nêu 3 lĩnh vực, phụ lục có 2") in looks
    drafted = read([HEADER, ["1", "Lĩnh vực", 5], ["1.1", "Một", 2], ["1.2", "Hai", 2]])
    assert told(drafted, blocks=True) == [("C2", "lĩnh vực 1 tối đa 5, các mục con cộng lại 4")]


def test_workbooks_that_are_no_annex_are_refused_in_words() -> None:
    with pytest.raises(AnnexRefused, match="Không thấy hàng tiêu đề trong 40 dòng đầu của «Phụ lục»"):
        read([["Kính gửi các đơn vị"], ["STT", "Đơn vị"]])
    with pytest.raises(AnnexRefused, match="Không có trang tính «Bảng 2»; các trang: «Phụ lục»"):
        read(TABLE, sheet="Bảng 2")
    with pytest.raises(AnnexRefused, match="không có lĩnh vực nào"):
        read([HEADER])


def test_lines_whose_code_is_none_notes_and_evidence_below_are_not_lost() -> None:
    header = [*HEADER, "Ghi chú"]
    drafted = read(
        [
            header,
            ["1", "Lĩnh vực", 3],
            ["1.1", "Một", 2, "Có: 2; Không: 0", None, "Kế hoạch", "Áp dụng từ quý II"],
            [None, None, None, None, None, "Báo cáo"],
            ["TC2", "Hai", 1, "Có: 1; Không: 0"],
        ]
    )
    assert drafted.fields[0].children[0].own["evidence_vi"] == "Kế hoạch\nBáo cáo"
    assert ("A5", "không rõ mã “TC2” của dòng “Hai”") in told(drafted, blocks=True)
    assert ("G3", "mục 1.1 có ghi chú “Áp dụng từ quý II”") in told(drafted, blocks=False)
