"""The unit in a letterhead or a title, without a key: taken where all such lines agree, asked for where anything speaks against it."""

from __future__ import annotations

import pytest

from tests.assets.intake.test_extract import TABLE, problems, read
from tests.golden.clean_form import CLEAN, HEADER, form_rows

TITLE = "PHIẾU TỰ ĐÁNH GIÁ, CHẤM ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2023"
NATION = [None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
APPRAISAL = [[*HEADER[:3], "Điểm thẩm định"], *form_rows(CLEAN)]


def unit_of(*lines, table=TABLE):
    """(unit, cell that named it) or the problem."""
    found = read(("A", False, [*(line if isinstance(line, list) else [line] for line in lines), *table]))
    return (found.submissions[0].unit_id, found.lines[0].unit_cell) if not found.problems else problems(found)


@pytest.mark.parametrize(
    ("lines", "cell"),
    [
        (["BỘ Y TẾ", TITLE], "A1"),
        ([["BỘ Y TẾ", *NATION], ["Số: 12/BYT-VP", None, None, "Hà Nội, ngày 25 tháng 01 năm 2024"], TITLE], "A1"),
        (["Bộ Y tế\nSố: 12/BC-BYT", TITLE], ["unit_missing"]),  # a colon: not read in two
        ([TITLE, "BỘ Y TẾ"], "A2"),
        ([TITLE, "ĐƠN VỊ BỘ Y TẾ"], "A2"),
        ([TITLE, "CỦA BỘ Y TẾ NĂM 2023"], "A2"),
        (["PHIẾU TỰ ĐÁNH GIÁ CỦA BỘ Y TẾ NĂM 2023"], "A1"),
        (["BỘ Y TẾ\nPHIẾU TỰ ĐÁNH GIÁ\nCHỈ SỐ CCHC NĂM 2023"], "A1"),
        (["BỘ Y TẾ", "VĂN PHÒNG BỘ", "PHIẾU TỰ ĐÁNH GIÁ CỦA BỘ Y TẾ NĂM 2023"], "A1"),
        (["PHIẾU TỰ ĐÁNH GIÁ CỦA BỘ Y TẾ NĂM 2023", "(Kèm theo Quyết định số 9/QĐ-BNV ngày 3/1/2023 của Bộ Tư pháp)"], "A1"),
    ],
)
def test_a_unit_without_a_key(lines, cell):
    assert unit_of(*lines) == (("BYT@all", cell) if isinstance(cell, str) else cell)


@pytest.mark.parametrize(
    "lines",
    [
        ["BỘ Y TẾ", "VĂN PHÒNG BỘ", TITLE],
        ["BỘ Y TẾ", "CỤC QUẢN LÝ DƯỢC", "PHIẾU TỰ ĐÁNH GIÁ CỦA BỘ Y TẾ NĂM 2023"],
        ["BỘ Y TẾ", "BỘ TƯ PHÁP", TITLE],
        ["BỘ Y TẾ", "PHIẾU TỰ ĐÁNH GIÁ CỦA BỘ TƯ PHÁP NĂM 2023"],
        ["BỘ Y TẾ", "PHIẾU TỰ ĐÁNH GIÁ CỦA VỤ PHÁP CHẾ NĂM 2023"],
        ["BỘ Y TẾ", "(Ban hành kèm theo Quyết định số 9/QĐ-BNV ngày 3/1/2023)", TITLE],
        ["BỘ Y TẾ", TITLE, "Đơn vị:"],
        [TITLE, "Kính gửi:", "Bộ Y tế"],
        [TITLE, ["Kính gửi", "Bộ Y tế"]],
        ["PHIẾU TỰ ĐÁNH GIÁ THEO HƯỚNG DẪN CỦA BỘ Y TẾ NĂM 2023"],
        ["PHIẾU TỰ ĐÁNH GIÁ CỦA CÁC BỘ NĂM 2023"],
        ["UBND TỈNH HƯNG YÊN", "SỞ NỘI VỤ", TITLE],
        ["ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HƯNG YÊN", TITLE.replace("2023", "2024")],
        ["BỘ Y TẾ", "TRƯỜNG ĐẠI HỌC Y", TITLE],
        ["BỘ Y TẾ", "BÁO SỨC KHỎE", TITLE],
        ["BỘ Y TẾ"] * 9 + [TITLE],
        ["Hà Nội", TITLE],
        ["BTP", TITLE],
    ],
)
def test_a_doubt_leaves_the_question(lines):
    assert unit_of(*lines) == ["unit_missing"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["BỘ Y TẾ", "KẾT QUẢ THẨM ĐỊNH NĂM 2023"], ["unit_missing"]),
        (["KẾT QUẢ THẨM ĐỊNH CỦA BỘ Y TẾ NĂM 2023"], ["unit_missing"]),
        (["BỘ Y TẾ", "HỘI ĐỒNG THẨM ĐỊNH", "KẾT QUẢ THẨM ĐỊNH ĐIỂM TỰ ĐÁNH GIÁ CỦA BỘ TƯ PHÁP NĂM 2023"], ("BTP@all", "A3")),
        (["BỘ Y TẾ", "KẾT QUẢ THẨM ĐỊNH NĂM 2023", "Đơn vị: Bộ Tư pháp"], ("BTP@all", "A3")),
    ],
)
def test_the_letterhead_of_the_appraiser_is_not_the_unit(lines, expected):
    assert unit_of(*lines, table=APPRAISAL) == expected


@pytest.mark.parametrize(
    ("lines", "cell"),
    [
        (["BỘ TƯ PHÁP", TITLE, "Đơn vị: Bộ Y tế"], "A1"),
        (["PHIẾU TỰ ĐÁNH GIÁ CỦA BỘ TƯ PHÁP NĂM 2023", "Đơn vị: Bộ Y tế"], "A1"),
        (["ỦY BAN NHÂN DÂN TỈNH HÒA BÌNH", TITLE.replace("2023", "2024"), "Đơn vị: Hưng Yên"], "A1"),
    ],
)
def test_another_unit_beside_the_key_is_told(lines, cell):
    found = read(("A", False, [*([line] for line in lines), *TABLE]))
    assert [(row.problem, row.cell) for row in found.problems] == [("identity_conflict", cell)]
    assert found.submissions[0].unit_id in ("BYT@all", "33@pre2025")


@pytest.mark.parametrize(
    "lines",
    [
        ["BỘ Y TẾ", TITLE, "Đơn vị: Bộ Y tế"],
        ["UBND TỈNH HƯNG YÊN", TITLE, "Đơn vị: Bộ Y tế"],
        ["BỘ TƯ PHÁP", "(Mẫu ban hành kèm theo Quyết định số 9)", TITLE, "Đơn vị: Bộ Y tế"],
        ["BỘ TƯ PHÁP", "PHIẾU TỰ ĐÁNH GIÁ CỦA BỘ Y TẾ NĂM 2023", "Đơn vị: Bộ Y tế"],
        ["CỤC QUẢN LÝ DƯỢC", TITLE, "Đơn vị: Bộ Y tế"],
    ],
)
def test_what_is_no_other_unit(lines):
    assert unit_of(*lines)[0] == "BYT@all"


@pytest.mark.parametrize("name", ["UBND THÀNH PHỐ HÀ NỘI", "ỦY BAN NHÂN DÂN\nTP. HỒ CHÍ MINH"])
def test_a_city_with_the_rank_of_a_province(name):
    assert unit_of(name, TITLE.replace("2023", "2024"))[0] in ("01@all", "79@all")
