"""Published figures, their claims and the numbers of the scorecard, laid into a database in memory and put to the proof by the model alone.

Belongs here: laying rows out. Does not: what must come of them (the tests).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import duckdb

from warehouse.contract import load_contracts
from warehouse.model import load_models

YEAR = 2024
TABLES = ("reference.published_figure", "reference.figure_claim", "reference.figure_operand", "mart.scorecard")


def _empty() -> duckdb.DuckDBPyConnection:
    """The four tables without NOT NULL: a test states only what matters."""
    con = duckdb.connect()
    for table in TABLES:
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {table.split('.')[0]}")
        columns = ", ".join(f'"{column.name}" {column.type}' for column in load_contracts()[table].columns)
        con.execute(f"CREATE TABLE {table} ({columns})")
    return con


@dataclass
class Proof:
    """`figure`, `claim` and `data` lay rows down; `rows` are what the model makes of them."""

    con: duckdb.DuckDBPyConnection = field(default_factory=_empty)

    def insert(self, table: str, **row: object) -> None:
        columns = ", ".join(f'"{name}"' for name in row)
        self.con.execute(f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(row))})", list(row.values()))

    def clear(self) -> None:
        self.con.execute("; ".join(f"DELETE FROM {table}" for table in TABLES))

    def figure(self, figure: str, value: object = 0, year: int = YEAR) -> None:
        self.insert(
            "reference.published_figure", index_year=year, figure=figure, area="steering", name_vi=f"Số {figure}",
            name_en=f"Figure {figure}", value=value,
        )  # fmt: skip

    def claim(
        self, figure: str, stated: object, kind: str = "value", claim: str | None = None, *, decimals: int = 0, precision: str = "exact",
        tolerance: object = 0, unit: str = "", number: str | None = None, operands: tuple[tuple[str, str], ...] = (), year: int = YEAR,
    ) -> None:  # fmt: skip
        """A claim; `operands` are (role, figure), whose claim «value» is meant; `number`: of the scorecard's indicator `figure`."""
        name = claim or kind
        held = {"indicator": figure, "scope_kind": "national", "scope": "all", "number": number} if number else {}
        self.insert(
            "reference.figure_claim", index_year=year, figure=figure, claim=name, sort_order=1, kind=kind, statement_vi=f"Số {figure}",
            statement_en=f"Figure {figure}", stated_value=stated, decimals=decimals, unit_vi=unit, unit_en=unit, precision=precision,
            tolerance=tolerance, **held,
        )  # fmt: skip
        for position, (role, of) in enumerate(operands, start=1):
            self.insert(
                "reference.figure_operand", index_year=year, figure=figure, claim=name, operand_no=position, role=role, of_figure=of,
                of_claim="value",
            )  # fmt: skip

    def number(self, figure: str, value: object, precision: str = "exact", tolerance: object = 0, decimals: int = 2) -> None:
        """A figure with its own value as a claim, for others to be worked out from."""
        self.figure(figure, value)
        self.claim(figure, value, precision=precision, tolerance=tolerance, decimals=decimals)

    def data(self, indicator: str, *, period: str = "year", scope_kind: str = "national", scope: str = "all", **numbers: object) -> None:
        row: dict[str, object] = {"index_year": YEAR, "made_up": False, "units_expected": 22, "units_reported": 22}
        self.insert("mart.scorecard", **(row | numbers), period=period, indicator=indicator, scope_kind=scope_kind, scope=scope)

    def rows(self) -> dict[tuple[str, str], dict[str, Any]]:
        """By (figure, claim)."""
        found = self.con.execute(load_models()["mart.reconciliation"].sql)
        names = [column[0] for column in found.description]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        assert len({(row["index_year"], row["figure"], row["claim"]) for row in rows}) == len(rows)
        return {(row["figure"], row["claim"]): row for row in rows}

    def one(self, figure: str, claim: str) -> dict[str, Any]:
        return self.rows()[figure, claim]


def worked_out(kind: str, stated: object, operands: list[tuple[str, object]], **how: Any) -> dict[str, Any]:
    """The one row of a claim whose operands are exact numbers (role, value)."""
    proof = Proof()
    proof.figure("x", stated)
    for position, (_, value) in enumerate(operands):
        proof.number(f"o{position}", value, decimals=8)
    proof.claim("x", stated, kind, operands=tuple((role, f"o{position}") for position, (role, _) in enumerate(operands)), **how)
    return proof.one("x", kind)


def held_against(stated: object, value: object, kind: str = "value", **how: Any) -> dict[str, Any]:
    """The one row of a claim held against a figure of the scorecard alone."""
    proof = Proof()
    proof.figure("x", stated)
    proof.claim("x", stated, kind, number="figure", **how)
    proof.data("x", figure=value)
    return proof.one("x", kind)
