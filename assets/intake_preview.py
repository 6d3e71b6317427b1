"""What one file is, said at once: the answer to `cchc submit` before any run.

Belongs here: one sentence about one file. Does not: rules on its lines (a run applies them).
"""

from __future__ import annotations

from typing import NamedTuple

from assets.answers.answer_words import cells_vi
from assets.batch_reading import read_one, reading_pool
from assets.intake.intake_rows import NOT_REFUSING, Problem, Stated, Submission
from assets.intake_reading import opening_for
from assets.reading_worker import Arrived, FileTask
from warehouse.archive import Receipt, archived_file
from warehouse.home import Home


class Preview(NamedTuple):
    """Whether anything in the file can be used, and a sentence for the sender."""

    accepted: bool
    sentence: str


class Previews:
    """Looks at archived files one after the other, in a reading process: a damaged file must not end the command. Use it as a context."""

    def __init__(self, home: Home) -> None:
        self._home = home
        opening = opening_for(home)
        self._names = {unit.unit_id: unit.name for unit in opening.lookup.units}
        self._forms = {layout.form: layout.description_vi for layout in opening.layouts.newest()}
        self._pool = reading_pool(opening, 1)

    def __enter__(self) -> Previews:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.close()

    def of(self, receipt: Receipt) -> Preview:
        """Its form, year, unit and number of values, or why it cannot be used."""
        stated = Stated(receipt.file_sha256, receipt.file_name, receipt.stated_form, receipt.stated_unit, receipt.stated_year)
        arrived = Arrived(receipt.receipt_id, receipt.recorded_at, receipt.received_at, stated)
        path = str(archived_file(self._home, receipt.file_sha256))
        rows = read_one(self._pool, FileTask(receipt.file_sha256, path, receipt.file_name, (arrived,), False, frozenset()))
        problems = [Problem._make(row[1:]) for row in rows.problems]
        accepted = [each for row in rows.submissions if (each := Submission._make(row[3:])).status == "accepted"]
        refusals = [problem.detail for problem in problems if problem.problem not in NOT_REFUSING]
        if not accepted:
            return Preview(False, " ".join(refusals) or "không nhận ra nội dung.")
        return Preview(True, "; ".join([*map(self._said, accepted), *refusals]))

    def _said(self, submission: Submission) -> str:
        whose = self._names.get(submission.unit_id or "", submission.subject_id or "")
        form = self._forms.get(submission.form or "", submission.form)
        return f"«{form}» {submission.index_year}, {whose}: {cells_vi(submission.lines_in)}"
