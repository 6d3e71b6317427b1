"""What is wrong with a query, in one sentence, with the names that were perhaps meant.

Belongs here: reading DuckDB's message. Does not: finding near names (sql_catalogue.py), ending commands (failure.py).
"""

from __future__ import annotations

import re

import duckdb

from pipelines.cli.sql_catalogue import Catalogue
from warehouse.wording import Wording

_TABLE = re.compile(r"Table with name (.+?) does not exist|Referenced table \"(.+?)\" not found")
_SCHEMA = re.compile(r"[Ss]chema (?:with name )?\"?(\w+)\"? does not exist")
_COLUMN = re.compile(r"Referenced column \"(.+?)\" not found|does not have a column named \"(.+?)\"|Table .+? does not have column (\w+)")


def told(error: duckdb.Error, query: str, catalogue: Catalogue, words: Wording) -> str:
    """The first line of DuckDB's message, and the nearest tables or columns."""
    message = str(error).strip()
    near = _near(message, query, catalogue)
    sentence = words.say("sql.failed", error=message.splitlines()[0])
    return sentence + (" " + words.say("told.did_you_mean", names=", ".join(near)) if near else "")


def _near(message: str, query: str, catalogue: Catalogue) -> list[str]:
    if found := _TABLE.search(message):
        name = next(filter(None, found.groups()))
        written = re.search(rf"[\w]+\.{re.escape(name)}\b", query)  # DuckDB leaves the schema out
        return (catalogue.nearest_tables(written[0]) if written else []) or catalogue.nearest_tables(name)
    if found := _SCHEMA.search(message):
        written = re.search(rf"\b{re.escape(found[1])}\.\w+", query)
        return catalogue.nearest_tables(written[0]) if written else catalogue.schemas
    if found := _COLUMN.search(message):
        return catalogue.nearest_columns(next(filter(None, found.groups())), query)
    return []
