"""Which rows a rule looks at: told alike row by row, kind by kind, and by plain Python."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks import batch as batch_module
from checks.batch import BATCH, batch, considered
from checks.catalogue import RULES_FOLDER, load_rules
from checks.rule import Rule
from tests.checks.few_rows import open_with

TABLE = "quality.checked_lines"
YEARS = [2022, 2023, 2024]
RULES = [rule for rule in load_rules([RULES_FOLDER]) if rule.table == TABLE]


def _values(name: str) -> list[Any]:
    """What the rules ask of a column, something else, and nothing."""
    asked = [value for rule in RULES for group in rule.when if name in group for value in _listed(group[name])]
    other: Any = "khác" if isinstance(asked[0], str) else not asked[0]
    return [*dict.fromkeys([*asked, other]), None]


def _listed(wanted: Any) -> list[Any]:
    return wanted if isinstance(wanted, list) else [wanted]


COLUMNS = sorted({name for rule in RULES for group in rule.when for name in group})
ROW = st.fixed_dictionaries(
    {name: st.sampled_from(_values(name)) for name in COLUMNS}
    | {"index_year": st.sampled_from([*YEARS, 2019, None]), "counts": st.sampled_from([True, False, None])}
)


def looks_at(rule: Rule, row: dict[str, Any]) -> bool:
    """The declared meaning of `when` and the years of validity, without SQL."""
    groups = [all(row[name] is not None and row[name] in _listed(wanted) for name, wanted in group.items()) for group in rule.when]
    year = row["index_year"]
    bounds = [(rule.valid_from_year, lambda y, b: y >= b), (rule.valid_to_year, lambda y, b: y <= b)]
    return (not groups or any(groups)) and all(bound is None or (year is not None and holds(year, bound)) for bound, holds in bounds)


def filled(rows: list[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
    con = open_with(TABLE, "SELECT 2022 AS index_year WHERE FALSE")
    for number, row in enumerate(rows):
        names = ", ".join(f'"{name}"' for name in row)
        con.execute(f"INSERT INTO {TABLE} (line_id, {names}) VALUES (?, {', '.join('?' * len(row))})", [str(number), *row.values()])
    return con


@pytest.mark.parametrize("many", [1, 10**6], ids=["kind by kind", "row by row"])
@settings(max_examples=15, deadline=None)
@given(rows=st.lists(ROW, max_size=25))
def test_each_rule_looks_at_the_rows_that_its_when_describes(many: int, rows: list[dict[str, Any]]) -> None:
    with pytest.MonkeyPatch.context() as patch, filled(rows) as con:
        patch.setattr(batch_module, "_MANY_CONDITIONS", many)
        asked = {number: row for number, row in enumerate(rows) if row["index_year"] is None or row["index_year"] in YEARS}
        with batch(con, TABLE, YEARS, RULES) as made:
            assert made.rows == len(asked)
            assert list(made.columns) == [name for name, *_ in con.execute(f"DESCRIBE {TABLE}").fetchall()]
            seen = considered(con, made, RULES)
            for rule in RULES:
                wanted = {number for number, row in asked.items() if looks_at(rule, row)}
                told = con.execute(f"SELECT line_id FROM {BATCH} WHERE {made.condition(rule)}").fetchall()
                assert {int(line_id) for (line_id,) in told} == wanted and len(told) == len(wanted)
                assert (rule.code in seen.looking) == bool(wanted)
                counting = Counter(asked[number]["index_year"] for number in wanted if asked[number]["counts"])
                assert Counter({year: rows for year, rows in seen.counting[rule.code].items() if rows}) == counting


@pytest.mark.parametrize("many", [1, 10**6])
def test_a_when_that_does_not_run_makes_only_its_rule_unknown(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_module, "_MANY_CONDITIONS", many)
    wrong = dataclasses.replace(RULES[0], code="WRONG", when=({"không có": "a"},))
    right = dataclasses.replace(RULES[0], code="RIGHT", when=({"form": "appraisal"},))
    with filled([dict.fromkeys([*COLUMNS, "counts"]) | {"form": "appraisal", "index_year": 2022, "counts": True}]) as con:
        with batch(con, TABLE, None, [wrong, right]) as made:
            seen = considered(con, made, [wrong, right])
            assert seen.counting == {"WRONG": {}, "RIGHT": {2022: 1}} and seen.looking == {"WRONG", "RIGHT"}
        left = con.execute("SELECT count(*) FROM duckdb_tables() WHERE temporary").fetchone()
        assert left == (0,), "nothing of it stays"
