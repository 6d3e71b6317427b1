"""A province's own reference folder over ours, the hash of the two, and what is warned about but not refused."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from warehouse.reference_data import ReferenceError, available_years, load_reference, reference_hash, reference_warnings

SMALL = Path(__file__).parent / "small"
SET = "criteria_sets/province-2023-v1.yml"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "base"))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own"


def write_file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def small(name: str) -> str:
    return (SMALL / name).read_text(encoding="utf-8")


def test_a_folder_that_is_not_there_changes_nothing(base: Path, own: Path) -> None:
    assert reference_hash([base, own]) == reference_hash([base])
    assert load_reference([base, own])["reference.unit"].equals(load_reference([base])["reference.unit"])


def test_the_same_path_replaces_and_a_new_file_adds(base: Path, own: Path) -> None:
    write_file(own, "periods.yml", small("periods.yml") + "  - index_year: 2025\n")
    header = small("units/unit_aliases.csv").splitlines()[0]
    write_file(own, "units/unit_aliases_own.csv", f"{header}\nb,Đôi Núi,\n")
    tables = load_reference([base, own])
    assert tables["reference.index_year"]["index_year"].to_list() == available_years([base, own]) == [2023, 2024, 2025]
    assert sorted(tables["reference.unit_alias"]["alias"]) == ["Hai Núi", "Đôi Núi"]


def test_the_same_files_are_read_once_and_a_changed_one_again(base: Path) -> None:
    before = load_reference([base])
    again = load_reference([base])
    assert again["reference.unit_alias"] is before["reference.unit_alias"]
    again.clear()
    assert load_reference([base]).keys() == before.keys()
    write_file(base, "units/unit_aliases_own.csv", small("units/unit_aliases.csv").splitlines()[0] + "\nb,Đôi Núi,\n")
    assert sorted(load_reference([base])["reference.unit_alias"]["alias"]) == ["Hai Núi", "Đôi Núi"]


def test_an_error_names_the_folder_of_the_overlay(base: Path, own: Path) -> None:
    path = write_file(own, "units/unit_aliases.csv", "unit_id,alias,note\nx,Tên,\n")
    with pytest.raises(ReferenceError, match="dòng 2") as caught:
        load_reference([base, own])
    assert [problem.file for problem in caught.value.problems] == [str(path)]


def test_the_hash_follows_bytes_and_paths(base: Path, own: Path) -> None:
    first = reference_hash([base])
    write_file(base, "forms/appraisal/2017.yml", "a: 1\n")
    second = reference_hash([base])
    write_file(own, "forms/appraisal/2017.yml", "a: 1\n")
    assert reference_hash([base, own]) == second != first
    write_file(own, "forms/appraisal/2017.yml", "a: 2\n")
    assert reference_hash([base, own]) != second
    write_file(base, ".hidden", "x")
    write_file(base, "~$panels.csv", "x")
    assert reference_hash([base]) == second


def test_codes_and_texts_are_kept_as_written(base: Path) -> None:
    criteria = load_reference([base])["reference.criterion"]
    assert criteria.filter(pl.col("node_id") == "1/1.10")["code"].to_list() == ["1.10"]


def test_names_are_read_as_nfc_and_trimmed(base: Path) -> None:
    write_file(base, "units/unit_aliases.csv", "unit_id,alias,note\r\nb, Nu\u0301i ,\r\n\r\n")
    assert load_reference([base])["reference.unit_alias"]["alias"].to_list() == ["Núi"]


def test_a_byte_order_mark_from_a_spreadsheet_is_no_problem(base: Path) -> None:
    write_file(base, "panels.csv", "\ufeff" + small("panels.csv"))
    assert load_reference([base])["reference.panel_member"].height == 2


def test_adjoining_groups_are_no_overlap_whatever_their_order(base: Path) -> None:
    write_file(base, "groups.csv", small("groups.csv").replace("80,true,90,false", ",,90,false"))
    assert load_reference([base])["reference.unit_group"].height == 2


def test_a_table_without_rows_keeps_its_columns(base: Path) -> None:
    full = load_reference([base])["reference.published_result"]
    (base / "published/par_index.csv").unlink()
    empty = load_reference([base])["reference.published_result"]
    assert empty.height == 0 and empty.schema == full.schema


def test_counts_other_than_stated_are_warned_about(base: Path) -> None:
    assert reference_warnings(load_reference([base])) == []
    write_file(base, SET, small(SET).replace("criteria: 4", "criteria: 5"))
    (warning,) = reference_warnings(load_reference([base]))
    assert "province-2023-v1" in warning and "tiêu chí" in warning and "5" in warning


def test_a_set_whose_panel_is_empty_is_warned_about(base: Path) -> None:
    write_file(base, SET, small(SET).replace("panel: provinces", "panel: departments"))
    (warning,) = reference_warnings(load_reference([base]))
    assert "departments" in warning
