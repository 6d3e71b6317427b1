"""The rows that reading a submission gives.

Belongs here: the shapes, column for column as in the contracts of ``intake.submissions``, ``intake.lines`` and
``intake.problems`` but for ``receipt_id``, which only the caller knows. Does not belong here: how the rows come about.

Named tuples, because there are millions of lines: ``polars.DataFrame(rows, schema=..., orient="row")`` takes them as
they are.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple


class Stated(NamedTuple):
    """What is known of a file before it is read: its identity, and what the sender stated with --form, --unit,
    --year.
    """

    file_sha256: str
    file_name: str
    form: str | None = None
    unit: str | None = None
    year: int | None = None


class Submission(NamedTuple):
    """One subject's form for one index year in one file. ``lines_in``: rows of ``intake.lines`` that it gave (0 when
    refused).
    """

    submission_id: str
    file_sha256: str
    file_name: str
    form: str | None
    index_year: int | None
    level: str | None
    subject_id: str | None
    unit_id: str | None
    criteria_set: str | None
    index_name: str | None
    identified_by: str | None
    sheet: str | None
    made_up: bool
    status: str
    lines_in: int


class Line(NamedTuple):
    """One measure of one form row. ``state``: value, blank, not_applicable, unreadable, text."""

    line_id: str
    submission_id: str
    file_sha256: str
    file_name: str
    form: str
    index_year: int
    level: str | None
    criteria_set: str | None
    index_name: str | None
    unit_id: str | None
    unit_text: str | None
    unit_cell: str | None
    sheet: str
    row_no: int
    code_text: str | None
    code_cell: str | None
    name_text: str | None
    node_id: str | None
    measure: str
    cell: str
    kind: str | None
    text: str | None
    value: Decimal | None
    state: str
    problem: str | None


class Problem(NamedTuple):
    """Why a file or one year of it is refused, or a conflict worth knowing. ``detail`` is Vietnamese, for the
    sender.
    """

    file_sha256: str
    file_name: str
    form: str | None
    index_year: int | None
    unit_id: str | None
    problem: str
    sheet: str | None
    cell: str | None
    value: str | None
    detail: str


NOT_REFUSING = frozenset({"identity_conflict", "hidden_values", "linked_value", "column_unread", "sheet_unread"})


class Extraction(NamedTuple):
    """Everything that one file gave."""

    submissions: list[Submission]
    lines: list[Line]
    problems: list[Problem]
