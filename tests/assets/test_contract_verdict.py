"""The contract of a table: a key that stands twice is told with the number of its rows, missing parts of a key too."""

from __future__ import annotations

import pytest

from assets.checked_tables import contract_verdict
from warehouse.connection import open_scratch
from warehouse.table_store import create_tables

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
