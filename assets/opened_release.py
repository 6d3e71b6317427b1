"""Which release a connection is open on, and when it was made.

Belongs here: asking the connection. Does not: which release people see now (warehouse/home); a run may have swapped it since.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb


def opened_file(con: duckdb.DuckDBPyConnection) -> Path:
    """The file that the connection reads."""
    (path,) = con.execute("SELECT path FROM duckdb_databases() WHERE database_name = current_database()").fetchone() or ("",)
    return Path(path)


def made_at(file: Path) -> datetime:
    """When a release was made, by the stamp in its name; of a file that was put there by hand, when it was written."""
    try:
        return datetime.strptime(file.stem.rpartition("-")[2], "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)
    except ValueError:
        return datetime.fromtimestamp(int(file.stat().st_mtime), UTC)
