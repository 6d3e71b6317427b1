"""docs/faults.md lists every golden workbook once, with rules that exist and that speak of what its fixture holds."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from checks.catalogue import RULES_FOLDER, load_rules
from tests.golden.golden_case import HERE, cases
from warehouse.home import PACKAGE_ROOT

_POINTS = {"self_points", "appraised_points", "survey_points", "score"}
_OF_REGISTERS = {"area", "deadline", "completed_on"}


def table() -> dict[str, set[str]]:
    rows = re.findall(r"^\| .+? \| .+? \| (.+?) \| (\w+) \|$", (PACKAGE_ROOT / "docs" / "faults.md").read_text(encoding="utf-8"), re.M)
    listed = {fixture: set(re.findall(r"[A-Z]+(?:-[A-Z]+)+", codes)) for codes, fixture in rows if fixture != "fixture"}
    assert len(listed) == len([fixture for _, fixture in rows if fixture != "fixture"]), "a fixture stands twice"
    return listed


def rules_of_problems() -> dict[str, str]:
    """Problem code → rule: the rules that single out one problem of a file or of a number."""
    found = {}
    for rule in load_rules([RULES_FOLDER]):
        named = set(re.findall(r"\bproblem = '(\w+)'", rule.where or rule.rows or ""))
        if len(named) == 1:
            found.setdefault(named.pop(), rule.code)
    return found


def problems_of(case: str) -> set[str]:
    def rows(path: Path) -> list[dict[str, str]]:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    lines = [row for row in rows(HERE / case / "lines.csv") if row["measure"] in _POINTS | _OF_REGISTERS]
    return {row["problem"] for row in [*rows(HERE / case / "problems.csv"), *lines] if row["problem"]}


def test_every_golden_workbook_is_listed() -> None:
    assert sorted(table()) == cases()


def test_every_rule_named_exists() -> None:
    known = {rule.code for rule in load_rules([RULES_FOLDER])}
    named = set(re.findall(r"\b[A-Z]+(?:-[A-Z]+)+\b", (PACKAGE_ROOT / "docs" / "faults.md").read_text(encoding="utf-8")))
    assert named - known - {"UTF-16"} == set()


def test_the_rules_listed_are_those_of_the_problems_found() -> None:
    speaks_of = rules_of_problems()
    for case, listed in table().items():
        found = {speaks_of[problem] for problem in problems_of(case)}
        assert found <= listed, case
        assert listed - found <= {"CODE-RECOVERED", "LINE-KNOWN", "REGISTER-CELL", "REGISTER-CODE"}, case
