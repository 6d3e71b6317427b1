"""`cchc figures`: counts by verdict, and each claim that does not close with its sentence."""

from __future__ import annotations

import json

import duckdb
import pytest

from pipelines.cli import figures as command
from pipelines.cli.failure import NOTHING_YET, CommandFailed
from tests.warehouse.claimed_figures import TABLES, Proof
from warehouse.model import load_models
from warehouse.reference_data import SHIPPED, load_reference


@pytest.fixture
def release(monkeypatch: pytest.MonkeyPatch) -> Proof:
    """A release of which only the table in question is there: the figures that we ship, and two reported ones."""
    proof = Proof()
    frames = load_reference([SHIPPED])
    for table in TABLES[:3]:
        proof.con.register("frame", frames[table].to_arrow())
        proof.con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM frame")
    proof.data("3.5", figure=1968, made_up=True)
    proof.data("1.7", figure=30)
    proof.con.execute(f"CREATE TABLE mart.reconciliation AS {load_models()['mart.reconciliation'].sql}")
    monkeypatch.setattr(command, "released", lambda home: proof.con.cursor())
    return proof


def test_what_does_not_close_is_told_in_sentences(release: Proof, capsys: pytest.CaptureFixture[str]) -> None:
    command.figures(2024, False, "table")
    told = capsys.readouterr().out
    assert "67 số liệu công bố, 114 phát biểu" in told
    assert "664 khác 68 + 396 = 464, chênh 200." in told
    assert "Số liệu báo cáo là 30, công bố 28, chênh 2 (22/22 đơn vị báo cáo)." in told
    assert "Các phần không cộng đúng tổng (2):" in told and "Khác (3):" in told
    assert "khớp khi làm tròn (2):" in told and "1.968" not in told and "SỐ LIỆU GIẢ LẬP" in told


def test_all_claims_and_other_formats(release: Proof, capsys: pytest.CaptureFixture[str]) -> None:
    command.figures(2024, True, "table")
    assert "Số liệu báo cáo đúng là 1.968" in capsys.readouterr().out
    command.figures(2024, False, "json")
    rows = json.loads(capsys.readouterr().out)
    assert [row["figure"] for row in rows if row["verdict"] == "parts_do_not_add_up"] == ["1.9", "3.4"]
    assert len(rows) == 7 and {row["difference"] for row in rows if row["figure"] == "3.4"} == {200}


def test_a_year_without_published_figures_and_a_release_of_before(release: Proof, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandFailed, match="Năm 2021 chưa có số liệu công bố") as caught:
        command.figures(2021, False, "table")
    assert caught.value.code == NOTHING_YET
    monkeypatch.setattr(command, "released", lambda home: duckdb.connect())
    with pytest.raises(CommandFailed, match="hãy chạy: cchc run"):
        command.figures(2024, False, "table")
