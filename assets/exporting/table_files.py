"""The tables of a year as CSV and Parquet files, and as a data package that describes them.

Belongs here: which tables, which of their rows, the files. Does not: the workbook. Tables keep their English names and columns: they are
for programs; datapackage.json says in both languages what each column is.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from assets.bundles.data_package import DESCRIPTOR, SUMS, resource, sha256_of, sums
from assets.exporting.exported_year import ExportedYear
from warehouse.contract import Column, Contract, load_contracts
from warehouse.durable_files import write_all_whole
from warehouse.publication_columns import published_columns
from warehouse.spreadsheet_text import text_in_spreadsheet

OF_LISTS = ("mart.par_index", "mart.par_index_field", "mart.par_index_line", "mart.par_index_trace", "mart.quality_card")
OF_UNITS = ("quality.findings", "core.submissions")
OF_YEAR = ("mart.scorecard", "mart.scorecard_unit", "mart.reconciliation")


@dataclass(frozen=True)
class ExportedTable:
    """One table with the rows that go out."""

    contract: Contract
    columns: tuple[Column, ...]
    rows: pl.DataFrame

    @property
    def name(self) -> str:
        return self.contract.name


def exported_tables(exported: ExportedYear) -> list[ExportedTable]:
    """The tables of the year that have rows: of a publication the allowed columns; of the release those of its lists and, where all lists
    are asked for, those of the whole year."""
    if exported.con is None:
        made = [_of_publications(exported, table, columns) for table, columns in published_columns().items()]
    else:
        tables = (*OF_LISTS, *OF_UNITS, *(OF_YEAR if exported.panel is None else ()))
        made = [_of_release(exported, exported.con, table) for table in tables]
    return [each for each in made if len(each.rows)]


def _of_publications(exported: ExportedYear, table: str, columns: tuple[Column, ...]) -> ExportedTable:
    contract, frames = load_contracts()[table], []
    for each in exported.lists:
        there = each.columns_of(table)
        columns = tuple(column for column in columns if column.name in there)  # an older publication may have had fewer
        frames.append(_frame(each.con, contract, columns, "", {}))
    return ExportedTable(contract, columns, pl.concat([frame.select([column.name for column in columns]) for frame in frames]))


def _of_release(exported: ExportedYear, con: duckdb.DuckDBPyConnection, table: str) -> ExportedTable:
    contract = load_contracts()[table]
    values: dict[str, Any] = {"year": exported.year, "panel": exported.panel}
    if table in OF_LISTS:
        rest = "AND ($panel IS NULL OR panel = $panel)"
    elif table in OF_UNITS:
        rest = "AND ($panel IS NULL OR unit_id IN (SELECT unit_id FROM mart.par_index WHERE index_year = $year AND panel = $panel))"
    else:
        rest, values = "", {"year": exported.year}
    if table == "quality.findings":
        rest += " AND NOT superseded"
    return ExportedTable(contract, contract.columns, _frame(con, contract, contract.columns, f"WHERE index_year = $year {rest}", values))


def _frame(
    con: duckdb.DuckDBPyConnection, contract: Contract, columns: Sequence[Column], where: str, values: dict[str, Any]
) -> pl.DataFrame:
    listed = ", ".join(f'"{column.name}"' for column in columns)
    return con.execute(f"SELECT {listed} FROM {contract.table} {where} ORDER BY ALL", values).pl()


def csv_bytes(table: ExportedTable) -> bytes:
    """CSV in UTF-8 with a BOM, so that Excel shows Vietnamese; a text that begins like a formula gets an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows([_cell(value) for value in row] for row in table.rows.iter_rows())
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return text_in_spreadsheet(value) if isinstance(value, str) else str(value)


def parquet_bytes(table: ExportedTable) -> bytes:
    """Parquet, every value as it is in the warehouse."""
    content = io.BytesIO()
    table.rows.write_parquet(content)
    return content.getvalue()


def write_tables(exported: ExportedYear, folder: Path, kinds: Sequence[str], package: bool) -> int:
    """Write one file per table and kind (csv, parquet) into a folder, with datapackage.json and SHA256SUMS for a package; returns how many
    tables. Files of earlier exports that are not made now are removed; nothing else in the folder is touched. Raises OSError.
    """
    tables = exported_tables(exported)
    makers = {"csv": csv_bytes, "parquet": parquet_bytes}
    files = {f"{table.name}.{kind}": makers[kind](table) for table in tables for kind in kinds}
    if package:
        files |= _described(exported, tables, files)
    write_all_whole([(folder / name, content) for name, content in files.items()])
    for old in _ours(folder):
        if old.name not in files:
            old.unlink()
    return len(tables)


def _ours(folder: Path) -> Iterator[Path]:
    """Files that an export may have left here."""
    names = {load_contracts()[table].name for table in (*OF_LISTS, *OF_UNITS, *OF_YEAR)}
    for path in sorted(folder.iterdir()):
        if path.is_file() and (path.name in (DESCRIPTOR, SUMS) or (path.stem in names and path.suffix in (".csv", ".parquet"))):
            yield path


def _described(exported: ExportedYear, tables: Sequence[ExportedTable], files: dict[str, bytes]) -> dict[str, bytes]:
    words, resources = exported.words, []
    with tempfile.TemporaryDirectory() as half:  # the descriptor is made of files
        for table in tables:
            for path in (Path(half) / f"{table.name}.{kind}" for kind in ("csv", "parquet")):
                path.write_bytes(files[path.name])
                resources.append(resource(path, table.contract, table.columns, len(table.rows)))
        hashes = {path.name: sha256_of(path) for path in sorted(Path(half).iterdir())}
    said = [exported.origin_line, *(f"{each.title}: {line}" for each in exported.lists for line in each.standing)]
    if exported.made_up:
        said.insert(0, words.say("made_up"))
    described = {
        "profile": "data-package",
        "name": f"cchc-{exported.year}" + (f"-{exported.panel.lower()}" if exported.panel else ""),
        "title": words.say("export.title", year=exported.year),
        "description": ". ".join([*said, words.say("export.csv_note")]),
        "version": exported.made_at.isoformat(),
        "resources": resources,
    }
    content = (json.dumps(described, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    with tempfile.TemporaryDirectory() as half:
        (Path(half) / DESCRIPTOR).write_bytes(content)
        hashes[DESCRIPTOR] = sha256_of(Path(half) / DESCRIPTOR)
    return {DESCRIPTOR: content, SUMS: sums(hashes)}
