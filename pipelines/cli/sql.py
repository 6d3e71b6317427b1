"""`cchc sql`: read-only queries on the release.

Belongs here: running one query, choosing the file, whence the query comes. Does not: opening (warehouse/connection), printing (printing),
the prompt (sql_prompt.py), what errors say (sql_errors.py).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillRunning
from typing import Any

import duckdb

from assets.workbooks.text_encoding import decode
from assets.workbooks.unreadable import UnreadableFile
from pipelines.cli.failure import NOTHING_YET, CommandFailed
from pipelines.cli.printing import print_rows
from pipelines.cli.sql_catalogue import catalogue_of
from pipelines.cli.sql_errors import told
from warehouse.connection import NoRelease, open_closed, open_release
from warehouse.home import Home
from warehouse.wording import Wording

_LOOK_UP_SECONDS = 0.1


def sql(query: str | None, how: str, day: str | None = None) -> None:
    """Run one statement on the release, or on the warehouse as known on a day, and print its rows. Without a statement: from standard
    input, or at a terminal a prompt."""
    home, words = Home.from_env(), Wording()
    con = released(home) if day is None else as_known_on(home, day)
    try:
        if query is None and sys.stdin.isatty() and sys.stdout.isatty():
            from pipelines.cli.sql_prompt import prompt

            opened = con.execute("SELECT database_name FROM duckdb_databases() WHERE NOT internal").fetchone()
            prompt(con, home.root, how, _rows, opened[0] if opened else "")
            return
        text = _piped(words) if query is None else _readable(query, words)
        try:
            statements = con.extract_statements(text)
            if not statements:
                raise CommandFailed(words.say("sql.no_query"))
            if len(statements) > 1:
                raise CommandFailed(words.say("sql.one_only"))
            rows = _rows(con, statements[0])
            columns = con.description or []
        except duckdb.Error as error:
            raise CommandFailed(told(error, text, catalogue_of(con), words)) from error
    finally:
        con.close()
    print_rows(_once([str(column[0]) for column in columns]), [str(column[1]) for column in columns], rows, how)


def _rows(con: duckdb.DuckDBPyConnection, query: Any, most: int | None = None) -> list[tuple[Any, ...]]:
    """The rows of a query (or the first of them) that Ctrl+C can stop: DuckDB does not look at signals while this thread works on a step
    of the query, so another thread works, and this one waits.
    """

    def rows() -> list[tuple[Any, ...]]:
        done = con.execute(query)
        return done.fetchall() if most is None else done.fetchmany(most)

    with ThreadPoolExecutor(max_workers=1) as pool:
        answer = pool.submit(rows)
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


def _piped(words: Wording) -> str:
    """Standard input as text: UTF-8, or UTF-16 as Windows writes it."""
    try:
        return decode(sys.stdin.buffer.read())
    except UnreadableFile as error:
        raise CommandFailed(words.say("sql.not_text")) from error


def _readable(query: str, words: Wording) -> str:
    """The query; what the shell gave in other bytes than UTF-8 stands in it as half characters."""
    try:
        query.encode()
    except UnicodeEncodeError as error:
        raise CommandFailed(words.say("sql.not_text")) from error
    return query


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
