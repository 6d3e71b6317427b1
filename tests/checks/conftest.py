"""Every rule's fixtures in one database, each in an index year of its own, checked by one run of GX per table.

Belongs here: laying fixtures out and evaluating them once. Does not belong here: what they must give
(test_rule_fixtures.py). A fixture is data only: fixtures/<RULE-CODE>/pass.yml and fail.yml list rows per table that
differ from fixture_defaults.yml; `{year}` in them is the fixture's index year, `{year-2}` two years before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from checks.catalogue import RULES_FOLDER, load_rules
from checks.evaluate import Evaluation, evaluate
from checks.rule import Rule
from warehouse.contract import load_contracts

FOLDER = Path(__file__).parent
FIRST_YEAR = 3001
YAML = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser is ten times as fast, and every worker reads all fixtures to collect
# Names that fixtures share; each fixture gets its own, so that fixtures do not see each other.
OWN_NAMES = (
    "submission_id",
    "line_id",
    "unit_id",
    "figure_of_unit_id",
    "subject_id",
    "file_sha256",
    "self_sha256",
    "criteria_set",
    "panel",
)


@dataclass
class Case:
    """One fixture file: its rule, whether it must fail, its index year, and the findings that it must give."""

    rule: str
    kind: str
    index_year: int
    rows: dict[str, list[dict[str, Any]]]
    expect: list[dict[str, Any]] = field(default_factory=list)

    @property
    def prefix(self) -> str:
        return f"{self.rule}.{self.kind}:"


def _shown_year(year: int, place: re.Match[str]) -> str:
    return str(year + int(place[1] or 0))


@cache
def read_cases() -> list[Case]:
    """All fixture files in one order, so that each has its own index year."""
    paths = sorted(FOLDER.glob("fixtures/*/*.yml"))
    cases = []
    for year, path in enumerate(paths, start=FIRST_YEAR):
        raw = yaml.load(re.sub(r"\{year([+-][0-9]+)?\}", partial(_shown_year, year), path.read_text(encoding="utf-8")), YAML)
        cases.append(Case(path.parent.name, path.stem, year, raw["rows"], raw.get("expect", [])))
    return cases


def empty_warehouse() -> duckdb.DuckDBPyConnection:
    """All tables of the contracts, views as tables too, without NOT NULL: a fixture states only what matters."""
    con = duckdb.connect()
    for contract in load_contracts().values():
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {contract.schema}")
        columns = ", ".join(f'"{column.name}" {column.type}' for column in contract.columns)
        con.execute(f"CREATE TABLE {contract.table} ({columns})")
    return con


def insert(con: duckdb.DuckDBPyConnection, table: str, row: dict[str, Any]) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    con.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", list(row.values()))


def lay_out(con: duckdb.DuckDBPyConnection, case: Case, defaults: dict[str, dict[str, Any]]) -> None:
    for table, rows in case.rows.items():
        known = {column.name for column in load_contracts()[table].columns}
        for number, row in enumerate(rows):
            full = {"index_year": case.index_year} if "index_year" in known else {}
            full |= ({"line_id": f"line{number}"} if "line_id" in known else {}) | defaults[table] | row
            for name in OWN_NAMES:
                if full.get(name) is not None:
                    full[name] = case.prefix + full[name]
            insert(con, table, full)


@dataclass
class Evaluated:
    con: duckdb.DuckDBPyConnection
    evaluations: dict[str, Evaluation]
    cases: list[Case]

    def findings(self, case: Case) -> list[dict[str, Any]]:
        """The findings of the case's own rule in its own rows, names as the fixture wrote them."""
        query = (
            "SELECT * FROM (FROM quality.line_findings UNION ALL FROM quality.table_findings) WHERE rule = ? "
            "AND (index_year = ? OR (index_year IS NULL AND starts_with(file_sha256, ?))) ORDER BY finding_id"
        )
        result = self.con.execute(query, [case.rule, case.index_year, case.prefix])
        names = [column[0] for column in result.description]
        rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
        return [{name: value.removeprefix(case.prefix) if isinstance(value, str) else value for name, value in row.items()} for row in rows]


@pytest.fixture(scope="session")
def rules() -> list[Rule]:
    return load_rules([RULES_FOLDER])


@pytest.fixture(scope="session")
def evaluated(rules: list[Rule]) -> Evaluated:
    defaults = yaml.load((FOLDER / "fixture_defaults.yml").read_text(encoding="utf-8"), YAML)
    con, cases = empty_warehouse(), read_cases()
    con.execute("BEGIN")
    for case in cases:
        lay_out(con, case, defaults)
    con.execute("COMMIT")
    evaluations = {}
    for table in sorted({rule.table for rule in rules}):
        target = "quality.table_findings" if table.startswith(("core.", "mart.")) else "quality.line_findings"
        evaluations[table] = evaluate(con, rules, table, None, findings_table=target)
    return Evaluated(con, evaluations, cases)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "case" in metafunc.fixturenames:
        metafunc.parametrize("case", read_cases(), ids=lambda case: f"{case.rule}-{case.kind}")
