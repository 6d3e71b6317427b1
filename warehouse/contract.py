"""Table contracts: columns, types, units, keys and bilingual descriptions, one YAML file per table or view.

Belongs here: reading contracts and what follows from them alone (DDL, comments). Does not: filling tables.
"""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CONTRACTS = Path(__file__).parent / "contracts"
_MADE_FROM_KEYS = {"years_back", "looks_back_at", "rows_of", "own_content"}
_KEYS = {"table", "kind", "yearly", "description_vi", "description_en", "key", "columns"} | _MADE_FROM_KEYS
_COLUMN_KEYS = {"name", "type", "nullable", "unit", "vi", "en"}


class ContractError(Exception):
    """A contract file is malformed; the message names file and key."""


@dataclass(frozen=True)
class Column:
    """One column; `unit` is its unit of measure (points, %, …) or None."""

    name: str
    type: str
    vi: str
    en: str
    nullable: bool = True
    unit: str | None = None


@dataclass(frozen=True)
class Contract:
    """One table or view as it is promised to its readers."""

    table: str
    kind: str
    yearly: bool
    description_vi: str
    description_en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    digest: str
    years_back: int = 0
    """How many years before its own a row may be made from; the table (of a view: its readers) is out of date when one of them changes."""
    looks_back_at: tuple[str, ...] = ()
    """The tables of which a table reads those earlier years; without any, all that it reads."""
    rows_of: str | None = None
    """The table each of whose rows a view has once, and no other: its key holds where that table's does."""
    own_content: bool = False
    """Of a view that takes little from much: what is made from it is out of date when its own rows change, not when others behind it do."""

    @property
    def schema(self) -> str:
        return self.table.split(".")[0]

    @property
    def name(self) -> str:
        return self.table.split(".")[1]

    @property
    def is_view(self) -> bool:
        return self.kind == "view"

    def back_at(self, upstream: str) -> int:
        """How many earlier years of one of its upstream tables a row is made from."""
        return self.years_back if not self.looks_back_at or upstream in self.looks_back_at else 0

    @property
    def has_years(self) -> bool:
        """Whether rows belong to index years (yearly tables, and intake tables that grow by file)."""
        return any(column.name == "index_year" for column in self.columns)

    def create_sql(self) -> str:
        """The CREATE TABLE statement. NOT NULL only: uniqueness and references are rules (see ARCHITECTURE)."""
        columns = ",\n  ".join(f'"{c.name}" {c.type}{"" if c.nullable else " NOT NULL"}' for c in self.columns)
        return f"CREATE TABLE {self.table} (\n  {columns}\n)"

    def comment_sql(self) -> list[str]:
        """COMMENT statements for the table and each column, Vietnamese first."""
        what = "VIEW" if self.is_view else "TABLE"
        text = quoted(f"{self.description_vi} / {self.description_en}")
        statements = [f"COMMENT ON {what} {self.table} IS {text}"]
        for column in self.columns:
            unit = f" [{column.unit}]" if column.unit else ""
            text = quoted(f"{column.vi}{unit} / {column.en}")
            statements.append(f'COMMENT ON COLUMN {self.table}."{column.name}" IS {text}')
        return statements


def quoted(text: str) -> str:
    """A text as an SQL literal, for statements that take no parameters (COMMENT)."""
    return "'" + text.replace("'", "''") + "'"


def read_contract(path: Path) -> Contract:
    """Read one contract file. Raises ContractError."""
    text = path.read_text(encoding="utf-8")
    raw: dict[str, Any] = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    unknown = set(raw) - _KEYS
    if unknown:
        raise ContractError(f"{path}: unknown keys {sorted(unknown)}")
    expected = f"{path.parent.name}.{path.stem}"
    if raw.get("table") != expected:
        raise ContractError(f"{path}: table must be {expected}, is {raw.get('table')!r}")
    columns = []
    for entry in raw["columns"]:
        odd = set(entry) - _COLUMN_KEYS
        if odd or not {"name", "type", "vi", "en"} <= set(entry):
            raise ContractError(f"{path}: column {entry.get('name')!r} needs name, type, vi, en; odd keys {sorted(odd)}")
        columns.append(Column(**entry))
    names = [column.name for column in columns]
    if len(set(names)) != len(names):
        raise ContractError(f"{path}: a column is listed twice")
    missing = set(raw["key"]) - set(names)
    if missing:
        raise ContractError(f"{path}: key columns {sorted(missing)} are not columns")
    return Contract(
        table=expected,
        kind=raw.get("kind", "table"),
        yearly=bool(raw.get("yearly", False)),
        description_vi=raw["description_vi"],
        description_en=raw["description_en"],
        key=tuple(raw["key"]),
        columns=tuple(columns),
        digest=hashlib.sha256(text.encode()).hexdigest(),
        years_back=int(raw.get("years_back", 0)),
        looks_back_at=tuple(raw.get("looks_back_at", ())),
        rows_of=raw.get("rows_of"),
        own_content=bool(raw.get("own_content", False)),
    )


@functools.cache
def load_contracts() -> dict[str, Contract]:
    """All contracts by table name, sorted by name."""
    files = sorted(CONTRACTS.glob("*/*.yml"))
    return {contract.table: contract for contract in map(read_contract, files)}
