"""Which tables have a preview, and of what: previews.yml.

Belongs here: reading the file and holding its names against the contracts. Does not: rows (rows.py), drawing (chart.py).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from warehouse.contract import Column, Contract, load_contracts

DECLARED = Path(__file__).with_name("previews.yml")
KINDS = ("bars", "spans", "heat", "counts")
_ENTRY = {"title_vi", "lists", "only", "columns", "order", "label", "figure", "chart"}
_CHART = {"kind", "decimals", "down", "across", "measures"}


class PreviewError(Exception):
    """An entry of previews.yml is malformed; the message names the table and the word."""


@dataclass(frozen=True)
class Preview:
    """What is shown of one table."""

    table: str
    title_vi: str
    columns: tuple[str, ...]
    order: tuple[str, ...]
    label: tuple[str, ...]
    figure: str
    kind: str
    lists: str | None = None
    only: dict[str, Any] = field(default_factory=dict)
    decimals: int = 2
    down: str | None = None
    across: str | None = None
    measures: tuple[str, ...] = ()

    @property
    def contract(self) -> Contract:
        return load_contracts()[self.table]

    def column(self, name: str) -> Column:
        return next(column for column in self.contract.columns if column.name == name)

    def order_sql(self) -> str:
        """The ORDER BY list; what is missing comes last either way."""
        return ", ".join(f'"{name.lstrip("-")}" {"DESC" if name.startswith("-") else "ASC"} NULLS LAST' for name in self.order)


def title(column: Column) -> str:
    """A short title: the Vietnamese description up to its first explanation, with the unit of measure."""
    short = column.vi
    for mark in (":", ";", "("):
        short = short.split(mark)[0]
    return short.strip() + (f" [{column.unit}]" if column.unit else "")


def read_previews(path: Path = DECLARED) -> dict[str, Preview]:
    """All previews by table. Raises PreviewError."""
    raw = yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {table: _read(table, entry) for table, entry in raw.items()}


@functools.cache
def load_previews() -> dict[str, Preview]:
    """Those of previews.yml, read once."""
    return read_previews()


def _read(table: str, entry: dict[str, Any]) -> Preview:
    contract = load_contracts().get(table)
    if contract is None:
        raise PreviewError(f"{DECLARED.name}: không có bảng {table}")
    chart = entry.get("chart", {})
    odd = sorted((set(entry) - _ENTRY) | (set(chart) - _CHART))
    if odd or chart.get("kind") not in KINDS or not {"title_vi", "columns", "order", "label", "figure"} <= set(entry):
        raise PreviewError(f"{DECLARED.name}, {table}: thiếu mục, hoặc từ lạ {odd}; chart.kind là một trong {', '.join(KINDS)}")
    made = Preview(
        table, entry["title_vi"], tuple(entry["columns"]), tuple(entry["order"]), tuple(entry["label"]), entry["figure"], chart["kind"],
        entry.get("lists"), entry.get("only", {}), chart.get("decimals", 2), chart.get("down"), chart.get("across"),
        tuple(chart.get("measures", ())),
    )  # fmt: skip
    named = {*made.columns, *made.label, *made.only, made.figure, *made.measures, *(name.lstrip("-") for name in made.order)}
    named |= {name for name in (made.lists, made.down, made.across) if name is not None}
    unknown = sorted(named - {column.name for column in contract.columns})
    if unknown:
        raise PreviewError(f"{DECLARED.name}, {table}: không có cột {', '.join(unknown)}")
    return made
