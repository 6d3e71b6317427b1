"""Who is missing, what is told to whom, and how two versions differ: on the demo's release."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pytest

from pipelines.cli.diff import diff
from pipelines.cli.failure import CommandFailed
from pipelines.cli.missing import Owed, _list, missing, owed_submissions, reminder
from warehouse.connection import open_release
from warehouse.home import Home

graph = [pytest.mark.slow, pytest.mark.xdist_group("graph")]


def owed(**more: object) -> Owed:
    values = {
        "unit_code": "33",
        "unit_name": "Hưng Yên",
        "index_year": 2024,
        "panel": "provinces",
        "form": "self_assessment",
        "state": "missing",
    }
    return Owed(**{**values, "due_on": dt.date(2025, 1, 31), "why": None, **more})  # type: ignore[arg-type]


def test_a_reminder_says_what_by_when_and_why() -> None:
    names = {"self_assessment": "Phiếu tự đánh giá", "appraisal": "Kết quả thẩm định"}
    refused = owed(form="appraisal", state="refused", why="Tệp «a.xlsx» có mật khẩu nên không mở được.", unit_name="Thái Bình")
    text = reminder("Hưng Yên", [owed(), refused], names, dt.date(2025, 1, 29))
    assert text.startswith("Kính gửi: Hưng Yên\n") and "năm 2024" in text and "ngày 29/01/2025" in text
    assert "1. Phiếu tự đánh giá: chưa nhận được; hạn nộp 31/01/2025 (còn 2 ngày)." in text
    assert "2. Kết quả thẩm định của Thái Bình: đã gửi nhưng chưa được chấp nhận" in text and "Lý do: Tệp «a.xlsx» có mật khẩu" in text
    assert "gửi đúng hạn" in text
    assert "hôm nay là hạn cuối" in reminder("Hưng Yên", [owed()], names, dt.date(2025, 1, 31))
    late = reminder("Hưng Yên", [owed()], names, dt.date(2025, 2, 3))
    assert "quá hạn 3 ngày" in late and "khẩn trương" in late


def test_the_list_cannot_run_in_a_spreadsheet() -> None:
    (_, row) = csv.reader(io.StringIO(_list([("=cmd()", 2024, "+1", "@x", "-1", "a")]).decode("utf-8-sig")))
    assert row == ["'=cmd()", "2024", "'+1", "'@x", "'-1", "a"]


@pytest.mark.slow
@pytest.mark.xdist_group("graph")
def test_the_demo_owes_what_its_faults_left_out(demo_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CCHC_HOME", str(demo_home.root))
    found = {(o.unit_name, o.form) for o in owed_submissions(demo_home, 2024, None, "provinces")}
    with open_release(demo_home) as con:
        none = con.execute(
            """
            SELECT u.unit_name, f.form FROM reference.panel_member AS m JOIN reference.unit AS u USING (unit_id)
            CROSS JOIN (VALUES ('self_assessment'), ('appraisal'), ('survey_scores')) AS f (form)
            WHERE m.index_year = 2024 AND m.standing <> 'excluded' AND NOT EXISTS (
                SELECT 1 FROM core.submissions AS s WHERE s.index_year = 2024 AND s.unit_id = m.unit_id AND s.form = f.form)
            """
        ).fetchall()
        timely = dict(con.execute("SELECT timeliness, count(*) FROM quality.coverage WHERE timeliness IS NOT NULL GROUP BY 1").fetchall())
    assert found == set(none) and found
    assert timely["late"] >= 2 and timely["early"] == 1 and timely["on_time"] > 200
    missing(2024, None, None, tmp_path, dt.date(2025, 4, 2))
    names = sorted(path.name for path in tmp_path.iterdir())
    assert "con-thieu.csv" in names and "2024_Hoi-dong-tham-dinh_nhac-nop.txt" in names
    assert "quá hạn 2 ngày" in (tmp_path / "2024_Hoi-dong-tham-dinh_nhac-nop.txt").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.xdist_group("graph")
def test_two_versions_differ_in_the_blanked_cell(
    demo_home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CCHC_HOME", str(demo_home.root))
    diff(["Trà Vinh", "2024", "self_assessment"], "json")
    (change,) = json.loads(capsys.readouterr().out)
    assert change["Thay đổi"] == "xóa trắng" and change["Sau"] is None and change["Ô sau"].startswith("Tự đánh giá!D")
    with pytest.raises(CommandFailed, match="cần hai bản"):
        diff(["Hà Nội", "2024", "self_assessment"], "table")
    with pytest.raises(CommandFailed, match="mã biên nhận"):
        diff(["x"], "table")


@pytest.mark.slow
@pytest.mark.xdist_group("graph")
def test_missing_lines_are_all_lines_each_once(demo_home: Home) -> None:
    with open_release(demo_home) as con:
        rows = con.execute(
            "SELECT sum(lines), sum(scored + zero + not_applicable + rejected + not_yet_appraised + not_submitted), min(rejected + 0), "
            "sum(rejected), sum(not_yet_appraised) FROM mart.missing_lines WHERE index_year = 2024"
        ).fetchone()
        scored_lines = con.execute("SELECT count(*) FROM mart.par_index_line WHERE index_year = 2024").fetchone()
    assert rows is not None and scored_lines is not None
    assert rows[0] == rows[1] == scored_lines[0]
    assert rows[3] >= 2 and rows[4] > 0
