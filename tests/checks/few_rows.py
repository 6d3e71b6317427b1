"""A few rows of one table, and single rules of the shipped catalogue with something changed.

Belongs here: what tests of evaluating rules share. Does not: the rows themselves.
"""

from __future__ import annotations

import dataclasses

import duckdb

from checks.catalogue import RULES_FOLDER, load_rules
from checks.rule import Rule
from warehouse.contract import load_contracts


def open_with(table: str, rows: str) -> duckdb.DuckDBPyConnection:
    """A database with the rows of a SELECT in a table of its contract's columns, all nullable, and the empty tables of findings."""
    con = duckdb.connect()
    for name in (table, "quality.line_findings", "quality.table_findings", "quality.rule_results"):
        contract = load_contracts()[name]
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {contract.schema}")
        con.execute(f"CREATE TABLE {name} ({', '.join(f'{c.name} {c.type}' for c in contract.columns)})")
    con.execute(f"INSERT INTO {table} BY NAME {rows}")
    return con


def rule(code: str, **changes: object) -> Rule:
    """A shipped rule, changed."""
    found = next(rule for rule in load_rules([RULES_FOLDER]) if rule.code == code)
    return dataclasses.replace(found, **changes)  # type: ignore[arg-type]
