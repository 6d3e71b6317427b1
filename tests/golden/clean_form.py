"""A self-assessment over the small set with nothing wrong, in pieces: title block, header, rows, signatures, hidden sheet.

Belongs here: what cases and tests put forms together from. Does not belong here: what is wrong in a case (build.py), registers
(register_files.py).
"""

from tests.golden.sheet_files import Row
from tests.golden.small_reference import LINES

TITLE = "PHIẾU TỰ ĐÁNH GIÁ, CHẤM ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH"
HEADER = [
    "Mã", "Lĩnh vực / Tiêu chí / Tiêu chí thành phần", "Điểm tối đa", "Điểm tự đánh giá",
    "Tài liệu kiểm chứng", "Ghi chú",
]  # fmt: skip


def form_rows(values: dict[str, Row]) -> list[Row]:
    """One row per line of the small set: code, name, then what ``values`` has for the code."""
    codes = [(node_id.rpartition("/")[2], name) for node_id, _, name, _ in LINES]
    return [[code, name, *values.get(code, [])] for code, name in codes]


CLEAN = {
    "1": [4, 2.75],
    "1.1": [2, 1.5, "Quyết định 12/QĐ-BTP"],
    "1.2": [1, 0.75],
    "1.10": [1, 0.5, "Báo cáo 7", "nộp muộn"],
    "2": [3, 0.1],
    "2.1": [2, 0.1],
    "2.2": [1, None],
}
SIGNED = [[], [None, "Tổng cộng", 7, 2.85], [], [None, None, None, "Hà Nội, ngày 5 tháng 1 năm 2024"],
          [None, "Người lập biểu", None, "Thủ trưởng đơn vị"], [None, "123"]]  # fmt: skip
HIDDEN = [["form", "self_assessment"], ["unit", "BTP"], ["year", 2023], ["version", 1], ["data", "made_up"]]


def block(unit: str = "Bộ Tư pháp", year: int | str = 2023) -> list[Row]:
    """A usual title block."""
    return [[TITLE], [f"Đơn vị: {unit}"], [f"Năm đánh giá: {year}"], []]


def clean_sheet() -> dict[str, list[Row]]:
    return {"Tự đánh giá": [*block(), HEADER, *form_rows(CLEAN), *SIGNED]}
