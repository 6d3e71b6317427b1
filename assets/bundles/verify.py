"""Computing a bundle's marts again, on any machine, and comparing them value for value with what the bundle says.

Belongs here: loading the bundle into an empty warehouse, running the models of this package, telling what was reproduced. Does not: reading
files safely (bundle_files.py), printing (pipelines/cli). Statements are ours; of the bundle only rows are used.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from assets.bundles.bundle_files import hash_problems, json_of, read_bundle
from assets.bundles.bundle_tables import made_years, mart_inputs, mart_tables, years_made_from
from assets.bundles.write_bundle import METHOD
from warehouse.connection import open_scratch
from warehouse.contract import load_contracts
from warehouse.model import load_models
from warehouse.table_comparison import Comparison, compare_tables


@dataclass
class Verification:
    """What became of one bundle. Everything but notes is a reason to say that it was not reproduced."""

    year: int | None = None
    file_problems: list[str] = field(default_factory=list)
    method_problems: list[str] = field(default_factory=list)
    load_problems: list[str] = field(default_factory=list)
    compared: dict[str, Comparison] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def reproduced(self) -> bool:
        """Whole files, today's models, and every mart table equal."""
        problems = self.file_problems or self.method_problems or self.load_problems
        return bool(not problems and self.compared and all(one.equal for one in self.compared.values()))


def verify_bundle(path: Path) -> Verification:
    """Check hashes, load inputs, run the mart models again, compare. Raises BundleUnreadable for what is no bundle."""
    files = read_bundle(path)
    told = Verification(file_problems=hash_problems(files))
    method = json_of(files, METHOD)
    year = method.get("index_year") if method else None
    if method is None or not isinstance(year, int):
        told.file_problems.append(f"{METHOD} thiếu hoặc không đọc được, nên không biết gói là của năm nào")
        return told
    told.year = year
    told.method_problems += _method_problems(method)
    told.notes += _source_notes(method)
    if method.get("duckdb") != duckdb.__version__:
        told.notes.append(f"gói lập bằng DuckDB {method.get('duckdb')}, máy này có {duckdb.__version__}")
    with open_scratch() as con:
        ready = _load_inputs(con, files, told)
        _load_given(con, files, told)
        con.execute("SET enable_external_access = false")
        if ready:
            _compute_and_compare(con, year, told)
    return told


def _method_problems(method: dict[str, Any]) -> list[str]:
    """Models and contracts that are not the ones with which the bundle was made; those alone that the comparison rests on."""
    contracts, models = load_contracts(), load_models()
    told = []
    listed = method.get("recomputed_tables")
    unknown = sorted(set(map(str, listed if isinstance(listed, list) else [])) - set(mart_tables()))
    if unknown:
        told.append(f"gói có bảng mà chương trình này không tính: {', '.join(unknown)}")
    for table in mart_tables():
        if _stated(method, "models", table) != models[table].digest:
            told.append(f"mô hình tính {table} khác phiên bản đã dùng khi lập gói")
    for table in [*mart_inputs(), *mart_tables()]:
        if _stated(method, "contracts", table) != contracts[table].digest:
            told.append(f"hợp đồng bảng {table} khác phiên bản đã dùng khi lập gói")
    return told


def _source_notes(method: dict[str, Any]) -> list[str]:
    """Models that are another today but are not run again here: their tables are taken as the bundle gives them."""
    others = [
        table for table, model in load_models().items() if table not in mart_tables() and _stated(method, "models", table) != model.digest
    ]
    return [f"mô hình của bảng nguồn khác phiên bản khi lập gói, bảng được lấy như trong gói: {', '.join(others)}"] if others else []


def _stated(method: dict[str, Any], kind: str, table: str) -> Any:
    named = method.get(kind)
    return named.get(table) if isinstance(named, dict) else None


def _load_inputs(con: duckdb.DuckDBPyConnection, files: dict[str, bytes], told: Verification) -> bool:
    """Make and fill what the mart models read; False where some of it cannot be had."""
    for table in mart_tables():
        con.execute(load_contracts()[table].create_sql())
    loaded = [_load(con, table, table, files, told) for table in mart_inputs()]
    return all(loaded)


def _load_given(con: duckdb.DuckDBPyConnection, files: dict[str, bytes], told: Verification) -> None:
    con.execute("ATTACH ':memory:' AS given")
    con.execute("CREATE SCHEMA given.mart")
    for table in mart_tables():
        _load(con, table, f"given.{table}", files, told)


def _load(con: duckdb.DuckDBPyConnection, table: str, target: str, files: dict[str, bytes], told: Verification) -> bool:
    contract, name = load_contracts()[table], f"{table}.parquet"
    con.execute(contract.create_sql().replace(f"CREATE TABLE {table}", f"CREATE TABLE {target}", 1))
    if name not in files:
        told.load_problems.append(f"{table}: gói không có {name}")
        return False
    columns = ", ".join(f'"{column.name}"' for column in contract.columns)
    with tempfile.NamedTemporaryFile(suffix=".parquet") as parquet:
        parquet.write(files[name])
        parquet.flush()
        try:
            con.execute(f"INSERT INTO {target} BY NAME SELECT {columns} FROM read_parquet(?)", [parquet.name])
        except duckdb.Error as error:
            why = str(error).splitlines()[0].replace(parquet.name, name)
            told.load_problems.append(f"{table}: {name} không nạp được theo hợp đồng bảng ({why})")
            return False
    return True


def _compute_and_compare(con: duckdb.DuckDBPyConnection, year: int, told: Verification) -> None:
    made = {*made_years(con), year}
    for table in mart_tables():
        contract, model = load_contracts()[table], load_models()[table]
        try:
            years = [each for each in years_made_from(table, year) if each in made]  # other marts look back to the years before
            con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM ({model.sql}) WHERE index_year IN (SELECT unnest(?))", [years])
        except duckdb.Error as error:
            told.load_problems.append(f"{table}: không tính lại được ({str(error).splitlines()[0]})")
            continue
        columns = [column.name for column in contract.columns]
        told.compared[table] = compare_tables(
            con, f"given.{table}", f"(SELECT * FROM {table} WHERE index_year = {int(year)})", columns, contract.key
        )
