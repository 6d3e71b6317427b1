"""Publications: only what is approved and up to date, only allowed columns, closed until the hour, numbered, kept, put back."""

from __future__ import annotations

import csv
import json
import stat
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from assets.publishing.shelf import lift_embargoes
from assets.publishing.write_publication import write_publication
from pipelines.cli.approve import approve, unapprove
from pipelines.cli.due_publications import lift_due_publications
from pipelines.cli.failure import CommandFailed
from pipelines.cli.publish import publications, publish, restore_publication
from pipelines.cli.replay import replay
from tests.pipelines.conftest import APPROVED_BY as BY
from tests.pipelines.conftest import raise_one_cell
from tests.pipelines.released_home import answer, run_through
from warehouse.contract import ContractError
from warehouse.home import Home
from warehouse.ledger import Publication, read_events
from warehouse.publication_columns import published_columns
from warehouse.spreadsheet_text import text_in_spreadsheet

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("publication")]

PAST, LATER = "2024-04-06 09:00", (datetime.now(UTC) + timedelta(days=3)).isoformat()


def test_a_list_with_hyphens_and_capitals_is_published_beside_one_whose_name_begins_alike(approved_home: Home) -> None:
    """Its name is that of folders; numbers are counted for each list alone."""
    home, release = approved_home, approved_home.release_file.resolve()
    for panel, named in (("so-HN", "2023-so-HN-1"), ("so", "2023-so-1"), ("so", "2023-so-2"), ("so-HN", "2023-so-HN-2")):
        release.chmod(0o644)
        with duckdb.connect(str(release)) as con:
            for table in sorted({"core.approvals", *published_columns()}):
                con.execute(f"UPDATE {table} SET panel = ?", [panel])
        made = write_publication(home, 2023, panel, BY["author"], BY["document"], datetime.now(UTC))
        lift_embargoes(home, datetime.now(UTC))
        assert made.publication_id == named == (home.publications / "current" / f"2023-{panel}").resolve().name
    package = json.loads((home.publications / "2023-so-HN-1" / "datapackage.json").read_text(encoding="utf-8"))
    assert package["name"] == "2023-so-hn-1"


def current(home: Home) -> str:
    return (home.publications / "current" / "2023-ministries").resolve().name


def test_what_is_not_approved_or_not_up_to_date_is_refused_with_reasons(publishing_home: Home) -> None:
    home = publishing_home
    with pytest.raises(CommandFailed, match="Bộ Ngoại giao, Bộ Tư pháp, Bộ Y tế: chưa được phê duyệt"):
        publish(2023, "ministries", at=PAST, **BY)
    approve(2023, "ministries", None, **BY)
    with pytest.raises(CommandFailed, match=r"1 việc đã ghi vào sổ \(intake.approvals\) chưa vào bản phát hành"):
        publish(2023, None, at=PAST, **BY)
    run_through(home, [2023])
    unapprove(2023, "ministries", "Bộ Y tế", author="người duyệt (thử)", reason="Soát lại", document="Số 02 (thử)")
    raise_one_cell(home, "Bộ Tư pháp", "2023_BTP_tham_dinh.xlsx", Decimal("0.25"))
    with pytest.raises(CommandFailed, match="1 tệp trong landing/ chưa được tiếp nhận"):
        publish(2023, "ministries", at=PAST, **BY)
    run_through(home, [2023])
    with pytest.raises(CommandFailed) as refused:
        publish(2023, "ministries", at=PAST, **BY)
    assert "Bộ Y tế: đã bị bỏ phê duyệt" in str(refused.value)
    assert "Bộ Tư pháp: số liệu đã đổi sau khi phê duyệt" in str(refused.value)
    with pytest.raises(CommandFailed, match="có: ministries"):
        publish(2023, "provinces", at=PAST, **BY)
    with pytest.raises(CommandFailed, match="không phải ngày giờ"):
        publish(2023, "ministries", at="mai", **BY)
    assert read_events(home, Publication) == [] and not home.publications.exists()


def test_a_changed_reference_file_makes_the_release_older_than_its_inputs(approved_home: Home) -> None:
    (approved_home.root / "reference").mkdir()
    (approved_home.root / "reference" / "groups.csv").write_text("index_year,panel\n", encoding="utf-8")
    with pytest.raises(CommandFailed, match="dữ liệu tham chiếu đã đổi sau bản phát hành"):
        publish(2023, "ministries", at=PAST, **BY)


def test_only_approved_rows_and_allowed_columns_go_out_read_only(approved_home: Home) -> None:
    home = approved_home
    publish(2023, "ministries", at=PAST, **BY)
    folder = home.publications / "2023-ministries-1"
    assert current(home) == folder.name
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o444}
    with duckdb.connect(str(folder / "publication.duckdb"), read_only=True) as con:
        tables = con.execute("SELECT DISTINCT table_schema || '.' || table_name FROM information_schema.tables").fetchall()
        assert {table for (table,) in tables} == set(published_columns())
        for table, columns in published_columns().items():
            described = con.execute(f"SELECT column_name FROM (DESCRIBE {table})").fetchall()
            assert [name for (name,) in described] == [column.name for column in columns]
            assert con.execute(f"SELECT count(DISTINCT unit_id) FROM {table}").fetchone() == (3,)
        released = answer(
            home.release_file, "SELECT unit_code, rank, index_percent FROM mart.par_index WHERE rank IS NOT NULL ORDER BY ALL"
        )
        assert con.execute("SELECT unit_code, rank, index_percent FROM mart.par_index ORDER BY ALL").fetchall() == released
        comment = con.execute("SELECT comment FROM duckdb_columns() WHERE table_name = 'par_index' AND column_name = 'rank'").fetchone()
        assert comment == ("Thứ hạng (đồng hạng cùng số) / Rank (ties share a rank)",)
    content = (folder / "par_index.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    assert [row["unit_code"] for row in rows] == ["BNG", "BTP", "BYT"] and {row["made_up"] for row in rows} == {"true"}
    assert {row["group_label"] for row in rows} <= {">80", "<80"}
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert {entry["path"] for entry in package["resources"]} == {path.name for path in folder.glob("par_index*")}
    (event,) = read_events(home, Publication)
    assert set(event.files) == {path.name for path in folder.iterdir()} and len(event.figures) == 3
    everything = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"tham_dinh.xlsx" not in everything


def test_before_the_hour_nothing_leads_there(approved_home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    home = approved_home
    publish(2023, "ministries", at=PAST, **BY)
    publish(2023, "ministries", at=LATER, **BY)
    told = " ".join(capsys.readouterr().out.split())
    assert "Giữ kín đến" in told and "lệnh cchc đầu tiên được gọi, sẽ đưa ra công khai" in told
    publications()
    told = capsys.readouterr().out
    assert "chưa đến giờ" in told and "đang hiện hành" in told and current(home) == "2023-ministries-1"
    assert not (home.publications / "2023-ministries-2").exists() and stat.S_IMODE(home.embargoed.stat().st_mode) == 0o700
    with pytest.raises(CommandFailed, match="chưa đến giờ"):
        restore_publication("2023-ministries-2", "người duyệt (thử)", "thử")
    lift_due_publications()
    assert current(home) == "2023-ministries-1"
    hour = datetime.fromisoformat(LATER)
    assert lift_embargoes(home, hour - timedelta(microseconds=1)) == []
    (said,) = lift_embargoes(home, hour)
    assert "2023-ministries-2" in said and current(home) == "2023-ministries-2"
    assert lift_embargoes(home, hour) == [] and list(home.embargoed.iterdir()) == []


def test_a_link_lost_in_the_middle_is_mended_by_the_next_look(approved_home: Home) -> None:
    publish(2023, "ministries", at=PAST, **BY)
    (approved_home.publications / "current" / "2023-ministries").unlink()
    assert len(lift_embargoes(approved_home, datetime.now(UTC))) == 1
    assert current(approved_home) == "2023-ministries-1"


def test_an_earlier_publication_is_shown_again_and_both_are_kept(approved_home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    home = approved_home
    publish(2023, "ministries", at=PAST, **BY)
    first = {path.name: path.read_bytes() for path in (home.publications / "2023-ministries-1").iterdir()}
    raise_one_cell(home, "Bộ Y tế", "2023_BYT_tham_dinh.xlsx", Decimal("0.5"))
    run_through(home, [2023])
    approve(2023, "ministries", None, **BY)
    run_through(home, [2023])
    publish(2023, "ministries", at=PAST, **BY)
    assert current(home) == "2023-ministries-2"
    restore_publication("2023-ministries-1", "người duyệt (thử)", "Công bố nhầm")
    assert current(home) == "2023-ministries-1"
    with pytest.raises(CommandFailed, match="đang hiện hành"):
        restore_publication("2023-ministries-1", "người duyệt (thử)", "lần nữa")
    assert {path.name: path.read_bytes() for path in (home.publications / "2023-ministries-1").iterdir()} == first
    capsys.readouterr()
    publications()
    assert "cho hiện hành lại 2023-ministries-1 (người duyệt (thử): Công bố nhầm)" in capsys.readouterr().out
    replay(2023, None, "2023-ministries-1")
    replay(2023, None, "2023-ministries-2")
    assert capsys.readouterr().out.count("mọi bảng giống hệt") == 2
    published = "SELECT publication_id, count(*) FROM intake.publications GROUP BY 1 ORDER BY 1"
    run_through(home, [2023])
    assert answer(home.release_file, published) == [("2023-ministries-1", 3), ("2023-ministries-2", 3)]


def test_what_was_taken_back_or_moved_since_is_told_beside_the_publication(approved_home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    home = approved_home
    publish(2023, "ministries", at=PAST, **BY)
    capsys.readouterr()
    publications()
    assert "2023-ministries-1:" not in capsys.readouterr().out
    unapprove(2023, "ministries", "Bộ Y tế", author="Sở Nội vụ (thử)", reason="Rà soát lại", document="Số 02 (thử)")
    raise_one_cell(home, "Bộ Tư pháp", "2023_BTP_tham_dinh.xlsx", Decimal("0.25"))
    run_through(home, [2023])
    publications()
    told = " ".join(capsys.readouterr().out.split())
    assert "2023-ministries-1: số liệu nội bộ nay khác ở 1 đơn vị; xem: cchc changes --since 2023-ministries-1" in told
    assert "2023-ministries-1: Bộ Y tế đã bị bỏ phê duyệt sau khi công bố (văn bản Số 02 (thử))" in told


def test_a_damaged_publication_is_told_and_never_put_out(approved_home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    home = approved_home
    publish(2023, "ministries", at=LATER, **BY)
    parquet = home.embargoed / "2023-ministries-1" / "par_index.parquet"
    parquet.chmod(0o644)
    parquet.write_bytes(parquet.read_bytes() + b"x")
    (said,) = lift_embargoes(home, datetime.fromisoformat(LATER))
    assert "KHÔNG đưa ra: par_index.parquet đã bị sửa" in said
    assert not (home.publications / "current").exists()
    with pytest.raises(CommandFailed, match="1 bản công bố không còn nguyên vẹn"):
        publications()
    assert "✗ par_index.parquet đã bị sửa" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        ("mart.par_index_line: [index_year, panel, unit_id, node_id, reason]", "must never be put out"),
        ("mart.par_index_line: [index_year, panel, unit_id, node_id, self_cell]", "must never be put out"),
        ("mart.par_index: [index_year, panel, unit_id, ranks]", "no column ranks"),
        ("mart.par_index: [index_year, panel]", "needs its key columns unit_id"),
        ("mart.other: [index_year]", "no table mart.other"),
        ("- x", "not a mapping"),
    ],
)
def test_an_allow_list_that_says_too_much_or_too_little_is_refused(tmp_path: Path, listed: str, said: str) -> None:
    (tmp_path / "publication.yml").write_text(listed, encoding="utf-8")
    with pytest.raises(ContractError, match=said):
        published_columns(tmp_path / "publication.yml")


def test_text_that_looks_like_a_formula_stays_text() -> None:
    assert [text_in_spreadsheet(text) for text in ("=1", "+1", "-1", "@x", "\tx", ">80", "")] == [
        "'=1",
        "'+1",
        "'-1",
        "'@x",
        "'\tx",
        ">80",
        "",
    ]
