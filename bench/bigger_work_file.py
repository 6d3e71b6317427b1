"""A scratch work file with many times the demo's rows, multiplied inside DuckDB.

Belongs here: which columns tell copies apart. Does not: measuring.

Every copy has units of its own, members of the same panels, with submissions and lines of their own; years and criteria
sets stay the demo's. A table of an outside index is one submission with many units, so there only lines are multiplied.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from warehouse.connection import open_work
from warehouse.home import Home

_OWN = {
    "reference.unit": ("unit_id", "unit_code", "unit_name"),
    "reference.panel_member": ("unit_id",),
    "intake.submissions": ("submission_id", "receipt_id", "file_sha256", "file_name", "subject_id", "unit_id"),
    "intake.lines": ("line_id", "submission_id", "file_sha256", "file_name", "unit_id"),
}
_OF_A_FORM = ("submission_id", "file_sha256", "file_name")


def multiply(work_file: Path, root: Path, scale: int) -> Home:
    """Copy a closed work file into a home of its own and multiply its intake; the home is thrown away afterwards."""
    shutil.rmtree(root, ignore_errors=True)
    home = Home(root).create()
    shutil.copy(work_file, home.work_file)
    con = open_work(home)
    con.execute("DELETE FROM intake.cells")
    if scale > 1:
        for table in _OWN:
            con.execute(_copies_sql(table, scale))
    con.execute("CHECKPOINT")
    con.close()
    return home


def _copies_sql(table: str, scale: int) -> str:
    """INSERT of `scale - 1` further copies of a table's rows."""
    own = []
    for column in _OWN[table]:
        renamed = f"{column} || '~' || copy"
        if table == "intake.lines" and column in _OF_A_FORM:
            renamed = f"CASE WHEN form = 'index_scores' THEN {column} ELSE {renamed} END"
        own.append(f"{renamed} AS {column}")
    kept = "WHERE form <> 'index_scores'" if table == "intake.submissions" else ""
    return (
        f"INSERT INTO {table} BY NAME SELECT * EXCLUDE (copy) REPLACE ({', '.join(own)}) "
        f"FROM {table} CROSS JOIN range(1, {scale}) AS copies(copy) {kept}"
    )
