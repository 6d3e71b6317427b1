"""The same rules before sending: one file, nothing received, no Dagster, no Great Expectations.

Belongs here: a throw-away warehouse that holds the reference data, this file, and what the release knows of the same units. Does not:
the rules (checks), the answer's looks (marked_workbook.py).

Each rule's own SQL is run, which is where a full run takes its failing rows from too; Great Expectations only counts them again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import duckdb

from assets.answers.told_finding import ToldFinding, findings_of_file
from assets.batch_reading import read_one, reading_pool
from assets.evidence_register import register_evidence
from assets.intake.intake_rows import Stated
from assets.intake_reading import append_batches, append_rows, cells_of_file, opening_for
from assets.reading_worker import Arrived, FileTask
from assets.rule_application import CHECKED_TABLES, FILE_PROBLEMS
from assets.workbooks.workbook_cells import WorkbookCells
from checks.catalogue import load_rules
from checks.evaluate import evaluate
from checks.unknown import UnknownRule, unknown_rules
from warehouse.archive import now_text
from warehouse.connection import attach_release, open_scratch
from warehouse.contract import load_contracts
from warehouse.home import Home
from warehouse.reference_data import load_reference
from warehouse.table_store import create_tables

CHECKED = "checked-before-sending"
"""The receipt id under which the file stands in the throw-away warehouse: it has no receipt."""

_KNOWN_TABLES = {
    "intake.receipts": "receipt_id", "intake.submissions": "receipt_id", "intake.line_sources": "submission_id",
    "intake.line_values": "submission_id",
}  # fmt: skip
"""What is taken over of earlier submissions, by which key."""


@dataclass(frozen=True)
class Recognised:
    """One submission that the file holds: its form, year, unit (or index) and number of values."""

    form: str | None
    index_year: int | None
    unit_name: str | None
    accepted: bool
    lines: int


@dataclass(frozen=True)
class Checked:
    """What a check found. `unknown_rules` could not be evaluated, so nobody may say that they passed."""

    file_name: str
    recognised: list[Recognised]
    findings: list[ToldFinding]
    unknown_rules: list[UnknownRule]
    cells: WorkbookCells | None
    """What was read of the file; None when it could not be read."""

    @property
    def errors(self) -> int:
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        return sum(finding.severity == "warning" for finding in self.findings)

    @property
    def may_be_sent(self) -> bool:
        """True when no rule calls anything an error and every rule could be asked."""
        return not self.errors and not self.unknown_rules


class BeforeSending:
    """Checks files one after the other; what they share (rules, reference data, one reading process) is made once. Use it as a context."""

    def __init__(self, home: Home) -> None:
        self._home = home
        reference = load_reference(home.reference_folders)
        opening = opening_for(home, reference)
        self._pool = reading_pool(opening, 1)
        self._pool.start()  # it makes ready meanwhile
        self._rules = load_rules(home.rule_folders)
        self.forms = {layout.form: layout.description_vi for layout in opening.layouts.newest()}
        """What each form is called in Vietnamese."""
        self._con = open_scratch()
        create_tables(self._con)
        for table, frame in reference.items():
            self._con.register("reference_frame", frame.to_arrow())
            self._con.execute(f"INSERT INTO {table} SELECT * FROM reference_frame")
            self._con.unregister("reference_frame")

    def __enter__(self) -> BeforeSending:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.close()
        self._con.close()

    def check(
        self, path: Path, form: str | None = None, unit: str | None = None, year: int | None = None, *, name: str | None = None
    ) -> Checked:
        """Check one file, called `name` where it lies under another. Raises OSError when it cannot be opened; whatever is in it becomes
        findings."""
        con, name = self._con, name or path.name
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        try:
            self._take_in(con, path, Stated(sha256, name, form, unit, year))
            years = [row[0] for row in con.execute("SELECT DISTINCT index_year FROM intake.lines").fetchall()]
            self._remember_earlier(con, sha256)
            register_evidence(con)
            for table in (FILE_PROBLEMS, *CHECKED_TABLES):
                evaluate(con, self._rules, table, None if table == FILE_PROBLEMS else years, with_gx=False)
            findings = findings_of_file(con, sha256)
            return Checked(name, _recognised(con), findings, unknown_rules(con), cells_of_file(con, sha256))
        finally:
            _forget(con)

    def _take_in(self, con: duckdb.DuckDBPyConnection, path: Path, stated: Stated) -> None:
        """The file as if it had just arrived: the newest version of whatever it is."""
        now = now_text()
        receipt = {
            "receipt_id": CHECKED, "recorded_at": now, "received_at": now, "file_sha256": stated.file_sha256, "file_name": stated.file_name,
            "size_bytes": path.stat().st_size, "channel": "check", "stated_form": stated.form, "stated_unit": stated.unit,
            "stated_year": stated.year,
        }  # fmt: skip
        append_rows(con, "intake.receipts", tuple(receipt), [tuple(receipt.values())])
        arrived = Arrived(CHECKED, now, now, stated)
        task = FileTask(stated.file_sha256, str(path.absolute()), stated.file_name, (arrived,), True, frozenset())
        append_batches(con, [((task,), read_one(self._pool, task))], "check")

    def _remember_earlier(self, con: duckdb.DuckDBPyConnection, sha256: str) -> None:
        """Earlier submissions of the same units from the release, if there is one of today's shape: rules on versions look at them."""
        if not attach_release(con, self._home, "released"):
            return
        try:
            for table in _KNOWN_TABLES:
                named = f"released.{table}"
                columns = [row[0] for row in con.execute(f"DESCRIBE {named}").fetchall()]
                if columns != [column.name for column in load_contracts()[table].columns]:
                    return
            con.execute(
                """
                CREATE OR REPLACE TEMP TABLE earlier AS
                SELECT DISTINCT old.receipt_id, old.submission_id
                FROM released.intake.submissions AS old
                JOIN intake.submissions AS new ON new.subject_id = old.subject_id
                WHERE old.file_sha256 <> $sha256
                """,
                {"sha256": sha256},
            )
            for table, key in _KNOWN_TABLES.items():
                con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM released.{table} WHERE {key} IN (SELECT {key} FROM earlier)")
        finally:
            con.execute("DETACH released")


def _forget(con: duckdb.DuckDBPyConnection) -> None:
    """Leave nothing of one file for the next."""
    for contract in load_contracts().values():
        if contract.schema in ("intake", "quality") and not contract.is_view:
            con.execute(f"DELETE FROM {contract.table}")


def _recognised(con: duckdb.DuckDBPyConnection) -> list[Recognised]:
    rows = con.execute(
        """
        SELECT s.form, s.index_year, coalesce(u.unit_name, s.index_name), s.status = 'accepted', s.lines_in
        FROM intake.submissions AS s LEFT JOIN reference.unit AS u ON u.unit_id = s.unit_id
        WHERE s.receipt_id = ? ORDER BY ALL
        """,
        [CHECKED],
    ).fetchall()
    return [Recognised(*row) for row in rows]
