"""A rule that cannot be evaluated is told to everybody with its file and line, is never a pass, and stops the release where it blocks."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assets.answers.answer_words import head_of_check
from assets.answers.check_before_sending import BeforeSending
from assets.answers.outbox import update_outbox
from assets.release import ReleaseRefused, audit
from assets.shown_text import label
from checks.catalogue import load_rules
from pipelines.cli.doctor import doctor
from pipelines.cli.failure import CommandFailed
from pipelines.cli.status import status
from pipelines.cli.summary import print_summary
from pipelines.runs import run_job
from tests.conftest import Demo
from tests.pipelines.conftest import home_in_use
from tests.pipelines.test_own_rules import OWN
from warehouse.connection import open_work
from warehouse.home import Home

LINE_RULE = OWN.replace("'\"value\" > 9'", "'nope > 9'").replace("own_rules", "units_and_lines")
TABLE_RULE = """
- code: TINH-RANK
  group: ranks
  table: mart.par_index
  severity: error
  missing: ignore
  expectation: {type: unexpected_rows}
  where: nope > 9
  why_vi: Thử.
  why_en: A try.
  mend_vi: Thử.
  legal_basis: null
  message_vi: '{unit_name}'
  message_en: '{unit_name}'
"""


SWITCHED_OFF = """
- code: MAX-DECLARED
  switched_off: true
  why_vi: Tỉnh dùng bộ tiêu chí riêng.
  author: Sở Nội vụ
  document: 12/QĐ-UBND ngày 05/01/2025
"""


def with_rule(root: Path, rule: str) -> Home:
    home = Home(root)
    (home.root / "rules").mkdir(parents=True, exist_ok=True)
    (home.root / "rules" / "tinh.yml").write_text(rule, encoding="utf-8")
    return home


def test_a_check_before_sending_does_not_say_that_the_file_may_go(tmp_path: Path, built_demo: Demo) -> None:
    home = with_rule(tmp_path, LINE_RULE)
    with BeforeSending(home) as before:
        checked = before.check(built_demo.workbooks / "2024_01_Ha_Noi_tu_danh_gia.xlsx")
        head = head_of_check(checked, before.forms)
    (unknown,) = checked.unknown_rules
    assert not checked.may_be_sent and not head.good and checked.findings == []
    assert "CHƯA KẾT LUẬN ĐƯỢC" in head.verdict and "TINH-NOTE" in head.verdict
    assert any("không được coi là đạt" in line and "tinh.yml:2" in line and "nope" in line for line in head.lines)
    assert unknown.years == (2024,) and json.dumps(unknown._asdict())


@pytest.fixture
def copy(demo_home: Home, tmp_path: Path) -> Iterator[Home]:
    shutil.copytree(demo_home.root, tmp_path / "home", symlinks=True)
    with home_in_use(tmp_path / "home") as home:
        yield home


@pytest.mark.slow
@pytest.mark.xdist_group("graph")
def test_a_line_rule_warns_and_everybody_is_told_as_of_one_that_is_off(copy: Home, capsys: pytest.CaptureFixture[str]) -> None:
    with_rule(copy.root, LINE_RULE + SWITCHED_OFF)
    result = run_job(copy, "index_from_lines", [2024])
    assert result.success
    (check,) = [
        each for each in result.get_asset_check_evaluations() if each.check_name == "units_and_lines" and each.partition in (None, "2024")
    ]
    assert not check.passed and check.severity.value == "WARN" and "nope" in str(check.metadata[label("dagster.check.rules")].value)
    with open_work(copy) as con:
        assert con.execute("SELECT index_year, status FROM quality.rule_results WHERE rule = 'TINH-NOTE'").fetchall() == [(2024, "unknown")]
        off = con.execute("SELECT DISTINCT status FROM quality.rule_results WHERE rule = 'MAX-DECLARED' AND index_year = 2024").fetchall()
        found = con.execute("SELECT 1 FROM quality.findings WHERE rule = 'MAX-DECLARED' AND index_year = 2024").fetchall()
        assert (off, found) == ([("switched_off",)], [])
        update_outbox(con, copy, {})
    pages = {path.name: path.read_text(encoding="utf-8") for path in copy.outbox.glob("*.html")}
    hanoi = pages["2024_01_Ha-Noi_self_assessment.html"]
    assert "CHƯA KẾT LUẬN ĐƯỢC" in hanoi and "tinh.yml:2" in hanoi and "bài chưa kết luận được" in pages["index.html"]
    assert "tinh.yml" not in pages["2023_BYT_Bo-Y-te_self_assessment.html"]
    assert not any(name.startswith("2024") and "ĐẠT:" in page for name, page in pages.items())
    capsys.readouterr()
    print_summary(copy, since="2026-01-01T00:00:00+00:00")
    assert "1 quy tắc không đánh giá được" in capsys.readouterr().out
    status()
    shown = capsys.readouterr().out.replace("\n", "")
    assert "Quy tắc TINH-NOTE năm 2024 không đánh giá được" in shown and "Quy tắc MAX-DECLARED đã tắt" in shown
    with pytest.raises(CommandFailed):
        doctor()
    shown = capsys.readouterr().out.replace("\n", "")
    assert "tinh.yml:2" in shown and "Quy tắc MAX-DECLARED đã tắt" in shown


@pytest.mark.slow
@pytest.mark.xdist_group("graph")
def test_a_blocking_rule_stops_the_run_and_the_release_stands(copy: Home, capsys: pytest.CaptureFixture[str]) -> None:
    with_rule(copy.root, TABLE_RULE)
    (rule,) = [rule for rule in load_rules(copy.rule_folders) if rule.code == "TINH-RANK"]
    assert rule.blocking
    released = copy.release_file.resolve()
    result = run_job(copy, "index_from_lines", [2023])
    assert not result.success and copy.release_file.resolve() == released
    assert "release" not in [event.step_key for event in result.all_events if event.is_step_start]
    capsys.readouterr()
    status()
    assert "Quy tắc TINH-RANK năm 2023 không đánh giá được" in capsys.readouterr().out
    with open_work(copy) as con, pytest.raises(ReleaseRefused, match=r"TINH-RANK không đánh giá được.*tinh\.yml:2.*nope"):
        audit(con, load_rules(copy.rule_folders))
