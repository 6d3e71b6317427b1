"""Where a document lies: links that others can open, files, and places that only the office itself can open."""

from __future__ import annotations

import pytest

from assets.evidence_text import parse_evidence


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("file:///D:/cchc/kh.docx", "file:///D:/cchc/kh.docx"),
        ("D:/TLKC/1.2/bao cao.pdf", "D:/TLKC/1.2/bao cao.pdf"),
        ("xem D:\\TLKC\\1.2", "D:\\TLKC\\1.2"),
        ("\\\\192.168.1.5\\cchc\\kh.pdf", "\\\\192.168.1.5\\cchc\\kh.pdf"),
        ("Thư mục Desktop\\TLKC 2023\\kh.pdf", "Desktop\\TLKC 2023\\kh.pdf"),
        ("http://localhost/tl.pdf", "http://localhost/tl.pdf"),
        ("http://maychu:8080/tl.pdf", "http://maychu:8080/tl.pdf"),
        ("http://10.0.0.8/tlkc/15.pdf", "http://10.0.0.8/tlkc/15.pdf"),
        ("http://172.16.4.1/a", "http://172.16.4.1/a"),
        ("https://192.168.1.9", "https://192.168.1.9"),
        ("https://drive.google.com/", "https://drive.google.com/"),
        ("https://drive.google.com/drive/u/0/my-drive", "https://drive.google.com/drive/u/0/my-drive"),
    ],
)
def test_a_place_that_others_cannot_open_is_no_link(text: str, place: str) -> None:
    (item,) = parse_evidence(text)
    assert (item.file_name, item.link, item.doc_number, item.issuer) == (place, None, None, None)


@pytest.mark.parametrize(
    "link",
    [
        "https://moj.gov.vn/tlkc/1.5.pdf",
        "https://motcua.moj.gov.vn",
        "https://drive.google.com/file/d/1a2b/view",
        "http://10.hanoi.gov.vn/a",
        "http://172.15.4.1/a",
        "http://203.162.1.1/a",
    ],
)
def test_a_link_that_others_can_open(link: str) -> None:
    (item,) = parse_evidence(f"Bản chụp: {link}")
    assert (item.link, item.file_name) == (link, None)


def test_the_link_that_others_can_open_goes_before() -> None:
    (item,) = parse_evidence("http://localhost/a hoặc https://moj.gov.vn/a.pdf")
    assert item.link == "https://moj.gov.vn/a.pdf"


def test_a_number_beside_a_path_stays() -> None:
    (item,) = parse_evidence("D:\\TLKC 12/BC-BTP ngày 05/02/2023 bao-cao.pdf")
    assert (item.doc_number, item.file_name) == ("12/BC-BTP", "D:\\TLKC")
