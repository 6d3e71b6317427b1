"""The files of one publication: DuckDB, Parquet, CSV, datapackage.json, publication.json, SHA256SUMS; and its event in the ledger.

Belongs here: writing them whole, read-only, under embargo. Does not: whether they may be written (readiness.py), showing them (shelf.py).
"""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from assets.bundles.data_package import DESCRIPTOR, SUMS, resource, sha256_of, sums
from assets.past.given import known_until
from warehouse.connection import attach_file
from warehouse.contract import Column, load_contracts
from warehouse.home import Home
from warehouse.ledger import Publication, append_event, read_events
from warehouse.method_record import kept_method
from warehouse.publication_columns import published_columns
from warehouse.reference_files.panel_name import is_panel_name
from warehouse.spreadsheet_text import text_in_spreadsheet

FACTS = "publication.json"
DATABASE = "publication.duckdb"


def write_publication(home: Home, year: int, panel: str, author: str, document: str, public_at: datetime) -> Publication:
    """Put the approved units of a panel of the release under embargo; the caller holds the run lock and has found nothing against it."""
    if not is_panel_name(panel):
        raise ValueError(panel)  # it names a folder
    number = _next_number(home, year, panel)
    named = f"{year}-{panel}-{number}"
    home.embargoed.mkdir(parents=True, exist_ok=True)
    home.embargoed.chmod(0o700)
    half = home.embargoed / f".{named}.part"
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir()
    release = home.release_file.resolve()
    facts = {
        "publication_id": named,
        "index_year": year,
        "panel": panel,
        "author": author,
        "document": document,
        "public_at": public_at.isoformat(),
        "release": release.name,
    }
    figures = _write_files(half, release, year, panel, facts)
    hashes = {path.name: sha256_of(path) for path in sorted(half.iterdir())}
    (half / SUMS).write_bytes(sums(hashes))
    hashes[SUMS] = sha256_of(half / SUMS)
    for path in half.iterdir():
        path.chmod(0o444)
    half.replace(home.embargoed / named)
    return append_event(
        home, Publication(named, year, panel, number, figures, author, document, public_at.isoformat(), release.name, hashes)
    )


def _next_number(home: Home, year: int, panel: str) -> int:
    """One more than any publication written down or lying there: a number is never used twice."""
    used = [event.number for event in read_events(home, Publication) if (event.index_year, event.panel) == (year, panel)]
    for folder in (*home.publications.glob(f"{year}-{panel}-*"), *home.embargoed.glob(f"{year}-{panel}-*")):
        named, _, number = folder.name.rpartition("-")
        used += [int(number)] if number.isdigit() and named == f"{year}-{panel}" else []  # not those of a list whose name goes on
    return max(used, default=0) + 1


def _write_files(folder: Path, release: Path, year: int, panel: str, facts: dict[str, Any]) -> dict[str, str]:
    """All files but SHA256SUMS; returns the hash of the figures by unit."""
    resources = []
    with duckdb.connect(str(folder / DATABASE)) as con:
        con.execute("SET TimeZone = 'Asia/Ho_Chi_Minh'")
        attach_file(con, release, "released")
        method, known = kept_method(_in(con, "released")), known_until(_in(con, "released"))
        _in(con, "publication")
        figures = dict(
            con.execute(
                "SELECT unit_id, content FROM released.core.approvals WHERE index_year = ? AND panel = ? AND approved ORDER BY unit_id",
                [year, panel],
            ).fetchall()
        )
        con.execute("CREATE SCHEMA mart")
        for table, columns in published_columns().items():
            _copy_table(con, table, columns, year, panel)
            resources += _table_files(con, folder, table, columns)
        con.execute("DETACH released")
        con.execute("CHECKPOINT")
    (folder / FACTS).write_text(
        _json(
            facts | {"known_at": known.isoformat() if known else None, "units": len(figures), "method": asdict(method) if method else None}
        ),
        encoding="utf-8",
    )
    package = {
        "profile": "data-package",
        "name": str(facts["publication_id"]).replace("_", "-").lower(),
        "title": f"PAR INDEX {year}, {panel}: số liệu công bố / published figures",
        "description": f"Công bố theo {facts['document']}, từ {facts['public_at']}. / Published by {facts['document']}.",
        "version": str(facts["publication_id"]),
        "resources": resources,
    }
    (folder / DESCRIPTOR).write_text(_json(package), encoding="utf-8")
    return figures


def _in(con: duckdb.DuckDBPyConnection, catalog: str) -> duckdb.DuckDBPyConnection:
    con.execute(f"USE {catalog}")
    return con


def _copy_table(con: duckdb.DuckDBPyConnection, table: str, columns: tuple[Column, ...], year: int, panel: str) -> None:
    """The allowed columns of approved units, described as in the contract."""
    contract = load_contracts()[table]
    listed = ", ".join(f'"{column.name}"' for column in columns)
    con.execute(f"CREATE TABLE {table} ({', '.join(_defined(column) for column in columns)})")
    con.execute(
        f"INSERT INTO {table} BY NAME SELECT {listed} FROM released.{table} WHERE index_year = $year AND panel = $panel AND unit_id IN "
        "(SELECT unit_id FROM released.core.approvals WHERE index_year = $year AND panel = $panel AND approved) ORDER BY ALL",
        {"year": year, "panel": panel},
    )
    names = {column.name for column in columns}
    for statement in contract.comment_sql():
        if "COMMENT ON TABLE" in statement or any(f'."{name}" IS' in statement for name in names):
            con.execute(statement)


def _defined(column: Column) -> str:
    return f'"{column.name}" {column.type}{"" if column.nullable else " NOT NULL"}'


def _table_files(con: duckdb.DuckDBPyConnection, folder: Path, table: str, columns: tuple[Column, ...]) -> list[dict[str, Any]]:
    contract, rows = load_contracts()[table], con.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall()
    parquet, text = folder / f"{contract.name}.parquet", folder / f"{contract.name}.csv"
    con.sql(f"SELECT * FROM {table} ORDER BY ALL").write_parquet(str(parquet))
    with text.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([column.name for column in columns])
        writer.writerows([[_cell(value) for value in row] for row in rows])
    return [resource(parquet, contract, columns, len(rows)), resource(text, contract, columns, len(rows))]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return text_in_spreadsheet(value) if isinstance(value, str) else str(value)


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
