"""From which columns of which tables each column of a model is made, told by a parse of its SQL.

Belongs here: walking the parse. Does not: the models (model.py), showing it to anybody (assets).

A column's sources are the columns that its value is computed from, through every CTE and sub-select, window and condition of its own
expression; what only joins, filters or groups rows is not among them. A column that is a constant or a bare row count has none.
Understanding all models takes two seconds, so `column_lineage.csv` keeps what was found, with a digest of what it was found in: a model
that changed since is understood anew when it is asked for. To write the file: python -m warehouse.lineage
"""

from __future__ import annotations

import csv
import functools
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, build_scope
from sqlglot.schema import MappingSchema

from warehouse.contract import load_contracts
from warehouse.model import load_models

KEPT = Path(__file__).with_name("column_lineage.csv")

Source = tuple[str, str]
"""Table and column."""
Lineage = Mapping[str, tuple[Source, ...]]


@functools.cache
def column_lineage(table: str) -> Lineage:
    """The sources of each column of a model table, in the order of its contract; {} for a table that no model makes."""
    if table not in load_models():
        return {}
    digest, kept = _kept().get(table, ("", {}))
    return kept if digest == _digest(table) else understood(table)


def understood(table: str) -> Lineage:
    """The same, from the SQL itself."""
    tree = qualify(
        sqlglot.parse_one(load_models()[table].sql, dialect="duckdb"),
        schema=_all_columns(),
        dialect="duckdb",
        identify=False,
        quote_identifiers=False,
    )
    scope = build_scope(tree)
    if scope is None:
        raise ValueError(f"{table}: not a SELECT")
    walk = _Walk()
    return {column.name: tuple(sorted(walk.of_column(scope, column.name))) for column in load_contracts()[table].columns}


class _Walk:
    """Sources of columns of scopes, each found once."""

    def __init__(self) -> None:
        self.found: dict[tuple[int, int], frozenset[Source]] = {}

    def of_column(self, scope: Scope, name: str) -> frozenset[Source]:
        """Sources of one output column of a SELECT or UNION."""
        if scope.set_operation_scopes and scope.expression.args.get("by_name"):
            return frozenset[Source]().union(*(self.of_column(side, name) for side in scope.set_operation_scopes))
        names = [projection.alias_or_name for projection in _selected(scope)]
        return self._of_output(scope, names.index(name)) if name in names else frozenset()

    def _of_output(self, scope: Scope, place: int) -> frozenset[Source]:
        key = (id(scope), place)
        if key not in self.found:
            self.found[key] = frozenset()  # a recursive part adds nothing of its own
            sides = scope.set_operation_scopes  # which meet by position
            if sides:
                self.found[key] = frozenset[Source]().union(*(self._of_output(side, place) for side in sides))
            else:
                self.found[key] = frozenset(self._of_expression(scope, _selected(scope)[place]))
        return self.found[key]

    def _of_expression(self, scope: Scope, expression: Any) -> Iterator[Source]:
        inner = {id(child.expression): child for child in scope.subquery_scopes}

        def outside(node: Any) -> bool:
            return id(node) in inner

        for node in expression.walk(prune=outside):
            if isinstance(node, exp.Column):
                yield from self._of_reference(scope, node)
            elif id(node) in inner:
                yield from self._of_subquery(inner[id(node)], bare=isinstance(node.parent, exp.Exists))

    def _of_subquery(self, scope: Scope, bare: bool) -> Iterator[Source]:
        """A sub-select inside an expression: what it returns; one that only asks whether there are rows: what it asks of them."""
        if bare:
            yield from self._of_expression(scope, scope.expression)
            return
        for place in range(len(_selected(scope))):
            yield from self._of_output(scope, place)

    def _of_reference(self, scope: Scope, column: exp.Column) -> Iterator[Source]:
        around: Scope | None = scope
        while around is not None:
            if column.table in around.sources:
                source: Any = around.sources[column.table]
                if isinstance(source, exp.Table):
                    yield (f"{source.db}.{source.name}", column.name)
                elif source.is_udtf:
                    selects = [
                        child for child in source.subquery_scopes if column.name in [each.alias_or_name for each in _selected(child)]
                    ]
                    for child in selects:  # LATERAL (SELECT …)
                        yield from self.of_column(child, column.name)
                    if not selects:
                        yield from self._of_expression(around, source.expression)
                else:
                    yield from self.of_column(source, column.name)
                return
            around = around.parent


def _selected(scope: Scope) -> list[Any]:
    expression: Any = scope.expression
    return list(expression.selects)


@functools.cache
def _all_columns() -> MappingSchema:
    shapes: dict[str, Any] = {}
    for contract in load_contracts().values():
        shapes.setdefault(contract.schema, {})[contract.name] = {column.name: column.type for column in contract.columns}
    return MappingSchema(shapes, dialect="duckdb")


def _digest(table: str) -> str:
    """Of all that a table's lineage depends on: its SQL, and the contracts of it and of what it reads."""
    contracts, model = load_contracts(), load_models()[table]
    parts = [model.digest, contracts[table].digest, *(contracts[upstream].digest for upstream in model.upstream)]
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:16]


@functools.cache
def _kept() -> dict[str, tuple[str, Lineage]]:
    found: dict[str, tuple[str, dict[str, tuple[Source, ...]]]] = {}
    if not KEPT.exists():
        return {}
    with KEPT.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            columns = found.setdefault(row["table"], (row["digest"], {}))[1]
            columns[row["column"]] = tuple(_source(each) for each in row["made_from"].split())
    return dict(found)


def _source(text: str) -> Source:
    table, _, column = text.rpartition(".")
    return table, column


def kept_lines() -> list[list[str]]:
    """What the file should hold."""
    lines = [["table", "digest", "column", "made_from"]]
    for table in load_models():
        for column, sources in understood(table).items():
            lines.append([table, _digest(table), column, " ".join(".".join(source) for source in sources)])
    return lines


if __name__ == "__main__":
    with KEPT.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(kept_lines())
