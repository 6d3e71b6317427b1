"""A bundle proves itself on another machine, and tells every change: bytes, files, values, models, what lies in a zip."""

from __future__ import annotations

import dataclasses
import json
import shutil
import zipfile
from pathlib import Path

import duckdb
import pytest

from assets.bundles import verify as verifying
from assets.bundles.bundle_files import BundleUnreadable, read_bundle
from assets.bundles.bundle_tables import mart_tables
from assets.bundles.data_package import SUMS, sha256_of, sums
from assets.bundles.verify import verify_bundle
from pipelines.cli.bundle import bundle, verify
from pipelines.cli.failure import CommandFailed
from tests.pipelines.conftest import home_in_use
from warehouse.contract import load_contracts
from warehouse.home import Home
from warehouse.model import load_models

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("publication")]


@pytest.fixture(scope="module")
def made(released_ministries: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundles") / "2023"
    with home_in_use(released_ministries.root):
        bundle(2023, folder)
    return folder


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "copy"))


def seal(folder: Path) -> None:
    """Make the hashes fit again, as a forger would."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for entry in package["resources"]:
        entry["hash"] = f"sha256:{sha256_of(folder / entry['path'])}"
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    (folder / SUMS).write_bytes(sums({path.name: sha256_of(path) for path in folder.iterdir() if path.name != SUMS}))


def test_a_bundle_is_reproduced_without_a_home(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with home_in_use(tmp_path / "nothing"):
        verify(made)
    told = capsys.readouterr().out
    assert f"Tái lập đầy đủ: {len(mart_tables())} bảng" in told and "✗" not in told
    assert verify_bundle(made).compared["mart.par_index"].found_rows == 19


def test_the_same_release_gives_the_same_bytes_as_folder_and_zip(made: Path, released_ministries: Home, tmp_path: Path) -> None:
    with home_in_use(released_ministries.root):
        bundle(2023, tmp_path / "again")
        bundle(2023, tmp_path / "again.zip")
        with pytest.raises(CommandFailed, match="đã có"):
            bundle(2023, tmp_path / "again")
        with pytest.raises(CommandFailed, match="không có số liệu PAR INDEX năm 2019"):
            bundle(2019, tmp_path / "none")
    assert read_bundle(tmp_path / "again") == read_bundle(made) == read_bundle(tmp_path / "again.zip")
    assert verify_bundle(tmp_path / "again.zip").reproduced
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again", "again.zip"]


def test_the_package_describes_every_file_and_column(made: Path) -> None:
    package = json.loads((made / "datapackage.json").read_text(encoding="utf-8"))
    by_path = {entry["path"]: entry for entry in package["resources"]}
    assert set(by_path) == {path.name for path in made.glob("*.parquet")}
    index = by_path["mart.par_index.parquet"]
    assert index["bytes"] == (made / "mart.par_index.parquet").stat().st_size and index["rowcount"] == 19
    assert [f["name"] for f in index["schema"]["fields"]] == [c.name for c in load_contracts()["mart.par_index"].columns]
    assert all(" / " in field["description"] for entry in by_path.values() for field in entry["schema"]["fields"])
    method = json.loads((made / "method.json").read_text(encoding="utf-8"))
    assert method["models"]["mart.par_index"] == load_models()["mart.par_index"].digest
    assert method["criteria_sets"][0]["criteria_set"] == "ministry-2023-v1" and len(method["reference_snapshot"]) == 64
    assert len(method["receipts"]) == 9 and all(len(each["file_sha256"]) == 64 for each in method["receipts"])
    assert method["duckdb"] == duckdb.__version__ and all(rule["sha256"] for rule in method["rules"])


def test_a_changed_byte_and_a_missing_file_are_told(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parquet = copy / "core.submissions.parquet"
    content = bytearray(parquet.read_bytes())
    content[len(content) // 2] ^= 1
    parquet.write_bytes(bytes(content))
    (copy / "core.line_scores.parquet").unlink()
    (copy / "lạ.txt").write_text("x", encoding="utf-8")
    with pytest.raises(CommandFailed, match="KHÔNG được tái lập") as failed:
        verify(copy)
    assert failed.value.code != 0
    told = capsys.readouterr().out
    assert "core.submissions.parquet đã bị thay đổi" in told and "thiếu tệp core.line_scores.parquet" in told
    assert "tệp lạ.txt không có trong SHA256SUMS" in told and "core.line_scores: gói không có core.line_scores.parquet" in told


def test_a_changed_value_is_told_with_row_and_column_even_where_hashes_fit(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parquet = copy / "mart.par_index.parquet"
    with duckdb.connect() as con:
        con.execute("CREATE TABLE t AS SELECT * FROM read_parquet(?)", [str(parquet)])
        con.execute("UPDATE t SET rank = 99, total_points = total_points + 1 WHERE unit_code = 'BYT'")
        con.table("t").write_parquet(str(parquet))
    seal(copy)
    with pytest.raises(CommandFailed, match="KHÔNG được tái lập"):
        verify(copy)
    told = capsys.readouterr().out
    assert "Mọi tệp nguyên vẹn" in told and "✗ mart.par_index: 1 dòng khác" in told
    assert "cột rank: trong gói «99», tính lại" in told and "cột total_points" in told and "✓ mart.par_index_line" in told


def test_a_changed_input_changes_what_is_computed(copy: Path) -> None:
    parquet = copy / "core.line_scores.parquet"
    with duckdb.connect() as con:
        con.execute("CREATE TABLE t AS SELECT * FROM read_parquet(?)", [str(parquet)])
        con.execute("UPDATE t SET appraised_points = 0 WHERE unit_id = (SELECT min(unit_id) FROM t WHERE appraised_points > 0)")
        con.table("t").write_parquet(str(parquet))
    seal(copy)
    told = verify_bundle(copy)
    assert not told.reproduced and not told.compared["mart.par_index_line"].equal and told.file_problems == []


def test_another_model_is_told(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models = dict(load_models())
    models["mart.par_index"] = dataclasses.replace(models["mart.par_index"], digest="0" * 64)
    monkeypatch.setattr(verifying, "load_models", lambda: models)
    told = verify_bundle(made)
    assert told.method_problems == ["mô hình tính mart.par_index khác phiên bản đã dùng khi lập gói"]
    assert not told.reproduced and all(one.equal for one in told.compared.values())


def test_what_is_no_parquet_of_the_contract_is_told(copy: Path) -> None:
    with duckdb.connect() as con:
        con.sql("SELECT 1 AS x").write_parquet(str(copy / "core.line_scores.parquet"))
    (copy / "reference.unit.parquet").write_bytes(b"not parquet")
    seal(copy)
    told = verify_bundle(copy)
    assert len(told.load_problems) == 2 and told.compared == {} and not told.reproduced


@pytest.mark.parametrize("name", ["../../evil.parquet", "/etc/evil", "sub/core.x.parquet"])
def test_a_zip_that_names_other_places_is_refused(copy: Path, tmp_path: Path, name: str) -> None:
    package = tmp_path / "bundle.zip"
    with zipfile.ZipFile(package, "w") as archive:
        for path in copy.iterdir():
            archive.write(path, path.name)
        archive.writestr(name, b"x")
    with pytest.raises(BundleUnreadable, match="cùng một thư mục"):
        read_bundle(package)
    assert not (tmp_path.parent / "evil.parquet").exists()


def test_a_zip_bomb_a_link_and_nonsense_are_no_bundle(tmp_path: Path, made: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("core.line_scores.parquet", b"\0" * 300_000_000)
    with pytest.raises(BundleUnreadable, match="tỷ lệ nén bất thường"):
        read_bundle(tmp_path / "bomb.zip")
    (tmp_path / "text.zip").write_text("hello", encoding="utf-8")
    with pytest.raises(BundleUnreadable, match="không phải tệp nén"):
        read_bundle(tmp_path / "text.zip")
    linked = Path(shutil.copytree(made, tmp_path / "linked"))
    (linked / "core.line_scores.parquet").unlink()
    (linked / "core.line_scores.parquet").symlink_to(made / "core.line_scores.parquet")
    assert "thiếu tệp core.line_scores.parquet" in verify_bundle(linked).file_problems
