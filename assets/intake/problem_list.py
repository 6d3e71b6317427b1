"""Collecting what is wrong with one file while it is read.

Belongs here: the builder of problem rows and of the row of a refused submission. Does not belong here: deciding what
is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from assets.intake.content_id import content_id
from assets.intake.intake_rows import NOT_REFUSING, Extraction, Problem, Stated, Submission


@dataclass
class ProblemList:
    """Problems of one file; ``form`` is filled in as soon as it is known."""

    stated: Stated
    form: str | None = None
    rows: list[Problem] = field(default_factory=list)

    def add(
        self,
        problem: str,
        detail: str,
        *,
        sheet: str | None = None,
        cell: str | None = None,
        value: str | None = None,
        index_year: int | None = None,
        unit_id: str | None = None,
    ) -> None:
        """Notes one problem; ``detail`` is Vietnamese and says how to mend it."""
        stated = self.stated
        row = (
            stated.file_sha256,
            stated.file_name,
            self.form,
            index_year,
            unit_id,
            problem,
            sheet,
            cell,
            value,
            detail,
        )
        self.rows.append(Problem(*row))

    @property
    def refusing(self) -> bool:
        """True when one of them refuses the file."""
        return any(row.problem not in NOT_REFUSING for row in self.rows)

    def refused(
        self,
        index_year: int | None = None,
        level: str | None = None,
        unit_id: str | None = None,
        *,
        made_up: bool = False,
    ) -> Extraction:
        """The outcome of a refused file: one refused submission with whatever is known of it, no lines."""
        stated = self.stated
        key = content_id(stated.file_sha256, self.form, index_year, unit_id)
        known = (self.form, index_year, level, unit_id, unit_id, None, None, None, None, made_up, "refused", 0)
        return Extraction([Submission(key, stated.file_sha256, stated.file_name, *known)], [], self.rows)
