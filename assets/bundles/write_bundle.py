"""Writing the bundle of one index year from a release: Parquet, datapackage.json, method.json, SHA256SUMS.

Belongs here: the files and what they say. Does not: choosing tables (bundle_tables.py), checking a bundle (verify.py).
The same release gives the same bytes.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import duckdb

from assets.bundles.bundle_tables import bundled_tables, mart_tables, rows_of, years_of
from assets.bundles.data_package import DESCRIPTOR, SUMS, resource, sha256_of, sums
from assets.zip_members import MAX_MEMBER_BYTES
from warehouse.contract import load_contracts
from warehouse.method_record import Method

METHOD = "method.json"
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


class BundleRefused(Exception):
    """No bundle can be written; the message says why, in Vietnamese."""


def write_bundle(con: duckdb.DuckDBPyConnection, year: int, method: Method, release_name: str, to: Path) -> str:
    """Write the bundle of a year as a new folder, or a new .zip; returns the SHA-256 of its SHA256SUMS, by which it can be named.

    `con` is the release, open for reading. Raises BundleRefused.
    """
    if to.exists():
        raise BundleRefused(f"{to} đã có; hãy nêu một thư mục hoặc tệp .zip mới")
    if not con.execute("SELECT 1 FROM core.line_scores WHERE index_year = ? LIMIT 1", [year]).fetchone():
        raise BundleRefused(f"bản phát hành không có số liệu PAR INDEX năm {year}; xem các năm: cchc status")
    to.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=to.parent, prefix=".bundle-") as half:
        folder = Path(half) / "bundle"
        folder.mkdir()
        _write_files(con, year, method, release_name, folder)
        named = sha256_of(folder / SUMS)
        if to.suffix.lower() == ".zip":
            _zip(folder, Path(half) / "bundle.zip")
            (Path(half) / "bundle.zip").replace(to)
        else:
            shutil.move(folder, to)
    return named


def _write_files(con: duckdb.DuckDBPyConnection, year: int, method: Method, release_name: str, folder: Path) -> None:
    contracts, resources = load_contracts(), []
    for table in bundled_tables():
        path = folder / f"{table}.parquet"
        rows = con.sql(rows_of(table), params={"years": years_of(table, year)})
        rows.write_parquet(str(path))
        count = con.execute("SELECT count(*) FROM read_parquet(?)", [str(path)]).fetchone() or (0,)
        resources.append(resource(path, contracts[table], contracts[table].columns, count[0]))
    _write_json(folder / METHOD, method_facts(con, year, method, release_name))
    package = {
        "profile": "data-package",
        "name": f"par-index-{year}",
        "title": f"PAR INDEX {year}: số liệu và cách tính / data and method",
        "description": "Gói để nơi khác tính lại và đối chiếu từng giá trị (cchc verify). "
        "Không phải bản công bố: có cả số liệu chưa phê duyệt. / A bundle to compute and compare elsewhere; no publication.",
        "version": release_name,
        "resources": resources,
    }
    _write_json(folder / DESCRIPTOR, package)
    hashes = {path.name: sha256_of(path) for path in sorted(folder.iterdir())}
    (folder / SUMS).write_bytes(sums(hashes))


def method_facts(con: duckdb.DuckDBPyConnection, year: int, method: Method, release_name: str) -> dict[str, Any]:
    """How the year was computed: versions, hashes of models, contracts and rules, criteria sets, reference snapshot, receipts."""
    names = ("criteria_set", "version", "level", "panel", "decision", "known_on")
    sets = con.execute(
        "SELECT criteria_set, version, level, panel, decision, known_on::VARCHAR FROM reference.criteria_set "
        "WHERE index_year = ? ORDER BY ALL",
        [year],
    ).fetchall()
    receipts = con.execute(
        "SELECT receipt_id, file_sha256, recorded_at::TIMESTAMPTZ::VARCHAR, bool_or(counts) FROM intake.versions WHERE index_year = ? "
        "GROUP BY ALL ORDER BY 3, 1",
        [year],
    ).fetchall()
    rules = con.execute(
        "SELECT rule, severity, status, failing_rows FROM quality.rule_results WHERE index_year = ? ORDER BY ALL", [year]
    ).fetchall()
    return {
        "index_year": year,
        "release": release_name,
        "duckdb": duckdb.__version__,
        "recomputed_tables": mart_tables(),
        "models": method.models,
        "contracts": method.contracts,
        "reference_snapshot": method.reference,
        "criteria_sets": [dict(zip(names, row, strict=True)) for row in sets],
        "rules": [
            {"rule": rule, "severity": severity, "status": status, "failing_rows": n, "sha256": method.rules.get(rule)}
            for rule, severity, status, n in rules
        ],
        "receipts": [{"receipt_id": r, "file_sha256": sha, "recorded_at": at, "counts": counts} for r, sha, at, counts in receipts],
        "seed": None,
    }


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _zip(folder: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w") as package:
        for path in sorted(folder.iterdir()):
            if path.stat().st_size > MAX_MEMBER_BYTES:
                raise BundleRefused(f"{path.name} lớn hơn {MAX_MEMBER_BYTES // 2**20} MB, không để trong .zip được; hãy ghi ra thư mục")
            packed = zipfile.ZIP_STORED if path.suffix == ".parquet" else zipfile.ZIP_DEFLATED
            package.writestr(zipfile.ZipInfo(path.name, _FIXED_TIME), path.read_bytes(), packed)
