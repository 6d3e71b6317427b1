"""What makes a table-year out of date: rows that the table reads, not those beside them. Findings are the case in point, since every run
words some of them anew."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tests.ready_warehouse import scratch_with_tables
from warehouse.table_store import inputs_fingerprint

YEARS = [2022, 2023]
COUNTED = (
    "core.balance", "core.declarations", "core.outside_index_scores", "core.register_cells", "core.report_figures", "core.submissions"
)  # fmt: skip


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with scratch_with_tables() as made:
        made.execute("INSERT INTO reference.quality_part VALUES ('right', 'SELF-WITHIN-MAX', NULL)")
        find(made, "f1", "SELF-WITHIN-MAX", "error")
        yield made


def find(con: duckdb.DuckDBPyConnection, finding: str, rule: str, severity: str, cell: str = "D5") -> None:
    """A finding of 2023 on line L1 of submission s1."""
    con.execute(
        "INSERT INTO quality.line_findings BY NAME SELECT ? AS finding_id, ? AS rule, ? AS severity, 2023 AS index_year, "
        "'s1' AS submission_id, 'L1' AS line_id, 'Tự đánh giá' AS sheet, ? AS cell, 'câu' AS message_vi, 'words' AS message_en, "
        "'cách' AS mend_vi, 'quality.checked_lines' AS table_name, false AS superseded",
        [finding, rule, severity, cell],
    )


def old(con: duckdb.DuckDBPyConnection, table: str, before: dict[int, str]) -> list[int]:
    """The years of a table that are not what they were made from."""
    return [year for year, made_from in inputs_fingerprint(con, table, YEARS).items() if made_from != before[year]]


@pytest.mark.parametrize("table", [*COUNTED, "mart.quality_card"])
def test_a_warning_or_another_wording_makes_no_figure_old(con: duckdb.DuckDBPyConnection, table: str) -> None:
    before = inputs_fingerprint(con, table, YEARS)
    find(con, "f2", "HISTORY-RISE", "warning")
    con.execute("UPDATE quality.line_findings SET message_vi = 'câu khác', file_name = 'lan2.xlsx' WHERE finding_id = 'f1'")
    assert old(con, table, before) == []


@pytest.mark.parametrize("table", COUNTED)
@pytest.mark.parametrize("change", ["another rule", "lifted"])
def test_a_line_kept_out_or_let_in_makes_its_year_old(con: duckdb.DuckDBPyConnection, table: str, change: str) -> None:
    before = inputs_fingerprint(con, table, YEARS)
    if change == "lifted":
        con.execute("DELETE FROM quality.line_findings")
    else:
        find(con, "f3", "REGISTER-CODE", "error")
    assert old(con, table, before) == [2023]


def test_a_faulty_cell_more_makes_the_card_of_its_year_old(con: duckdb.DuckDBPyConnection) -> None:
    before = inputs_fingerprint(con, "mart.quality_card", YEARS)
    find(con, "f4", "SELF-WITHIN-MAX", "warning", cell="D6")
    assert old(con, "mart.quality_card", before) == [2023]


def test_figures_that_hang_on_arrival_do_not_hang_on_findings(con: duckdb.DuckDBPyConnection) -> None:
    for table in ("quality.awaited_submissions", "core.measures", "core.indicator_values"):
        before = inputs_fingerprint(con, table, YEARS)
        find(con, f"of {table}", "REGISTER-CODE", "error")
        assert old(con, table, before) == []
