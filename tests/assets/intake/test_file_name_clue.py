"""Names of files and sheets against what the form says."""

import pytest

from assets.intake.extract import extract
from assets.intake.intake_rows import Stated
from tests.assets.intake.test_extract import LAYOUTS, LOOKUP, TABLE, book
from tests.golden.clean_form import block


def told(file_name, sheet="Tự đánh giá", unit="Bộ Y tế"):
    found = extract(book((sheet, False, [*block(unit), *TABLE])), Stated("sha", file_name), LOOKUP, LAYOUTS)
    assert found.submissions[0].status == "accepted"
    return [(row.problem, row.cell, row.value) for row in found.problems]


@pytest.mark.parametrize(
    "name",
    ["a.xlsx", "2023_BYT_tu_danh_gia.xlsx", "CV 2022 BYT.xlsx", "BYT_15.12.2022.xlsx", "BYT_2012.xlsx", "BYT_2022_2023.xlsx",
     "Bo Y te - Bo Tu phap.xlsx", "Mẫu BTP gửi các bộ.xlsx", "Kính gửi Bộ Tư pháp.xlsx",
     "Bao cao BTP.xlsx", "ban so 33 Ha Noi 15.1.2024.xlsx", "btp.xlsx", "năm 2023.xlsx", "ngày 15 tháng 1 năm 2024.xlsx",
     "nam 2022 nam 2021.xlsx", ""],
)  # fmt: skip
def test_no_conflict(name):
    assert told(name) == []


def test_conflicts():
    unit, year = ("identity_conflict", "A2", "Bộ Tư pháp"), ("identity_conflict", None, "2022")
    assert told("2023_BTP_tu_danh_gia.xlsx") == [unit] == told("Bộ Tư pháp.2023.xlsx") == told("bo tu phap (ban cuoi).xlsx")
    assert told("a.xlsx", sheet="BỘ TƯ PHÁP") == [unit]
    assert told("tu_danh_gia_BTP.xlsx") == [unit] == told("tu_danh_gia_BTP_2023.xlsx")
    for name in ("2022_BYT_tu_danh_gia.xlsx", "BYT_tu_danh_gia_2022.xlsx", "Phiếu tự đánh giá 2022 Bộ Y tế.xlsx", "2022_01_BYT.xlsx"):
        assert told(name) == [year], name
    assert told("a.xlsx", sheet="Năm 2022") == [year] == told("a.xlsx", sheet="2022")
    assert told("BYT nam 2022.xlsx") == [year] and told("Bo Tu phap, năm 2022.xlsx") == [unit, year]


def test_a_file_of_several_units_may_have_any_name():
    sheets = [(unit, False, [*block(unit), *TABLE]) for unit in ("Bộ Y tế", "Bộ Tư pháp")]
    assert extract(book(*sheets), Stated("sha", "2023_BTP_tu_danh_gia.xlsx"), LOOKUP, LAYOUTS).problems == []
