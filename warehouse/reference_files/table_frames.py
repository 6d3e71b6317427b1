"""Rows into data frames with exactly the columns and types of their contract.

Belongs here: the step from Python values to Polars. Does not belong here: what else follows from a contract (DDL).
"""

import re
from functools import cache

import polars as pl

from warehouse.contract import CONTRACTS, read_contract
from warehouse.reference_files.record import Entry

_TYPES: dict[str, pl.DataType] = {
    "VARCHAR": pl.String(),
    "INTEGER": pl.Int32(),
    "BOOLEAN": pl.Boolean(),
    "DATE": pl.Date(),
}


@cache
def table_schema(table: str) -> dict[str, pl.DataType]:
    """Return column → Polars type of `reference.<name>`, as its contract states; KeyError for a type not used there."""
    schema, name = table.split(".")
    contract = read_contract(CONTRACTS / schema / f"{name}.yml")
    return {column.name: _polars_type(column.type) for column in contract.columns}


def table_frame(table: str, entries: list[Entry]) -> pl.DataFrame:
    """Return the rows of one table. ValueError (our mistake) when reader and contract disagree."""
    schema = table_schema(table)
    for entry in entries[:1]:
        if set(entry.values) != set(schema):
            raise ValueError(f"{table}: reader and contract disagree on {sorted(set(entry.values) ^ set(schema))}")
    columns = [pl.Series(name, [entry[name] for entry in entries], dtype=dtype, strict=True) for name, dtype in schema.items()]
    return pl.DataFrame(columns)


def _polars_type(text: str) -> pl.DataType:
    decimal = re.fullmatch(r"DECIMAL\((\d+),\s*(\d+)\)", text)
    if decimal:
        return pl.Decimal(int(decimal[1]), int(decimal[2]))
    return _TYPES[text]
