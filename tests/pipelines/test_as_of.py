"""The index as known on a day, and a year made again as it was made for a release."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from assets.letter_register import VIETNAM
from assets.past.moment import MomentUnclear, moment_of
from pipelines.cli.as_of import run_as_of
from pipelines.cli.failure import CommandFailed
from pipelines.cli.ledger_commands import withdraw
from pipelines.cli.replay import replay
from pipelines.cli.sql import sql
from tests.pipelines.conftest import raise_one_cell
from tests.pipelines.released_home import answer, run_through
from warehouse.archive import PastIsReadOnly, read_receipts, store_file, write_receipts
from warehouse.home import Home
from warehouse.ledger import ReferenceUsed, Withdrawal, append_event, read_events
from warehouse.reference_data import SHIPPED

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("publication")]

SCORED = "SELECT unit_code FROM mart.par_index WHERE index_percent IS NOT NULL ORDER BY ALL"


def recorded(home: Home, part: str, at: str) -> None:
    """Let receipts whose file name has a part be recorded at another time, as if this had been another day."""
    for path in (home.archive / "ledger").glob("receipt-*.json"):
        receipt = json.loads(path.read_text(encoding="utf-8"))
        if part in receipt["file_name"]:
            path.write_text(json.dumps(receipt | {"recorded_at": at}), encoding="utf-8")


def archive_bytes(home: Home) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(home.archive.rglob("*")) if path.is_file()}


def test_only_what_was_recorded_by_then_counts(publishing_home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    home = publishing_home
    recorded(home, "BYT", "2024-03-01T02:00:00.000000+00:00")
    recorded(home, "BTP", "2024-03-02T17:30:00.000000+00:00")  # 00:30 of the third in Việt Nam
    release, archive = home.release_file.resolve(), archive_bytes(home)
    run_as_of("2024-03-02", 2023)
    told = capsys.readouterr().out
    assert "Như đã biết đến hết ngày 02/03/2024" in told and "3 biên nhận trên 9" in told and "Bộ Y tế" in told
    assert answer(home.as_of / "2024-03-02" / "reform_index.duckdb", SCORED) == [("BYT",)]
    run_as_of("2024-03-03T01:00", 2023)
    assert answer(home.as_of / "2024-03-03T010000" / "reform_index.duckdb", SCORED) == [("BTP",), ("BYT",)]
    assert home.release_file.resolve() == release and archive_bytes(home) == archive
    capsys.readouterr()
    sql("SELECT unit_code FROM mart.par_index WHERE rank = 1", "csv", "2024-03-02")
    assert capsys.readouterr().out.splitlines() == ["unit_code", "BYT"]
    with pytest.raises(CommandFailed, match="hãy chạy trước: cchc run --as-of 2024-03-09"):
        sql("SELECT 1", "csv", "2024-03-09")
    assert [path.name for path in home.as_of.iterdir() if path.name.startswith(".")] == []


def test_a_withdrawal_counts_from_its_own_day_on(publishing_home: Home) -> None:
    home = publishing_home
    recorded(home, "", "2024-03-01T02:00:00.000000+00:00")
    withdraw("2023_BYT_tham_dinh.xlsx", author="Sở Nội vụ (thử)", reason="Gửi nhầm", document="Số 01 (thử)")
    run_as_of("2024-03-01", 2023)
    assert answer(home.as_of / "2024-03-01" / "reform_index.duckdb", SCORED) == [("BNG",), ("BTP",), ("BYT",)]
    (event,) = read_events(home, Withdrawal)
    today = moment_of(datetime.fromisoformat(event.recorded_at).astimezone(VIETNAM).date().isoformat())
    run_as_of(today.name, 2023)
    assert answer(home.as_of / today.name / "reform_index.duckdb", SCORED) == [("BNG",), ("BTP",)]


def test_criteria_sets_count_from_the_day_on_which_they_were_known(publishing_home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    home = publishing_home
    recorded(home, "", "2022-01-01T02:00:00.000000+00:00")
    text = (SHIPPED / "criteria_sets" / "ministry-2023-v1.yml").read_text(encoding="utf-8")
    text = text.replace("ministry-2023-v1", "ministry-2023-v2").replace("version: 1", "version: 2").replace("2022-11-10", "2024-04-15")
    (home.root / "reference" / "criteria_sets").mkdir(parents=True)
    (home.root / "reference" / "criteria_sets" / "ministry-2023-v2.yml").write_text(text, encoding="utf-8")
    used = "SELECT DISTINCT criteria_set FROM mart.par_index WHERE index_year = 2023"
    for day, sets in (("2022-06-01", []), ("2024-04-14", [("ministry-2023-v1",)]), ("2024-04-15", [("ministry-2023-v2",)])):
        run_as_of(day, 2023)
        assert answer(home.as_of / day / "reform_index.duckdb", used) == sets, day
        told = capsys.readouterr().out
        assert ("năm 2023: chưa có bộ tiêu chí nào" in told) == (not sets)
        assert ("bộ tiêu chí ministry-2023-v2 (biết từ 15/04/2024) chưa có lúc đó" in told) == (day < "2024-04-15")


def test_a_day_is_a_day_of_the_past() -> None:
    assert moment_of("2025-03-01").at.isoformat() == "2025-03-01T16:59:59.999999+00:00"
    assert moment_of("2025-03-01T14:30").at.isoformat() == "2025-03-01T07:30:00+00:00"
    for text in ("hôm qua", "2999-01-01", "2025-13-01"):
        with pytest.raises(MomentUnclear):
            moment_of(text)


def test_reference_data_is_written_down_when_it_changes(publishing_home: Home) -> None:
    home = publishing_home
    (first,) = read_events(home, ReferenceUsed)
    run_through(home, [2023])
    assert read_events(home, ReferenceUsed) == [first]
    (home.root / "reference").mkdir()
    shutil.copy(SHIPPED / "groups.csv", home.root / "reference" / "groups.csv")
    (home.root / "reference" / "panels.csv").write_bytes((SHIPPED / "panels.csv").read_bytes() + b"\n")
    run_through(home, [2023])
    assert len(read_events(home, ReferenceUsed)) == 2


def test_an_old_release_is_made_again_value_for_value(publishing_home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    home = publishing_home
    old = home.release_file.resolve().name
    raise_one_cell(home, "Bộ Y tế", "2023_BYT_tham_dinh.xlsx", Decimal("0.5"))
    text = (SHIPPED / "groups.csv").read_text(encoding="utf-8")
    (home.root / "reference").mkdir(exist_ok=True)
    (home.root / "reference" / "groups.csv").write_text(text.replace(">80", "Nhóm 1"), encoding="utf-8")
    run_through(home, [2023])
    archive = archive_bytes(home)
    replay(2023, None)
    replay(2023, old)
    told = capsys.readouterr().out
    assert told.count("mọi bảng giống hệt") == 2 and "✗" not in told
    assert archive_bytes(home) == archive and list((home.root / "replay").iterdir()) == []
    with pytest.raises(CommandFailed, match=f"các bản còn giữ: {old}"):
        replay(2023, "reform_index-2020")
    with pytest.raises(CommandFailed, match="Năm 2019 không có số liệu nào"):
        replay(2019, None)


def test_where_a_replay_differs_it_says_where_and_why(publishing_home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    home = publishing_home
    for path in (home.archive / "ledger").glob("receipt-*.json"):
        if "BYT_tham_dinh" in path.read_text(encoding="utf-8"):
            path.unlink()
    for path in (home.archive / "reference").glob("*.zip"):
        path.unlink()
    with pytest.raises(CommandFailed, match="KHÔNG giống"):
        replay(2023, None)
    told = capsys.readouterr().out
    assert "✗ mart.par_index:" in told and "cột appraised_points: bản đó «" in told and "dựng lại «trống»" in told
    assert "1 biên nhận của bản đó nay không còn trong kho lưu" in told and "không còn dữ liệu tham chiếu" in told


def test_nothing_is_written_to_the_archive_from_the_past(publishing_home: Home, tmp_path: Path) -> None:
    past = Home(tmp_path / "past", known_at=moment_of("2024-01-01").at, present=publishing_home.root)
    assert read_receipts(past) == [] and past.archive == publishing_home.archive
    (tmp_path / "x.csv").write_text("x", encoding="utf-8")
    for write in (
        lambda: store_file(past, tmp_path / "x.csv"),
        lambda: write_receipts(past, []),
        lambda: append_event(past, ReferenceUsed("0")),
    ):
        with pytest.raises(PastIsReadOnly):
            write()
