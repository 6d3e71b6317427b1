"""A rule tried on stored years: what it would say, also of a rule that is switched off, and nothing is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.cli.failure import BAD_INPUT, CommandFailed
from pipelines.cli.rule_try import rule_try
from tests.pipelines.released_home import answer
from warehouse.home import Home

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("publication")]

RULE = """
- code: OWN-FULL-POINTS
  group: line_scores
  table: quality.checked_lines
  severity: warning
  missing: ignore
  when: {measure: self_points, state: value}
  expectation: {type: unexpected_rows}
  where: WHERE_CLAUSE
  why_vi: Điểm tối đa ở dòng lớn cần xem lại.
  why_en: Full points on a large line deserve a look.
  mend_vi: Xem lại.
  legal_basis: null
  message_vi: "Ô {cell} ghi {value}."
  message_en: "Cell {cell} says {value}."
"""


def test_a_new_rule_tells_units_and_examples_and_changes_nothing(
    publishing_home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = publishing_home
    before = {path: path.read_bytes() for path in sorted(home.root.rglob("*")) if path.is_file()}
    (tmp_path / "new.yml").write_text(RULE.replace("WHERE_CLAUSE", "value >= 1"), encoding="utf-8")
    rule_try(str(tmp_path / "new.yml"))
    told = capsys.readouterr().out
    ((expected, units),) = answer(
        home.release_file,
        "SELECT count(*), count(DISTINCT unit_id) FROM quality.checked_lines "
        "WHERE counts AND measure = 'self_points' AND state = 'value' AND value >= 1",
    )
    assert f"Năm 2023: {expected} dòng sẽ có phát hiện" in told and f"{units} đơn vị: Bộ Ngoại giao, Bộ Tư pháp, Bộ Y tế" in told
    assert told.count("Ví dụ 2023_") == 3
    assert {path: path.read_bytes() for path in sorted(home.root.rglob("*")) if path.is_file()} == before


def test_a_rule_that_does_not_run_or_is_malformed_is_told(
    publishing_home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "new.yml").write_text(RULE.replace("WHERE_CLAUSE", "no_such_column > 1"), encoding="utf-8")
    with pytest.raises(CommandFailed, match="1 quy tắc không chạy được"):
        rule_try(str(tmp_path / "new.yml"))
    assert "✗ Năm 2023: không chạy được" in capsys.readouterr().out
    (tmp_path / "new.yml").write_text(RULE.replace("severity: warning", "severity: grave"), encoding="utf-8")
    with pytest.raises(CommandFailed, match="severity must be one of") as refused:
        rule_try(str(tmp_path / "new.yml"))
    assert refused.value.code == BAD_INPUT
    for which, said in (("NO-SUCH-RULE", "Không có quy tắc"), (str(tmp_path / "other.yml"), "Không có tệp")):
        with pytest.raises(CommandFailed, match=said):
            rule_try(which)


def test_a_rule_that_is_switched_off_is_tried_all_the_same(publishing_home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    (publishing_home.root / "rules").mkdir()
    (publishing_home.root / "rules" / "own.yml").write_text(
        "- code: APPRAISED-BELOW-SELF\n  switched_off: true\n  why_vi: Thử.\n  author: Sở Nội vụ (thử)\n  document: Số 01 (thử)\n",
        encoding="utf-8",
    )
    rule_try("appraised-below-self")
    told = capsys.readouterr().out
    assert "Hiện nay đã tắt" in told and "dòng sẽ có phát hiện" in told and "hiện nay quy tắc mang mã này" in told
