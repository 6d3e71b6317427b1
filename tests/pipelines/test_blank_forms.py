"""A form in which any line may be left empty, sent with all of them empty: one finding, not none."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.answers.check_before_sending import BeforeSending
from tests.pipelines.test_rounds import fill_in
from warehouse.home import Home


@pytest.mark.parametrize("form", ["explanation", "appraisal_2"])
def test_nothing_filled_in_is_told_once(tmp_path: Path, form: str) -> None:
    blank = fill_in(form, {}, tmp_path / "trống.xlsx")
    filled = fill_in(form, {"7.2.3": {"note": "Đã xem lại"}}, tmp_path / "có chữ.xlsx")
    with BeforeSending(Home(tmp_path / "home")) as before:
        (told,) = before.check(blank).findings
        assert (told.rule, told.severity, told.cell) == ("FORM-BLANK", "warning", None)
        assert "không dòng nào được điền" in told.message_vi
        assert before.check(filled).findings == []
