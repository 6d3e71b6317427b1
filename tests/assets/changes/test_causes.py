"""To which input a change is laid: a unit's own of the same part, others' scores, the method; never a guess."""

from __future__ import annotations

import pytest

from assets.changes.causes import Inputs, cause_of
from assets.changes.changed_values import Changed

OWN = {(2023, "A", "appraisal"): ["«a.xlsx»"], (2023, "A", "survey_scores"): ["«khảo sát.xlsx»"]}
SCORES = [Changed("score", 2023, "ministries", "A", "Bộ A", None, None, 1, 2)]


def change(kind: str, unit: str | None, part: str | None = None, panel: str | None = "ministries", year: int = 2023) -> Changed:
    return Changed(kind, year, panel, unit, unit, None, part, None, None)


@pytest.mark.parametrize(
    ("changed", "scores", "common", "said"),
    [
        (change("cell", "A", "appraised"), SCORES, [], "«a.xlsx»"),
        (change("cell", "A", "survey"), SCORES, [], "«khảo sát.xlsx»"),
        (change("score", "A"), SCORES, [], "«a.xlsx»; «khảo sát.xlsx»"),
        (change("rank", "A"), SCORES, [], "«a.xlsx»; «khảo sát.xlsx»"),
        (change("rank", "B"), SCORES, [], "điểm của Bộ A đổi"),
        (change("rank", "B", panel="provinces"), SCORES, ["quy tắc đã đổi"], "quy tắc đã đổi"),
        (change("finding", "A", panel=None), SCORES, [], "«a.xlsx»; «khảo sát.xlsx»"),
        (change("finding", None, panel=None), SCORES, [], "điểm của Bộ A đổi"),
        (change("finding", "B", panel=None), [], ["quy tắc đã đổi"], "quy tắc đã đổi"),
        (change("cell", "B", "appraised"), SCORES, [], "không rõ"),
        (change("score", "A", year=2022), SCORES, [], "không rõ"),
    ],
)
def test_the_cause_of_a_change(changed: Changed, scores: list[Changed], common: list[str], said: str) -> None:
    assert cause_of(changed, Inputs(OWN, common), scores) == said


def test_many_units_are_counted() -> None:
    scores = [Changed("score", 2023, "ministries", str(n), f"Bộ {n}", None, None, 1, 2) for n in range(5)]
    assert cause_of(change("rank", "X"), Inputs({}, []), scores) == "điểm của Bộ 0, Bộ 1, Bộ 2 và 2 đơn vị khác đổi"
