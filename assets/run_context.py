"""What a run hands to its assets: the home, the one open connection, and a voice for people.

Belongs here: the Dagster resource that holds the run lock and the work file from the first step to the end. Does not: any table.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import duckdb
from pydantic import PrivateAttr

from warehouse.connection import open_work
from warehouse.durable_files import write_whole
from warehouse.home import Home
from warehouse.run_lock import run_lock
from warehouse.table_store import ensure_tables

progress = logging.getLogger("cchc.progress")
"""Plain words for people while a run works; the command shows them, the web UI keeps them in the compute log."""


class Warehouse(dg.ConfigurableResource):
    """The work file of one home, open for the time of a run. One run at a time: others wait for the lock and say so."""

    _home: Home = PrivateAttr()
    _con: duckdb.DuckDBPyConnection = PrivateAttr()

    @property
    def home(self) -> Home:
        return self._home

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        return self._con

    @contextmanager
    def closed(self) -> Iterator[None]:
        """The work file checkpointed and closed for a while, so that it can be copied."""
        self._con.execute("CHECKPOINT")
        self._con.close()
        try:
            yield
        finally:
            self._con = open_work(self._home)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Warehouse]:
        self._home = Home.from_env().create()
        run_id = context.run.run_id if context.run else None

        def say(sentence: str) -> None:
            progress.warning(sentence)
            if context.log is not None:  # on the page of the run, too
                context.log.warning(sentence)

        with run_mark(self._home, run_id), run_lock(self._home, say):
            self._con = open_work(self._home)
            try:
                ensure_tables(self._con)
                yield self
            finally:
                self._con.close()


@contextmanager
def run_mark(home: Home, run_id: str | None) -> Iterator[None]:
    """A file that names this process while it carries the run, so that a later start can tell a killed run from a living one."""
    if run_id is None:
        yield
        return
    mark: Path = home.run_marks / run_id
    write_whole(mark, f"{os.getpid()} {process_started(os.getpid())}".encode())
    try:
        yield
    finally:
        mark.unlink(missing_ok=True)


def process_started(pid: int) -> str | None:
    """When a process started, in clock ticks since boot (Linux; pids are used again, starts are not); None for no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return None
