"""The demo's registers of petitions of 2024: 144 received and answered, as printed, over a handful of units.

Belongs here: made-up petitions. Does not belong here: whose register it is (register_files.py), the workbook (register_book.py).
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

from assets.demo.demo_units import DemoUnit
from assets.demo.national_split import seeded_weights, split_total
from assets.demo.register_book import Value
from assets.demo.task_counts import INDEX_YEAR

FORM = "petitions"
TITLE, SHEET = "THEO DÕI ĐỀ XUẤT, KIẾN NGHỊ VỀ CẢI CÁCH HÀNH CHÍNH", "Kiến nghị"
LABELS: tuple[str, ...] = ("Số kiến nghị", "Nội dung kiến nghị", "Ngày nhận", "Ngày trả lời", "Tình trạng", "Ghi chú")
PRINTED = 144
_FEWEST = 6
_ABOUT = ("Kết nối cơ sở dữ liệu dùng chung", "Phân cấp giải quyết thủ tục", "Biên chế bộ phận một cửa", "Kinh phí số hóa hồ sơ")


def petition_rows(units: tuple[DemoUnit, ...], seed: int) -> Iterator[tuple[DemoUnit, list[list[Value]]]]:
    """Each unit with its petitions."""
    many = split_total(PRINTED, seeded_weights(f"{seed}:petitions", [unit.unit_id for unit in units]), _FEWEST)
    for unit, own in zip(units, many, strict=True):
        rng = random.Random(f"{seed}:petitions:{unit.unit_id}")
        rows: list[list[Value]] = []
        for number in range(1, own + 1):
            received = dt.date(INDEX_YEAR, 1, 5) + dt.timedelta(days=rng.randint(0, 300))
            answered = received + dt.timedelta(days=rng.randint(3, 45))
            rows.append([number, f"{rng.choice(_ABOUT)} (giả lập)", received, answered, "Đã trả lời", None])
        yield unit, rows
