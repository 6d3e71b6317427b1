"""The demo's registers of inspections of 2024, of a handful of units: some findings remedied, some late, some still open.

Belongs here: made-up findings. Does not belong here: whose register it is (register_files.py), the workbook (register_book.py).
"""

from __future__ import annotations

import datetime as dt
import random

from assets.demo.demo_units import DemoUnit
from assets.demo.register_book import Value
from assets.demo.task_counts import INDEX_YEAR

FORM = "inspections"
TITLE, SHEET = "KẾT QUẢ KIỂM TRA CẢI CÁCH HÀNH CHÍNH VÀ CÔNG VỤ", "Kiểm tra"
LABELS: tuple[str, ...] = (
    "Số biên bản", "Ngày kiểm tra", "Đơn vị được kiểm tra", "Đoàn kiểm tra", "Tồn tại, hạn chế", "Mức độ", "Biện pháp khắc phục",
    "Thời hạn khắc phục", "Ngày khắc phục xong", "Ghi chú",
)  # fmt: skip
_RECORDS, _LAST = 4, dt.date(INDEX_YEAR, 12, 31)
_PLACES = {
    True: ("Sở Nội vụ", "Sở Xây dựng", "UBND huyện A (giả lập)", "UBND huyện B (giả lập)"),
    False: ("Cục A (giả lập)", "Vụ B (giả lập)"),
}
_FOUND = ("Chậm số hóa kết quả giải quyết", "Chưa niêm yết đủ thủ tục", "Trễ hạn hồ sơ không xin lỗi", "Thiếu kế hoạch khắc phục năm trước")


def inspection_rows(unit: DemoUnit, seed: int) -> list[list[Value]]:
    """Some records, each with one to three findings."""
    rng = random.Random(f"{seed}:inspections:{unit.unit_id}")
    rows: list[list[Value]] = []
    for number in range(1, _RECORDS + 1):
        on = dt.date(INDEX_YEAR, 2, 1) + dt.timedelta(days=rng.randint(0, 270))
        place = rng.choice(_PLACES[unit.code.isdigit()])
        for found in rng.sample(_FOUND, rng.randint(1, 3)):
            due = on + dt.timedelta(days=rng.choice((15, 30, 60, 90)))
            remedied = due + dt.timedelta(days=rng.randint(-14, 10)) if rng.random() < 0.75 else None
            if remedied is not None and remedied > _LAST:
                remedied = None
            rows.append([
                f"{number:02}/BB-ĐKT", on, place, "Đoàn kiểm tra cải cách hành chính", f"{found} (giả lập)",
                rng.choice(("Nhẹ", "Trung bình", "Trung bình", "Nghiêm trọng")), "Khắc phục và báo cáo kết quả", due, remedied, None,
            ])  # fmt: skip
    return rows
