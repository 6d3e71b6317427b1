"""With what the tables of a release were made: models, contracts, rules and reference data, by their hashes, kept inside the file.

Belongs here: taking, keeping, reading and comparing that record (`ops.made_with`). Does not: hashing one rule (checks), what follows from a
difference (bundles, replay, changes).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from warehouse.content_hash import ALL_YEARS
from warehouse.contract import load_contracts
from warehouse.model import load_models
from warehouse.table_store import stored_inputs, transaction

_SHA256_LENGTH = 64


@dataclass(frozen=True)
class Method:
    """Hashes by name: of each SQL model, contract and rule, and of the reference data as a whole (empty where none was loaded)."""

    models: dict[str, str]
    contracts: dict[str, str]
    rules: dict[str, str]
    reference: str

    @property
    def digest(self) -> str:
        """One hash of all of it."""
        return hashlib.sha256(repr(sorted(self._rows())).encode()).hexdigest()

    def _rows(self) -> list[tuple[str, str, str]]:
        kinds = {"model": self.models, "contract": self.contracts, "rule": self.rules, "reference": {"reference": self.reference}}
        return [(kind, name, sha256) for kind, named in kinds.items() for name, sha256 in named.items()]


def present_method(con: duckdb.DuckDBPyConnection, rules: Mapping[str, str]) -> Method:
    """The method of this package and of the reference data that lies in the warehouse. `rules`: hash by code."""
    made_from = stored_inputs(con, "reference.unit").get(ALL_YEARS, "")
    models = {table: model.digest for table, model in load_models().items()}
    contracts = {table: contract.digest for table, contract in load_contracts().items()}
    return Method(models, contracts, dict(rules), made_from[:_SHA256_LENGTH])


def keep_method(con: duckdb.DuckDBPyConnection, method: Method) -> None:
    """Write the record into the warehouse, in place of the one before."""
    with transaction(con):
        con.execute("CREATE TABLE IF NOT EXISTS ops.made_with (kind VARCHAR NOT NULL, name VARCHAR NOT NULL, sha256 VARCHAR NOT NULL)")
        con.execute("DELETE FROM ops.made_with")
        con.execute("INSERT INTO ops.made_with SELECT unnest(?), unnest(?), unnest(?)", list(map(list, zip(*method._rows(), strict=True))))


def kept_method(con: duckdb.DuckDBPyConnection, catalog: str | None = None) -> Method | None:
    """The record in a warehouse (or in one attached under a name of ours); None for a file made before records were kept."""
    where = f"{catalog}.ops.made_with" if catalog else "ops.made_with"
    try:
        rows = con.execute(f"SELECT kind, name, sha256 FROM {where}").fetchall()
    except duckdb.CatalogException:
        return None
    named: dict[str, dict[str, str]] = {kind: {} for kind in ("model", "contract", "rule", "reference")}
    for kind, name, sha256 in rows:
        named.setdefault(kind, {})[name] = sha256
    return Method(named["model"], named["contract"], named["rule"], named["reference"].get("reference", ""))


def differences(before: Method, now: Method) -> list[str]:
    """What changed between two records, one sentence in Vietnamese per kind; empty for none."""
    told = []
    for what, old, new in (
        ("mô hình tính (SQL)", before.models, now.models),
        ("hợp đồng bảng", before.contracts, now.contracts),
        ("quy tắc kiểm tra", before.rules, now.rules),
    ):
        changed = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
        if changed:
            more = f" và {len(changed) - 8} mục nữa" if len(changed) > 8 else ""
            told.append(f"{what} đã đổi: {', '.join(_with_way(name, old, new) for name in changed[:8])}{more}")
    if before.reference != now.reference:
        told.append(f"dữ liệu tham chiếu đã đổi (mã {before.reference[:12] or 'không rõ'} → {now.reference[:12] or 'không rõ'})")
    return told


def _with_way(name: str, old: Mapping[str, str], new: Mapping[str, str]) -> str:
    if name not in old:
        return f"{name} (mới)"
    return name if name in new else f"{name} (đã bỏ)"
