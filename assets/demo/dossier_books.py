"""The demo's monthly counts of dossiers of 2024, of a handful of units.

Belongs here: made-up counts that fit each other. Does not belong here: whose form it is (register_files.py), the workbook
(register_book.py).
"""

from __future__ import annotations

import random

from assets.demo.demo_units import DemoUnit
from assets.demo.register_book import Value

FORM = "dossiers"
TITLE, SHEET = "TÌNH HÌNH GIẢI QUYẾT HỒ SƠ THỦ TỤC HÀNH CHÍNH THEO THÁNG", "Hồ sơ TTHC"
LABELS: tuple[str, ...] = (
    "Tháng", "Hồ sơ tiếp nhận", "Giải quyết trước hạn", "Giải quyết đúng hạn", "Giải quyết quá hạn", "Đang giải quyết", "Hồ sơ số hóa",
    "Hồ sơ trực tuyến", "Hồ sơ thanh toán trực tuyến", "TTHC công khai đúng hạn", "Tổng số TTHC", "Người hài lòng", "Người được hỏi",
)  # fmt: skip


def dossier_rows(unit: DemoUnit, seed: int) -> list[list[Value]]:
    """Twelve months."""
    rng = random.Random(f"{seed}:dossiers:{unit.unit_id}")
    province = unit.code.isdigit()
    usual, procedures = rng.randint(20_000, 60_000) if province else rng.randint(800, 4_000), rng.randint(120, 1_900)
    rows: list[list[Value]] = []
    for month in range(1, 13):
        received = usual * rng.randint(80, 120) // 100
        resolved = received * rng.randint(88, 99) // 100
        late = resolved * rng.randint(1, 60) // 1000
        early = (resolved - late) * rng.randint(30, 60) // 100
        online = received * rng.randint(35, 85) // 100
        asked = received // rng.randint(20, 60)
        published = procedures * rng.randint(93, 100) // 100
        rows.append([
            month, received, early, resolved - late - early, late, received - resolved, received * rng.randint(40, 90) // 100, online,
            online * rng.randint(20, 60) // 100, published, procedures, asked * rng.randint(82, 97) // 100, asked,
        ])  # fmt: skip
    return rows
