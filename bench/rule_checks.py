"""Checks: the line rules over all rows of quality.checked_lines, beside bare SQL.

Belongs here: three roads and their comparison. Does not: what the rules are (checks/rules).

Roads: all line rules with Great Expectations and SQL, as a run does it; the rules' SQL alone; and one bare aggregate
that counts the failing rows of three simple rules. The three counts must agree with the findings, else the roads did
not see the same rows.
"""

from __future__ import annotations

import duckdb

from assets.rule_application import LINES
from bench.measure import Line, Plan, side_by_side, timed
from checks.catalogue import load_rules
from checks.evaluate import evaluate
from checks.gx.validate import great_expectations
from warehouse.connection import open_work
from warehouse.home import Home

_THREE = f"""
SELECT
    count(*) FILTER (
        WHERE measure = 'self_points' AND form = 'self_assessment' AND is_leaf AND value > set_max
    ) AS "SELF-WITHIN-MAX",
    count(*) FILTER (
        WHERE measure = 'survey_points' AND form = 'survey_scores' AND is_leaf AND value < 0
    ) AS "SURVEY-NOT-NEGATIVE",
    count(*) FILTER (WHERE measure = 'max_points' AND state = 'value' AND value <> set_max) AS "MAX-DECLARED"
FROM {LINES}"""


class DifferentRows(Exception):
    """The bare query and the rules count different failing rows."""


def measure_checks(home: Home, scale: int, plan: Plan) -> list[Line]:
    """The line rules over a work file, with and without Great Expectations."""
    con = open_work(home)
    rules = load_rules(home.rule_folders)
    great_expectations()  # once per process and outside all timing; the whole run (whole_run) pays for it
    rows = evaluate(con, rules, LINES, None, with_gx=False).batch_rows  # also brings the file's pages into memory
    _compare_counts(con)

    def with_gx() -> dict[str, float]:
        return {"rules, GX + SQL": timed(lambda: evaluate(con, rules, LINES, None))}

    def sql_alone() -> dict[str, float]:
        return {"rules, SQL alone": timed(lambda: evaluate(con, rules, LINES, None, with_gx=False))}

    def bare() -> dict[str, float]:
        return {"3 counts, bare": timed(lambda: con.execute(_THREE).fetchall())}

    rounds = side_by_side([with_gx, sql_alone, bare], plan)
    con.close()
    wanted = (
        ("rules, GX + SQL", "rules, SQL alone"),
        ("rules, GX + SQL", "3 counts, bare"),
        ("rules, SQL alone", "3 counts, bare"),
    )
    return [rounds.line("checks", scale, road, beside, rows, "lines") for road, beside in wanted]


def check_lines(home: Home) -> None:
    """Fill the findings that scoring reads, untimed and without Great Expectations."""
    con = open_work(home)
    evaluate(con, load_rules(home.rule_folders), LINES, None, with_gx=False)
    con.close()


def _compare_counts(con: duckdb.DuckDBPyConnection) -> None:
    answer = con.execute(_THREE)
    bare = dict(zip([column[0] for column in answer.description], answer.fetchall()[0], strict=True))
    counted = con.execute("SELECT rule, count(*) FROM quality.line_findings GROUP BY rule").fetchall()
    found = dict.fromkeys(bare, 0) | {rule: count for rule, count in counted if rule in bare}
    if found != bare:
        raise DifferentRows(f"bare query: {bare}; findings: {found}")
