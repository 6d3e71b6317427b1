"""Describing files of tables as a Frictionless data package: resources, columns, bytes, hashes.

Belongs here: the descriptor and SHA256SUMS. Does not: writing tables, choosing them.
Source: https://specs.frictionlessdata.io (data package, table schema).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from warehouse.contract import Column, Contract

SUMS = "SHA256SUMS"
DESCRIPTOR = "datapackage.json"

_MEDIA = {"parquet": "application/vnd.apache.parquet", "csv": "text/csv", "duckdb": "application/vnd.duckdb"}
_TYPES = {
    "VARCHAR": "string",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMPTZ": "datetime",
    "DOUBLE": "number",
}


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def table_schema(contract: Contract, columns: Iterable[Column]) -> dict[str, Any]:
    """A Frictionless table schema of some columns of a contract."""
    chosen = list(columns)
    schema: dict[str, Any] = {"fields": [_field(column) for column in chosen]}
    if set(contract.key) <= {column.name for column in chosen}:
        schema["primaryKey"] = list(contract.key)
    return schema


def _field(column: Column) -> dict[str, Any]:
    unit = f" [{column.unit}]" if column.unit else ""
    field: dict[str, Any] = {
        "name": column.name,
        "type": "number" if column.type.startswith("DECIMAL") else _TYPES.get(column.type, "any"),
        "title": column.vi,
        "description": f"{column.vi}{unit} / {column.en}",
    }
    if not column.nullable:
        field["constraints"] = {"required": True}
    return field


def resource(path: Path, contract: Contract, columns: Sequence[Column], rows: int) -> dict[str, Any]:
    """One file of one table as a resource of the package."""
    kind = path.suffix.removeprefix(".")
    described: dict[str, Any] = {
        "name": path.name.replace("_", "-").lower(),
        "path": path.name,
        "title": contract.description_vi,
        "description": f"{contract.description_vi} / {contract.description_en}",
        "format": kind,
        "mediatype": _MEDIA[kind],
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256_of(path)}",
        "rowcount": rows,
        "schema": table_schema(contract, columns),
    }
    if kind == "csv":
        described |= {"profile": "tabular-data-resource", "encoding": "utf-8", "dialect": {"delimiter": ",", "header": True}}
    return described


def sums(hashes: Mapping[str, str]) -> bytes:
    """The content of SHA256SUMS, as `sha256sum -c` reads it."""
    return "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(hashes.items())).encode()


def read_sums(content: bytes) -> dict[str, str]:
    """Hash by file name. Raises ValueError for a line that is not one."""
    found = {}
    for line in content.decode("utf-8").splitlines():
        sha256, _, name = line.partition("  ")
        if len(sha256) != 64 or not name or set(sha256) - set("0123456789abcdef"):
            raise ValueError(line[:80])
        found[name] = sha256
    return found
