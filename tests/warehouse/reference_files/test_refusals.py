"""Every way in which a reference folder is refused: one break each, its code, and the line that is named.

The folder `small` beside this file is valid as it stands; each test breaks one thing in a copy of it.
"""

import shutil
from pathlib import Path

import pytest

from warehouse.reference_data import ReferenceError, available_years, load_reference
from warehouse.reference_files.criteria_checks import check_criteria_sets
from warehouse.reference_files.criteria_sets import read_criteria_sets
from warehouse.reference_files.overlay import ReferenceFiles
from warehouse.reference_files.problems import Problems

SMALL = Path(__file__).parent / "small"
SET = "criteria_sets/province-2023-v1.yml"
UNITS, ALIASES, MERGERS = "units/provinces.csv", "units/unit_aliases.csv", "units/unit_mergers.csv"
PUBLISHED, OUTSIDE = "published/par_index.csv", "outside_indices/tiny.yml"
TILES = "unit_tiles.csv"
FIGURES, CLAIMS, OPERANDS = "figures/figures_2023.csv", "figures/claims_2023.csv", "figures/operands_2023.csv"

# file, text to replace, its replacement, code of the problem, line that is named (None: not looked at)
BREAKS: list[tuple[str, str, str, str, int | None]] = [
    # reading
    (SET, "level: province\n", "level: province\nlevel: province\n", "duplicate_key", 4),
    (SET, "line_decimals: 4", "line_decimal: 4", "unknown_key", 9),
    (SET, "{code: 1.1.1, name_vi: Một,", "{code: 1.1.1, name: Một,", "unknown_key", 27),
    (SET, "line_decimals: 4\n", "", "value_missing", 1),
    (SET, "line_decimals: 4", "line_decimals: bốn", "not_an_integer", 9),
    (SET, "max: 30.5}", 'max: "30,5"}', "not_a_number", 27),
    (SET, "max: 30.5}", "max: 30.50001}", "too_many_decimals", 27),
    (SET, "max: 30.5}", "max: 100000}", "out_of_range", 27),
    (SET, "known_on: 2022-11-10", "known_on: 10/11/2022", "not_a_date", 7),
    (SET, "illustrative: true", "illustrative: có", "not_a_flag", 14),
    (SET, "level: province", "level: huyện", "unknown_choice", 3),
    (SET, "provenance: {name: published}", "provenance: {name: official}", "unknown_choice", 20),
    (SET, "defaults: {part: appraised, provenance: {name: made_up, max: made_up}}\n", "", "value_missing", None),
    (SET, "stated_counts: {fields: 2, criteria: 4, sub_criteria: 2}", "stated_counts: 2", "wrong_shape", 13),
    (SET, "fields:\n", "fields:\n  một: ", "yaml_syntax", None),
    (SET, "max: 40\n        sub", "max: 40\n        part: survey\n        sub", "part_on_parent", 26),
    (SET, "name_vi: Một,", 'name_vi: "",', "value_missing", 27),
    (SET, "code: 1.1.1", "code: 1/1", "bad_code", 27),
    (SET, "line_decimals: 4", "line_decimals: 5", "out_of_range", 9),
    (SET, "criteria_set: province-2023-v1", "criteria_set: province-2023-v2", "file_name", 1),
    (UNITS, "unit_id,unit_code", "unit_id;unit_code", "csv_header", 1),
    (UNITS, "region,", "vùng,", "csv_header", 1),
    (UNITS, '"Núi Cao, Núi Thấp"', "Núi Cao, Núi Thấp", "row_width", 4),
    (UNITS, "a-new,01,province,Sông Xanh", "a-new,01,province,", "value_missing", 3),
    (UNITS, "a-new,01,province", "a-new,01,huyện", "unknown_choice", 3),
    (UNITS, "2024-01-01", "1/1/2024", "not_a_date", 3),
    (MERGERS, "rename", "renamed", "unknown_choice", 2),
    ("panels.csv", "scored", "", "value_missing", 3),
    ("groups.csv", "90,true", "90,có", "not_a_flag", 2),
    ("periods.yml", "levels: [province]", "levels: province", "wrong_shape", 6),
    ("periods.yml", "due_on: 2024-01-31", "due_on: 2024-02-31", "not_a_date", 6),
    (PUBLISHED, "0.01,https://example.vn/\nPAR", ",https://example.vn/\nPAR", "value_missing", 2),
    (OUTSIDE, "sub_dimensions: sum", "sub_dimensions: median", "unknown_choice", 3),
    (OUTSIDE, "    group_note_vi: Chưa công bố\n", "", "note_missing", 8),
    # periods
    ("periods.yml", "index_year: 2024", "index_year: 2025", "year_gap", 7),
    ("periods.yml", "index_year: 2024", "index_year: 2023", "year_gap", 7),
    ("periods.yml", "opens_on: 2023-12-15", "opens_on: 2024-12-15", "deadline_reversed", 6),
    ("periods.yml", "levels: [province]", "levels: [province, province]", "duplicate_id", 6),
    ("periods.yml", "due_on: 2024-01-31", "due_on: 2024-01-31, provenance: published", "source_missing", 6),
    # units
    (UNITS, "m,02,ministry", "b,02,ministry", "duplicate_id", 5),
    (UNITS, ",2024-01-01,,,", ",2023-12-31,,,", "validity_overlap", 3),
    (UNITS, "b,02,province", "b,01,province", "validity_overlap", None),
    (UNITS, ",2024-01-01,,,", ",2024-01-01,2023-06-30,,", "validity_reversed", 3),
    (UNITS, '"Núi Cao, Núi Thấp"', "Tỉnh Sông Xanh", "ambiguous_name", None),
    (ALIASES, "Hai Núi", "TP. Sông Trong", "ambiguous_name", None),
    (ALIASES, "Hai Núi", "Núi Cao - Núi Thấp", "duplicate_id", None),
    (ALIASES, "b,Hai", "c,Hai", "unknown_unit", 2),
    (MERGERS, "a-old,a-new", "a-older,a-new", "unknown_unit", 2),
    (MERGERS, "a-old,a-new", "a-old,a-newer", "unknown_unit", 2),
    (MERGERS, "2024-01-01", "2024-01-02", "merger_dates", 2),
    (MERGERS, "rename,\n", "rename,\na-old,a-new,2024-01-01,merger,\n", "duplicate_id", 3),
    # tiles
    (TILES, "old,a-old,1,1", "old,a-older,1,1", "unknown_unit", 2),
    (TILES, "old,b,2,1", "old,b,1,1", "duplicate_id", 3),
    (TILES, "old,b,2,1", "old,a-old,2,1", "duplicate_id", 3),
    (TILES, "old,b,2,1", "old,b,0,1", "out_of_range", 3),
    (TILES, "old,b,2,1", "old,b,hai,1", "not_an_integer", 3),
    # criteria sets
    (SET, "code: 1.1.2", "code: 1.1.1", "duplicate_code", 28),
    (SET, "code: 1.10,", "code: 1.1,", "duplicate_code", 29),
    (SET, "max: 30.5}", "max: 30.25}", "sum_mismatch", 23),
    (SET, "max: 60\n", "max: 61\n", "sum_mismatch", 17),
    (SET, "max_points: 100", "max_points: 101", "sum_mismatch", 10),
    (SET, "appraised_max: 70", "appraised_max: 69", "parts_mismatch", 11),
    (SET, "max: 20.5, part: survey", "max: 20.5", "parts_mismatch", 12),
    (SET, "max: 20.5, part: survey", "max: 0, part: survey", "out_of_range", 35),
    (SET, "    source_url: https://example.vn/\n", "", "source_missing", 17),
    (SET, "index_year: 2023", "index_year: 2022", "year_not_open", 1),
    # panels and groups
    ("panels.csv", "province,b,", "province,c,", "unknown_unit", 3),
    ("panels.csv", "province,a-old,", "province,a-new,", "unit_not_valid", 2),
    ("panels.csv", "province,b,", "province,m,", "level_mismatch", 3),
    ("panels.csv", "province,b,", "province,a-old,", "duplicate_id", 3),
    ("panels.csv", "Lý do", "", "value_missing", 3),
    ("panels.csv", "2023,provinces,province,b", "2023,các tỉnh,province,b", "bad_panel_name", 3),
    ("panels.csv", "2023,provinces,province,b", "2023,../b,province,b", "bad_panel_name", 3),
    ("panels.csv", "2023,provinces,province,b", "2023,-b,province,b", "bad_panel_name", 3),
    ("groups.csv", "provinces", "các tỉnh", "bad_panel_name", 2),
    (SET, "panel: provinces", "panel: a/b", "bad_panel_name", None),
    ("panels.csv", "2023,provinces,province,b", "2025,provinces,province,b", "year_not_open", 3),
    ("groups.csv", "80,true,90,false", "80,true,90,true", "group_overlap", 2),
    ("groups.csv", "80,true,90,false", "80,true,95,false", "group_overlap", 2),
    ("groups.csv", "80,true,90,false", "80,,90,false", "group_bounds", 3),
    ("groups.csv", "80,true,90,false", "90,true,80,false", "group_bounds", 3),
    ("groups.csv", "2023,provinces,2,B", "2023,provinces,1,B", "duplicate_id", 3),
    ("groups.csv", "2,B", "2,A", "duplicate_id", 3),
    # outside indices and published results
    (OUTSIDE, "years: [2023, 2024]", "years: [2023]", "structure_missing", 8),
    (OUTSIDE, "years: [2023, 2024]", "years: [2022, 2023, 2024]", "structure_missing", None),
    (OUTSIDE, "years: [2023, 2024]", "years: [2023, 2024, 2024]", "duplicate_id", None),
    (OUTSIDE, "{code: S2", "{code: S1", "duplicate_id", None),
    (OUTSIDE, "weight: 0.5", "weight: 0", "out_of_range", None),
    (OUTSIDE, "weight: 0.5", "weight: 9999999999.00000001", "out_of_range", None),
    (OUTSIDE, "{label_vi: cao, size: 1}", "{label_vi: cao, size: 0}", "out_of_range", 7),
    (OUTSIDE, "index_year: 2024", "index_year: 2023", "duplicate_id", 8),
    (PUBLISHED, "unit,a-old", "unit,c", "unknown_unit", 2),
    (PUBLISHED, "unit,a-old", "unit,", "value_missing", 2),
    (PUBLISHED, "PAR_INDEX,2023,provinces,mean", "PAR_INDEX,2026,provinces,mean", "year_not_open", 3),
    (PUBLISHED, "mean,,", "unit,a-old,", "duplicate_id", 3),
    # published figures and their claims
    (FIGURES, "2023,1a,", "2023,1,", "duplicate_id", 3),
    (FIGURES, "3,5,,,,1,", "3,5,,,,2,", "unknown_figure", 3),
    (FIGURES, "2023,5,tasks", "2023,năm,tasks", "not_a_number", 2),
    (FIGURES, "2023,1,steering", "2026,1,steering", "year_not_open", None),
    (CLAIMS, "1a,rate,rate", "1b,rate,rate", "unknown_figure", 4),
    (CLAIMS, "1a,rate,rate", "1a,value,rate", "duplicate_id", 4),
    (CLAIMS, "1a,rate,rate", "1a,rate,ratio", "unknown_choice", 4),
    (CLAIMS, ",5,0,nhiệm", ",5.5,0,nhiệm", "decimals_mismatch", 2),
    (CLAIMS, ",5,0,nhiệm", ",5,-1,nhiệm", "decimals_mismatch", 2),
    (CLAIMS, ",5,0,nhiệm", ",5,9,nhiệm", "out_of_range", 2),
    (CLAIMS, "nearly,1,", "nearly,0,", "value_missing", 4),
    (CLAIMS, "nearly,1,", "nearly,-1,", "out_of_range", 4),
    (CLAIMS, "nearly,1,", "about,1,", "unknown_choice", 4),
    (CLAIMS, "nv,national,all,figure", "nv,national,all,", "value_missing", 2),
    (CLAIMS, "nv,national,all,figure", "nv,national,all,points", "unknown_choice", 2),
    (CLAIMS, "nv,national,all,figure", "nv,nation,all,figure", "unknown_choice", 2),
    (CLAIMS, "nv,national", "nvt,national", "unknown_indicator", 2),
    (OPERANDS, "rate,2,denominator,1,value", "rate,2,denominator,1,total", "unknown_claim", 3),
    (OPERANDS, "rate,2,denominator,1,value", "rate,2,denominator,1a,rate", "unknown_claim", 3),
    (OPERANDS, "1a,rate,2,", "1a,share,2,", "unknown_claim", None),
    (OPERANDS, "rate,2,denominator", "rate,2,part", "role_mismatch", 3),
    (OPERANDS, "2023,1a,rate,2,denominator,1,value\n", "", "value_missing", None),
    (OPERANDS, "rate,2,denominator", "rate,1,denominator", "duplicate_id", 3),
    (CLAIMS, "1,value,value", "1,value,parts", "value_missing", 2),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "reference"))


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _broken(path: Path, *breaks: tuple[str, str]) -> Path:
    """Replace the first occurrence of each text; a break that touches nothing would prove nothing."""
    text = path.read_text(encoding="utf-8")
    for old, new in breaks:
        assert old in text
        text = text.replace(old, new, 1)
    return _write(path, text)


def test_the_small_folder_is_valid() -> None:
    tables = load_reference([SMALL])
    assert tables["reference.criterion"]["node_id"].to_list() == [
        "1", "1/1.1", "1/1.1/1.1.1", "1/1.1/1.1.2", "1/1.10", "2", "2/1.1", "2/2.2",
    ]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "code", "line"), BREAKS)
def test_one_break_is_refused(folder: Path, file: str, old: str, new: str, code: str, line: int | None) -> None:
    path = _broken(folder / file, (old, new))
    with pytest.raises(ReferenceError) as caught:
        load_reference([folder])
    found = [problem for problem in caught.value.problems if problem.code == code]
    assert found, str(caught.value)
    assert line is None or (str(path), line) in [(problem.file, problem.line) for problem in found], str(caught.value)
    for problem in caught.value.problems:
        assert problem.message and problem.mend and str(problem) in str(caught.value)


DISTRICTS = """unit_id,unit_code,level,unit_name,unit_name_en,unit_type,region,valid_from,valid_to,note,source_url,parent_unit_id
h1,H1,district,Huyện Một,,,,,2025-06-30,,,b
h2,H2,district,Huyện Hai,,,,,2024-12-31,,,b
"""


def test_a_list_of_a_level_that_ended_goes_by_its_last_day(folder: Path) -> None:
    """Before the list has a set: the districts that were there to the end may be listed for 2025, others and for 2026 not."""
    _write(folder / "units" / "districts.csv", DISTRICTS)
    periods = (folder / "periods.yml").read_text(encoding="utf-8")
    _write(folder / "periods.yml", periods + "  - index_year: 2025\n  - index_year: 2026\n")
    listed = "index_year,panel,level,unit_id,standing,reason_vi,reason_en,source_url\n2025,huyen-hn,district,h1,ranked,,,\n"
    _write(folder / "panels_huyen.csv", listed)
    assert load_reference([folder])["reference.panel_member"].filter(panel="huyen-hn").height == 1
    _write(folder / "panels_huyen.csv", f"{listed}2025,huyen-hn,district,h2,ranked,,,\n2026,huyen-hn,district,h1,ranked,,,\n")
    with pytest.raises(ReferenceError) as caught:
        load_reference([folder])
    assert [(problem.code, problem.line) for problem in caught.value.problems] == [("unit_not_valid", 3), ("unit_not_valid", 4)]
    assert "không tồn tại vào ngày 2025-06-30" in str(caught.value)
    assert "hoặc thêm bộ tiêu chí 2026 của danh sách huyen-hn với units_as_of là ngày đơn vị còn tồn tại" in str(caught.value)


def test_all_problems_come_at_once(folder: Path) -> None:
    _broken(folder / SET, ("max: 30.5}", "max: 30}"), ("survey_max: 30", "survey_max: 31"))
    _broken(folder / MERGERS, ("a-old", "x"))
    with pytest.raises(ReferenceError) as caught:
        load_reference([folder])
    codes = {problem.code for problem in caught.value.problems}
    assert {"sum_mismatch", "parts_mismatch", "unknown_unit"} <= codes
    assert "dòng 23" in str(caught.value) and "Cách sửa" in str(caught.value)


def test_a_second_set_of_the_same_version_is_refused(folder: Path) -> None:
    other = shutil.copy(folder / SET, folder / "criteria_sets/other.yml")
    _broken(Path(other), ("province-2023-v1", "other"))
    with pytest.raises(ReferenceError) as caught:
        load_reference([folder])
    assert {problem.code for problem in caught.value.problems} == {"duplicate_id"}


def test_a_node_without_its_parent_is_refused() -> None:
    """A tree in YAML cannot lose a parent; rows from elsewhere can."""
    problems = Problems()
    sets, criteria, _ = read_criteria_sets(ReferenceFiles([SMALL]), problems)
    check_criteria_sets(sets, [row for row in criteria if row["node_id"] != "1/1.1"])
    with pytest.raises(ReferenceError) as caught:
        problems.raise_if_any()
    assert [problem.code for problem in caught.value.problems] == ["parent_missing", "parent_missing"]


OTHER_YEAR = "criteria_sets/province-2024-v1.yml"


def _set_for_2024(folder: Path, ending: str) -> Path:
    """A set of 2024 with the head of the small one, ending as given."""
    head = (folder / SET).read_text(encoding="utf-8").split("defaults:")[0]
    path = folder / OTHER_YEAR
    text = head.replace("province-2023-v1", "province-2024-v1").replace("index_year: 2023", "index_year: 2024")
    path.write_text(text + ending, encoding="utf-8")
    return path


def test_a_set_takes_the_tree_of_another_year(folder: Path) -> None:
    _set_for_2024(folder, "fields_of: province-2023-v1\n")
    problems = Problems()
    _, criteria, branches = read_criteria_sets(ReferenceFiles([folder]), problems)
    problems.raise_if_any()
    of_year = {
        name: [
            {k: v for k, v in row.values.items() if k != "criteria_set"} for row in [*criteria, *branches] if row["criteria_set"] == name
        ]
        for name in ("province-2023-v1", "province-2024-v1")
    }
    assert of_year["province-2024-v1"] == of_year["province-2023-v1"] != []


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        ("fields_of: province-2022-v1\n", "fields_of_unknown"),
        ("fields_of: province-2024-v1\n", "fields_of_unknown"),
        ("fields_of: province-2023-v1\nfields: []\n", "fields_twice"),
    ],
)
def test_a_tree_that_is_nowhere_or_twice_is_told(folder: Path, ending: str, code: str) -> None:
    path = _set_for_2024(folder, ending)
    problems = Problems()
    read_criteria_sets(ReferenceFiles([folder]), problems)
    with pytest.raises(ReferenceError) as caught:
        problems.raise_if_any()
    assert [(problem.code, Path(problem.file).name) for problem in caught.value.problems] == [(code, path.name)]


@pytest.mark.parametrize("name", ["panel.csv", "criteria_sets/province-2025.yaml", "units/Đơn vị.xlsx", "2025.yml"])
def test_a_misnamed_file_is_not_passed_over(folder: Path, name: str) -> None:
    path = _write(folder / name, "")
    with pytest.raises(ReferenceError) as caught:
        load_reference([folder])
    assert [(problem.file, problem.code) for problem in caught.value.problems] == [(str(path), "unknown_file")]


def test_a_file_that_is_not_utf8_is_refused(folder: Path) -> None:
    (folder / UNITS).write_bytes((folder / UNITS).read_text(encoding="utf-8").encode("utf-16"))
    with pytest.raises(ReferenceError) as caught:
        load_reference([folder])
    assert [problem.code for problem in caught.value.problems] == ["not_utf8"]


def test_a_deadline_of_a_form_without_layout_is_refused(folder: Path) -> None:
    _write(folder / "forms/appraisal/2017.yml", "")
    with pytest.raises(ReferenceError) as caught:
        load_reference([folder])
    assert [problem.code for problem in caught.value.problems] == ["unknown_form"]


@pytest.mark.parametrize("text", [None, "", "years: []\n", "years:\n  - index_year: 2023\n  - index_year: 2025\n"])
def test_no_usable_periods_is_refused_everywhere(folder: Path, text: str | None) -> None:
    (folder / "periods.yml").unlink()
    if text is not None:
        _write(folder / "periods.yml", text)
    with pytest.raises(ReferenceError):
        available_years([folder])
    with pytest.raises(ReferenceError):
        load_reference([folder])
