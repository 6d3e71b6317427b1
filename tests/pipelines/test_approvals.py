"""Who stands for the figures: approvals as events, outdated by a changed score, taken back, given again."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assets.ledger_tables import events_not_loaded
from assets.pending import is_settled
from pipelines.cli.approve import approve, unapprove
from pipelines.cli.failure import CommandFailed
from pipelines.cli.summary import print_summary
from tests.pipelines.conftest import raise_one_cell
from tests.pipelines.released_home import answer, run_through
from warehouse.connection import open_work
from warehouse.home import Home
from warehouse.ledger import Approval, Unapproval, read_events

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("publication")]

BY = {"author": "người duyệt (thử)", "document": "Tờ trình thử số 01"}


def states(home: Home) -> dict[str, str]:
    query = "SELECT u.unit_name, a.state FROM core.approvals AS a JOIN reference.unit AS u USING (unit_id) WHERE a.index_year = 2023"
    return dict(answer(home.release_file, query))  # type: ignore[arg-type]


def test_a_panel_is_approved_as_far_as_it_has_scores(publishing_home: Home) -> None:
    home = publishing_home
    assert set(states(home).values()) == {"not_approved"}
    approve(2023, "ministries", None, **BY)
    (event,) = read_events(home, Approval)
    assert len(event.figures) == 3 and event.release == home.release_file.resolve().name
    run_through(home, [2023])
    told = states(home)
    assert {name for name, state in told.items() if state == "approved"} == {"Bộ Tư pháp", "Bộ Y tế", "Bộ Ngoại giao"}
    rows = answer(
        home.release_file,
        "SELECT DISTINCT approved_by, document, outdated, approved_at IS NOT NULL FROM core.approvals WHERE approved",
    )
    assert rows == [("người duyệt (thử)", "Tờ trình thử số 01", False, True)]


def test_a_score_that_changes_outdates_the_approval_and_a_new_one_mends_it(
    publishing_home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    home = publishing_home
    approve(2023, "ministries", "Bộ Y tế", **BY)
    with open_work(home) as con:
        assert events_not_loaded(con, home) == {"intake.approvals": 1} and not is_settled(con, home, [2023])
    run_through(home, [2023])
    assert states(home)["Bộ Y tế"] == "approved" and states(home)["Bộ Tư pháp"] == "not_approved"
    raise_one_cell(home, "Bộ Y tế", "2023_BYT_tham_dinh.xlsx", Decimal("0.5"))
    run_through(home, [2023])
    assert states(home)["Bộ Y tế"] == "approval_outdated"
    print_summary(home, since="2999-01-01")
    assert "SỐ ĐÃ PHÊ DUYỆT NAY ĐỔI, năm 2023, ministries: 1 đơn vị (Bộ Y tế)" in capsys.readouterr().out
    assert answer(home.release_file, "SELECT approved, outdated, approved_content <> content FROM core.approvals WHERE outdated") == [
        (False, True, True)
    ]
    approve(2023, "ministries", "Bộ Y tế", **BY)
    run_through(home, [2023])
    assert states(home)["Bộ Y tế"] == "approved"
    with pytest.raises(CommandFailed, match="số liệu của Bộ Tư pháp không đang được phê duyệt"):
        unapprove(2023, "ministries", "Bộ Tư pháp", author="người duyệt (thử)", reason="Soát lại", document="Số 02 (thử)")
    unapprove(2023, "ministries", "Bộ Y tế", author="người duyệt (thử)", reason="Soát lại", document="Số 02 (thử)")
    run_through(home, [2023])
    assert states(home)["Bộ Y tế"] == "unapproved"
    assert len(read_events(home, Approval)) == 2 and len(read_events(home, Unapproval)) == 1


@pytest.mark.parametrize(
    ("year", "panel", "unit", "said"),
    [
        (2023, "provinces", None, "không có bảng provinces; các bảng có số liệu: 2023 ministries"),
        (2022, "ministries", None, "Năm 2022 không có bảng ministries"),
        (2023, "ministries", "Bộ Nội vụ", "Bộ Nội vụ chưa đủ điểm"),
        (2023, "ministries", "Atlantis", "Không có đơn vị “Atlantis” trong bảng ministries năm 2023"),
    ],
)
def test_what_cannot_be_approved_is_refused(publishing_home: Home, year: int, panel: str, unit: str | None, said: str) -> None:
    with pytest.raises(CommandFailed, match=said):
        approve(year, panel, unit, **BY)
    with pytest.raises(CommandFailed, match="không được để trống"):
        approve(2023, "ministries", None, author=" ", document="x")
    assert read_events(publishing_home, Approval) == []
