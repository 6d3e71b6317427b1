"""The index year that a form states: one year, the end of a period; several, or none that can be read, are told and never chosen from."""

from __future__ import annotations

import pytest

from tests.assets.intake.test_extract import TABLE, read

TITLE = "PHIẾU TỰ ĐÁNH GIÁ, CHẤM ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH"


def found(*statements, title=TITLE):
    return read(("Tự đánh giá", False, [[title], ["Đơn vị: Bộ Y tế"], *([text] for text in statements), *TABLE]))


@pytest.mark.parametrize(
    "statement",
    [
        "Năm đánh giá: 2023", "Năm đánh giá： ２０２３", "Kỳ báo cáo: từ 15/12/2022 đến 14/12/2023", "Kỳ báo cáo: 15.12.2022 - 14.12.2023",
        "Kỳ báo cáo: từ ngày 15 tháng 12 năm 2022 đến ngày 14 tháng 12 năm 2023", "Kỳ đánh giá: 01/01/2023 - 31/12/2023",
        "Năm: 2023 (2023)", "Năm: 2023 (theo Quyết định 876/QĐ-BNV ngày 10/11/2022)", "Năm đánh giá chỉ số CCHC: 2023",
        "Năm đánh giá (ghi rõ): 2023",
    ],
)  # fmt: skip
def test_one_year(statement):
    told = found(statement)
    assert [row.index_year for row in told.submissions] == [2023] and told.problems == []


@pytest.mark.parametrize(
    "statement",
    ["Năm đánh giá: 2022-2023", "Năm đánh giá: 2022-2023 (2023)", "Năm đánh giá: 2022, 2023", "Năm đánh giá: 23", "Năm: hai ba"],
)
def test_no_year_is_chosen_from_several_or_read_from_words(statement):
    told = found(statement)
    assert told.submissions[0].status == "refused"
    assert [(row.problem, row.cell, row.value) for row in told.problems] == [("year_missing", "A3", statement.partition(": ")[2])]


def test_a_clear_statement_beside_an_unclear_one_serves():
    assert found("Kỳ báo cáo: 2022-2023", "Năm đánh giá: 2023").problems == []


def test_the_title_of_another_year_is_a_conflict():
    told = found("Năm đánh giá: 2023", title=TITLE + " NĂM 2022")
    assert [(row.problem, row.cell, row.value) for row in told.problems] == [("identity_conflict", "A1", "2022")]
    assert told.submissions[0].index_year == 2023
    assert found("Năm đánh giá: 2023", title=TITLE + " NĂM 2023").problems == []
    assert found("Năm đánh giá: 2023", title=TITLE + " theo Quyết định số 1 năm 2022").problems == []


def test_a_colon_in_a_cell_of_its_own():
    told = read(("A", False, [[TITLE], ["Đơn vị", ":", "Bộ Y tế"], ["Năm đánh giá", ":", 2023], *TABLE]))
    assert told.problems == [] and [(row.index_year, row.unit_id) for row in told.submissions] == [(2023, "BYT@all")]


@pytest.mark.parametrize(
    "words", ["6 THÁNG ĐẦU NĂM 2023", "THEO THÁNG NĂM 2023", "VÀ HỒ SƠ NĂM 2023", "– BIỂU SỐ LIỆU NĂM 2023", "CỦA SỞ Y TẾ NĂM 2023"]
)
def test_the_year_of_a_title_about_months(words):
    assert [row.index_year for row in found(title=f"{TITLE} {words}").submissions] == [2023]


@pytest.mark.parametrize(
    "words", ["tháng 12 năm 2023", "từ tháng 1 đến tháng 6 năm 2023", "so với năm 2022", "theo Công văn của Bộ năm 2022", "số 9 năm 2022"]
)
def test_a_date_and_a_document_are_no_year_of_the_form(words):
    assert [row.problem for row in found(title=f"{TITLE} {words}").problems] == ["year_missing"]


@pytest.mark.parametrize(("statement", "year"), [("Năm đánh giá: 20023", None), ("Năm: 2022-2023", None), ("Kỳ báo cáo: cả năm", 2023)])
def test_the_titles_year_serves_only_where_no_other_was_meant(statement, year):
    told = found(statement, title=TITLE + " NĂM 2023")
    assert told.submissions[0].index_year == year and [row.problem for row in told.problems] == ([] if year else ["year_missing"])
