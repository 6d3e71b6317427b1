"""The demo's ballots of the satisfaction survey of 2024, sixty of each of a handful of provinces.

Belongs here: made-up ballots; nobody answered them. Does not belong here: whose register it is (register_files.py), the workbook
(register_book.py).
"""

from __future__ import annotations

import random
from decimal import Decimal

from assets.demo.demo_units import DemoUnit
from assets.demo.register_book import Value

FORM = "sipas_ballots"
TITLE, SHEET = "DỮ LIỆU PHIẾU KHẢO SÁT HÀI LÒNG SIPAS", "Phiếu SIPAS"
LABELS: tuple[str, ...] = (
    "Số phiếu", "Tầng mẫu", "Trọng số", "Tiếp cận dịch vụ", "Thủ tục hành chính", "Công chức", "Kết quả dịch vụ",
    "Tiếp nhận, giải quyết góp ý, phản ánh", "Hài lòng chung",
)  # fmt: skip
BALLOTS = 60
_STRATA = (("Thành thị", "1.5"), ("Nông thôn", "2.25"), ("Vùng khó khăn", "0.75"))
_FACTORS = 5


def ballot_rows(unit: DemoUnit, seed: int) -> list[list[Value]]:
    """Sixty ballots; each answers around a mood of its own, and some leave the question on feedback out."""
    rng = random.Random(f"{seed}:ballots:{unit.unit_id}")
    liking = rng.uniform(3.6, 4.4)
    rows: list[list[Value]] = []
    for number in range(1, BALLOTS + 1):
        stratum, weight = rng.choice(_STRATA)
        mood = rng.gauss(liking, 0.6)
        answers: list[Value] = [_level(rng.gauss(mood, 0.5)) for _ in range(_FACTORS)]
        if rng.random() < 0.1:
            answers[-1] = None
        rows.append([f"P{number:03}", stratum, Decimal(weight), *answers, _level(mood)])
    return rows


def _level(feeling: float) -> int:
    return min(5, max(1, round(feeling)))
