"""The demo's periodic reports: complete, read without a finding in reading, and adding up to what was printed."""

from __future__ import annotations

import csv
from decimal import Decimal

import polars as pl
import pytest

from assets.demo.bounded_split import split_within
from assets.demo.build import SEED, DemoSummary
from assets.demo.report_figures import TOTALS, YEARS, Figures, report_figures

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="module")
def figures(reference: dict[str, pl.DataFrame]) -> dict[int, Figures]:
    return report_figures(reference, SEED)


def level_of(unit_id: str) -> str:
    return "government" if unit_id == "CP@all" else "province" if unit_id[0].isdigit() else "ministry"


def test_every_unit_reports_the_lines_of_its_level(reference: dict[str, pl.DataFrame], figures: dict[int, Figures]) -> None:
    reported: dict[str, set[str]] = {}
    for indicator, level in reference["reference.indicator_reporter"].iter_rows():
        reported.setdefault(level, set()).add(indicator)
    for year in YEARS:
        assert len(figures[year]) == 1 + 22 + 63
        for unit_id, own in figures[year].items():
            assert set(own) == reported[level_of(unit_id)], unit_id
            assert min(own.values()) >= 0


def test_units_add_up_to_the_declared_totals(figures: dict[int, Figures]) -> None:
    with TOTALS.open(encoding="utf-8", newline="") as file:
        declared = list(csv.DictReader(file))
    checked = 0
    for row in declared:
        for year in YEARS:
            if text := row[f"total_{year}"]:
                total = sum(own[row["indicator"]] for unit_id, own in figures[year].items() if level_of(unit_id) == row["level"])
                assert total == int(text), (row["indicator"], row["level"], year)
                checked += 1
    assert checked > 160


def test_figures_keep_their_bounds_and_cumulative_ones_never_fall(reference: dict[str, pl.DataFrame], figures: dict[int, Figures]) -> None:
    catalogue = {row["indicator"]: row for row in reference["reference.indicator"].to_dicts()}
    for year in YEARS:
        for own in figures[year].values():
            assert all(value <= own[bound] for name, value in own.items() if (bound := catalogue[name]["at_most"]))
    for unit_id, own in figures[2024].items():
        falls = [name for name, value in own.items() if catalogue[name]["timing"] == "cumulative" and value < figures[2023][unit_id][name]]
        assert falls == [], unit_id


def test_reports_are_read_whole(demo: DemoSummary, figures: dict[int, Figures], read) -> None:  # type: ignore[no-untyped-def]
    names = [name for name in demo.files if "_bao_cao_" in name]
    assert len(names) == 2 * 86 + 3 * 5
    for name in names:
        extraction = read(name)
        (submission,) = extraction.submissions
        assert (submission.status, submission.made_up, extraction.problems) == ("accepted", True, []), name
        values = {line.node_id: line.value for line in extraction.lines if line.measure == "figure" and line.state == "value"}
        if submission.form == "report_year":
            assert values == {node: Decimal(value) for node, value in figures[submission.index_year][submission.unit_id].items()}, name
        else:
            year = figures[2024][submission.unit_id]
            assert set(values) == set(year) and submission.index_year == 2024


def test_a_split_within_bounds_takes_what_the_full_ones_leave() -> None:
    assert split_within(9, [2, 2, 10], [5, 5, 1]) == [2, 2, 5]
    assert split_within(3, [1, 1, 1], [1, 1, 1]) == [1, 1, 1]
    with pytest.raises(ValueError, match="cannot be split"):
        split_within(4, [1, 1, 1], [1, 1, 1])
