"""Rules that could not be evaluated, as people are told of them.

Belongs here: reading them from rule results, and the one sentence. Does not belong here: what makes a rule unknown (failing_rows.py),
where the sentence is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import duckdb


class UnknownRule(NamedTuple):
    """A rule that could not be evaluated in some index years, and why: `why` begins with the rule's file and line."""

    rule: str
    table_name: str
    severity: str
    years: tuple[int, ...]
    why: str

    @property
    def sentence_vi(self) -> str:
        """What is unknown, where the rule stands, why."""
        when = f" năm {', '.join(map(str, self.years))}" if self.years else ""
        return f"Quy tắc {self.rule}{when} không đánh giá được, nên không được coi là đạt. Sửa quy tắc tại {self.why}"


def unknown_rules(
    con: duckdb.DuckDBPyConnection, results: str = "quality.rule_results", tables: Iterable[str] | None = None
) -> list[UnknownRule]:
    """Unknown rules of a table of rule results (a name, or a table function in SQL), only those on `tables` where given."""
    rows = con.execute(
        f"SELECT rule, table_name, severity, list_sort(list(index_year) FILTER (WHERE index_year IS NOT NULL)), detail FROM {results} "
        "WHERE status = 'unknown' AND ($tables IS NULL OR list_contains($tables, table_name)) "
        "GROUP BY rule, table_name, severity, detail ORDER BY ALL",
        {"tables": None if tables is None else list(tables)},
    ).fetchall()
    return [UnknownRule(rule, table, severity, tuple(years or ()), why) for rule, table, severity, years, why in rows]
