"""What changed between releases and publications, in words and rows, and to which input each change is laid."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from assets.changes.causes import Inputs, cause_of
from assets.changes.changed_values import Changed
from pipelines.cli.approve import unapprove
from pipelines.cli.changes import COLUMNS, changes
from pipelines.cli.failure import CommandFailed
from pipelines.cli.ledger_commands import withdraw
from pipelines.cli.publish import publish
from tests.pipelines.conftest import APPROVED_BY as BY
from tests.pipelines.conftest import raise_one_cell
from tests.pipelines.released_home import run_through
from warehouse.home import Home
from warehouse.reference_data import SHIPPED

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("publication")]


def rows_of(capsys: pytest.CaptureFixture[str], since: str | None = None, year: int | None = None) -> list[dict[str, object]]:
    capsys.readouterr()
    changes(since, year, "json")
    rows = json.loads(capsys.readouterr().out)
    assert all(set(row) == set(COLUMNS) for row in rows)
    return rows  # type: ignore[no-any-return]


def test_one_cell_leads_to_score_and_rank_and_back_to_its_file(publishing_home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    home = publishing_home
    first = home.release_file.resolve().name
    with pytest.raises(CommandFailed, match="Chưa có bản phát hành trước"):
        changes(None, None, "table")
    raise_one_cell(home, "Bộ Y tế", "2023_BYT_tham_dinh.xlsx", Decimal("0.5"))
    run_through(home, [2023])
    rows = rows_of(capsys)
    (cell,) = [row for row in rows if row["kind"] == "cell"]
    (score,) = [row for row in rows if row["kind"] == "score"]
    assert cell["unit_name"] == score["unit_name"] == "Bộ Y tế" and cell["part"] == "appraised"
    assert Decimal(str(cell["new"])) - Decimal(str(cell["old"])) == Decimal("0.5")
    assert abs(float(score["new"]) - float(score["old"]) - 0.5) < 1e-9  # type: ignore[arg-type]
    assert "«2023_BYT_tham_dinh_lan2.xlsx» (biên nhận " in str(cell["cause"]) and "thay «2023_BYT_tham_dinh.xlsx»" in str(cell["cause"])
    capsys.readouterr()
    changes(None, 2023, "table")
    told = capsys.readouterr().out
    assert f"Từ {first} đến" in told and "Chỉ số (1)" in told and "Điểm từng dòng (1)" in told
    assert rows_of(capsys, year=2024) == [] and rows_of(capsys, since=home.release_file.resolve().name) == []


def test_a_withdrawal_takes_scores_and_moves_the_others(publishing_home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    home = publishing_home
    withdraw("2023_BTP_tham_dinh.xlsx", author="Sở Nội vụ (thử)", reason="Gửi nhầm", document="Số 02 (thử)")
    run_through(home, [2023])
    rows = rows_of(capsys)
    (score,) = [row for row in rows if row["kind"] == "score"]
    assert (score["unit_name"], score["new"]) == ("Bộ Tư pháp", None) and score["cause"] == "«2023_BTP_tham_dinh.xlsx» đã rút"
    ranks = {row["unit_name"]: (row["old"], row["new"], row["cause"]) for row in rows if row["kind"] == "rank"}
    assert ranks["Bộ Tư pháp"][1] is None
    assert {row[2] for name, row in ranks.items() if name != "Bộ Tư pháp"} == {"điểm của Bộ Tư pháp đổi"}


def test_changed_groups_and_rules_are_laid_to_the_method(publishing_home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    home = publishing_home
    (home.root / "reference").mkdir()
    text = (SHIPPED / "groups.csv").read_text(encoding="utf-8")
    (home.root / "reference" / "groups.csv").write_text(text.replace(">80", "Nhóm 1"), encoding="utf-8")
    run_through(home, [2023])
    rows = rows_of(capsys)
    assert {row["kind"] for row in rows} == {"group"} and {row["new"] for row in rows} == {"Nhóm 1"}
    assert all("dữ liệu tham chiếu đã đổi" in str(row["cause"]) for row in rows)


def test_since_a_publication(approved_home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    home = approved_home
    publish(2023, "ministries", at="2024-04-06 09:00", **BY)
    assert rows_of(capsys, since="2023-ministries-1") == []
    raise_one_cell(home, "Bộ Y tế", "2023_BYT_tham_dinh.xlsx", Decimal("0.5"))
    run_through(home, [2023])
    rows = rows_of(capsys, since="2023-ministries-1")
    assert {"cell", "score"} <= {row["kind"] for row in rows}
    (approval,) = [row for row in rows if row["kind"] == "approval"]
    assert (approval["unit_name"], approval["old"], approval["new"]) == ("Bộ Y tế", "approved", "approval_outdated")
    assert all("2023_BYT_tham_dinh_lan2.xlsx" in str(row["cause"]) for row in rows if row["unit_name"] == "Bộ Y tế")
    with pytest.raises(CommandFailed, match="Không có bản phát hành «2023-ministries-9»"):
        changes("2023-ministries-9", None, "table")


def test_approvals_given_and_withdrawn_are_told_with_their_document(approved_home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    home = approved_home
    given = rows_of(capsys)
    assert {(row["kind"], row["old"], row["new"], row["cause"]) for row in given} == {
        ("approval", "not_approved", "approved", "văn bản Số 01 (thử)")
    }
    publish(2023, "ministries", at="2024-04-06 09:00", **BY)
    unapprove(2023, "ministries", "Bộ Y tế", author="Sở Nội vụ (thử)", reason="Rà soát lại", document="Số 02 (thử)")
    run_through(home, [2023])
    wanted = ("Bộ Y tế", "approved", "unapproved", "văn bản Số 02 (thử)")
    for since in (None, "2023-ministries-1"):
        (row,) = rows_of(capsys, since=since)
        assert (row["unit_name"], row["old"], row["new"], row["cause"]) == wanted
    changes(None, None, "table")
    told = capsys.readouterr().out
    assert "Phê duyệt (1)" in told and "đã bỏ phê duyệt" in told


def test_a_finding_on_history_is_laid_to_what_was_sent_for_the_year_before() -> None:
    inputs = Inputs({(2022, "BYT@all", "appraisal"): ["«lan2.xlsx»"]}, [])
    finding = Changed("finding", 2023, None, "BYT@all", "Bộ Y tế", "HISTORY-RISE", None, "trước", None)
    assert cause_of(finding, inputs, []) == "«lan2.xlsx»"
    assert cause_of(finding._replace(kind="score"), inputs, []) == cause_of(finding._replace(unit_id="BTP@all"), inputs, []) == "không rõ"
