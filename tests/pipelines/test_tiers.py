"""The levels inside a province: their lists, sets, forms and ranks, beside those of other provinces."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from assets.intake.extract import extract
from assets.intake.intake_rows import Extraction, Stated
from assets.intake.layout_files import load_layouts
from assets.intake.reference_lookup import ReferenceLookup
from assets.panel_names import panel_names
from assets.reference_tables import load_reference_tables
from assets.workbooks.cells import read_cells
from pipelines.cli.explain import find_unit
from pipelines.cli.failure import CommandFailed
from pipelines.cli.template import template
from tests.pipelines.small_home import work_through
from tests.pipelines.test_explain_standing import insert
from tests.pipelines.tier_home import PANELS, UNITS, filled_form, tier_home
from tests.ready_warehouse import with_tables
from warehouse.connection import open_work
from warehouse.home import Home
from warehouse.reference_data import ReferenceError, load_reference

SELF = {"hy-snv": "5", "hy-stp": "6", "hy-tt": "6", "hy-xa1": "70", "hy-xa2": "60", "hn-snv": "40"}
SURVEY = {"hy-snv": "4", "hy-stp": "1", "hy-tt": "4", "hy-xa1": "25", "hy-xa2": "30", "hn-snv": "10"}


def test_the_whole_way(tmp_path: Path) -> None:
    home = tier_home(tmp_path / "tỉnh")
    for unit, points in SELF.items():
        for form in ("self_assessment", "appraisal"):
            (home.landing / f"{unit}_{form}.xlsx").write_bytes(filled_form(home, form, unit, {"1.1": Decimal(points)}))
        (home.landing / f"{unit}_survey.xlsx").write_bytes(filled_form(home, "survey_scores", unit, {"1.2": Decimal(SURVEY[unit])}))
    with open_work(with_tables(home)) as con:
        work_through(con, home, [2025])
        ranks = con.execute(
            "SELECT panel, level, unit_id, criteria_set, total_points, index_percent, rank, group_label, unranked_reason "
            "FROM mart.par_index WHERE level IN ('department', 'commune') ORDER BY panel, index_percent DESC, unit_id"
        ).fetchall()
        states = con.execute(
            "SELECT unit_id, state, due_on FROM quality.coverage WHERE index_year = 2025 AND form = 'self_assessment' "
            "AND panel = 'so-hung-yen' ORDER BY unit_id"
        ).fetchall()
        problems = con.execute("SELECT problem, detail FROM intake.problems").fetchall()
        errors = con.execute("SELECT rule, message_vi FROM quality.line_findings WHERE severity = 'error'").fetchall()
    assert problems == [] and errors == []
    d = Decimal
    assert ranks == [
        ("so-ha-noi", "department", "hn-snv", "so-ha-noi-2025-v1", d(50), d(100), 1, None, None),
        ("so-hung-yen", "department", "hy-tt", "so-hung-yen-2025-v1", d(10), d(100), None, None, "Chấm điểm nhưng không xếp hạng"),
        ("so-hung-yen", "department", "hy-snv", "so-hung-yen-2025-v1", d(9), d(90), 1, "Tốt", None),
        ("so-hung-yen", "department", "hy-stp", "so-hung-yen-2025-v1", d(7), d(70), 2, "Khá", None),
        ("xa-hung-yen", "commune", "hy-xa1", "xa-hung-yen-2025-v1", d(95), d(95), 1, "A", None),
        ("xa-hung-yen", "commune", "hy-xa2", "xa-hung-yen-2025-v1", d(90), d(90), 2, "A", None),
    ]
    assert [(unit, state) for unit, state, _ in states] == [
        ("hy-ca", "not_expected"), ("hy-snv", "accepted"), ("hy-stp", "accepted"), ("hy-tt", "accepted"),
    ]  # fmt: skip
    assert {str(due) for *_, due in states} == {"2999-01-31"}


def read(home: Home, named: str, unit: str = "hy-stp") -> Extraction:
    data = filled_form(home, "self_assessment", unit, {"1.1": Decimal(5)}, named=named)
    reference = ReferenceLookup.from_tables(load_reference(home.reference_folders))
    return extract(read_cells(data, "a.xlsx"), Stated("sha", "a.xlsx"), reference, load_layouts(home.reference_folders))


@pytest.mark.parametrize(
    ("named", "unit", "criteria_set"),
    [
        ("Đơn vị: Sở Nội vụ tỉnh Hưng Yên", "hy-snv", "so-hung-yen-2025-v1"),
        ("Đơn vị: Sở Nội vụ - TP. Hà Nội", "hn-snv", "so-ha-noi-2025-v1"),
        ("Đơn vị: SỞ NỘI VỤ (Hà Nội)", "hn-snv", "so-ha-noi-2025-v1"),
        ("Đơn vị: Sở Nội vụ\nTỉnh: Hưng Yên", "hy-snv", "so-hung-yen-2025-v1"),
        ("Tỉnh: Hưng Yên\nĐơn vị: Sở Nội vụ", "hy-snv", "so-hung-yen-2025-v1"),
        ("UBND THÀNH PHỐ HÀ NỘI\nĐơn vị: Sở Nội vụ", "hn-snv", "so-ha-noi-2025-v1"),
        ("Đơn vị: UBND xã Giả Định Một, tỉnh Hưng Yên", "hy-xa1", "xa-hung-yen-2025-v1"),
        ("Đơn vị: Xã Giả Định Một", "hy-xa1", "xa-hung-yen-2025-v1"),  # that of Hà Nội stands in no list
        ("Đơn vị: Sở Tư pháp", "hy-stp", "so-hung-yen-2025-v1"),
    ],
)
def test_a_name_that_several_provinces_have(tmp_path: Path, named: str, unit: str, criteria_set: str) -> None:
    found = read(tier_home(tmp_path), named)
    assert [row.detail for row in found.problems] == []
    assert [(row.unit_id, row.criteria_set, row.status) for row in found.submissions] == [(unit, criteria_set, "accepted")]


def test_a_name_that_nothing_decides_is_refused_in_words(tmp_path: Path) -> None:
    home = tier_home(tmp_path)
    found = read(home, "Đơn vị: Sở Nội vụ")
    assert [(row.problem, row.detail) for row in found.problems] == [
        ("unit_unknown", "Tên «Sở Nội vụ» chỉ nhiều đơn vị: Sở Nội vụ, Hưng Yên; Sở Nội vụ, Hà Nội. "
         "Hãy ghi tên kèm tỉnh, ví dụ «Sở Nội vụ, Hưng Yên»."),
    ]  # fmt: skip
    found = read(home, "UBND TỈNH LÀO CAI\nĐơn vị: Sở Nội vụ")
    assert found.problems[0].problem == "unit_unknown" and "Biểu ghi tỉnh Lào Cai, nhưng «Sở Nội vụ»" in found.problems[0].detail
    found = read(home, "UBND THÀNH PHỐ HÀ NỘI\nĐơn vị: Sở Tư pháp")
    # In no list, but its province has one set for departments: read by that, and a rule tells that it stands in no list.
    assert [(row.unit_id, row.criteria_set) for row in found.submissions] == [("hn-stp", "so-ha-noi-2025-v1")]


def test_where_one_province_alone_has_lists_its_unit_is_meant(tmp_path: Path) -> None:
    found = read(tier_home(tmp_path, other_province=False), "Đơn vị: Sở Nội vụ")
    assert [(row.unit_id, row.status) for row in found.submissions] == [("hy-snv", "accepted")]


BREAKS = [
    ("units/giả định.csv", "x1,X1,district,Huyện giả định,,huyện,,,,33@pre2025,,\n", "level_ended"),
    ("units/giả định.csv", "x1,X1,district,Huyện giả định,,huyện,,,2025-06-30,33@2025,,\n", "parent_validity"),
    ("units/giả định.csv", "x1,X1,commune,Xã khác,,xã,,2025-07-01,,,,\n", "parent_missing"),
    ("units/giả định.csv", "x1,X1,commune,Xã khác,,xã,,2025-07-01,,BTP@all,,\n", "parent_missing"),
    ("units/giả định.csv", "x1,X1,ministry,Bộ giả định,,bộ,,,,33@2025,,\n", "parent_not_used"),
    ("units/giả định.csv", "x1,SNV,department,Sở khác,,sở,,2025-07-01,,33@2025,,\n", "validity_overlap"),
    ("units/giả định.csv", "x1,X1,department,Sở nội vụ,,sở,,2025-07-01,,33@2025,,\n", "ambiguous_name"),
    ("panels_tinh.csv", "2025,xa-hung-yen,department,hy-snv,ranked,,,\n", "level_mismatch"),
    ("panels_tinh.csv", "2025,so-ha-noi,department,hy-snv,ranked,,,\n", "unit_in_two_lists"),
]


@pytest.mark.parametrize(("file", "line", "code"), BREAKS, ids=[f"{code}-{line[:12]}" for _, line, code in BREAKS])
def test_what_such_reference_data_may_not_say(tmp_path: Path, file: str, line: str, code: str) -> None:
    home = tier_home(tmp_path)
    path = home.root / "reference" / file
    path.write_text(path.read_text(encoding="utf-8") + line, encoding="utf-8")
    with pytest.raises(ReferenceError) as refused:
        load_reference(home.reference_folders)
    assert code in {problem.code for problem in refused.value.problems}


@pytest.fixture
def released(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[duckdb.DuckDBPyConnection]:
    """Reference data of two provinces with a Sở Nội vụ each, and an index of both."""
    home = tier_home(tmp_path / "tỉnh")
    monkeypatch.setenv("CCHC_HOME", str(home.root))
    with open_work(with_tables(home)) as con:
        load_reference_tables(con, home)
        for panel, unit in (("so-ha-noi", "hn-snv"), ("so-hung-yen", "hy-snv"), ("so-hung-yen", "hy-stp")):
            insert(con, "mart.par_index", index_year=2025, panel=panel, unit_id=unit)
        yield con


@pytest.mark.parametrize("named", ["Sở Nội vụ, Hưng Yên", "sở nội vụ tỉnh Hưng Yên", "Sở Nội vụ - TỈNH HƯNG YÊN", "hy-snv"])
def test_a_department_is_found_by_its_name_and_province(released: duckdb.DuckDBPyConnection, named: str) -> None:
    assert find_unit(released, named, 2025)[0] == "hy-snv"


def test_a_department_whose_name_two_provinces_have_is_asked_for_in_words(released: duckdb.DuckDBPyConnection) -> None:
    for named in ("Sở Nội vụ", "SNV"):
        with pytest.raises(CommandFailed, match="có thể là: Sở Nội vụ, Hà Nội; Sở Nội vụ, Hưng Yên"):
            find_unit(released, named, 2025)
        assert find_unit(released, named, 2025, "so-ha-noi") == ("hn-snv", "Sở Nội vụ, Hà Nội")
    with pytest.raises(CommandFailed, match="có phải: Sở Nội vụ, Hà Nội; Sở Nội vụ, Hưng Yên"):
        find_unit(released, "Nội vụ", 2025)
    assert find_unit(released, "Sở Tư pháp", 2025)[0] == "hy-stp"


def test_a_list_is_called_by_its_title(released: duckdb.DuckDBPyConnection) -> None:
    names = panel_names(released)
    assert names["so-hung-yen"] == "các sở giả định" and names["provinces"] == "các tỉnh, thành phố" and "so-ha-noi" not in names


def test_blank_forms_for_all_units_lie_beside_each_other_though_names_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CCHC_HOME", str(tier_home(tmp_path / "tỉnh").root))
    template("self_assessment", None, 2025, tmp_path / "biểu", every=True)
    written = {path.name for path in (tmp_path / "biểu").iterdir()}
    assert len(written) == 6
    assert {"2025_SNV_So-Noi-vu-Ha-Noi_self_assessment.xlsx", "2025_SNV_So-Noi-vu-Hung-Yen_self_assessment.xlsx"} <= written
    capsys.readouterr()
    template("self_assessment", "hn-snv", 2025, tmp_path / "một.xlsx", every=False)
    assert "Sở Nội vụ, Hà Nội, năm 2025" in " ".join(capsys.readouterr().out.split())
    with pytest.raises(CommandFailed, match=r"Sở Nội vụ, Hưng Yên; Sở Nội vụ, Hà Nội\. .* hoặc mã «hy-snv»"):
        template("self_assessment", "Sở Nội vụ", 2025, tmp_path / "hai.xlsx", every=False)


def test_a_district_is_no_member_of_a_set_that_looks_at_a_later_day(tmp_path: Path) -> None:
    home = tier_home(tmp_path)
    folder = home.root / "reference"
    (folder / "units" / "huyen.csv").write_text(
        "unit_id,unit_code,level,unit_name,unit_name_en,unit_type,region,valid_from,valid_to,parent_unit_id,note,source_url\n"
        "hy-h1,H1,district,Huyện Giả Định,,huyện,,,2025-06-30,33@pre2025,đơn vị giả định để thử,\n",
        encoding="utf-8",
    )
    (folder / "panels_huyen.csv").write_text(PANELS.splitlines()[0] + "\n2025,huyen-hung-yen,district,hy-h1,ranked,,,\n", encoding="utf-8")
    text = (folder / "criteria_sets" / "so-hung-yen-2025-v1.yml").read_text(encoding="utf-8")
    text = text.replace("so-hung-yen", "huyen-hung-yen").replace("level: department", "level: district")
    path = folder / "criteria_sets" / "huyen-hung-yen-2025-v1.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReferenceError, match="hy-h1 không tồn tại vào ngày 2025-12-31"):
        load_reference(home.reference_folders)
    path.write_text(text.replace("units_as_of: 2025-12-31", "units_as_of: 2025-06-30"), encoding="utf-8")
    members = load_reference(home.reference_folders)["reference.panel_member"]
    assert "hy-h1" in members["unit_id"].to_list() and len(UNITS.strip().splitlines()) == 9
