"""The demo as a whole: complete, marked as made up, repeatable, and true to the printed table."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from assets.demo.build import SEED, DemoSummary
from assets.demo.demo_files import panel_files
from assets.demo.outside_scores import HEADER, outside_scores_csv
from assets.demo.panel_plans import ministry_plans, ministry_plans_before, province_plans
from assets.demo.printed_totals import round_cents
from assets.demo.register_files import register_files
from assets.demo.report_books import report_files
from assets.demo.year_before import YearBefore, percents_before

pytestmark = pytest.mark.xdist_group("demo")
POINTS = {"self_assessment": "self_points", "appraisal": "appraised_points", "survey_scores": "survey_points"}

OUTSIDE = "papi_gia_lap.csv"


def scored(demo: DemoSummary) -> list[str]:
    """The workbooks of forms over a criteria set."""
    return [name for name in demo.files if any(end in name for end in ("_tu_danh_gia", "_tham_dinh", "_dieu_tra_xhh"))]


def printed_rows(reference: dict[str, pl.DataFrame], statistic: str) -> pl.DataFrame:
    return reference["reference.published_result"].filter(
        (pl.col("index_name") == "PAR_INDEX") & (pl.col("index_year") == 2023) & (pl.col("statistic") == statistic)
    )


def test_three_workbooks_for_every_unit(demo: DemoSummary) -> None:
    clean = [name for name in scored(demo) if "_lan2" not in name and "_gui_lai" not in name]
    assert sum(name.startswith("2022_") for name in clean) == 18 * 3
    assert sum(name.startswith("2023_") for name in clean) == 18 * 3
    assert sum(name.startswith("2024_") for name in clean) == 63 * 3
    assert sorted(path.name for path in demo.folder.iterdir()) == sorted(demo.files)
    assert "2023_BTP_tu_danh_gia.xlsx" in demo.files
    assert "2024_33_Hung_Yen_tham_dinh.xlsx" in demo.files


def test_clean_workbooks_are_read_whole(demo: DemoSummary, reference: dict[str, pl.DataFrame], read) -> None:
    leaves = reference["reference.criterion"].filter("is_leaf")
    parts = {(row["criteria_set"], row["node_id"]): row["part"] for row in leaves.iter_rows(named=True)}
    sent = {"self_assessment": "appraised", "appraisal": "appraised", "survey_scores": "survey"}
    planned = {"appraisal": demo.appraised_points, "survey_scores": demo.survey_points}
    faulty = {fault.file_name for fault in demo.faults}
    for name in (name for name in scored(demo) if name not in faulty):
        extraction = read(name)
        (submission,) = extraction.submissions
        assert (submission.status, submission.made_up, extraction.problems) == ("accepted", True, []), name
        assert all(line.node_id for line in extraction.lines), name
        lines = {
            line.node_id: line
            for line in extraction.lines
            if line.measure == POINTS[submission.form] and parts.get((submission.criteria_set, line.node_id)) == sent[submission.form]
        }
        wanted = [node for (name_of_set, node), part in parts.items()
                  if (name_of_set, part) == (submission.criteria_set, sent[submission.form])]  # fmt: skip
        assert sorted(lines) == sorted(wanted), name
        assert all(line.state in ("value", "not_applicable") for line in lines.values()), name
        total = sum((line.value for line in lines.values() if line.value is not None), Decimal())
        if submission.form in planned:
            assert total == planned[submission.form][submission.index_year, submission.unit_id], name


def test_registers_are_read_whole(demo: DemoSummary, reference: dict[str, pl.DataFrame], read) -> None:
    forms: Counter[str] = Counter()
    for file in register_files(reference, SEED):
        extraction = read(file.name)
        (submission,) = extraction.submissions
        assert (submission.status, submission.made_up, extraction.problems) == ("accepted", True, []), file.name
        assert {line.state for line in extraction.lines} <= {"value", "text", "blank"}, file.name
        assert all(line.code_text for line in extraction.lines), file.name
        forms[submission.form] += 1
    assert forms == {"plan_tasks": 22 + 63, "petitions": 9, "inspections": 9, "dossiers": 9, "sipas_ballots": 6}


def test_ministries_round_to_print(demo: DemoSummary, reference: dict[str, pl.DataFrame]) -> None:
    rows = printed_rows(reference, "unit").rows(named=True)
    assert len(rows) == 17
    totals = {row["unit_id"]: demo.appraised_points[2023, row["unit_id"]] + demo.survey_points[2023, row["unit_id"]] for row in rows}
    for row in rows:
        assert round_cents(demo.appraised_points[2023, row["unit_id"]]) == row["appraised_points"]
        assert round_cents(demo.survey_points[2023, row["unit_id"]]) == row["survey_points"]
        assert round_cents(totals[row["unit_id"]]) == row["index_percent"]
    assert sum(row["appraised_points"] + row["survey_points"] != row["index_percent"] for row in rows) == 9
    assert round_cents(sum(totals.values()) / 17) == printed_rows(reference, "mean")["index_percent"].item()
    by_total = sorted(rows, key=lambda row: -totals[row["unit_id"]])
    assert [row["rank"] for row in by_total] == list(range(1, 18))


def test_the_year_before_keeps_what_print_says_of_it(demo: DemoSummary, reference: dict[str, pl.DataFrame]) -> None:
    printed = reference["reference.published_result"].filter(
        (pl.col("index_name") == "PAR_INDEX") & (pl.col("index_year") == 2022) & (pl.col("panel") == "ministries")
    )
    totals = {unit: points + demo.survey_points[year, unit] for (year, unit), points in demo.appraised_points.items() if year == 2022}
    by_total = sorted(totals, key=lambda unit: -totals[unit])
    for row in printed.rows(named=True):
        assert by_total[row["rank"] - 1] == row["unit_id"]
        assert row["index_percent"] is None or totals[row["unit_id"]] == row["index_percent"]
    assert len(totals) == 18


def test_most_lines_of_the_year_before_are_those_of_the_year_after(reference: dict[str, pl.DataFrame]) -> None:
    """So that a change has a few causes, and a unit's fall can be told in words."""
    for before, after in zip(ministry_plans_before(reference, SEED).units, ministry_plans(reference, SEED).units, strict=True):
        changed = [node for node, points in after.scores.appraised_points.items() if points != before.scores.appraised_points[node]]
        assert len(changed) < len(after.scores.appraised_points) / 3, after.unit.code


@given(
    st.lists(st.decimals(70, 95, places=4), min_size=1, max_size=20),
    st.lists(st.one_of(st.none(), st.decimals(80, 95, places=2)), max_size=4),
    st.integers(0, 99),
)
def test_nobody_passes_the_ranks_in_print(after: list[Decimal], printed: list[Decimal | None], seed: int) -> None:
    stated = iter(sorted((index for index in printed if index is not None), reverse=True))
    ranked = [YearBefore(str(place), None if index is None else next(stated)) for place, index in enumerate(printed)]
    percents = percents_before({str(place): index for place, index in enumerate(after)}, ranked, random.Random(seed))
    assert set(percents) == {*map(str, range(len(after))), *(row.unit_id for row in ranked)}
    for row in ranked:
        assert row.index_percent is None or percents[row.unit_id] == row.index_percent
    last = percents[ranked[-1].unit_id] if ranked else Decimal(100)
    assert all(percents[str(place)] < last for place in range(len(printed), len(after)))


def test_provinces_spread_over_both_groups(demo: DemoSummary, reference: dict[str, pl.DataFrame]) -> None:
    plan = province_plans(reference, SEED)
    index = [demo.appraised_points[2024, each.unit.unit_id] + demo.survey_points[2024, each.unit.unit_id] for each in plan.units]
    assert len(index) == 63
    assert min(index) > 78 and max(index) < 96
    assert sum(points >= 90 for points in index) >= 5
    assert len(set(index)) <= 62  # two provinces share their total


def test_self_scores_are_optimistic_and_changes_have_reasons(reference: dict[str, pl.DataFrame]) -> None:
    for plan in (ministry_plans(reference, SEED), province_plans(reference, SEED)):
        maxima = {node.node_id: node.max_points for node in plan.panel.nodes}
        for unit in plan.units:
            scores = unit.scores
            cut = {node for node, points in scores.self_points.items() if points > scores.appraised_points[node]}
            modest = {node for node, points in scores.self_points.items() if points < scores.appraised_points[node]}
            assert cut | modest == set(scores.reasons)
            assert len(modest) < len(cut)
            assert all(0 <= points <= maxima[node] for node, points in scores.self_points.items())


def test_every_workbook_says_that_it_is_made_up(demo: DemoSummary) -> None:
    damaged = {fault.file_name for fault in demo.faults if fault.fault in ("empty_file", "encrypted", "cut_off")}
    hidden = 0
    for name in [name for name in demo.files if name.endswith(".xlsx") and name not in damaged][::4]:
        workbook = load_workbook(io.BytesIO((demo.folder / name).read_bytes()), read_only=True)
        titles = [row[0] for row in workbook.worksheets[0].iter_rows(max_row=4, max_col=1, values_only=True)]
        assert str(titles[3]).startswith("SỐ LIỆU GIẢ LẬP"), name
        if name.startswith("2023_") and name in scored(demo):
            assert ("đã công bố" in str(titles[3])) == ("TTCP" not in name)
        if "_cchc" in workbook.sheetnames:
            hidden += 1
            assert ("data", "made_up") in list(workbook["_cchc"].values)
    assert hidden > 10


def test_the_same_seed_gives_the_same_bytes(demo: DemoSummary, reference: dict[str, pl.DataFrame]) -> None:
    files = [*panel_files(ministry_plans(reference, SEED)), *panel_files(province_plans(reference, SEED))]
    registers = list(register_files(reference, SEED))
    earlier = list(panel_files(ministry_plans_before(reference, SEED)))
    made = [*files, *report_files(reference, SEED), *registers, *earlier]
    assert [file.name for file in made] == [name for name in demo.files if name != OUTSIDE]
    for file in registers[::20]:
        assert file.content() == (demo.folder / file.name).read_bytes(), file.name
    for file in reversed(files[::12]):
        assert file.content() == (demo.folder / file.name).read_bytes(), file.name
    other = next(iter(panel_files(ministry_plans(reference, SEED + 1))))
    assert other.content() != (demo.folder / other.name).read_bytes()


def test_outside_scores(demo: DemoSummary, reference: dict[str, pl.DataFrame], read) -> None:
    provinces = tuple(each.unit for each in province_plans(reference, SEED).units)
    content = (demo.folder / OUTSIDE).read_bytes()
    assert content == outside_scores_csv(reference, provinces, SEED)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert tuple(rows[0]) == HEADER
    assert {row["source_url"] for row in rows} == {f"made-up (số liệu giả lập, seed {SEED})"}
    count = {(row["province_vi"], row["year"]): 0 for row in rows}
    for row in rows:
        count[row["province_vi"], row["year"]] += 1
    assert len(count) == 24
    assert sorted(count.values()) == [27] + [28] * 23
    assert "Hưng Yên" not in {row["province_vi"] for row in rows}
    extraction = read(OUTSIDE)
    assert [(s.index_year, s.status, s.made_up) for s in extraction.submissions] == [
        (2023, "accepted", True),
        (2024, "accepted", True),
    ]
    assert not extraction.problems
    assert all(line.node_id and line.unit_id and line.state == "value" for line in extraction.lines)


def test_progress_is_told(demo: DemoSummary, said: list[str]) -> None:
    assert said[-1] == f"Đã tạo {len(demo.files)}/{len(demo.files)} tệp giả lập"
    assert len(said) == len(demo.files) // 50 + 1
