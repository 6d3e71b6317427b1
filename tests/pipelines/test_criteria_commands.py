"""`cchc criteria`: annexes in, sets out, nothing overwritten, nothing among the reference data that would stop every command."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli.app import app
from pipelines.cli.criteria import ImportRequest, export_set, import_set, list_sets
from pipelines.cli.failure import CommandFailed
from tests.assets.criteria_annex.annex_book import HEADER, book
from warehouse.home import PACKAGE_ROOT, Home
from warehouse.reference_data import load_reference

GOOD = [
    ["BỘ TIÊU CHÍ CHẤM ĐIỂM CÁC SỞ NĂM 2024 (đơn vị giả định)"],
    ["(Kèm theo Quyết định số 9/QĐ-UBND ngày 01/12/2024), gồm 2 lĩnh vực"],
    HEADER,
    ["1", "Lĩnh vực", 3],
    ["1.1", "Kế hoạch", 1, "Có: 1; Không: 0"],
    ["1.2", "Đánh giá", 2, "Điều tra xã hội học", "x"],
]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("CCHC_HOME", str(tmp_path / "nhà"))
    (tmp_path / "a.xlsx").write_bytes(book(GOOD))
    return Home.from_env()


def request(version: int | None = None, panel: str | None = "so-gia-dinh", year: int = 2024) -> ImportRequest:
    return ImportRequest(year, "department", panel, version, None, None, None, None, None)


def test_an_annex_becomes_a_set_that_loads(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import_set(tmp_path / "a.xlsx", request(), None, False)
    out = " ".join(capsys.readouterr().out.split())
    assert "1 lĩnh vực, 2 tiêu chí, 0 tiêu chí thành phần; 2 dòng chấm điểm, 1 dòng điều tra, 1 dòng có cách chấm" in out
    assert "văn bản nêu 2 lĩnh vực, phụ lục có 1" in out and "✗" not in out
    tables = load_reference(home.reference_folders)
    row = (
        tables["reference.criteria_set"]
        .filter(tables["reference.criteria_set"]["criteria_set"] == "so-gia-dinh-2024-v1")
        .row(0, named=True)
    )
    assert (row["level"], row["panel"], row["decision"], str(row["known_on"])) == ("department", "so-gia-dinh", "9/QĐ-UBND", "2024-12-01")
    text = (home.root / "reference" / "criteria_sets" / "so-gia-dinh-2024-v1.yml").read_text(encoding="utf-8")
    assert "# Việc còn lại" in text and "rule_vi: 'Có: 1; Không: 0'" in text


def test_nothing_is_overwritten_and_a_correction_is_the_next_version(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_set(tmp_path / "a.xlsx", request(), None, False)
    with pytest.raises(CommandFailed, match=r"Đã có bộ tiêu chí so-gia-dinh-2024-v1 .*phiên bản mới: --version 2"):
        import_set(tmp_path / "a.xlsx", request(1), None, False)
    with pytest.raises(CommandFailed, match="hãy nêu --version"):
        import_set(tmp_path / "a.xlsx", request(), None, True)
    with pytest.raises(CommandFailed, match="Đã có bộ tiêu chí province-2024-v1"):
        import_set(tmp_path / "a.xlsx", ImportRequest(2024, "province", None, 1, None, None, None, None, None), None, False)
    import_set(tmp_path / "a.xlsx", request(1), None, True)
    import_set(tmp_path / "a.xlsx", request(), None, False)
    names = sorted(path.name for path in (home.root / "reference" / "criteria_sets").iterdir())
    assert names == ["so-gia-dinh-2024-v1.yml", "so-gia-dinh-2024-v2.yml"]
    capsys.readouterr()
    list_sets()
    out = capsys.readouterr().out
    assert "so-gia-dinh-2024-v2" in out and "2 (đang dùng)" in out and "1 ≠ 2" in out and "37 / 37" in out


@pytest.mark.parametrize("panel", ["sở Gia Định", "../so-gd", "-so"])
def test_a_list_whose_name_cannot_name_a_file_is_refused(home: Home, tmp_path: Path, panel: str) -> None:
    with pytest.raises(CommandFailed, match="không dùng được làm tên danh sách: chỉ dùng chữ cái không dấu"):
        import_set(tmp_path / "annex.xlsx", request(panel=panel), None, False)


def test_what_blocks_keeps_the_set_out_of_the_reference_data(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "b.xlsx").write_bytes(book([*GOOD[:3], ["1", "Lĩnh vực", 5], *GOOD[4:]]))
    with pytest.raises(CommandFailed, match=r"Còn 1 việc phải sửa .* bản nháp .*drafts"):
        import_set(tmp_path / "b.xlsx", request(), None, False)
    assert "Phụ lục!C4" in capsys.readouterr().out
    assert not (home.root / "reference").exists()
    draft = home.root / "drafts" / "criteria_sets" / "so-gia-dinh-2024-v1.yml"
    assert "[CẦN SỬA] Phụ lục!C4: lĩnh vực 1 tối đa 5, các mục con cộng lại 3" in draft.read_text(encoding="utf-8")
    with pytest.raises(CommandFailed, match="Đã có bản nháp"):
        import_set(tmp_path / "b.xlsx", request(), None, False)


def test_a_year_that_is_not_open_is_told_first(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "b.xlsx").write_bytes(book([*GOOD[:3], ["1", "Lĩnh vực", 5], *GOOD[4:]]))
    with pytest.raises(CommandFailed, match="Còn 2 việc"):
        import_set(tmp_path / "b.xlsx", request(year=2035), None, False)
    out = capsys.readouterr().out
    assert 0 < out.index("năm 2035 chưa mở") < out.index("các mục con cộng lại 3") and "periods.yml" in out
    with pytest.raises(CommandFailed, match="Còn 1 việc"):
        import_set(tmp_path / "a.xlsx", request(year=2036), None, False)
    help_of_import = CliRunner().invoke(app, ["criteria", "import", "--help"]).output
    assert "Mở năm trước khi nhập" in help_of_import and "periods.yml" in help_of_import


def test_export_and_back(home: Home, tmp_path: Path) -> None:
    import_set(tmp_path / "a.xlsx", request(), None, False)
    export_set("so-gia-dinh-2024-v1", tmp_path / "out")
    import_set(tmp_path / "out" / "so-gia-dinh-2024-v1.xlsx", request(1), tmp_path / "again", True)
    import_set(tmp_path / "out" / "so-gia-dinh-2024-v1.xlsx", request(1), None, True)
    with pytest.raises(CommandFailed, match="Đã có tệp"):
        export_set("so-gia-dinh-2024-v1", tmp_path / "out")
    with pytest.raises(CommandFailed, match="các bộ: ministry-2022-v1, ministry-2023-v1, province-2024-v1, so-gia-dinh-2024-v1"):
        export_set("khong-co", tmp_path / "out")


def test_files_that_are_no_annex(home: Home, tmp_path: Path) -> None:
    (tmp_path / "c.xlsx").write_bytes(b"")
    for name, said in (("c.xlsx", "c.xlsx: "), ("none.xlsx", "Không có tệp")):
        with pytest.raises(CommandFailed, match=said):
            import_set(tmp_path / name, request(), None, False)


def test_they_are_in_the_readme() -> None:
    readme = (PACKAGE_ROOT / "README.md").read_text(encoding="utf-8")
    for group in app.registered_groups:
        assert group.typer_instance is not None and group.name
        for command in group.typer_instance.registered_commands:
            assert command.callback is not None
            assert f"cchc {group.name} {command.name or command.callback.__name__}" in readme
