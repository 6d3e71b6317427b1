"""Wordings of scoring rules: what is certain becomes a rule, what is not is left with its reason."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from assets.criteria_annex.wording.understand import understand

D = Decimal


def steps(*parts: tuple[str, str | None, str | None, str]) -> list[dict[str, Any]]:
    return [
        {"label_vi": label, **({key: D(bound)} if key is not None and bound is not None else {}), "points": D(points)}
        for label, key, bound, points in parts
    ]


def options(**labels: str) -> dict[str, Any]:
    return {"kind": "options", "options": [{"label_vi": label.replace("_", " "), "points": D(points)} for label, points in labels.items()]}


# The first of each kind are worded as in the annexes of Cà Mau (2013) and Phú Thọ (2025).
CERTAIN: list[tuple[str, str, dict[str, Any]]] = [
    ("Có: điểm tối đa; Không: 0; (lựa chọn thứ ba: Không áp dụng)", "0.5", {"kind": "yes_no", "yes": D("0.5"), "no": D(0)}),
    ("Không áp dụng công nghệ: 0; áp dụng: 1", "1", options(Không_áp_dụng_công_nghệ="0", áp_dụng="1")),
    ("Có: 1, Không: 0", "1", {"kind": "yes_no", "yes": D(1), "no": D(0)}),
    ("kịp thời: 1; không kịp thời: 0,5; không ban hành: 0", "1", options(kịp_thời="1", không_kịp_thời="0.5", không_ban_hành="0")),
    ("đủ nhiệm vụ VÀ có kinh phí: 1; thiếu một trong hai: 0", "1", options(đủ_nhiệm_vụ_VÀ_có_kinh_phí="1", thiếu_một_trong_hai="0")),
    ("Cách chấm:\n- Đạt: 1 điểm\n- Không đạt: không tính điểm", "1", options(Đạt="1", Không_đạt="0")),
    (
        "Kịp thời được 1 điểm; chậm được 0.5 điểm; không ban hành không được điểm",
        "1",
        options(Kịp_thời="1", chậm="0.5", không_ban_hành="0"),
    ),
    ("Đủ (1 điểm); thiếu (1/2 điểm tối đa)", "1", options(Đủ="1", thiếu="0.5")),
    (
        "trên 90%: 2; từ 70%-90%: 1; dưới 70%: 0",
        "2",
        {
            "kind": "thresholds",
            "data_unit": "percent",
            "steps": steps(("trên 90%", "above", "90", "2"), ("từ 70%-90%", "from", "70", "1"), ("dưới 70%", None, None, "0")),
        },
    ),
    (
        "- Đạt từ 95% trở lên: 1 điểm. - Từ 80% đến dưới 95%: 0,5 điểm\n- Các trường hợp còn lại: 0 điểm",
        "1",
        {
            "kind": "thresholds",
            "data_unit": "percent",
            "steps": steps(
                ("Đạt từ 95% trở lên", "from", "95", "1"),
                ("Từ 80% đến dưới 95%", "from", "80", "0.5"),
                ("Các trường hợp còn lại", None, None, "0"),
            ),
        },
    ),
    (
        "Đạt 100%: 1; trên 80% đến dưới 100%: 0,5; đến 80%: 0",
        "1",
        {
            "kind": "thresholds",
            "data_unit": "percent",
            "steps": steps(
                ("Đạt 100%", "from", "100", "1"), ("trên 80% đến dưới 100%", "above", "80", "0.5"), ("đến 80%", None, None, "0")
            ),
        },
    ),
    (
        "≥ 90%: 1; 50% - <90%: 0,5; < 50%: 0",
        "1",
        {
            "kind": "thresholds",
            "data_unit": "percent",
            "steps": steps(("≥ 90%", "from", "90", "1"), ("50% - <90%", "from", "50", "0.5"), ("< 50%", None, None, "0")),
        },
    ),
    (
        "Chậm trên 5 ngày: 0; chậm từ 3 đến 5 ngày: 0,5; chậm dưới 3 ngày: 1",
        "1",
        {
            "kind": "thresholds",
            "data_unit": "days",
            "steps": steps(
                ("Chậm trên 5 ngày", "above", "5", "0"), ("chậm từ 3 đến 5 ngày", "from", "3", "0.5"), ("chậm dưới 3 ngày", None, None, "1")
            ),
        },
    ),
    ("Điểm = tỷ lệ đạt được × điểm tối đa.", "1", {"kind": "ratio"}),
    ("Đạt 100%: 1; dưới 100% thì tính theo tỷ lệ", "1", {"kind": "ratio"}),
    ("(Số hồ sơ đúng hạn / tổng số hồ sơ) x 2,0; dưới 70%: 0", "2", {"kind": "ratio", "zero_below": D(70)}),
    ("mỗi nội quy/quy chế đạt yêu cầu: 0,5; không ban hành: 0 (nhập số lượng)", "2", {"kind": "per_item", "points": D("0.5")}),
    ("Mỗi sáng kiến được công nhận: 0,5 điểm, tối đa 2 điểm", "2", {"kind": "per_item", "points": D("0.5")}),
    ("trừ 0,25 điểm cho mỗi trường hợp chậm", "1", {"kind": "deduction", "points": D("0.25")}),
    ("Không có hồ sơ quá hạn: điểm tối đa. Mỗi hồ sơ quá hạn trừ 0,1 điểm", "1", {"kind": "deduction", "points": D("0.1")}),
]

DOUBTFUL = [
    ("đầy đủ: điểm tối đa; chưa đầy đủ: trừ điểm tương ứng", "8", "không rõ một nghĩa"),
    ("không vi phạm: điểm tối đa; vi phạm: trừ theo mức độ", "3", "không rõ một nghĩa"),
    ("tuân thủ: tối đa; vi phạm nhẹ: trừ 50%; nghiêm trọng: 0", "2", "không rõ một nghĩa"),
    ("từ 90% trở lên: 1; từ 70% đến 90%: 0,5; dưới 70%: 0", "1", "mức 90 nằm ở cả hai khoảng"),
    ("trên 90%: 2; từ 70% đến dưới 90%: 1; dưới 70%: 0", "2", "không nói mức 90 thuộc đâu"),
    ("trên 90%: 2; từ 70% đến 90%: 1", "2", "không nói mức dưới 70"),
    ("từ 90 trở lên: 1; dưới 90: 0", "1", "tính bằng gì"),
    ("không trên 90%: 1; trên 90%: 0", "1", "là khoảng nào"),
    ("Tỷ lệ x 1,5", "2", "tỷ lệ"),
    ("Mỗi sáng kiến: 0,5 điểm, tối đa 1 điểm", "2", "số lượng"),
    ("Mỗi sáng kiến: 0,5 điểm; có sáng kiến cấp tỉnh: 1", "2", "số lượng"),
    ("kịp thời: 1; chậm: 0,5", "2", "khác điểm tối đa 2"),
    ("Ban hành kế hoạch đúng thời hạn theo quy định", "1", "bao nhiêu điểm"),
    ("Đạt: 1", "1", "chỉ nêu một mức"),
    ("Có văn bản: 1; có kinh phí: 1", "1", "chỉ nêu một mức"),
    ("Tăng từ 5% trở lên: 1; giảm dưới 5%: 0", "1", "không cùng nói về một tỷ lệ"),
    ("Đúng hạn từ 90% trở lên: 1; chậm dưới 90%: 0", "1", "không cùng nói về một tỷ lệ"),
    ("Có từ 2 sáng kiến trở lên: 1; có 1 sáng kiến: 0,5; không có: 0", "1", "là khoảng nào"),
    ("Mỗi 10% hoàn thành: 0,1 điểm", "1", "số lượng"),
    ("Từ 80% trở lên: điểm = tỷ lệ x 1; dưới 80%: 0", "1", "tỷ lệ"),
    ("đạt: 1.049; không đạt: 0", "1", "bao nhiêu điểm"),
]


@pytest.mark.parametrize(("text", "maximum", "scoring"), CERTAIN, ids=[text[:30] for text, *_ in CERTAIN])
def test_certain(text: str, maximum: str, scoring: dict[str, Any]) -> None:
    assert understand(text, D(maximum)).scoring == scoring


@pytest.mark.parametrize(("text", "maximum", "reason"), DOUBTFUL, ids=[text[:30] for text, *_ in DOUBTFUL])
def test_doubtful(text: str, maximum: str, reason: str) -> None:
    found = understand(text, D(maximum))
    assert found.scoring is None and reason in found.reason_vi


def test_what_not_applicable_gives_where_the_wording_says_so() -> None:
    found = understand("Có: 1; Không: 0; Không áp dụng: điểm tối đa", D(1))
    assert found.not_applicable == "full_points" and found.scoring is not None
    assert understand("Có: 1; Không: 0; Không áp dụng", D(1)).not_applicable is None


def test_points_taken_off_in_a_penalty_block_are_its_points() -> None:
    assert understand("trừ 0,5 điểm cho mỗi vi phạm", D(2), penalty=True).scoring == {"kind": "per_item", "points": D("0.5")}
