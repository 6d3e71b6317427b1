"""Which parts of a cell are one document: offices break lines with Alt+Enter, and list several in one cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets import evidence_register
from assets.evidence_text import parse_evidence

WHOLE = "Báo cáo số 17/BC-BTP ngày 18/06/2023 của Bộ Tư pháp"


@pytest.mark.parametrize(
    "text",
    [
        "Báo cáo số 17/BC-BTP ngày 18/06/2023\ncủa Bộ Tư pháp",
        "Báo cáo số 17/BC-BTP\nngày 18/06/2023 của Bộ Tư pháp",
        "Báo cáo\nsố 17/BC-BTP\r\nngày 18/06/2023\r\ncủa\r\nBộ Tư pháp",
        "Báo cáo số\n17/BC-BTP ngày 18/06/2023 của Bộ\nTư pháp",
        f"{WHOLE}\nvề việc báo cáo kết quả thực hiện công tác cải cách hành chính",
        f"{WHOLE}\nbáo cáo kết quả cải cách hành chính",
        f"{WHOLE}\nvề thực hiện Quyết định số 876/QĐ-BNV",
        f"{WHOLE}\nvề việc ban hành\nKế hoạch cải cách hành chính",
        f"Tài liệu kiểm chứng gồm:\n- {WHOLE}",
        f"Tài liệu kiểm chứng\n1. {WHOLE}",
        f"Bộ đã ban hành đầy đủ\n{WHOLE}",
        f"{WHOLE}\n(bản scan kèm theo)",
        f"{WHOLE}; kèm danh sách",
        f"{WHOLE};\nDanh sách kèm theo",
        f"{WHOLE}\n- Kèm phụ lục",
    ],
)
def test_a_line_that_names_no_document_belongs_to_the_one_before(text: str) -> None:
    (item,) = parse_evidence(text)
    assert (item.doc_number, str(item.doc_date), item.issuer) == ("17/BC-BTP", "2023-06-18", "Bộ Tư pháp")
    assert "\n" not in item.words


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        (
            f"(1) {WHOLE};\n(2) Quyết định số 99/QĐ-BTP ngày 05/6/2023\nvề ban hành quy chế",
            [WHOLE, "Quyết định số 99/QĐ-BTP ngày 05/6/2023 về ban hành quy chế"],
        ),
        (f"(1) {WHOLE} (2) Công văn 5/BTP-VP", [WHOLE, "Công văn 5/BTP-VP"]),
        ("12/BC-BTP ngày 05/05/2023\n13/KH-BTP", ["12/BC-BTP ngày 05/05/2023", "13/KH-BTP"]),
        ("Báo cáo 12/BC-BTP\nKế hoạch tuyên truyền", ["Báo cáo 12/BC-BTP", "Kế hoạch tuyên truyền"]),
        ("tuyên truyền trên loa; Báo cáo 12/BC-BTP", ["tuyên truyền trên loa", "Báo cáo 12/BC-BTP"]),
        ("Báo cáo 12/BC-BTP; ảnh chụp", ["Báo cáo 12/BC-BTP", "ảnh chụp"]),
        ("- Báo cáo sơ kết\n- Tập huấn 3 lớp", ["Báo cáo sơ kết", "Tập huấn 3 lớp"]),
        ("Báo cáo 12/BC-BTP\nkèm theo Công văn số 13/BTP-VP", ["Báo cáo 12/BC-BTP", "kèm theo Công văn số 13/BTP-VP"]),
        ("Báo cáo 12/BC-BTP\nhttps://moj.gov.vn/a.pdf", ["Báo cáo 12/BC-BTP", "https://moj.gov.vn/a.pdf"]),
        ("Báo cáo sơ kết\nhttps://moj.gov.vn/a.pdf", ["Báo cáo sơ kết https://moj.gov.vn/a.pdf"]),
        ("Tài liệu kiểm chứng gồm:", ["Tài liệu kiểm chứng gồm:"]),
        ("(bản scan kèm theo)", ["(bản scan kèm theo)"]),
    ],
)
def test_several_documents_stay_several(text: str, documents: list[str]) -> None:
    assert [item.words for item in parse_evidence(text)] == documents


def test_all_texts_are_read_again_when_either_part_of_the_parser_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version = evidence_register.parser_version()
    changed = tmp_path / "evidence_cell.py"
    changed.write_text("# changed")
    cell, *others = evidence_register._PARSER
    monkeypatch.setattr(evidence_register, "_PARSER", (changed, *others))
    assert cell.name == changed.name and evidence_register.parser_version() != version
