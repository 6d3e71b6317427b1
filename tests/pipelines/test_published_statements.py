"""Published statements 2012–2024: each holds against the others, or is listed with the reason; and made-up ones with known faults."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assets.published_check.group_check import check_groups
from assets.published_check.statement import COLUMNS, Group, Statement, read_groups, read_statements
from pipelines.cli.failure import CommandFailed
from pipelines.cli.published import group_verdicts, published, region_sizes
from tests.pipelines.conftest import shared_reference
from warehouse.reference_data import SHIPPED, load_reference


def verdicts(capsys: pytest.CaptureFixture[str], statements: Path, groups: Path | None = None) -> list[dict[str, Any]]:
    published(statements, groups, True, "json")
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def real(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return verdicts(capsys, shared_reference("published", "statements.csv"), shared_reference("par_index", "classification.csv"))


def test_every_statement_gets_a_verdict_with_its_reason(real: list[dict[str, Any]]) -> None:
    with shared_reference("published", "statements.csv").open(encoding="utf-8") as file:
        assert len(real) == len(list(csv.DictReader(file)))
    assert all(row["reason"] for row in real)
    assert sum(row["verdict"] == "reproduces" for row in real) > 100


def test_the_statements_that_sources_dispute_are_listed_and_no_other(real: list[dict[str, Any]]) -> None:
    disputed = {(row["year"], row["name"]) for row in real if row["verdict"] == "disagrees" and "các nguồn" in row["reason"]}
    assert disputed == {
        (2018, "Quảng Ninh"), (2023, "(vùng) Đồng bằng sông Hồng"), (2023, "(vùng) Đông Nam Bộ"),
        (2023, "(vùng) Bắc Trung Bộ và Duyên hải miền Trung"),
    }  # fmt: skip
    others = [row for row in real if row["verdict"] == "disagrees" and "các nguồn" not in row["reason"]]
    assert [(row["year"], row["name"]) for row in others] == [(2014, "(trung bình 63 tỉnh)"), (2024, "(trung bình 63 tỉnh)")]
    assert "76,72" in others[0]["reason"]  # what a source of the next year implies
    assert "Bắc Trung Bộ và Duyên hải miền Trung → Đông Nam Bộ" in others[1]["reason"]  # another extent of the region


def test_national_means_follow_from_what_was_published(real: list[dict[str, Any]]) -> None:
    means = {(row["level"], row["year"]): row for row in real if row["name"].startswith("(trung bình")}
    assert means["province", 2023]["verdict"] == "reproduces" and "63 tỉnh" in means["province", 2023]["reason"]
    assert means["ministry", 2023]["verdict"] == "reproduces" and "17 giá trị" in means["ministry", 2023]["reason"]


def test_stated_changes_are_held_against_the_values_of_both_years(real: list[dict[str, Any]]) -> None:
    told = {(row["index"], row["year"], row["name"]): row["reason"] for row in real if "thay đổi" in row["reason"]}
    assert "khớp với giá trị năm 2023: 91,87" in told["PAR_INDEX", 2024, "Hải Phòng"]
    assert "khớp với giá trị năm 2022: 80,08" in told["SIPAS", 2023, "(cả nước)"]
    assert (
        "cho giá trị năm 2024 là 89,30, nguồn khác công bố 88,51" in told["PAR_INDEX", 2023, "(vùng) Bắc Trung Bộ và Duyên hải miền Trung"]
    )
    assert len(told) == 5  # of the others only one year's value is known, or the mean of 2024 that fails otherwise


def test_units_named_without_a_value_are_counted_in_their_group(real: list[dict[str, Any]]) -> None:
    named = {(row["year"], row["name"]): row for row in real if row["value"] is None and "được nêu trong nhóm" in row["reason"]}
    assert "14 đơn vị được nêu trong nhóm 80-90, đủ 14 thành viên" in named[2020, "Bộ Y tế"]["reason"]
    assert "6 đơn vị" in named[2012, "Cao Bằng"]["reason"] and "hạng 63 thuộc các hạng 14–63" in named[2024, "Cao Bằng"]["reason"]
    assert {row["verdict"] for row in named.values()} == {"reproduces"}


def test_every_published_group_gets_a_verdict() -> None:
    groups = read_groups(shared_reference("par_index", "classification.csv"))
    statements = read_statements(shared_reference("published", "statements.csv"))
    found = group_verdicts(statements, groups, load_reference([SHIPPED]))
    assert len(found) == 40 and all(each.reason for each in found)
    assert Counter(each.verdict for each in found) == {"reproduces": 35, "cannot_be_checked": 5}
    unknown = {each.group.scope.split(" (")[0] for each in found if each.verdict == "cannot_be_checked"}
    assert unknown == {"internal:Quảng Trị", "internal:Bắc Kạn huyện"}
    counted = [each for each in found if "đếm lại từ giá trị đã công bố" in each.reason]
    assert [(each.group.level, each.group.year, each.group.members) for each in counted] == [("ministry", 2023, 14), ("ministry", 2023, 3)]


def test_faults_of_made_up_groups_are_found() -> None:
    def group(label: str, lower: str | None, upper: str | None, members: int | None, both: bool = False) -> Group:
        bounds = Decimal(lower) if lower else None, True, Decimal(upper) if upper else None, both
        return Group("ministry", 2030, label, *bounds, members, "national_ministry", "2030")

    statements = [
        Statement(number, "PAR_INDEX", "ministry", 2030, f"Bộ {number}", "", Decimal(value), "percent", number, "", "")
        for number, value in enumerate(("95", "92", "91", "75"), start=1)
    ]
    good = [group("A", "90", None, 3), group("B", None, "90", 1)]
    assert [each.verdict for each in check_groups(good, statements, {("ministry", 2030): 4})] == ["reproduces", "reproduces"]
    too_many = check_groups([group("A", "90", None, 2), group("B", None, "90", 2)], statements, {("ministry", 2030): 4})
    assert [each.fails[0] for each in too_many] == [
        "3 đơn vị có giá trị đã công bố nằm trong ngưỡng, số thành viên là 2",
        "1 đơn vị có giá trị đã công bố nằm trong ngưỡng, số thành viên là 2",
    ]  # fmt: skip
    assert check_groups(good, statements, {("ministry", 2030): 5})[0].fails == ["các nhóm cộng lại 4 đơn vị, danh sách có 5"]
    overlapping = check_groups([group("A", "90", None, 3), group("B", None, "90", 1, both=True)], statements, {})
    assert all("giá trị 90 thuộc 2 nhóm" in each.fails for each in overlapping)
    assert check_groups([group("Tốt", None, None, None)], [], {})[0].verdict == "cannot_be_checked"


def test_a_group_with_more_units_than_members_differs_whatever_else_is_disputed() -> None:
    """Of one unit two sources state different values, both within the group: it is a member all the same."""

    def said(name: str, value: str | None, group: str = "A") -> Statement:
        return Statement(2, "PAR_INDEX", "province", 2030, name, "", Decimal(value) if value else None, "percent", None, group, "")

    def group(label: str, lower: str | None, upper: str | None, members: int | None) -> Group:
        bounds = Decimal(lower) if lower else None, False, Decimal(upper) if upper else None, True
        return Group("province", 2030, label, *bounds, members, "national_province", "2030")

    groups = [group("A", "90", None, 1), group("B", "80", "90", 20), group("C", None, "80", None)]
    a, b, c = check_groups(groups, [said("Hải Phòng", "92.35"), said("Hải Phòng", "92.53"), said("Huế", "91")], {})
    assert a.fails == [
        "2 đơn vị có giá trị đã công bố nằm trong ngưỡng, số thành viên là 1", "2 đơn vị được nêu trong nhóm, số thành viên là 1",
    ]  # fmt: skip
    assert b.reason == "không có giá trị đã công bố nào nằm trong ngưỡng để đối chiếu với 20 thành viên"
    assert c.reason == "không nêu số thành viên"
    a, _, _ = check_groups(groups, [said("Hải Phòng", None), said("Huế", None)], {})
    assert a.fails == ["2 đơn vị được nêu trong nhóm, số thành viên là 1"]
    apart = [said("Hải Phòng", "92.35", ""), said("Hải Phòng", "89", ""), said("Huế", "91", "")]
    assert check_groups(groups, apart, {})[0].holds == ["1 đơn vị có giá trị đã công bố nằm trong ngưỡng, không quá 1 thành viên"]


MEAN = [
    {"unit_name_vi": "Bộ Tư pháp", "value": "89.5"},
    {"unit_name_vi": "Bộ Y tế", "value": "80.6"},
    {"unit_name_vi": "Bộ Tài chính", "value": "90"},
    {"unit_name_vi": "(trung bình 3 bộ)", "value": "95"},
]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ([], "trung bình của 3 giá trị đã công bố là 86,70"),
        ([{"unit_name_vi": "Bộ Y tế", "value": "55", "field_code": "APPRAISED", "unit": "points"},
          {"unit_name_vi": "Bộ Y tế", "value": "25.5", "field_code": "SURVEY", "unit": "points"}],
         "trung bình của 3 giá trị đã công bố là 86,70"),  # what fails of a unit's parts is nothing against its value in the mean
        ([{"unit_name_vi": "Bộ Y tế", "value": "80.7"}], "không có số liệu nào khác của bảng này để đối chiếu"),
    ],
)  # fmt: skip
def test_a_stated_mean_leaves_out_units_with_disputed_values_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[dict[str, str]], reason: str
) -> None:
    base = {"index": "PAR_INDEX", "level": "ministry", "year": "2030", "unit": "percent"}
    found = verdicts(capsys, write(tmp_path / "s.csv", [base | row for row in [*MEAN, *more]]))
    assert found[3]["reason"] == reason


def test_a_percent_beyond_a_hundred_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = {"index": "SIPAS", "level": "province", "year": "2030", "unit": "percent"}
    rows = [base | {"unit_name_vi": "Huế", "value": "101.2"}, base | {"unit_name_vi": "Sơn La", "value": "100"}]
    found = verdicts(capsys, write(tmp_path / "s.csv", rows))
    assert [row["verdict"] for row in found] == ["disagrees", "cannot_be_checked"]
    assert found[0]["reason"] == "giá trị 101,2% nằm ngoài khoảng 0–100%"


def test_the_verdicts_as_csv_are_those_of_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = {"index": "SIPAS", "level": "province", "year": "2030", "unit": "percent"}
    path = write(tmp_path / "s.csv", [base | {"unit_name_vi": "Huế", "value": "101.2"}])
    published(path, None, False, "csv")
    told = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert told == [{name: "" if value is None else str(value) for name, value in verdicts(capsys, path)[0].items()}]


def test_ranks_named_twice_and_changes_that_do_not_fit_are_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = {"index": "PAR_INDEX", "level": "ministry", "unit": "percent"}
    rows = [
        base | {"year": "2030", "unit_name_vi": "Bộ A", "rank": "5"},
        base | {"year": "2030", "unit_name_vi": "Bộ B", "rank": "5"},
        base | {"year": "2030", "unit_name_vi": "Bộ C", "value": "80", "rank": "6"},
        base | {"year": "2030", "unit_name_vi": "Bộ D", "value": "80", "rank": "6"},  # a tie, stated so
        base | {"year": "2031", "unit_name_vi": "Bộ C", "value": "82.5", "source_quote_short": "Bộ C 82,5%, tăng 2,5%"},
        base | {"year": "2031", "unit_name_vi": "Bộ D", "value": "79", "source_quote_short": "Bộ D 79%, giảm 2%"},
    ]
    found = verdicts(capsys, write(tmp_path / "s.csv", rows, (*COLUMNS, "source_quote_short")))
    assert [row["verdict"] for row in found] == ["disagrees", "disagrees", "reproduces", "reproduces", "reproduces", "disagrees"]
    assert "cũng được nêu cho Bộ B" in found[0]["reason"] and "cho giá trị năm 2030 là 81" in found[5]["reason"]


def test_the_regions_of_2023_hold_all_provinces() -> None:
    assert sum(region_sizes(load_reference([SHIPPED]), "province", 2023).values()) == 63
    assert region_sizes(load_reference([SHIPPED]), "province", 2025) == {}  # no official scheme was found for the units of July 2025


def write(path: Path, rows: list[dict[str, str]], columns: tuple[str, ...] = COLUMNS) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows({name: row.get(name, "") for name in columns} for row in rows)
    return path


def test_faults_of_made_up_statements_are_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = {"index": "PAR_INDEX", "level": "ministry", "year": "2030", "unit": "percent"}
    rows = [
        base | {"unit_name_vi": "Bộ A", "value": "90.10", "rank": "1", "group": "A"},
        base | {"unit_name_vi": "Bộ B", "value": "91", "rank": "2", "group": "A"},  # better value, worse rank
        base | {"unit_name_vi": "Bộ C", "value": "80", "rank": "3", "group": "A"},  # outside its group
        base | {"unit_name_vi": "Bộ D", "rank": "4"},
        base | {"unit_name_vi": "(trung bình 3 bộ)", "value": "87.03"},
        base | {"unit_name_vi": "Bộ E", "value": "70", "level": "province"},
        base | {"unit_name_vi": "Bộ E", "value": "40.5", "level": "province", "field_code": "APPRAISED", "unit": "points"},
        base | {"unit_name_vi": "Bộ E", "value": "29.4", "level": "province", "field_code": "SURVEY", "unit": "points"},
    ]
    names = ("scope", "index_year", "label", "lower_bound_pct", "lower_inclusive", "upper_bound_pct", "upper_inclusive", "n_members")
    group = {"scope": "national_ministry", "index_year": "2030", "label": "A", "lower_bound_pct": "85", "lower_inclusive": "y"}
    found = verdicts(capsys, write(tmp_path / "s.csv", rows), write(tmp_path / "g.csv", [group], names))
    told = [(row["name"], row["verdict"]) for row in found]
    assert told == [
        ("Bộ A", "disagrees"), ("Bộ B", "disagrees"), ("Bộ C", "disagrees"), ("Bộ D", "cannot_be_checked"),
        ("(trung bình 3 bộ)", "reproduces"), ("Bộ E", "disagrees"), ("Bộ E", "disagrees"), ("Bộ E", "disagrees"),
    ]  # fmt: skip
    assert "ngoài nhóm A" in found[2]["reason"] and "thứ hạng" in found[3]["reason"]
    assert "69,9" in found[5]["reason"] and Decimal(found[5]["value"]) == 70


def test_a_file_that_cannot_be_read_says_where(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="thiếu cột"):
        published(write(tmp_path / "a.csv", [], ("index", "level")), None, True, "table")
    row = {"index": "PAR_INDEX", "level": "ministry", "year": "hai nghìn", "unit_name_vi": "Bộ A"}
    with pytest.raises(CommandFailed, match="dòng 2"):
        published(write(tmp_path / "b.csv", [row]), None, True, "table")
