"""One file with a form of one unit for several years: often last year's sheet was left in for comparison.

Belongs here: asking at the older one, since it replaces what was sent for its year. Does not belong here: reading them, each a submission
of its own (``several_units.py``).
"""

from __future__ import annotations

from assets.intake.intake_rows import Extraction, Problem, Submission


def years_together(found: Extraction) -> list[Problem]:
    """One doubt per accepted submission beside which the file has a later year of the same form and unit."""
    newest: dict[tuple[str | None, str | None], Submission] = {}
    of_units = [each for each in found.submissions if each.status == "accepted" and each.unit_id is not None and each.index_year]
    for each in sorted(of_units, key=lambda each: each.index_year or 0):
        newest[each.form, each.unit_id] = each
    return [_doubt(each, later) for each in of_units if (later := newest[each.form, each.unit_id]).index_year != each.index_year]


def _doubt(older: Submission, later: Submission) -> Problem:
    old, new = f"năm {older.index_year} (trang «{older.sheet}»)", f"năm {later.index_year} (trang «{later.sheet}»)"
    detail = (
        f"Tệp có cùng biểu này cho {old} và {new}; cả hai được nhận, và trang «{older.sheet}» thay bản năm {older.index_year} đã gửi "
        "trước đây, nếu có. Nếu trang đó chỉ để đối chiếu, hãy xóa rồi gửi lại."
    )
    whose = (older.file_sha256, older.file_name, older.form, older.index_year, older.unit_id)
    return Problem(*whose, "identity_conflict", older.sheet, None, str(older.index_year), detail)
