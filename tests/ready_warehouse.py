"""Warehouses with all tables in them, copied from one that each process makes once: making them anew takes two seconds.

Belongs here: copies in memory and in a home, empty or with the shipped reference data. Does not: tests of how tables are made, which make
their own; rows.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import duckdb

from assets.reference_tables import load_reference_tables
from warehouse.connection import attach_file, open_scratch, open_work
from warehouse.home import Home
from warehouse.table_store import ensure_tables


def scratch_with_tables() -> duckdb.DuckDBPyConnection:
    """A warehouse in memory, as `open_scratch` and `ensure_tables` give it."""
    con = open_scratch()
    attach_file(con, _made(reference=False).work_file, "ready")
    con.execute("COPY FROM DATABASE ready TO memory")
    con.execute("DETACH ready")
    return con


def with_tables(home: Home) -> Home:
    """The home with a work file in which no row stands."""
    home.warehouse.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_made(reference=False).work_file, home.work_file)
    return home


def with_reference(home: Home) -> Home:
    """The home as `ensure_tables` and `load_reference_tables` leave it, the archive's word on the reference data too."""
    shutil.copytree(_made(reference=True).root, home.root, dirs_exist_ok=True)
    return home


@cache
def _made(*, reference: bool) -> Home:
    folder = tempfile.mkdtemp(prefix="ready_warehouse_")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    home = Home(Path(folder)).create()
    if reference:
        with_tables(home)
    with open_work(home) as con:
        if reference:
            load_reference_tables(con, home)
        else:
            ensure_tables(con)
        con.execute("CHECKPOINT")
    return home
