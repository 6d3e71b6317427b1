"""The scorecard of the demo against the same workbooks read with openpyxl and added up in plain Python."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import openpyxl
import polars as pl
import pytest

from warehouse.connection import open_release
from warehouse.home import Home
from warehouse.reference_data import SHIPPED, load_reference

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("graph")]
Sums = dict[tuple[int, str, str, str], Fraction]
"""(year, indicator, scope kind, scope) → what the units add up to."""


def reports(home: Home) -> Iterator[tuple[int, str, dict[str, int]]]:
    """(year, code of the unit, figures) of each annual report, straight from its cells."""
    for path in sorted(home.landing_done.glob("*_bao_cao_nam.xlsx")):
        year, code = path.name.split("_")[:2]
        sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
        figures = {}
        for row in sheet.iter_rows(min_row=6, max_col=4, values_only=True):
            if row[0] is not None and row[3] not in (None, "Số liệu"):
                figures[str(row[0])] = int(str(row[3]).replace(".", ""))
        yield int(year), code, figures


@pytest.fixture(scope="module")
def added_up(demo_home: Home) -> Sums:
    tables = load_reference([SHIPPED])
    day = dt.date(2024, 12, 31)
    valid = tables["reference.unit"].filter(pl.col("valid_to").is_null() | (pl.col("valid_to") >= day), pl.col("parent_unit_id").is_null())
    regions = dict(tables["reference.region_member"].select("unit_id", "region").iter_rows())
    units = {row["unit_code"]: row for row in valid.filter(pl.col("valid_from").is_null() | (pl.col("valid_from") <= day)).to_dicts()}
    sums: Sums = defaultdict(Fraction)
    for year, code, figures in reports(demo_home):
        unit = units[code]
        scopes = [("national", "all"), ("level", unit["level"])]
        if unit["unit_id"] in regions:
            scopes.append(("region", regions[unit["unit_id"]]))
        for indicator, value in figures.items():
            for kind, scope in scopes:
                sums[year, indicator, kind, scope] += value
    return sums


def scorecard(home: Home, kind: str) -> list[tuple[int, str, str, str, Decimal, Decimal | None]]:
    with open_release(home) as con:
        return con.execute(
            "SELECT index_year, indicator, scope_kind, scope, figure, change FROM mart.scorecard "
            "WHERE period = 'year' AND kind = ? AND scope_kind <> 'group'",
            [kind],
        ).fetchall()


def test_reported_figures_are_the_sums_of_the_workbooks(demo_home: Home, added_up: Sums) -> None:
    rows = scorecard(demo_home, "reported")
    assert {row[:4] for row in rows} == set(added_up)
    for year, indicator, kind, scope, figure, change in rows:
        assert Fraction(figure) == added_up[year, indicator, kind, scope], (year, indicator, scope)
        before = added_up.get((year - 1, indicator, kind, scope))
        assert (change is None) == (before is None)
        assert change is None or Fraction(change) == added_up[year, indicator, kind, scope] - before


def test_rates_are_sums_over_sums(demo_home: Home, added_up: Sums) -> None:
    terms: dict[tuple[str, str], list[str]] = defaultdict(list)
    for indicator, role, term in load_reference([SHIPPED])["reference.indicator_term"].iter_rows():
        terms[indicator, role].append(term)
    rows = scorecard(demo_home, "ratio")
    assert len(rows) > 100
    for year, indicator, kind, scope, figure, _ in rows:
        above, below = (
            sum((added_up[year, term, kind, scope] for term in terms[indicator, role] if (year, term, kind, scope) in added_up), Fraction())
            for role in ("numerator", "denominator")
        )
        if below:
            assert abs(Fraction(figure) - 100 * above / below) <= Fraction(1, 10**8), (year, indicator, scope)


def test_every_unit_is_in_it_and_every_figure_leads_to_its_cell(demo_home: Home) -> None:
    with open_release(demo_home) as con:
        coverage = con.execute(
            "SELECT DISTINCT scope, units_expected, units_reported FROM mart.scorecard "
            "WHERE index_year = 2024 AND period = 'year' AND scope_kind = 'level' ORDER BY scope"
        ).fetchall()
        file, sheet, cell, figure = con.execute(
            "SELECT file_name, sheet, cell, figure FROM mart.scorecard_unit "
            "WHERE index_year = 2024 AND period = 'year' AND indicator = '2.5' AND unit_code = '33'"
        ).fetchone()
        lost = con.execute(
            "SELECT count(*) FROM mart.scorecard_unit WHERE period = 'year' AND kind = 'reported' AND (state <> 'value' OR cell IS NULL)"
        ).fetchone()
    assert coverage == [("government", 1, 1), ("ministry", 22, 22), ("province", 63, 63)]
    assert lost == (0,)
    value = openpyxl.load_workbook(demo_home.landing_done / file)[sheet][cell].value
    assert int(str(value).replace(".", "")) == figure


def test_other_periods_stand_alone(demo_home: Home) -> None:
    """Five units sent them: the year is theirs and everybody's, and no sum of quarters."""
    with open_release(demo_home) as con:
        rows = con.execute(
            "SELECT period, units_expected, units_reported, figure FROM mart.scorecard "
            "WHERE index_year = 2024 AND indicator = '1.1' AND scope_kind = 'national' ORDER BY period"
        ).fetchall()
    reported = {period: (expected, sent) for period, expected, sent, _ in rows}
    assert reported == {"quarter_1": (85, 4), "quarter_3": (85, 4), "six_months": (85, 4), "year": (85, 85)}
    assert {period: figure for period, *_, figure in rows}["year"] == 4673


def test_parts_that_do_not_add_up_are_told_to_their_senders(demo_home: Home) -> None:
    with open_release(demo_home) as con:
        rows = con.execute(
            "SELECT f.unit_id, l.node_id, l.value - l.other_value FROM quality.line_findings AS f "
            "JOIN quality.compared_figures AS l ON l.line_id = f.line_id AND l.compared_with = 'sum_of_parts' WHERE f.rule = 'REPORT-PARTS'"
        ).fetchall()
        rules = con.execute("SELECT DISTINCT rule FROM quality.findings WHERE contains(file_name, '_bao_cao_') ORDER BY 1").fetchall()
    assert rules == [("REPORT-JUMP",), ("REPORT-PARTS",)]
    assert sum(gap for _, node, gap in rows if node == "3.4") == 664 - 68 - 396
    assert [gap for _, node, gap in rows if node == "1.9"] == [1]
    assert {node for _, node, _ in rows} == {"3.4", "1.9"}
