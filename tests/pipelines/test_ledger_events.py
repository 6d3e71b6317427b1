"""Withdrawals, locks and their exceptions, letters, the register of incoming letters: from the ledger to what counts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from assets.intake_tables import receive_all
from assets.landing_folder import waiting_files
from assets.letter_register import REGISTER, RegisterError, vietnamese_time
from assets.receiving import receive_landing
from assets.reference_tables import load_reference_tables
from assets.rule_application import VERSIONS
from checks.catalogue import load_rules
from checks.evaluate import evaluate
from pipelines.cli.failure import CommandFailed
from pipelines.cli.ledger_commands import exception, letter, withdraw
from tests.conftest import Demo
from tests.ready_warehouse import with_reference
from warehouse.archive import LedgerDamaged, read_receipts
from warehouse.connection import open_work
from warehouse.home import Home
from warehouse.ledger import Withdrawal, read_events
from warehouse.reference_data import SHIPPED

FIRST, SECOND = "2024_84_Tra_Vinh_tu_danh_gia.xlsx", "2024_84_Tra_Vinh_tu_danh_gia_lan2.xlsx"
WHY = {"author": "Sở Nội vụ (thử)", "reason": "Gửi nhầm tệp", "document": "Công văn thử số 01"}


class Desk:
    """A home without Dagster: send files, receive them, ask which version counts."""

    def __init__(self, home: Home, con: duckdb.DuckDBPyConnection, demo: Demo) -> None:
        self.home, self.con, self.demo = home, con, demo

    def send(self, name: str, received_at: str | None = None) -> None:
        shutil.copyfile(self.demo.workbooks / name, self.home.landing / name)
        if received_at:
            (self.home.landing / REGISTER).write_text(f"file_name,received_at\n{name},{received_at}\n", encoding="utf-8")

    def receive(self) -> None:
        load_reference_tables(self.con, self.home)
        receive_all(self.con, self.home)

    def states(self) -> dict[str, tuple[str, str]]:
        rows = self.con.execute("SELECT file_name, state, timeliness FROM intake.versions").fetchall()
        return {name: (state, timeliness) for name, state, timeliness in rows}


@pytest.fixture
def desk(tmp_path: Path, built_demo: Demo, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    home = with_reference(Home(tmp_path).create())
    monkeypatch.setenv("CCHC_HOME", str(tmp_path))
    with open_work(home) as con:
        yield Desk(home, con, built_demo)


def test_a_withdrawn_version_gives_way_to_the_one_before(desk: Desk) -> None:
    for name in (FIRST, SECOND):
        desk.send(name)
        desk.receive()
    assert {name: state for name, (state, _) in desk.states().items()} == {FIRST: "superseded", SECOND: "counts"}
    withdraw(SECOND, **WHY)
    desk.receive()
    assert {name: state for name, (state, _) in desk.states().items()} == {FIRST: "counts", SECOND: "withdrawn"}
    assert desk.con.execute("SELECT index_year, document FROM intake.withdrawals").fetchall() == [(2024, "Công văn thử số 01")]
    with pytest.raises(CommandFailed, match="đã được rút"):
        withdraw(SECOND, **WHY)
    with pytest.raises(CommandFailed, match="Không có biên nhận"):
        withdraw("không có.xlsx", **WHY)
    assert len(read_events(desk.home, Withdrawal)) == 1 and len(read_receipts(desk.home)) == 2


def test_a_damaged_event_is_named(desk: Desk) -> None:
    desk.send(FIRST)
    desk.receive()
    withdraw(FIRST, **WHY)
    (path,) = (desk.home.archive / "ledger").glob("withdrawal-*.json")
    path.write_text("{", encoding="utf-8")
    with pytest.raises(LedgerDamaged, match=path.name):
        desk.receive()


def _lock_2024(desk: Desk) -> None:
    text = (SHIPPED / "periods.yml").read_text(encoding="utf-8")
    before = "form: self_assessment, opens_on: 2024-12-15, due_on: 2025-01-31"
    assert before in text
    (desk.home.root / "reference").mkdir()
    (desk.home.root / "reference" / "periods.yml").write_text(text.replace(before, f"{before}, locks_on: 2025-02-10"), encoding="utf-8")


def _findings(desk: Desk) -> list[tuple[str, str]]:
    evaluate(desk.con, load_rules(desk.home.rule_folders), VERSIONS, None, with_gx=False)
    return desk.con.execute("SELECT rule, message_vi FROM quality.line_findings WHERE NOT superseded OR rule = 'SUB-LOCKED'").fetchall()


def test_after_the_lock_a_version_is_kept_and_does_not_count_unless_excepted(desk: Desk) -> None:
    _lock_2024(desk)
    desk.send(FIRST, "2025-02-10 23:59")
    desk.receive()
    assert desk.states() == {FIRST: ("counts", "late")}
    assert _findings(desk) == []
    desk.send(SECOND, "2025-02-11 00:00")
    desk.receive()
    assert desk.states() == {FIRST: ("counts", "late"), SECOND: ("locked_out", "late")}
    ((rule, message),) = _findings(desk)
    assert rule == "SUB-LOCKED" and "11/02/2025 00:00" in message and "31/01/2025" in message
    exception("self_assessment", 2024, "tỉnh Trà Vinh", until="12/02/2025", **WHY)
    desk.receive()
    assert desk.states()[SECOND] == ("counts", "late")
    assert _findings(desk) == []


def test_an_exception_for_another_unit_or_an_earlier_day_changes_nothing(desk: Desk) -> None:
    _lock_2024(desk)
    desk.send(SECOND, "2025-02-11 00:00")
    exception("self_assessment", 2024, "Hà Nội", until="2025-12-31", **WHY)
    exception("self_assessment", 2024, None, until="2025-02-10", **WHY)
    exception("appraisal", 2024, None, until="2025-12-31", **WHY)
    desk.receive()
    assert desk.states() == {SECOND: ("locked_out", "late")}
    with pytest.raises(CommandFailed, match="không chỉ đúng một đơn vị"):
        exception("self_assessment", 2024, "Atlantis", until="2025-12-31", **WHY)
    with pytest.raises(CommandFailed, match="Không có biểu mẫu"):
        exception("khác", 2024, None, until="2025-12-31", **WHY)


def test_the_register_states_when_and_with_what_letter(desk: Desk) -> None:
    desk.send(FIRST)
    rows = ["file_name;received_at;letter_number;letter_date;importer", f"{FIRST};20/01/2025 09:30;123/SNV-CCHC;19/01/2025;Văn thư (thử)"]
    (desk.home.landing / REGISTER).write_bytes("\n".join(rows).encode("utf-8-sig"))
    assert [path.name for path in waiting_files(desk.home)] == [FIRST], "the register is no submission"
    desk.receive()
    (receipt,) = read_receipts(desk.home)
    assert receipt.received_at == "2025-01-20T09:30:00.000000+07:00" and receipt.recorded_at > receipt.received_at
    assert (receipt.letter_number, receipt.letter_date, receipt.importer) == ("123/SNV-CCHC", "2025-01-19", "Văn thư (thử)")
    assert desk.states() == {FIRST: ("counts", "on_time")}
    letter(receipt.receipt_id[:8], "124/SNV-CCHC", "2025-01-21", "Văn thư (thử)")
    desk.receive()
    assert desk.con.execute("SELECT letter_number, letter_date::VARCHAR FROM intake.letters").fetchall() == [("124/SNV-CCHC", "2025-01-21")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name,when\nx,y\n", "dòng 1: thiếu cột file_name"),
        ("file_name,received_at\na.xlsx,hôm qua\n", "dòng 2: «hôm qua» không phải ngày giờ"),
        ("file_name,received_at\na.xlsx,2999-01-01 08:00\n", "dòng 2: lúc nhận 2999-01-01 08:00 ở tương lai"),
    ],
)
def test_a_wrong_register_stops_with_its_line_and_nothing_is_received(desk: Desk, content: str, said: str) -> None:
    desk.send(FIRST)
    (desk.home.landing / REGISTER).write_text(content, encoding="utf-8")
    with pytest.raises(RegisterError, match=said):
        receive_landing(desk.home)
    assert read_receipts(desk.home) == [] and (desk.home.landing / FIRST).exists()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-01-20 09:30", "2025-01-20T09:30:00+07:00"),
        ("20/01/2025", "2025-01-20T00:00:00+07:00"),
        ("2025-01-20T02:30:00+00:00", "2025-01-20T02:30:00+00:00"),
    ],
)
def test_times_without_an_offset_are_vietnamese(text: str, moment: str) -> None:
    assert vietnamese_time(text).isoformat() == moment
