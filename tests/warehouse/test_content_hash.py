"""Kept contents: what is kept is what the rows say, whatever was written in which order; whoever writes past it is found out."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ready_warehouse import scratch_with_tables
from warehouse.content_hash import content_hashes, forget_wrong, keep, measure, measured
from warehouse.table_store import replace_all, replace_years

YEARLY, WHOLE = "core.balance", "reference.quality_part"
_COLUMNS = "submissions, submissions_refused, received, accepted, quarantined, superseded, withdrawn, refused"


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    con = scratch_with_tables()
    return con


def rows(year: int, numbers: list[int]) -> str:
    values = ", ".join(f"({year}, 'form{n}', {', '.join([str(n)] * 8)})" for n in numbers) or "(0, '', 0, 0, 0, 0, 0, 0, 0, 0)"
    return f"SELECT * FROM (VALUES {values}) AS t (index_year, form, {_COLUMNS}) WHERE index_year > 0"


years = st.lists(st.tuples(st.integers(2020, 2023), st.lists(st.integers(0, 5), max_size=4)), min_size=1, max_size=6)


@given(years)
def test_what_is_kept_is_what_the_rows_say(con: duckdb.DuckDBPyConnection, written: list[tuple[int, list[int]]]) -> None:
    for year, numbers in written:
        counts = replace_years(con, YEARLY, rows(year, numbers), [year], {year: "made from"})
        assert counts == {year: len(numbers)}
        assert content_hashes(con, YEARLY) == measure(con, YEARLY)
    for year, numbers in dict(written).items():
        assert content_hashes(con, YEARLY).get(year, ("", 0))[1] == len(numbers)


def test_order_does_not_matter_and_repetition_does(con: duckdb.DuckDBPyConnection) -> None:
    found = []
    for numbers in ([1, 2, 3], [3, 1, 2], [1, 2, 3, 3], [1, 2]):
        replace_years(con, YEARLY, rows(2024, numbers), [2024], {2024: "a"})
        found.append(content_hashes(con, YEARLY)[2024])
    assert found[0] == found[1] and len(set(found)) == 3


def test_a_table_written_whole_is_kept_whole(con: duckdb.DuckDBPyConnection) -> None:
    for rule in ("A-1", "B-2"):
        assert replace_all(con, WHOLE, f"SELECT * REPLACE ('{rule}' AS rule) FROM ({one_part(con)})", "x") == 1
        assert content_hashes(con, WHOLE) == measure(con, WHOLE)


def one_part(con: duckdb.DuckDBPyConnection) -> str:
    columns = con.execute(f"DESCRIBE {WHOLE}").fetchall()
    return "SELECT " + ", ".join(f"CAST({'1' if 'INT' in kind else repr('x')} AS {kind}) AS {name}" for name, kind, *_ in columns)


def test_whoever_writes_past_it_is_found_out(con: duckdb.DuckDBPyConnection) -> None:
    replace_years(con, YEARLY, rows(2024, [1, 2]), [2024], {2024: "a"})
    con.execute(f"UPDATE {YEARLY} SET received = 9 WHERE index_year = 2024 AND form = 'form1'")
    assert content_hashes(con, YEARLY) != measure(con, YEARLY)
    forget_wrong(con, measured(con))
    assert content_hashes(con, YEARLY) == measure(con, YEARLY)
    keep(con, YEARLY)
    assert content_hashes(con, YEARLY) == measure(con, YEARLY)
