"""The contract of a table: a key that stands twice is told with the number of its rows, missing parts of a key too."""

from __future__ import annotations

import pytest

from assets.checked_tables import contract_verdict
from assets.view_keys import remember_keys, rows_with_keys_of_their_own
from warehouse.connection import open_scratch
from warehouse.content_hash import ALL_YEARS
from warehouse.table_store import create_tables, ensure_tables

TABLE = "intake.line_values"
COLUMNS = "submission_id, index_year, row_no, measure, cell, state"
LINE = f"INSERT INTO intake.line_values ({COLUMNS}) VALUES ('s', 2024, 1, 'self_points', ?, 'blank')"


@pytest.mark.parametrize(
    ("cells", "twice"),
    [([], 0), (["A1", "A2", "B1"], 0), (["A1", "A1", "B1"], 2), (["A1", "A1", "A1", "B1", "B1"], 5)],
)
def test_rows_that_share_a_key_are_counted(cells: list[str], twice: int) -> None:
    con = open_scratch()
    create_tables(con)
    for cell in cells:
        con.execute(LINE, [cell])
    verdict = contract_verdict(con, TABLE)
    assert (verdict.passed, verdict.evaluated, verdict.failing) == (twice == 0, len(cells), twice)


def test_a_type_that_differs_is_told() -> None:
    con = open_scratch()
    create_tables(con)
    con.execute("ALTER TABLE intake.line_values ALTER row_no TYPE BIGINT")
    assert not contract_verdict(con, TABLE).passed


VIEW = "quality.compared_lines"


def test_what_was_found_of_a_views_key_holds_while_nothing_behind_it_changes() -> None:
    con = open_scratch()
    ensure_tables(con)
    con.execute(LINE, ["A1"])
    assert rows_with_keys_of_their_own(con, VIEW) is None
    remember_keys(con, VIEW, [2023, 2024, ALL_YEARS], {2024: 7})  # seven rows that the view does not have: so nobody looked
    assert contract_verdict(con, VIEW).evaluated == 7
    con.execute(LINE, ["A2"])
    assert rows_with_keys_of_their_own(con, VIEW) is None
    assert contract_verdict(con, VIEW).evaluated == 0


def test_a_year_that_nobody_looked_at_is_looked_at() -> None:
    con = open_scratch()
    ensure_tables(con)
    con.execute(LINE, ["A1"])
    remember_keys(con, VIEW, [2023, ALL_YEARS], {2023: 7})
    assert rows_with_keys_of_their_own(con, VIEW) is None
