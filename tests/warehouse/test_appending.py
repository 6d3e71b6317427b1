"""Appending portion by portion: row groups are full, and DuckDB is set as before afterwards."""

from __future__ import annotations

import duckdb
import pytest

from warehouse.connection import appending

ROW_GROUP = 122_880


def settings(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return con.execute("SELECT current_setting('threads'), current_setting('write_buffer_row_group_count')").fetchall()


def test_all_row_groups_but_the_last_are_full(tmp_path) -> None:
    con = duckdb.connect(str(tmp_path / "work.duckdb"), config={"threads": 2})
    con.execute("CREATE TABLE lines (number BIGINT, text VARCHAR)")
    with appending(con):
        con.execute("BEGIN")
        for portion in range(4):
            con.execute("INSERT INTO lines SELECT range, 'line ' || range FROM range(?, ?)", [portion * 80_000, (portion + 1) * 80_000])
        con.execute("COMMIT")
    groups = con.execute("SELECT max(count) FROM pragma_storage_info('lines') GROUP BY row_group_id ORDER BY row_group_id").fetchall()
    assert groups == [(ROW_GROUP,), (ROW_GROUP,), (320_000 - 2 * ROW_GROUP,)]
    assert con.execute("SELECT count(*), count(DISTINCT number), sum(number) FROM lines").fetchone() == (320_000, 320_000, 51_199_840_000)


def test_settings_come_back_also_after_an_error() -> None:
    con = duckdb.connect(config={"threads": 3})
    con.execute("SET write_buffer_row_group_count = 4")
    before = settings(con)
    with pytest.raises(ZeroDivisionError), appending(con):
        assert settings(con) == [(1, 1)]
        raise ZeroDivisionError
    assert settings(con) == before
