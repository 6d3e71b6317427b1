"""A scratch work file with many times the demo's rows, multiplied inside DuckDB.

Belongs here: which columns tell copies apart. Does not: measuring.

Every copy has units of its own, members of the same panels, with submissions and lines of their own; years and criteria
sets stay the demo's. A table of an outside index is one submission with many units, so there only lines are multiplied.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from warehouse.connection import open_work
from warehouse.content_hash import forget
from warehouse.home import Home

_OWN = {
    "reference.unit": ("unit_id", "unit_code", "unit_name"),
    "reference.panel_member": ("unit_id",),
    "intake.submissions": ("submission_id", "receipt_id", "file_sha256", "file_name", "subject_id", "unit_id"),
    "intake.line_sources": ("submission_id", "file_sha256", "file_name", "unit_id"),
    "intake.line_values": ("submission_id", "unit_id", "cell"),
}
_ONE_UNIT = {"intake.submissions": "index_name IS NULL", "intake.line_sources": "index_name IS NULL"}
"""Tables of an outside index hold many units: their values are multiplied within the one submission, under cells of their own."""


def multiply(work_file: Path, root: Path, scale: int) -> Home:
    """Copy a closed work file into a home of its own and multiply its intake; the home is thrown away afterwards."""
    shutil.rmtree(root, ignore_errors=True)
    home = Home(root).create()
    shutil.copy(work_file, home.work_file)
    con = open_work(home)
    con.execute("DELETE FROM intake.cell_values")
    forget(con, ["intake.cell_values"])
    if scale > 1:
        for table in _OWN:
            con.execute(_copies_sql(table, scale))
        forget(con, _OWN)
    con.execute("CHECKPOINT")
    con.close()
    return home


def _copies_sql(table: str, scale: int) -> str:
    """INSERT of `scale - 1` further copies of a table's rows."""
    own = []
    for column in _OWN[table]:
        renamed = f"{column} || '~' || copy"
        if table == "intake.line_values":
            of_many = "unit_id IS NOT NULL"
            keeps = of_many if column == "submission_id" else f"NOT ({of_many})"
            renamed = f"CASE WHEN {keeps} THEN {column} ELSE {renamed} END"
        own.append(f"{renamed} AS {column}")
    kept = f"WHERE {_ONE_UNIT[table]}" if table in _ONE_UNIT else ""
    return (
        f"INSERT INTO {table} BY NAME SELECT * EXCLUDE (copy) REPLACE ({', '.join(own)}) "
        f"FROM {table} CROSS JOIN range(1, {scale}) AS copies(copy) {kept}"
    )
