"""`cchc sql`: read-only queries on the release.

Belongs here: running one query and naming its errors. Does not: opening (warehouse/connection), printing (printing).
"""

from __future__ import annotations

import duckdb

from pipelines.cli.failure import NOTHING_YET, CommandFailed
from pipelines.cli.printing import print_rows
from warehouse.connection import NoRelease, open_release
from warehouse.home import Home


def sql(query: str, how: str) -> None:
    """Run one statement on the release and print its rows."""
    con = released(Home.from_env())
    try:
        if len(con.extract_statements(query)) != 1:
            raise CommandFailed("Mỗi lần chỉ một câu lệnh; hãy bỏ phần sau dấu chấm phẩy.")
        found = con.execute(query)
        rows = found.fetchall()
    except duckdb.Error as error:
        raise CommandFailed(f"Câu lệnh không chạy được: {str(error).strip().splitlines()[0]}") from error
    names = [column[0] for column in found.description or []]
    types = [str(column[1]) for column in found.description or []]
    print_rows(names, types, rows, how)


def released(home: Home) -> duckdb.DuckDBPyConnection:
    """The release, or a one-line error that says how to make one."""
    try:
        return open_release(home)
    except NoRelease as error:
        raise CommandFailed(str(error), NOTHING_YET) from error
