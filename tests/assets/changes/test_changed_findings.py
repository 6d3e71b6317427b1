"""Findings that came, went, or say something else of the same cell."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from assets.changes.changed_values import changed_findings

Finding = tuple[int, str | None, str, str | None, str]
"""Index year, unit, rule, cell, message."""


@cache
def _two_releases() -> duckdb.DuckDBPyConnection:
    """What `changed_findings` looks at of two releases, for one example after the other."""
    con = duckdb.connect()
    for side in ("old", "new"):
        con.execute(f"ATTACH ':memory:' AS {side}")
        con.execute(f"CREATE SCHEMA {side}.quality; CREATE SCHEMA {side}.reference")
        con.execute(f"CREATE TABLE {side}.reference.unit (unit_id VARCHAR, unit_name VARCHAR)")
        con.execute(
            f"CREATE TABLE {side}.quality.findings (index_year INTEGER, unit_id VARCHAR, rule VARCHAR, cell VARCHAR, "
            "message_vi VARCHAR, severity VARCHAR DEFAULT 'error', form VARCHAR, sheet VARCHAR, superseded BOOLEAN DEFAULT false)"
        )
    return con


def changed(before: Sequence[Finding], now: Sequence[Finding], year: int | None = None) -> list[tuple[int, str | None, str, str | None]]:
    """Per change: year, rule, message before, message now."""
    con = _two_releases()
    for side, findings in (("old", before), ("new", now)):
        con.execute(f"DELETE FROM {side}.quality.findings")
        for finding in findings:
            con.execute(
                f"INSERT INTO {side}.quality.findings (index_year, unit_id, rule, cell, message_vi) VALUES (?, ?, ?, ?, ?)", finding
            )
    return [(each.index_year, each.what, each.old, each.new) for each in changed_findings(con, year)]


def test_another_sentence_on_the_same_cell_is_one_change() -> None:
    before, now = (2023, "BYT", "HISTORY-RISE", "D5", "trước 0"), (2023, "BYT", "HISTORY-RISE", "D5", "trước 0,5")
    assert changed([before], [now]) == [(2023, "HISTORY-RISE", "trước 0", "trước 0,5")]


def test_another_cell_unit_rule_or_year_is_two() -> None:
    first: Finding = (2023, "BYT", "A", "D5", "x")
    for other in [
        (2023, "BYT", "A", "D6", "x"),
        (2023, "BTP", "A", "D5", "x"),
        (2023, "BYT", "B", "D5", "x"),
        (2024, "BYT", "A", "D5", "x"),
    ]:
        found = changed([first], [other])
        assert {(old, new) for _, _, old, new in found} == {("x", None), (None, "x")}


def test_findings_of_no_unit_and_no_cell_are_paired_too() -> None:
    assert changed([(2023, None, "A", None, "x")], [(2023, None, "A", None, "y")]) == [(2023, "A", "x", "y")]


def test_one_year_alone() -> None:
    assert changed([], [(2023, "BYT", "A", "D5", "x"), (2024, "BYT", "A", "D5", "x")], year=2024) == [(2024, "A", None, "x")]


findings = st.lists(
    st.tuples(
        st.just(2023), st.sampled_from(["BYT", None]), st.sampled_from(["A", "B"]), st.sampled_from(["D5", None]), st.sampled_from("xyz")
    ),
    max_size=8,
)


@given(findings, findings)
def test_nothing_is_lost_or_told_twice(before: list[Finding], now: list[Finding]) -> None:
    """What was there, less what went, and what came, is what is there."""
    found = changed(before, now)
    left = sorted((rule, said) for _, _, rule, _, said in before)
    for _, rule, old, new in found:
        assert rule is not None and old != new
        if old is not None:
            left.remove((rule, old))
        if new is not None:
            left.append((rule, new))
    assert sorted(left) == sorted((rule, said) for _, _, rule, _, said in now)
