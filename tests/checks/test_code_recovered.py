"""Codes that were recovered are told one by one while they are few; a form that numbers its lines otherwise is told once."""

from __future__ import annotations

import re

import pytest

from checks.evaluate import evaluate
from tests.checks.conftest import empty_warehouse, insert
from tests.checks.few_rows import rule


@pytest.mark.parametrize(("recovered", "told"), [(1, 1), (10, 10), (11, 1), (40, 1)])
def test_of_one_form(recovered: int, told: int) -> None:
    con = empty_warehouse()
    same = {"form": "self_assessment", "measure": "self_points", "index_year": 2024, "counts": True, "sheet": "S", "node_name": "Kế hoạch"}
    for form, lines in (("s1", recovered), ("s2", 1)):
        for row in range(7, 7 + lines):
            places = {"submission_id": form, "line_id": f"{form}-D{row}", "cell": f"D{row}", "code_cell": f"A{row}", "row_no": row}
            codes = {"code_text": str(row), "node_code": f"1.{row}", "node_id": f"1/1.{row}"}
            insert(con, "quality.checked_lines", {**same, **places, **codes})
    evaluate(con, [rule("CODE-RECOVERED")], "quality.checked_lines", None)
    found = con.execute("SELECT submission_id, cell, message_vi FROM quality.line_findings ORDER BY submission_id, finding_id").fetchall()
    of_first = [(cell, message) for form, cell, message in found if form == "s1"]
    assert len(of_first) == told and len(found) == told + 1
    others = [re.search(r"\((\d+) dòng khác", message) for _, message in of_first]
    if told == 1 and recovered > 1:
        assert of_first[0][0] == "A7" and others[0] is not None and others[0][1] == str(recovered - 1)
    else:
        assert others == [None] * told
