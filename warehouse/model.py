"""SQL models: one file = one table or view = one asset; the path is the name.

Belongs here: reading the files and which tables they name. Does not: running them, which column comes from which (lineage.py).
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from warehouse.connection import SCHEMAS
from warehouse.contract import load_contracts

MODELS = Path(__file__).parent / "models"
FRAGMENTS = Path(__file__).parent / "fragments"
_NAMED = re.compile(rf"--[^\n]*|'[^']*'|\b((?:{'|'.join(SCHEMAS)})\.[a-z][a-z0-9_]*)")
"""Comments and texts, which name no table, and our tables: no alias is called like a schema. Parsing all models takes a second."""


@dataclass(frozen=True)
class Model:
    """One SELECT that fills a table, or is a view."""

    table: str
    sql: str
    upstream: tuple[str, ...]
    digest: str


def read_model(path: Path) -> Model:
    """Read one model; `upstream` are the tables of our schemas that it names, sorted."""
    sql = with_fragments(path.read_text(encoding="utf-8"))
    table = f"{path.parent.name}.{path.stem}"
    named = {found for found in _NAMED.findall(sql) if found}
    return Model(table, sql.rstrip(), tuple(sorted(named)), hashlib.sha256(sql.encode()).hexdigest())


def with_fragments(sql: str) -> str:
    """SQL with each `{name}` replaced by fragments/<name>.sql: an expression that several models and rules share word for word.

    Raises FileNotFoundError for a name that no fragment has; `{batch}`, the rows that a rule looks at, stays.
    """
    return re.sub(r"\{(?!batch\})([a-z_]+)\}", lambda found: with_fragments(_fragment(found[1])), sql)


@functools.cache
def _fragment(name: str) -> str:
    return (FRAGMENTS / f"{name}.sql").read_text(encoding="utf-8").strip()


@functools.cache
def load_models() -> dict[str, Model]:
    """All models by table name."""
    return {model.table: model for model in map(read_model, sorted(MODELS.glob("*/*.sql")))}


def built_tables() -> list[str]:
    """Tables (not views) that are made from a model, in order of their names."""
    contracts = load_contracts()
    return [table for table in load_models() if not contracts[table].is_view]


def in_dependency_order(tables: set[str]) -> list[str]:
    """Order model tables so that each comes after those that it reads."""
    models, ordered = load_models(), []

    def visit(table: str) -> None:
        if table in ordered or table not in models:
            return
        for upstream in models[table].upstream:
            visit(upstream)
        if table in tables:
            ordered.append(table)

    for table in sorted(tables):
        visit(table)
    return ordered


def years_behind(tables: Iterable[str]) -> dict[str, int]:
    """How many years before an index year must be there of each table, for the rows of these tables of that year to come out: 0 for the
    tables themselves, and along the way from them whatever the contracts say that is looked back to."""
    models, contracts = load_models(), load_contracts()
    behind = dict.fromkeys(tables, 0)
    for table in reversed(in_dependency_order(set(models))):
        if table in behind:
            for upstream in models[table].upstream:
                behind[upstream] = max(behind.get(upstream, 0), behind[table] + contracts[table].back_at(upstream))
    return behind
