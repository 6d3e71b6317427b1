"""The tables and columns that a query can name, and those that come nearest to a name that is not there.

Belongs here: reading them from the open file, nearness. Does not: completing what is typed (sql_completion.py), errors (sql_errors.py).
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import duckdb

_NAMED = re.compile(
    r"\b(?:from|join)\s+([\w.]+)(?:\s+(?:as\s+)?(?!on\b|using\b|where\b|join\b|left\b|group\b|order\b|limit\b)(\w+))?", re.I
)
_HIDDEN = ("ops",)
_NEAR = 0.6


class NamedColumn(NamedTuple):
    """A column with its type and what the contract says of it."""

    name: str
    type: str
    comment: str


@dataclass(frozen=True)
class Catalogue:
    """Columns by table (schema.table), what tables are, and the words of SQL."""

    columns: dict[str, tuple[NamedColumn, ...]]
    comments: dict[str, str]
    keywords: tuple[str, ...] = ()

    @property
    def schemas(self) -> list[str]:
        return sorted({table.partition(".")[0] for table in self.columns})

    def table(self, name: str) -> str | None:
        """The full name of a table that is named with or without its schema; None where there is none, or several."""
        wanted = name.lower()
        if wanted in self.columns:
            return wanted
        found = [table for table in self.columns if table.partition(".")[2] == wanted]
        return found[0] if len(found) == 1 else None

    def named_in(self, query: str) -> dict[str, str]:
        """The tables that a query reads, by every name that it can use for them: alias, table, schema.table."""
        found = {}
        for name, alias in _NAMED.findall(query):
            if table := self.table(name):
                for each in (table, table.partition(".")[2], alias.lower()):
                    if each:
                        found[each] = table
        return found

    def nearest_tables(self, name: str) -> list[str]:
        """Tables whose name is near, the nearest first; the schema counts only where it was written."""
        whole = "." in name
        by_name: dict[str, list[str]] = {}
        for table in self.columns:
            by_name.setdefault(table if whole else table.partition(".")[2], []).append(table)
        return [table for each in _near(name, by_name) for table in by_name[each]]

    def nearest_columns(self, name: str, query: str) -> list[str]:
        """Columns of the tables that a query reads whose name is near."""
        tables = dict.fromkeys(self.named_in(query).values())
        return _near(name, dict.fromkeys(column.name for table in tables for column in self.columns[table]))


def catalogue_of(con: duckdb.DuckDBPyConnection) -> Catalogue:
    """What the open file has, without our own bookkeeping."""
    rows = con.execute(
        "SELECT schema_name || '.' || table_name, column_name, data_type, coalesce(comment, '') FROM duckdb_columns() "
        "WHERE NOT internal AND database_name = current_database() ORDER BY schema_name, table_name, column_index"
    ).fetchall()
    columns: dict[str, list[NamedColumn]] = {}
    for table, name, kind, comment in rows:
        if table.partition(".")[0] not in _HIDDEN:
            columns.setdefault(table, []).append(NamedColumn(name, kind, comment))
    comments = dict(
        con.execute(
            "SELECT schema_name || '.' || table_name, coalesce(comment, '') FROM duckdb_tables() WHERE NOT internal UNION ALL "
            "SELECT schema_name || '.' || view_name, coalesce(comment, '') FROM duckdb_views() WHERE NOT internal"
        ).fetchall()
    )
    keywords = con.execute("SELECT upper(keyword_name) FROM duckdb_keywords() WHERE keyword_category = 'reserved' ORDER BY 1").fetchall()
    return Catalogue({table: tuple(found) for table, found in columns.items()}, comments, tuple(row[0] for row in keywords))


def plain(name: str) -> str:
    """A name without accents and capitals: «Thứ hạng» → thu_hang."""
    bare = "".join(
        char for char in unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D")) if not unicodedata.combining(char)
    )
    return bare.lower().strip().replace(" ", "_")


def _near(name: str, names: Iterable[str]) -> list[str]:
    return difflib.get_close_matches(plain(name), list(names), n=3, cutoff=_NEAR)
