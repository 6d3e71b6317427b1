"""What changed in a table against the rows that lay there before it was made anew.

Belongs here: keeping the rows of before for the time of the step, and the comparison by key. Does not: why they changed (assets/changes).
Before are the rows of the work file: what the last materialisation of that year wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb

from assets.previews.declared import Preview, title
from assets.shown_text import in_markdown
from warehouse.wording import Wording

BEFORE = "rows_before"
BIGGEST = 5
_VI = Wording("vi")


@dataclass(frozen=True)
class Moved:
    """The main figure of one row, before and now."""

    name: str
    before: Decimal | None
    now: Decimal | None


@dataclass(frozen=True)
class Change:
    """Rows by key: how many came, went, differ in any column; and the biggest changes of the main figure."""

    first: bool
    added: int
    removed: int
    changed: int
    moved: list[Moved]

    def told(self, preview: Preview) -> str:
        """In words, as Markdown."""
        if self.first:
            return _VI.say("dagster.change.first", rows=_VI.number(self.added, 0))
        if not (self.added or self.removed or self.changed):
            return _VI.say("dagster.change.none")
        counts = {name: _VI.number(number, 0) for name, number in (("added", self.added), ("removed", self.removed))}
        lines = [_VI.say("dagster.change.counts", changed=_VI.number(self.changed, 0), **counts)]
        if self.moved:
            lines.append("")
            lines.append(_VI.say("dagster.change.biggest", figure=title(preview.column(preview.figure))))
            lines += map(_line, self.moved)
        return "\n".join(lines)


def _line(moved: Moved) -> str:
    return f"- {in_markdown(moved.name)}: {_VI.number(moved.before)} → {_VI.number(moved.now)} ({_difference(moved)})"


def _difference(moved: Moved) -> str:
    if moved.before is None or moved.now is None:
        return _VI.say("dagster.change.only_one_side")
    return _VI.number(moved.now - moved.before, signed=True)


@contextmanager
def rows_kept(con: duckdb.DuckDBPyConnection, preview: Preview | None, years: Sequence[int]) -> Iterator[None]:
    """While open, the rows of these years as they lie there now can be compared with."""
    if preview is None:
        yield
        return
    query = f"CREATE OR REPLACE TEMP TABLE {BEFORE} AS {_rows(preview)} WHERE index_year IN (SELECT unnest($years))"
    con.execute(query, {"years": list(years), **_only(preview)})
    try:
        yield
    finally:
        con.execute(f"DROP TABLE IF EXISTS {BEFORE}")


def _rows(preview: Preview) -> str:
    key = ", ".join(f't."{name}"' for name in preview.contract.key)
    named = ", ".join(f't."{name}"' for name in preview.label)
    return (
        f"SELECT hash({key}) AS row_key, t.index_year AS row_year, concat_ws(' · ', {named}) AS row_name, "
        f'CAST(t."{preview.figure}" AS DECIMAL(28, 8)) AS figure, hash(t) AS content, {_shown_rows(preview)} AS told '
        f"FROM {preview.table} AS t"
    )


def _shown_rows(preview: Preview) -> str:
    """Whether a row is one that the preview is about."""
    return "(" + " AND ".join(['t."' + name + f'" = $only_{name}' for name in preview.only] or ["TRUE"]) + ")"


def _only(preview: Preview) -> dict[str, Any]:
    return {f"only_{name}": value for name, value in preview.only.items()}


def change_of(con: duckdb.DuckDBPyConnection, preview: Preview, year: int) -> Change:
    """Compare the rows of a year with those kept by `rows_kept`."""
    counts: Any = con.execute(
        f"""
        SELECT
            count(*) FILTER (WHERE b.row_key IS NULL), count(*) FILTER (WHERE n.row_key IS NULL),
            count(*) FILTER (WHERE b.content <> n.content), count(b.row_key)
        FROM ({_rows(preview)} WHERE index_year = $year) AS n
        FULL JOIN (SELECT * FROM {BEFORE} WHERE row_year = $year) AS b ON b.row_key = n.row_key
        """,
        {"year": year, **_only(preview)},
    ).fetchone()
    added, removed, changed, before = counts
    if not before:
        return Change(True, added, 0, 0, [])
    moved = con.execute(
        f"""
        SELECT coalesce(n.row_name, b.row_name), b.figure, n.figure
        FROM ({_rows(preview)} WHERE index_year = $year) AS n
        FULL JOIN (SELECT * FROM {BEFORE} WHERE row_year = $year) AS b ON b.row_key = n.row_key
        WHERE b.figure IS DISTINCT FROM n.figure AND coalesce(n.told, b.told)
        ORDER BY abs(n.figure - b.figure) DESC NULLS LAST, 1 LIMIT {BIGGEST}
        """,
        {"year": year, **_only(preview)},
    ).fetchall()
    return Change(False, added, removed, changed, [Moved(*row) for row in moved])
