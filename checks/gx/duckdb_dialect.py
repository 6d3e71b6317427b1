"""A SQLAlchemy dialect that speaks to one live DuckDB connection, for Great Expectations only.

Belongs here: the smallest translation that lets GX's SQL engine run on a connection that the run already holds.
Does not belong here: expectations, rules, or general SQLAlchemy support (nobody else in the project uses SQLAlchemy).

Why not a stock dialect: GX fetches rows after SQLAlchemy has closed the cursor, and a DuckDB cursor has lost them by
then; GX reports that as `success=False` instead of raising. Hence cursors that buffer. The dialect keeps the name
"postgresql", because GX picks its functions (quantiles, regular expressions) by that name.

Trap: `~` is a full match in DuckDB and a partial one in PostgreSQL, so regular expressions in rules are anchored.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import duckdb
import sqlalchemy as sa
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.pool import StaticPool

HANDLES: dict[str, duckdb.DuckDBPyConnection] = {}
"""Live connections by the name used in the address `duckdb+gx:///<name>`; validate.py adds and removes its own."""

# What `import_dbapi` has to offer (PEP 249); SQLAlchemy reads these names from the module it gets.
paramstyle = "qmark"
Error = duckdb.Error

_TYPES: dict[str, type[sa.types.TypeEngine[Any]]] = {
    "VARCHAR": sa.String, "INTEGER": sa.Integer, "BIGINT": sa.BigInteger, "HUGEINT": sa.BigInteger,
    "BOOLEAN": sa.Boolean, "DOUBLE": sa.Double, "DATE": sa.Date, "TIMESTAMP WITH TIME ZONE": sa.DateTime,
    "TIMESTAMP": sa.DateTime, "DECIMAL": sa.Numeric,
}  # fmt: skip


def _type_of(duckdb_type: object) -> sa.types.TypeEngine[Any]:
    return _TYPES.get(str(duckdb_type).split("(")[0], sa.types.NullType)()


class _Cursor:
    """A DB-API cursor that reads all rows as soon as a statement has run."""

    arraysize = 1

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con, self._rows, self._next = con, list[tuple[Any, ...]](), 0
        self.description: Any = None
        self.rowcount = -1

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        result = self._con.execute(statement, list(parameters))
        self.description = result.description
        self._rows, self._next = (result.fetchall() if self.description else []), 0

    def fetchone(self) -> tuple[Any, ...] | None:
        rows = self.fetchmany(1)
        return rows[0] if rows else None

    def fetchmany(self, size: int = 1) -> list[tuple[Any, ...]]:
        rows = self._rows[self._next : self._next + size]
        self._next += len(rows)
        return rows

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self.fetchmany(len(self._rows))

    def close(self) -> None:
        """Nothing to close: the rows stay readable on purpose."""


class _Connection:
    """The live connection itself (a duckdb cursor() would not see its temporary tables); it owns no transaction."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def cursor(self) -> _Cursor:
        return _Cursor(self._con)

    def commit(self) -> None:
        """The run's transactions are not GX's to end."""

    rollback = close = commit


def connect(handle: str) -> _Connection:
    """Open nothing: wrap the connection registered under `handle` (KeyError when there is none)."""
    return _Connection(HANDLES[handle])


class DuckDBOverHandle(PGDialect):
    """PostgreSQL's SQL sent to a registered DuckDB connection, with reflection by DESCRIBE."""

    driver = "gx"
    default_paramstyle = "qmark"
    supports_statement_cache = False
    supports_server_side_cursors = False
    postfetch_lastrowid = False

    @classmethod
    def import_dbapi(cls) -> Any:
        return sys.modules[__name__]

    @classmethod
    def get_pool_class(cls, url: sa.URL) -> type[sa.Pool]:
        return StaticPool

    def create_connect_args(self, url: sa.URL) -> Any:
        return (url.database,), {}

    def initialize(self, connection: Any) -> None:
        """Skip PostgreSQL's questions about its version and settings."""
        self.default_schema_name = "main"

    def do_ping(self, dbapi_connection: Any) -> bool:
        return True

    def get_isolation_level(self, dbapi_connection: Any) -> Any:
        return "AUTOCOMMIT"

    def on_connect(self) -> None:
        return None

    def has_table(self, connection: Any, table_name: str, schema: str | None = None, **kw: Any) -> bool:
        query = "SELECT count(*) FROM information_schema.tables WHERE table_name = ? AND table_schema = coalesce(?, table_schema)"
        return bool(connection.exec_driver_sql(query, (table_name, schema)).scalar())

    def get_schema_names(self, connection: Any, **kw: Any) -> list[str]:
        rows = connection.exec_driver_sql("SELECT DISTINCT schema_name FROM information_schema.schemata")
        return [row[0] for row in rows]

    def get_columns(self, connection: Any, table_name: str, schema: str | None = None, **kw: Any) -> Any:
        quote = self.identifier_preparer.quote_identifier
        name = ".".join(quote(part) for part in (schema, table_name) if part)
        return [
            {"name": row[0], "type": _type_of(row[1]), "nullable": row[2] == "YES"}
            for row in connection.exec_driver_sql(f"DESCRIBE {name}")
        ]

    def get_pk_constraint(self, *args: Any, **kw: Any) -> Any:
        return {"constrained_columns": [], "name": None}


registry.register("duckdb.gx", __name__, "DuckDBOverHandle")
