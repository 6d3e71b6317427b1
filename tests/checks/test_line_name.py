"""A code and the name of another indicator in one row of a report, as of a criterion in one of a form (fixtures/LINE-NAME)."""

from __future__ import annotations

import pytest

from checks.evaluate import evaluate
from tests.checks.conftest import empty_warehouse, insert
from tests.checks.few_rows import rule

NAMES = {"1.6": "Hội nghị về cải cách", "1.7": "Cuộc thi tìm hiểu", "2.1": "Trong đó: nữ", "2.2": "Trong đó: nữ"}


@pytest.mark.parametrize(
    ("code", "name", "told"),
    [
        ("1.6", "CUỘC THI  tìm hiểu", [("A5", "1.7")]),
        ("1.6", "Hội nghị của bộ", []),
        ("1.6", "Trong đó: nữ", []),
        ("1.7", "cuộc thi tìm hiểu", []),
    ],
)
def test_of_an_indicator(code: str, name: str, told: list[tuple[str, str]]) -> None:
    con = empty_warehouse()
    for indicator, words in NAMES.items():
        insert(con, "reference.indicator", {"indicator": indicator, "name_vi": words})
    line = {
        "form": "report_year",
        "measure": "figure",
        "criteria_set": "indicators",
        "index_year": 2024,
        "counts": True,
        "line_id": "s1-D5",
    }
    places = {"line_id": "s1-D5", "cell": "D5", "code_cell": "A5", "sheet": "S"}
    words = {"code_text": code, "node_id": code, "name_text": name, "node_name": NAMES[code]}
    insert(con, "quality.checked_lines", {**line, **places, **words})
    evaluate(con, [rule("LINE-NAME")], "quality.checked_lines", None, with_gx=False)
    found = con.execute("SELECT cell, regexp_extract(message_vi, 'là của dòng (.*)[.]$', 1) FROM quality.line_findings").fetchall()
    assert found == told
