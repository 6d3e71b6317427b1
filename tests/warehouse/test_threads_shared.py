"""Connections that ask at once share DuckDB's threads, and the settings are as before whatever happens."""

import duckdb
import pytest

from warehouse.connection import beside, open_scratch, threads_shared


def _threads(con: duckdb.DuckDBPyConnection) -> int:
    row = con.execute("SELECT current_setting('threads')").fetchone()
    assert row is not None
    return int(row[0])


def test_each_gets_its_part_and_the_last_one_all() -> None:
    with open_scratch() as con, beside(con) as other:
        con.execute("SET threads = 4")
        with threads_shared(con, 2) as share_no_more:
            assert _threads(other) == 2
            share_no_more()
            assert _threads(other) == 4
        assert _threads(con) == 4


def test_nobody_is_left_without_a_thread() -> None:
    with open_scratch() as con:
        con.execute("SET threads = 1")
        with threads_shared(con, 3):
            assert _threads(con) == 1


def test_a_failure_gives_them_back() -> None:
    with open_scratch() as con:
        con.execute("SET threads = 3")
        with pytest.raises(ZeroDivisionError), threads_shared(con, 3):
            assert _threads(con) == 1
            raise ZeroDivisionError
        assert _threads(con) == 3
