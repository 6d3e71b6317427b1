"""Homes with a release, made by the steps of a run without Dagster: quick enough for a scenario each.

Belongs here: receiving, working through and releasing one small home again and again. Does not: what the scenarios prove.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from assets.release import Release
from assets.release_step import make_release
from tests.pipelines.small_home import work_through
from warehouse.connection import open_work
from warehouse.home import Home


class _Open:
    """What `make_release` needs of a run: the home, the one connection, and closing it for the copy."""

    def __init__(self, home: Home) -> None:
        self.home, self.con = home, open_work(home)

    @contextmanager
    def closed(self) -> Iterator[None]:
        self.con.execute("CHECKPOINT")
        self.con.close()
        try:
            yield
        finally:
            self.con = open_work(self.home)


def run_through(home: Home, years: list[int]) -> Release:
    """All steps of a run, the release too."""
    warehouse = _Open(home)
    try:
        work_through(warehouse.con, home, years)
        return make_release(warehouse)  # type: ignore[arg-type]
    finally:
        warehouse.con.close()


def answer(file: Path, query: str, *parameters: object) -> list[tuple[object, ...]]:
    """Rows of one query on a DuckDB file."""
    with duckdb.connect(str(file), read_only=True) as con:
        return con.execute(query, list(parameters)).fetchall()
