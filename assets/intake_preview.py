"""What one file is, said at once: the answer to `cchc submit` before any run.

Belongs here: one sentence about one file. Does not: rules on its lines (a run applies them).
"""

from __future__ import annotations

from typing import NamedTuple

from assets.intake.extract import extract
from assets.intake.intake_rows import NOT_REFUSING, Stated
from assets.intake.layout import load_layouts
from assets.intake.reference_lookup import ReferenceLookup
from assets.workbooks.cells import read_cells
from assets.workbooks.unreadable import UnreadableFile
from warehouse.archive import Receipt, archived_file
from warehouse.home import Home
from warehouse.reference_data import load_reference


class Preview(NamedTuple):
    """Whether anything in the file can be used, and a sentence for the sender."""

    accepted: bool
    sentence: str


def preview_file(home: Home, receipt: Receipt) -> Preview:
    """Read an archived file and say its form, year, unit and number of values, or why it cannot be used."""
    data = archived_file(home, receipt.file_sha256).read_bytes()
    try:
        book = read_cells(data, receipt.file_name)
    except UnreadableFile as unreadable:
        return Preview(False, unreadable.detail_vi)
    stated = Stated(receipt.file_sha256, receipt.file_name, receipt.stated_form, receipt.stated_unit, receipt.stated_year)
    lookup = ReferenceLookup.from_tables(load_reference(home.reference_folders))
    layouts = load_layouts(home.reference_folders)
    found = extract(book, stated, lookup, layouts)
    accepted = [submission for submission in found.submissions if submission.status == "accepted"]
    refusals = [problem.detail for problem in found.problems if problem.problem not in NOT_REFUSING]
    if not accepted:
        return Preview(False, " ".join(refusals) or "không nhận ra nội dung.")
    names = {unit.unit_id: unit.name for unit in lookup.units}
    forms = {layout.form: layout.description_vi for layout in layouts.newest()}
    said = [
        f"«{forms.get(s.form or '', s.form)}» {s.index_year}, {names.get(s.unit_id or '', s.subject_id or '')}: {s.lines_in} ô số liệu"
        for s in accepted
    ]
    return Preview(True, "; ".join([*said, *refusals]))
