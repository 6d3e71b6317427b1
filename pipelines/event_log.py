"""Dagster's event log in SQLite, with its connections kept open: Dagster's own opens and closes one for each of the thousands of statements
of a run, and makes their SQL anew each time.

Belongs here: how the files are opened. Does not: what is stored, where (Dagster's own, the same files).
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dagster import StringSource
from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

_MOST_OPEN = 16
"""Files: one for all assets, one for each run. A web server sees many runs in its life."""


class KeptOpenEventLog(SqliteEventLogStorage):
    """As Dagster's, in the same files, so either opens what the other wrote. Named in dagster.yaml."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._open: OrderedDict[str, Engine] = OrderedDict()
        super().__init__(base_dir, inst_data)

    @classmethod
    def config_type(cls) -> Any:
        """`dagster_home`: the folder of the instance."""
        return {"dagster_home": StringSource}

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]) -> KeptOpenEventLog:
        """Called by Dagster with what dagster.yaml says."""
        return cls(str(Path(config_value["dagster_home"]) / "history" / "runs"), inst_data)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock, self._engine(shard).connect() as connection, connection.begin():
            yield connection

    def _engine(self, shard: str) -> Engine:
        engine = self._open.get(shard)
        if engine is None:
            # One connection for all threads, which take turns by the lock.
            options = {"timeout": SQLITE_BUSY_TIMEOUT_SECONDS, "check_same_thread": False}
            engine = create_engine(self.conn_string_for_shard(shard), poolclass=StaticPool, connect_args=options)
            event.listen(engine, "connect", _no_wait_for_the_disk)
            self._initdb(engine, for_index_shard=False)
            self._open[shard] = engine
            if len(self._open) > _MOST_OPEN:
                self._open.popitem(last=False)[1].dispose()
        self._open.move_to_end(shard)
        return engine

    def dispose(self) -> None:
        """Close all files."""
        with self._db_lock:
            while self._open:
                self._open.popitem()[1].dispose()
        super().dispose()


def _no_wait_for_the_disk(connection: sqlite3.Connection, _: object) -> None:
    """A killed process loses nothing; a power cut may lose the last events, never the file. What cannot be made again is in the archive."""
    connection.execute("PRAGMA synchronous=NORMAL")
