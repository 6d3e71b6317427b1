"""Documents in cells of evidence, as offices write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.evidence_text import MOST_ITEMS, parse_evidence

D = dt.date


@pytest.mark.parametrize(
    ("text", "number", "date", "issuer"),
    [
        ("Quyết định số 123/QĐ-UBND ngày 05/02/2024", "123/QĐ-UBND", D(2024, 2, 5), "UBND"),
        ("Báo cáo 45/BC-SNV ngày 5 tháng 12 năm 2024 của Sở Nội vụ tỉnh Hưng Yên", "45/BC-SNV", D(2024, 12, 5), "Sở Nội vụ tỉnh Hưng Yên"),
        ("Nghị quyết 12/2024/NQ-HĐND, ngày 10.7.2024", "12/2024/NQ-HĐND", D(2024, 7, 10), "HĐND"),
        ("876/QĐ-BNV 15-11-2023 về phê duyệt", "876/QĐ-BNV", D(2023, 11, 15), "BNV"),
        ("Chỉ thị 07/CT-TTg ngày 1/3/2024", "07/CT-TTg", D(2024, 3, 1), "TTg"),
        ("Kế hoạch số 15 ngày 02/01/2024 của UBND huyện Ân Thi, trang 3", "15", D(2024, 1, 2), "UBND huyện Ân Thi"),
        ("145/KH ngày 30/02/2024", "145/KH", None, None),
        ("Có", None, None, None),
        ("05/02/2024", None, D(2024, 2, 5), None),
    ],
)
def test_number_date_and_issuer(text: str, number: str | None, date: dt.date | None, issuer: str | None) -> None:
    (item,) = parse_evidence(text)
    assert (item.doc_number, item.doc_date, item.issuer, item.words) == (number, date, issuer, text)


@pytest.mark.parametrize("number", ["555 /BC-BTP", "555/ BC-BTP", "555 / BC-BTP", "555/BC- BTP", "555/BC -BTP"])
def test_spaces_within_a_number(number: str) -> None:
    (item,) = parse_evidence(f"Báo cáo số {number} về thực hiện Quyết định số 876/QĐ-BNV")
    assert (item.doc_number, item.issuer) == ("555/BC-BTP", "BTP")


def test_what_only_looks_like_a_spaced_number() -> None:
    (item,) = parse_evidence("Năm 2023 / Kế hoạch - Tài chính")
    assert item.doc_number is None


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("ngày 23/11/23", D(2023, 11, 23)),
        ("23/1/24", D(2024, 1, 23)),
        ("ngày 23.11.22", D(2022, 11, 23)),
        ("ngày 5 tháng 3 năm 23", D(2023, 3, 5)),
        ("ngày 22/6/15", None),
        ("ngày 5/5/20223", None),
        ("ngày 31/02/23", None),
        ("mục 1.2.23", None),
    ],
)
def test_a_year_of_two_digits_is_read_near_the_index_year(written: str, date: dt.date | None) -> None:
    (item,) = parse_evidence(f"BC 557/BC-BTP {written}", 2023)
    assert item.doc_date == date


def test_several_documents_in_one_cell() -> None:
    text = "1) 12/BC-BTP ngày 01/03/2023; 2) 13/BC-BTP ngày 02/03/2023\n• https://moj.gov.vn/a.pdf trang 5-7"
    first, second, third = parse_evidence(text)
    assert (first.doc_number, second.doc_number) == ("12/BC-BTP", "13/BC-BTP")
    assert (third.link, third.page, third.doc_number, third.file_name) == ("https://moj.gov.vn/a.pdf", "5-7", None, None)
    assert [item.item_no for item in (first, second, third)] == [1, 2, 3]


def test_files_and_local_paths() -> None:
    (file,) = parse_evidence("xem bao-cao-2024.pdf tr. 12")
    assert (file.file_name, file.page) == ("bao-cao-2024.pdf", "12")
    (local,) = parse_evidence("D:\\CCHC\\bao-cao.docx")
    assert local.file_name == "D:\\CCHC\\bao-cao.docx"


def test_decomposed_letters_are_the_same() -> None:
    (item,) = parse_evidence("123/QĐ-UBND ngày 05/02/2024 của UBND tỉnh")
    assert item.issuer == "UBND tỉnh" and item.doc_date == D(2024, 2, 5)


@given(st.text(max_size=300))
def test_never_raises_and_keeps_to_its_limits(text: str) -> None:
    items = parse_evidence(text)
    assert len(items) <= MOST_ITEMS
    assert [item.item_no for item in items] == list(range(1, len(items) + 1))
    assert all(item.words for item in items)
