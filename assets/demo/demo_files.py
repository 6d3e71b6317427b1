"""The demo's files one by one: clean workbooks, faulty ones and their corrections.

Belongs here: file names, the look of each office's workbook, putting a fault in. Does not belong here: points
(panel_plans.py), writing to disk (build.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assets.demo.demo_units import DemoUnit
from assets.demo.faults import FAULTS, SENT_TWICE, Fault
from assets.demo.form_book import FormBook
from assets.demo.panel_plans import PanelPlan, UnitPlan
from assets.demo.par_index_books import APPRAISAL, FORMS, SELF, SURVEY, BookLook, form_book
from assets.demo.unit_spelling import file_name_part, office_spelling
from assets.demo.workbook_writer import workbook_bytes

SECOND, AGAIN = "_lan2", "_gui_lai"  # both sort after the first version, and receipts follow the order of names
_NAME_ENDS = {SELF: "tu_danh_gia", APPRAISAL: "tham_dinh", SURVEY: "dieu_tra_xhh"}
_FAULTY_YEAR = 2024


@dataclass(frozen=True)
class FaultRecord:
    """One fault as made. sheet and cell: None where there is no one place; corrected_by: the clean second version."""

    file_name: str
    form: str
    index_year: int
    unit_code: str
    unit_name: str
    fault: str
    sheet: str | None
    cell: str | None
    outcome: str
    corrected_by: str | None
    done_vi: str


@dataclass(frozen=True)
class DemoFile:
    """One file: its bytes are made when asked for."""

    name: str
    content: Callable[[], bytes]
    fault: FaultRecord | None = None


def panel_files(plan: PanelPlan) -> Iterator[DemoFile]:
    """All files of one panel. Offices differ from file to file, so the running number sets the look."""
    faults = {(fault.unit_code, fault.form): fault for fault in FAULTS} if plan.panel.index_year == _FAULTY_YEAR else {}
    for code, _ in faults:
        plan.panel.unit(code)
    for place, unit_plan in enumerate(plan.units):
        for position, form in enumerate(FORMS):
            look = _look(unit_plan, place * len(FORMS) + position)
            book = form_book(form, plan.panel, unit_plan.scores, look)
            stem = _stem(plan, unit_plan.unit, form)
            fault = faults.get((unit_plan.unit.code, form))
            if fault is None:
                yield DemoFile(f"{stem}.xlsx", _writer(book))
            else:
                yield from _faulty_files(fault, book, stem, plan.panel.index_year, unit_plan.unit)


def _faulty_files(fault: Fault, book: FormBook, stem: str, index_year: int, unit: DemoUnit) -> Iterator[DemoFile]:
    first, second = f"{stem}.xlsx", f"{stem}{SECOND}.xlsx"
    faulty_name, clean_name = (second, first) if fault.in_second_version else (first, second)
    faulty, cell = book, None
    if fault.in_second_version:
        faulty = faulty.resubmitted()
    if fault.name == SENT_TWICE:
        faulty_name = f"{stem}{AGAIN}.xlsx"
        yield DemoFile(first, _writer(book))
    if fault.change:
        faulty, cell = fault.change(faulty)
    corrected_by = clean_name if fault.corrected else None
    sheet = None if fault.damage or fault.name == SENT_TWICE else faulty.sheet
    record = FaultRecord(
        faulty_name, fault.form, index_year, unit.code, unit.name, fault.name, sheet, cell, fault.outcome, corrected_by,
        fault.done_vi,
    )  # fmt: skip
    if fault.in_second_version:
        yield DemoFile(clean_name, _writer(book))
    yield DemoFile(faulty_name, _writer(faulty, fault.damage), record)
    if fault.corrected:
        yield DemoFile(clean_name, _writer(book.resubmitted()))


def _writer(book: FormBook, damage: Callable[[bytes], bytes] | None = None) -> Callable[[], bytes]:
    def content() -> bytes:
        written = workbook_bytes(book)
        return damage(written) if damage else written

    return content


def _look(plan: UnitPlan, number: int) -> BookLook:
    """Three in five have the hidden sheet, every third a two-row header, two in seven numbers as text."""
    unit_text = office_spelling(plan.unit.name, plan.unit.unit_type, number)
    hidden_unit = (plan.unit.code if number % 2 else plan.unit.name) if number % 5 < 3 else None
    return BookLook(unit_text, hidden_unit, plan.mark, number % 3 == 1, number % 7 in (2, 5))


def _stem(plan: PanelPlan, unit: DemoUnit, form: str) -> str:
    code_and_name = [unit.code, file_name_part(unit.name)] if unit.code.isdigit() else [unit.code]
    return "_".join([str(plan.panel.index_year), *code_and_name, _NAME_ENDS[form]])
