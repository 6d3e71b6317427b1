"""The one place that opens DuckDB: the work file for runs, the release for people.

Belongs here: connection settings. Does not: statements on tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from warehouse.home import Home

SCHEMAS = ("reference", "intake", "quality", "core", "mart", "ops")

_OFFLINE: dict[str, Any] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


class WorkFileBusy(Exception):
    """Another process holds the work file open."""


class WorkFileBroken(Exception):
    """The work file is damaged; it can be made again from the archive."""


class NoRelease(Exception):
    """Nothing has been released under this home yet."""


def open_work(home: Home) -> duckdb.DuckDBPyConnection:
    """Open the work file for writing and make the schemas. The caller holds the run lock.

    Raises WorkFileBusy when some other program has the file open, WorkFileBroken when it is damaged.
    """
    home.warehouse.mkdir(parents=True, exist_ok=True)
    try:
        con = duckdb.connect(str(home.work_file), config=_OFFLINE)
    except duckdb.IOException as error:
        if "lock" not in str(error):
            raise WorkFileBroken(f"Kho làm việc {home.work_file} bị hỏng; dựng lại từ kho lưu bằng: cchc rebuild") from error
        raise WorkFileBusy(
            f"Tệp {home.work_file} đang được chương trình khác mở; hãy đóng chương trình đó rồi chạy lại "
            f"(người xem chỉ nên mở {home.release_file})."
        ) from error
    _prepare(con)
    return con


def open_scratch() -> duckdb.DuckDBPyConnection:
    """A warehouse in memory that is gone when it is closed."""
    con = duckdb.connect(config=_OFFLINE)
    _prepare(con)
    return con


@contextmanager
def beside(con: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """Another connection to the same warehouse, for a thread of its own: with its own transactions and temporary tables."""
    own = con.cursor()
    try:
        own.execute(_OF_EACH)
        yield own
    finally:
        own.close()


_OF_EACH = "SET TimeZone = 'Asia/Ho_Chi_Minh'; SET enable_progress_bar = false"
"""Settings of each connection, which one beside another does not take over. The bar of a long query would be drawn on standard output, in
the midst of what a command prints for programs."""


@contextmanager
def threads_shared(con: duckdb.DuckDBPyConnection, among: int) -> Iterator[Callable[[], None]]:
    """While so many connections to one warehouse ask at once: each question gets its part of the threads, since threads that wait for one
    another's work cost a sixth of the processor. Called, it gives them all to whoever still asks."""
    before = _setting(con, "threads")

    def share_no_more() -> None:
        con.execute(f"SET threads = {before}")

    con.execute(f"SET threads = {max(int(before) // among, 1)}")
    try:
        yield share_no_more
    finally:
        share_no_more()


def _setting(con: duckdb.DuckDBPyConnection, name: str) -> Any:
    row = con.execute("SELECT current_setting(?)", [name]).fetchone()
    return row[0] if row else None


def _prepare(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(_OF_EACH)
    # They compress texts that are all different, and forms repeat theirs. Trying them was a quarter of an INSERT, half of a checkpoint.
    con.execute("SET disabled_compression_methods = 'fsst,dict_fsst'")
    for schema in SCHEMAS:
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")


_APPENDING = {"threads": 1, "write_buffer_row_group_count": 1}


@contextmanager
def appending(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Many rows are appended portion by portion: each row group is compressed when it is full, by one thread.

    As DuckDB is set otherwise, several threads leave half-full row groups, which are compressed when they are inserted, again when they are
    committed and again at the checkpoint; and the commit waits for the last five row groups.
    """
    before = {name: _setting(con, name) for name in _APPENDING}
    for name, value in _APPENDING.items():
        con.execute(f"SET {name} = {value}")
    try:
        yield
    finally:
        for name, value in before.items():
            con.execute(f"SET {name} = {value}")


def attach_release(con: duckdb.DuckDBPyConnection, home: Home, name: str) -> bool:
    """Attach the release read-only under a name of ours; False when there is none."""
    if not home.release_file.exists():
        return False
    attach_file(con, home.release_file.resolve(), name)
    return True


def attach_file(con: duckdb.DuckDBPyConnection, file: Path, name: str) -> None:
    """Attach a DuckDB file read-only under a name of ours."""
    path = str(file).replace("'", "''")  # ATTACH takes no parameters
    con.execute(f"ATTACH '{path}' AS {name} (READ_ONLY)")


def open_release(home: Home) -> duckdb.DuckDBPyConnection:
    """Open the released copy read-only, closed to the outside: no files, no network, no change of settings.

    Raises NoRelease when there is none.
    """
    if not home.release_file.exists():
        raise NoRelease(f"Chưa có bản phát hành nào ở {home.release_file}; hãy chạy: cchc run")
    return open_closed(home.release_file.resolve())


def open_closed(file: Path) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file read-only and closed to the outside."""
    con = open_read_only(file)
    con.execute("SET enable_external_access = false")
    con.execute("SET lock_configuration = true")
    return con


def open_read_only(file: Path) -> duckdb.DuckDBPyConnection:
    """Open any DuckDB file read-only with times shown as in Việt Nam."""
    con = duckdb.connect(str(file), read_only=True, config=_OFFLINE)
    con.execute(_OF_EACH)
    return con
