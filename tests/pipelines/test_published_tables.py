"""The demo gives the published table of ministries 2023, and the real PAPI file gives the published PAPI facts."""

from __future__ import annotations

import csv
from decimal import ROUND_HALF_UP, Decimal

import pytest

from tests.pipelines.conftest import ChangedHome, shared_reference
from warehouse.connection import open_release
from warehouse.home import Home

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("graph")]


def _two(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_ministries_2023_are_as_published(demo_home: Home) -> None:
    path = shared_reference("par_index", "ministries_2023.csv")
    with path.open(encoding="utf-8") as file:
        printed = {row["unit_name_vi"]: row for row in csv.DictReader(file)}
    with open_release(demo_home) as con:
        rows = con.execute(
            "SELECT unit_name, appraised_points, survey_points, index_percent, rank, ranked_units FROM mart.par_index "
            "WHERE index_year = 2023 AND rank IS NOT NULL ORDER BY rank"
        ).fetchall()
    assert [row[4] for row in rows] == list(range(1, 18))
    for name, appraised, survey, index, rank, ranked_units in rows:
        assert rank == int(printed[name]["rank"]), name
        assert ranked_units == 17
        assert _two(appraised) == Decimal(printed[name]["appraised_points"])
        assert _two(survey) == Decimal(printed[name]["survey_points"])
        assert abs(index - Decimal(printed[name]["index_percent"])) <= Decimal("0.01")
        assert _two(index) == Decimal(printed[name]["index_percent"])
    assert _two(sum((row[3] for row in rows), Decimal(0)) / 17) == Decimal("84.38")


def test_government_inspectorate_is_scored_but_not_ranked(demo_home: Home) -> None:
    with open_release(demo_home) as con:
        row = con.execute(
            "SELECT rank, index_percent, maturity, unranked_reason, group_label FROM mart.par_index "
            "WHERE index_year = 2023 AND unit_name = 'Thanh tra Chính phủ'"
        ).fetchone()
    assert row is not None
    rank, index, maturity, reason, group = row
    assert rank is None and group is None
    assert index is not None and maturity == "final"
    assert "không xếp hạng" in reason


def test_everything_made_up_says_so(demo_home: Home) -> None:
    with open_release(demo_home) as con:
        for table in ("mart.par_index", "mart.par_index_field", "mart.par_index_line", "mart.outside_index_dimension"):
            score = {"mart.par_index": "total_points", "mart.outside_index_dimension": "score"}.get(table, "points")
            unmarked = con.execute(f"SELECT count(*) FROM {table} WHERE {score} IS NOT NULL AND NOT made_up").fetchone()
            assert unmarked == (0,), table


@pytest.mark.parametrize(
    ("year", "total", "rank", "group"),
    [(2023, "44.2282", 12, "cao nhất"), (2024, "44.4042", 19, "trung bình cao")],
)
def test_papi_of_hung_yen_is_as_published(changed_home: ChangedHome, year: int, total: str, rank: int, group: str) -> None:
    shared_reference("papi", "subdimensions.csv")
    with open_release(changed_home.home) as con:
        row = con.execute(
            "SELECT round(total, 4), rank, ranked_units, group_label, made_up FROM mart.outside_index "
            "WHERE index_name = 'PAPI' AND index_year = ? AND unit_name = 'Hưng Yên'",
            [year],
        ).fetchone()
    assert row == (Decimal(total), rank, 61, group, False)


def test_papi_totals_are_the_plain_sums_of_the_file(changed_home: ChangedHome) -> None:
    path = shared_reference("papi", "subdimensions.csv")
    sums: dict[tuple[int, str], Decimal] = {}
    counts: dict[tuple[int, str], int] = {}
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            key = int(row["year"]), row["province_vi"].replace("TP. ", "").replace("Hòa Bình", "Hoà Bình")
            sums[key] = sums.get(key, Decimal(0)) + Decimal(row["score"])
            counts[key] = counts.get(key, 0) + 1
    with open_release(changed_home.home) as con:
        rows = con.execute("SELECT index_year, unit_name, total, rank, note FROM mart.outside_index WHERE index_name = 'PAPI'").fetchall()
    full = {year: max(n for (y, _), n in counts.items() if y == year) for year in {y for y, _ in counts}}
    assert full == {2017: 22, 2018: 28, 2021: 28, 2023: 28, 2024: 28}
    for year, name, total, rank, note in rows:
        if counts.get((year, name), 0) == full[year]:
            assert total == sums[year, name], (year, name)
            better = sum(1 for (y, n), s in sums.items() if y == year and counts[y, n] == full[year] and s > total)
            assert rank == better + 1
        else:
            assert total is None and rank is None and note, (year, name)
    assert {year for year, *_ in rows} == set(full)


def test_years_without_published_sizes_have_no_group_but_a_note(changed_home: ChangedHome) -> None:
    shared_reference("papi", "subdimensions.csv")
    with open_release(changed_home.home) as con:
        rows = con.execute(
            "SELECT count(*) FILTER (WHERE group_label IS NOT NULL), count(*) FILTER (WHERE note IS NULL) FROM mart.outside_index "
            "WHERE index_year IN (2017, 2018, 2021)"
        ).fetchone()
    assert rows == (0, 0)
