"""`cchc sql`: read-only queries on the release.

Belongs here: running one query and naming its errors, choosing the file. Does not: opening (warehouse/connection), printing (printing).
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillRunning
from typing import Any

import duckdb

from pipelines.cli.failure import NOTHING_YET, CommandFailed
from pipelines.cli.printing import print_rows
from warehouse.connection import NoRelease, open_closed, open_release
from warehouse.home import Home

_LOOK_UP_SECONDS = 0.1


def sql(query: str, how: str, day: str | None = None) -> None:
    """Run one statement on the release, or on the warehouse as known on a day, and print its rows."""
    con = released(Home.from_env()) if day is None else as_known_on(Home.from_env(), day)
    try:
        statements = len(con.extract_statements(query))
        if statements == 0:
            raise CommandFailed('Chưa có câu lệnh nào, ví dụ: cchc sql "SELECT * FROM mart.par_index".')
        if statements > 1:
            raise CommandFailed("Mỗi lần chỉ một câu lệnh; hãy bỏ phần sau dấu chấm phẩy.")
        rows = _rows(con, query)
        columns = con.description or []
    except duckdb.Error as error:
        raise CommandFailed(f"Câu lệnh không chạy được: {str(error).strip().splitlines()[0]}") from error
    finally:
        con.close()
    print_rows(_once([str(column[0]) for column in columns]), [str(column[1]) for column in columns], rows, how)


def _rows(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query that Ctrl+C can stop: DuckDB does not look at signals while this thread works on a step of
    the query, so another thread works, and this one waits.
    """
    with ThreadPoolExecutor(max_workers=1) as pool:
        answer = pool.submit(lambda: con.execute(query).fetchall())
        try:
            while True:
                try:
                    return answer.result(timeout=_LOOK_UP_SECONDS)
                except StillRunning:
                    if answer.done():
                        raise
        except KeyboardInterrupt:
            con.interrupt()
            raise


def _once(names: Sequence[str]) -> list[str]:
    """Column names in which none stands twice: a, a → a, a_2 (a JSON record would lose one of them)."""
    made: list[str] = []
    for name in names:
        free, number = name, 1
        while free in made:
            number += 1
            free = f"{name}_{number}"
        made.append(free)
    return made


def released(home: Home) -> duckdb.DuckDBPyConnection:
    """The release, or a one-line error that says how to make one."""
    try:
        return open_release(home)
    except NoRelease as error:
        raise CommandFailed(str(error), NOTHING_YET) from error


def as_known_on(home: Home, day: str) -> duckdb.DuckDBPyConnection:
    """The warehouse that `cchc run --as-of` made, or a one-line error that says how to make it."""
    from assets.past.moment import MomentUnclear, moment_of

    try:
        moment = moment_of(day)
    except MomentUnclear as error:
        raise CommandFailed(str(error)) from error
    file = home.as_of / moment.name / home.release_file.name
    if not file.exists():
        raise CommandFailed(f"Chưa dựng kho như đã biết đến {moment.vi}; hãy chạy trước: cchc run --as-of {day}", NOTHING_YET)
    return open_closed(file)
