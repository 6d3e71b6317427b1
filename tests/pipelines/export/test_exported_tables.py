"""Tables as CSV, Parquet and a data package: the rows of the warehouse, with their hashes, and no text that a spreadsheet would run."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipelines.cli.export import export
from tests.pipelines.conftest import home_in_use
from tests.pipelines.export.exported import FORMULA
from warehouse.contract import load_contracts
from warehouse.home import Home
from warehouse.spreadsheet_text import text_in_spreadsheet

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("publication")]


def test_tables_as_csv_parquet_and_package(planted_home: Home, tmp_path: Path) -> None:
    with home_in_use(planted_home.root):
        export(2023, None, tmp_path, ["package"], False, "vi")
    folder = tmp_path / "cchc-2023-gia-lap"
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert {entry["path"] for entry in package["resources"]} == {p.name for p in folder.iterdir()} - {"datapackage.json", "SHA256SUMS"}
    assert "SỐ LIỆU GIẢ LẬP" in package["description"] and "NỘI BỘ" in package["description"]
    for entry in package["resources"]:
        assert entry["hash"] == "sha256:" + hashlib.sha256((folder / entry["path"]).read_bytes()).hexdigest()
    done = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0
    contract = load_contracts()["mart.par_index_line"]
    with duckdb.connect(str(planted_home.release_file), read_only=True) as con:
        rows = con.execute("SELECT * FROM mart.par_index_line WHERE index_year = 2023 ORDER BY ALL").fetchall()
    kept = pl.read_parquet(folder / "par_index_line.parquet")
    assert kept.rows() == rows and kept.columns == [column.name for column in contract.columns]
    content = (folder / "par_index_line.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    with (folder / "par_index_line.csv").open(encoding="utf-8-sig", newline="") as file:
        texts = list(csv.DictReader(file))
    reasons = [row[list(kept.columns).index("reason")] for row in rows]
    assert [row["reason"] for row in texts] == [text_in_spreadsheet(reason or "") for reason in reasons]
    assert "'" + FORMULA in [row["reason"] for row in texts]
