"""Turns the failing rows of one rule into findings, wholly in SQL.

Belongs here: the columns of a finding, the building of messages from templates, and the finding's id. Does not belong
here: which rules run when (evaluate.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from checks.batch import BATCH, RULE_AT_FAULT, Batch
from checks.rule import Rule, RuleError

FOUND = "rule_found"
_QUERIES_AT_ONCE = 3
"""What they have in common is done once, but written down for each; ten take half as long again, since their joins are planned together."""
_PLACE = re.compile(r"\{([a-z_][a-z0-9_]*)\}")

# Columns that a finding takes over from the failing row wherever the row has them.
CARRIED = {
    "index_year": "INTEGER", "unit_id": "VARCHAR", "form": "VARCHAR", "file_sha256": "VARCHAR", "file_name": "VARCHAR",
    "sheet": "VARCHAR", "cell": "VARCHAR", "submission_id": "VARCHAR", "line_id": "VARCHAR",
}  # fmt: skip

# Columns that tell two failing rows of one rule apart; a finding's id is the hash of those that the row has.
IDENTITY = (
    "index_year", "index_name", "panel", "level", "unit_id", "unit_text", "receipt_id", "submission_id", "line_id",
    "criteria_set", "node_id", "field_node_id", "dimension_code", "sub_code", "measure", "statistic", "claim", "form",
    "file_sha256", "sheet", "cell", "problem",
)  # fmt: skip

FOUND_COLUMNS = {
    "finding_id": "VARCHAR", "rule": "VARCHAR", "severity": "VARCHAR", **CARRIED, "value": "VARCHAR",
    "message_vi": "VARCHAR", "message_en": "VARCHAR", "mend_vi": "VARCHAR", "table_name": "VARCHAR",
    "superseded": "BOOLEAN",
}  # fmt: skip


@dataclass(frozen=True)
class Collected:
    """What one rule found: failing rows, and per index year in which it could not be evaluated the reason, with file and line."""

    failing_rows: int
    unknown: Mapping[int | None, str]


@contextmanager
def empty_found(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """The temporary table that collects the findings of one evaluation."""
    columns = ", ".join(f"{name} {kind}" for name, kind in FOUND_COLUMNS.items())
    con.execute(f"CREATE OR REPLACE TEMP TABLE {FOUND} ({columns})")
    try:
        yield
    finally:
        con.execute(f"DROP TABLE IF EXISTS {FOUND}")


def without_failing_rows(con: duckdb.DuckDBPyConnection, rules: Iterable[Rule], rows: Batch) -> frozenset[str]:
    """The codes of rules that run and find nothing, since most rules do: asked for all of them together, which costs a third of asking
    each. Where one of those asked together does not run, none of them is told; each is then to be collected for itself.
    """
    told = list(rules)
    predicates = [rule for rule in told if rule.rows is None and all(name in rows.columns for name in _named_in_messages(rule))]
    queries = [rule for rule in told if rule.rows is not None]
    found = _passed_predicates(con, predicates, rows)
    for start in range(0, len(queries), _QUERIES_AT_ONCE):
        found |= _passed_queries(con, queries[start : start + _QUERIES_AT_ONCE], rows)
    return found


def _passed_predicates(con: duckdb.DuckDBPyConnection, predicates: Sequence[Rule], rows: Batch) -> frozenset[str]:
    """One look at the batch for all of them."""
    asked = []
    for rule in predicates:
        failing = f"({rule.where}){' IS NOT FALSE' if rule.missing == 'fail' else ''}"
        failing = f"CASE WHEN {rows.condition(rule)} THEN {failing} END"  # unlike AND, asked of those rows alone
        # The value is not looked at, but must run too.
        asked.append(f"count(*) FILTER (WHERE {failing}), max(CAST(({rule.value or 'NULL'}) AS VARCHAR)) FILTER (WHERE FALSE)")
    return _without(con, f"SELECT {', '.join(asked)} FROM {BATCH}", predicates, 2) if asked else frozenset()


def _passed_queries(con: duckdb.DuckDBPyConnection, queries: Sequence[Rule], rows: Batch) -> frozenset[str]:
    """One statement for all of them: planned at once, what they have in common done once."""
    asked = []
    for rule in queries:
        failing = rule.failing_sql(rows.condition(rule)).replace("{batch}", BATCH)
        # What the finding would tell is not looked at, but must be there.
        told = [f'"{name}"' for name in dict.fromkeys(_named_in_messages(rule))] + [f"CAST(({rule.value or 'NULL'}) AS VARCHAR)"]
        asked.append(f"(SELECT count(*) FROM (SELECT {', '.join(told)} FROM ({failing})))")
    return _without(con, f"SELECT {', '.join(asked)}", queries, 1)


def _without(con: duckdb.DuckDBPyConnection, statement: str, rules: Sequence[Rule], columns_each: int) -> frozenset[str]:
    try:
        counts = con.execute(statement).fetchone() or ()
    except RULE_AT_FAULT:
        return frozenset()
    return frozenset(rule.code for rule, count in zip(rules, counts[::columns_each], strict=True) if count == 0)


def collect_by_year(
    con: duckdb.DuckDBPyConnection, rule: Rule, rows: Batch, years: Iterable[int | None], *, any_row: bool = True
) -> Collected:
    """Append the rule's failing rows of the batch as findings; where that does not run, year by year, so that one bad value leaves
    the rule known in the other years, whichever years are asked for together.

    `any_row` False: the rule has nothing to look at, so only whether it could run is asked.
    """
    try:
        return Collected(_collect(con, rule, rows, BATCH, any_row), {})
    except RuleError:
        failing, unknown = 0, dict[int | None, str]()
    for year in years:
        if not rule.applies_to(year):
            continue
        part = f"(SELECT * FROM {BATCH} WHERE index_year IS NOT DISTINCT FROM {'NULL' if year is None else year})"
        try:
            failing += _collect(con, rule, rows, part, any_row)
        except RuleError as error:
            unknown[year] = str(error)
    return Collected(failing, unknown)


def _collect(con: duckdb.DuckDBPyConnection, rule: Rule, rows: Batch, part: str, any_row: bool) -> int:
    """Raises RuleError with the rule's file and line when its SQL does not run or its message names an unknown column."""
    failing = rule.failing_sql(rows.condition(rule)).replace("{batch}", part)
    if rule.rows is None and part == BATCH:
        # Most rows pass: which fail is asked of few columns, and of those rows alone the fifty others are read.
        found = rule.failing_sql(rows.condition(rule), "rowid").replace("{batch}", part)
        failing = f"SELECT * FROM {BATCH} WHERE rowid IN ({found})"
    try:
        columns = rows.columns
        if rule.rows is not None:
            columns = {name: kind for name, kind, *_ in con.execute(f"DESCRIBE {failing}").fetchall()}
        statement, parameters = _insert(rule, failing, columns)
        row = con.execute(statement if any_row else f"EXPLAIN {statement}", parameters).fetchone()
    except RULE_AT_FAULT as error:
        raise RuleError(f"{rule.source}: rule {rule.code} does not run: {str(error).splitlines()[0]}") from error
    return int(row[0]) if row and any_row else 0


def _insert(rule: Rule, failing: str, columns: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    parameters: dict[str, str] = {}

    def bind(text: str) -> str:
        parameters[f"p{len(parameters)}"] = text
        return f"$p{len(parameters) - 1}"

    identity = [_shown(name, "VARCHAR", ".") for name in IDENTITY if name in columns]
    carried = [f'CAST("{name}" AS {kind}) AS {name}' for name, kind in CARRIED.items() if name in columns]
    statement = f"""
        INSERT INTO {FOUND} BY NAME
        WITH failing AS ({failing}),
        told AS (
            SELECT {", ".join([*carried, f"{bind(rule.code)} AS rule"])},
                {_value(rule, columns)} AS "value",
                {_message(rule, rule.message_vi, columns, bind, ",")} AS message_vi,
                {_message(rule, rule.message_en, columns, bind, ".")} AS message_en,
                {_message(rule, rule.mend_vi, columns, bind, ",")} AS mend_vi,
                {'"counts" IS NOT TRUE' if "counts" in columns else "FALSE"} AS superseded,
                concat_ws(chr(31), {", ".join([bind(rule.code), bind(rule.table), *identity])}) AS identity
            FROM failing
        )
        SELECT * EXCLUDE (identity, occurrence),
            left(sha256(concat_ws(chr(31), identity, occurrence)), 32) AS finding_id,
            {bind(rule.severity)} AS severity, {bind(rule.table)} AS table_name
        FROM (SELECT *, row_number() OVER (PARTITION BY identity ORDER BY message_vi) AS occurrence FROM told)"""
    return statement, parameters


def _named_in_messages(rule: Rule) -> list[str]:
    return [name for template in (rule.message_vi, rule.message_en, rule.mend_vi) for name in _PLACE.findall(template)]


def _message(rule: Rule, template: str, columns: Mapping[str, str], bind: Callable[[str], str], decimal_mark: str) -> str:
    """SQL that fills the template; its fixed text is bound, and only column names reach the statement."""
    pieces = []
    for number, piece in enumerate(_PLACE.split(" ".join(template.split()))):
        if number % 2 and piece not in columns:
            raise RuleError(f"{rule.source}: rule {rule.code}: no column {piece!r} for the message")
        if piece:
            if number % 2 == 0:
                pieces.append(bind(piece))
            elif piece == "text" and "kind" in columns and decimal_mark == ",":
                pieces.append(_cell_shown())
            else:
                pieces.append(_shown(piece, columns[piece], decimal_mark))
    return " || ".join(pieces)


def _shown(name: str, kind: str, decimal_mark: str) -> str:
    """A column as people read it: fractions without trailing zeros and with a decimal comma, days as 31/12/2024; English keeps both."""
    text = f'CAST("{name}" AS VARCHAR)'
    if kind == "DATE" and decimal_mark == ",":
        text = f"""strftime("{name}", '%d/%m/%Y')"""
    if kind.startswith("DECIMAL") or kind in ("DOUBLE", "FLOAT"):
        text = f"replace({_without_zeros(text)}, '.', '{decimal_mark}')"
    return f"coalesce({text}, '—')"


def _value(rule: Rule, columns: Mapping[str, str]) -> str:
    """What the finding keeps of the row, as the warehouse writes it; a decimal without trailing zeros."""
    text = f"CAST(({rule.value or 'NULL'}) AS VARCHAR)"
    return _without_zeros(text) if columns.get((rule.value or "").strip('"'), "").startswith("DECIMAL") else text


def _without_zeros(number: str) -> str:
    return f"rtrim(regexp_replace({number}, '(\\.[0-9]*?)0+$', '\\1'), '.')"


def _cell_shown() -> str:
    """What a cell says, as a Vietnamese office program shows it: the warehouse keeps numbers with a point and days as 2024-12-31.
    A text stays as it was typed."""
    day = r"""regexp_replace("text", '^([0-9]{4})-([0-9]{2})-([0-9]{2})(T00:00:00)?$', '\3/\2/\1')"""
    return f"""coalesce(CASE kind WHEN 'number' THEN replace("text", '.', ',') WHEN 'date' THEN {day} ELSE "text" END, '—')"""
