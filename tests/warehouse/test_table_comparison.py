"""Two tables value for value: repetition counts, order does not, and the first differences are named."""

from __future__ import annotations

import duckdb
import pytest

from warehouse.table_comparison import Comparison, DifferentValue, compare_tables, in_words


def compare(old: str, new: str) -> Comparison:
    with duckdb.connect() as con:
        con.execute(f"CREATE TABLE e AS SELECT * FROM (VALUES {old}) AS t (id, a, b)")
        con.execute(f"CREATE TABLE f AS SELECT * FROM (VALUES {new}) AS t (id, a, b)")
        return compare_tables(con, "e", "f", ["id", "a", "b"], ["id"])


@pytest.mark.parametrize(
    ("old", "new", "differing", "first"),
    [
        ("(1, 'x', 2.5), (2, NULL, 1)", "(2, NULL, 1), (1, 'x', 2.5)", 0, []),
        ("(1, 'x', 2.5), (2, 'y', 1)", "(1, 'x', 2.6), (2, NULL, 1)", 2, [((1,), "b"), ((2,), "a")]),
        ("(1, 'x', 1), (1, 'x', 1)", "(1, 'x', 1)", 1, []),
        ("(1, 'x', 1), (2, 'x', 1)", "(1, 'x', 1), (3, 'x', 1)", 1, [((2,), None), ((3,), None)]),
        ("(1, 'x', 1)", "(1, '', 1)", 1, [((1,), "a")]),
    ],
)
def test_what_differs_is_counted_and_named(old: str, new: str, differing: int, first: list[tuple[tuple[int], str | None]]) -> None:
    told = compare(old, new)
    assert told.differing == differing and told.equal == (differing == 0)
    assert [(each.key, each.column) for each in told.first] == first


def test_a_difference_is_a_sentence() -> None:
    assert in_words(DifferentValue((2023, "x"), "rank", 1, None), ["index_year", "unit_id"], "bản cũ", "bản mới") == (
        "dòng [index_year=2023, unit_id=x], cột rank: bản cũ «1», bản mới «trống»"
    )
    assert in_words(DifferentValue((1,), None, "có", "không có"), ["id"], "cũ", "mới") == "dòng [id=1]: cũ có, mới không có"
