"""A province's own rule, a YAML entry in its home, is asked like the others: before sending and in its findings."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assets.answers.check_before_sending import BeforeSending
from checks.rule import RuleError
from tests.conftest import Demo
from warehouse.home import Home

OWN = """
- code: TINH-NOTE
  group: own_rules
  table: quality.checked_lines
  severity: warning
  missing: ignore
  when: {form: self_assessment, measure: self_points, state: value}
  expectation: {type: unexpected_rows}
  where: '"value" > 9'
  value: text
  why_vi: Tỉnh yêu cầu giải trình điểm cao.
  why_en: The province wants high scores explained.
  mend_vi: Ghi giải trình.
  legal_basis: null
  message_vi: 'Ô {sheet}!{cell}: điểm {value} cần giải trình.'
  message_en: 'Cell {sheet}!{cell}: explain {value}.'
"""


def test_it_is_asked_like_the_others(tmp_path: Path, built_demo: Demo) -> None:
    home = Home(tmp_path)
    (home.root / "rules").mkdir()
    (home.root / "rules" / "tinh.yml").write_text(OWN, encoding="utf-8")
    path = tmp_path / "a.xlsx"
    shutil.copy(built_demo.workbooks / "2024_01_Ha_Noi_tu_danh_gia.xlsx", path)
    with BeforeSending(home) as before:
        found = before.check(path).findings
    assert found and {(each.rule, each.severity) for each in found} == {("TINH-NOTE", "warning")}
    assert all("cần giải trình" in each.message_vi and each.place in each.message_vi for each in found)


def test_a_code_that_is_taken_stops_with_file_and_line(tmp_path: Path) -> None:
    home = Home(tmp_path)
    (home.root / "rules").mkdir()
    (home.root / "rules" / "tinh.yml").write_text(OWN.replace("TINH-NOTE", "LINE-TWICE"), encoding="utf-8")
    with pytest.raises(RuleError, match=r"tinh\.yml:2: rule LINE-TWICE is already defined at .*lines_known\.yml"):
        BeforeSending(home)
