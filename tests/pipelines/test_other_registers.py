"""Inspections, dossiers and ballots of the demo: the tables again from the workbooks, in plain Python."""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tests.pipelines.register_books import books, day
from tests.pipelines.released_home import answer
from warehouse.home import Home
from warehouse.reference_data import SHIPPED

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("graph")]

LAST = dt.date(2024, 12, 31)
COUNTS = {
    "received": "Hồ sơ tiếp nhận", "resolved_early": "Giải quyết trước hạn", "resolved_on_time": "Giải quyết đúng hạn",
    "resolved_late": "Giải quyết quá hạn", "digitised": "Hồ sơ số hóa", "online": "Hồ sơ trực tuyến",
    "paid_online": "Hồ sơ thanh toán trực tuyến", "published_on_time": "TTHC công khai đúng hạn", "procedures": "Tổng số TTHC",
    "satisfied": "Người hài lòng", "asked": "Người được hỏi",
}  # fmt: skip
FACTORS = {
    "access": "Tiếp cận dịch vụ", "procedures": "Thủ tục hành chính", "civil_servants": "Công chức", "results": "Kết quả dịch vụ",
    "feedback": "Tiếp nhận, giải quyết góp ý, phản ánh", "overall": "Hài lòng chung",
}  # fmt: skip


def near(found: object, expected: float | Fraction) -> bool:
    return isinstance(found, Decimal) and math.isclose(float(found), float(expected), abs_tol=2e-8)


def test_open_findings_again_from_the_workbooks(demo_home: Home) -> None:
    expected: defaultdict[tuple[str, str], list[Any]] = defaultdict(lambda: [set(), 0, 0, 0, 0, 0, 0])
    for book in books(demo_home, "kiem_tra"):
        for row in book.rows:
            due, remedied = day(row["Thời hạn khắc phục"]), day(row["Ngày khắc phục xong"])
            late, open_ = remedied is not None and due is not None and remedied > due, remedied is None
            for place in (row["Đơn vị được kiểm tra"], "all"):
                of = expected[book.unit_code, place]
                of[0].add(row["Số biên bản"])
                overdue, serious = open_ and due is not None and due <= LAST, open_ and row["Mức độ"] == "Nghiêm trọng"
                for number, counts in enumerate((True, remedied is not None, late, open_, overdue, serious), start=1):
                    of[number] += counts
    found = answer(
        demo_home.release_file,
        "SELECT unit_code, inspected_unit, records, findings, remedied, remedied_late, open, overdue, open_serious "
        "FROM mart.inspection_open",
    )
    assert {row[:2]: row[2:] for row in found} == {key: (len(of[0]), *of[1:]) for key, of in expected.items()}
    assert sum(row[7] for row in found) > 0 and len(found) == len(expected)  # type: ignore[misc]


def test_service_quality_again_from_the_workbooks(demo_home: Home) -> None:
    with (SHIPPED / "service_quality_766.csv").open(encoding="utf-8") as file:
        parts = list(csv.DictReader(file))
    expected: dict[tuple[str, int, str], tuple[Fraction, Fraction]] = {}  # points and maximum
    for book in books(demo_home, "ho_so_tthc"):
        assert [row["Tháng"] for row in book.rows] == list(range(1, 13))
        for month in range(13):
            rows = [row for row in book.rows if month in (0, row["Tháng"])]
            for part in parts:
                top, below = (
                    sum(row[COUNTS[name]] for row in rows for name in part[side].split("+")) for side in ("numerator", "denominator")
                )
                share = Fraction(top, below) / (Fraction(part["target_percent"]) / 100 if part["target_percent"] else 1)
                points = min(share, Fraction(1)) * Fraction(part["max_points"])
                for key in (part["part"], part["group_code"], "total"):
                    was = expected.get((book.unit_code, month, key), (Fraction(0), Fraction(0)))
                    expected[book.unit_code, month, key] = (was[0] + points, was[1] + Fraction(part["max_points"]))
    found = answer(
        demo_home.release_file,
        "SELECT unit_code, month, part, points, max_points, measured_max, illustrative, made_up FROM mart.service_quality",
    )
    assert {row[:3] for row in found} == set(expected) and len(found) == len(expected) == 9 * 13 * (8 + 5 + 1)
    official = {"1.a", "2.a", "2"}
    for *key, points, most, measured, illustrative, made_up in found:
        wanted = expected[tuple(key)]  # type: ignore[index]
        assert abs(Fraction(points) - wanted[0]) < Fraction(1, 10**7), key  # type: ignore[arg-type]
        assert most == measured == wanted[1] and made_up and illustrative == (key[2] not in official), key
    totals = {key: most for key, (_, most) in expected.items() if key[1] == 0 and "." not in key[2]}
    assert {key[2]: most for key, most in totals.items()} == {"1": 18, "2": 20, "3": 22, "4": 22, "5": 18, "total": 100}


def test_groups_and_total_are_called_by_their_own_names(demo_home: Home) -> None:
    with (SHIPPED / "service_quality_766.csv").open(encoding="utf-8") as file:
        names = {row["group_code"]: row["group_vi"] for row in csv.DictReader(file)}
    found = answer(demo_home.release_file, "SELECT DISTINCT part, part_vi FROM mart.service_quality WHERE part_kind <> 'ratio'")
    assert dict(found) == {**names, "total": "Tổng điểm"} and len(found) == len(names) + 1


def test_each_ratio_has_its_numerator_and_denominator(demo_home: Home) -> None:
    odd = answer(
        demo_home.release_file,
        "SELECT * FROM mart.service_quality AS q JOIN core.dossiers AS d USING (index_year, unit_id, month) WHERE q.part = '2.a' "
        "AND (q.numerator <> d.resolved_early + d.resolved_on_time OR q.denominator <> q.numerator + d.resolved_late)",
    )
    assert odd == []


def interval(answers: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Estimate, 95 % interval and effective size of weighted answers from 0 to 100."""
    whole = sum(weight for weight, _ in answers)
    mean = sum(weight * y for weight, y in answers) / whole
    n = len(answers)
    error = math.sqrt(n / (n - 1) * sum((weight * (y - mean)) ** 2 for weight, y in answers)) / whole
    effective = whole**2 / sum(weight**2 for weight, _ in answers)
    return mean, max(mean - 1.95996398 * error, 0), min(mean + 1.95996398 * error, 100), effective


def test_sipas_again_from_the_ballots(demo_home: Home) -> None:
    ballots: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for book in books(demo_home, "phieu_sipas"):
        assert len(book.rows) == 60
        for code in (book.unit_code, "all"):
            ballots[code] += book.rows
    found = answer(
        demo_home.release_file,
        "SELECT coalesce(unit_code, 'all'), factor, method, sample_size, estimate, low, high, effective_size, suppressed, made_up, "
        "comparable_from FROM mart.sipas WHERE index_year = 2024 AND method <> 'published'",
    )
    assert len(found) == 7 * 6 * 2
    for code, factor, method, size, *numbers, suppressed, made_up, since in found:
        label = FACTORS[factor]  # type: ignore[index]
        answers = [
            (float(row["Trọng số"]), 100.0 * (row[label] >= 4) if method == "top_two" else 20.0 * row[label])
            for row in ballots[code]  # type: ignore[index]
            if row[label] is not None
        ]
        assert size == len(answers) and (suppressed, made_up, since) == (False, True, 2022)
        assert all(near(number, wanted) for number, wanted in zip(numbers, interval(answers), strict=True)), (code, factor, method)


def test_published_sipas_stands_beside_and_breaks_in_2022(demo_home: Home) -> None:
    found = answer(
        demo_home.release_file,
        "SELECT index_year, method, estimate, published_percent, comparable_from, made_up FROM mart.sipas "
        "WHERE unit_id = 'all' AND factor = 'overall' ORDER BY index_year, method",
    )
    assert [row for row in found if row[1] == "published"] == [
        (year, "published", Decimal(percent), Decimal(percent), 2022, False)
        for year, percent in ((2022, "80.08"), (2023, "82.66"), (2024, "83.94"))
    ]
    assert {row[3] for row in found if row[0] == 2024} == {Decimal("83.94")} and len(found) == 5
