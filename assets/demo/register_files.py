"""The demo's registers one by one: tasks of every ministry and province, and the registers of a handful of units.

Belongs here: file names, whose registers there are, the look of each. Does not belong here: rows (task_books.py and its
neighbours), the workbook (register_book.py), forms over a criteria set (demo_files.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from assets.demo import ballot_books, dossier_books, inspection_books, petition_books, task_books
from assets.demo.demo_files import DemoFile
from assets.demo.demo_units import DemoUnit, Reference
from assets.demo.register_book import DAY_STYLES, RegisterBook, RegisterLook, Value, register_bytes
from assets.demo.task_counts import INDEX_YEAR, PRINTED, reporting_units, task_counts
from assets.demo.unit_spelling import file_name_part, office_spelling


class _Books(Protocol):
    """What a module of rows says of its form."""

    FORM: str
    TITLE: str
    SHEET: str
    LABELS: tuple[str, ...]


_HANDFUL = {"ministry": ("BTP", "BYT", "BNV"), "province": ("01", "20", "33", "48", "68", "92")}


def register_files(reference: Reference, seed: int) -> Iterator[DemoFile]:
    """All registers, form by form, ministries before provinces, by code."""
    mark = (
        f"SỐ LIỆU GIẢ LẬP: toàn bộ nội dung do phần mềm tự tạo (mã số gieo {seed}) để chạy thử, không phải số liệu chính thức; "
        f"tổng số nhiệm vụ lấy theo số đã công bố của năm {INDEX_YEAR}"
    )
    counts = task_counts(reference, seed)
    steering = task_books.steering_split(reporting_units(reference, "ministry"), seed)
    number = 0
    for level in PRINTED:
        for unit in reporting_units(reference, level):
            rows = task_books.task_rows(unit, level, counts[unit.unit_id], steering.get(unit.unit_id, {}), seed)
            yield _file(task_books, unit, "theo_doi_nhiem_vu", rows, mark, number)
            number += 1
    mark = mark.split(";")[0]
    units = handful(reference)
    for unit, rows in petition_books.petition_rows(units, seed):
        yield _file(petition_books, unit, "kien_nghi", rows, mark, number)
        number += 1
    for unit in units:
        yield _file(inspection_books, unit, "kiem_tra", inspection_books.inspection_rows(unit, seed), mark, number)
        number += 1
    for unit in units:
        yield _file(dossier_books, unit, "ho_so_tthc", dossier_books.dossier_rows(unit, seed), mark, number)
        number += 1
    for unit in (unit for unit in units if unit.code.isdigit()):
        yield _file(ballot_books, unit, "phieu_sipas", ballot_books.ballot_rows(unit, seed), mark, number)
        number += 1


def handful(reference: Reference) -> tuple[DemoUnit, ...]:
    return tuple(unit for level, codes in _HANDFUL.items() for unit in reporting_units(reference, level) if unit.code in codes)


def _file(book: _Books, unit: DemoUnit, ends: str, rows: Sequence[Sequence[Value]], mark: str, number: int) -> DemoFile:
    """Three in five have the hidden sheet; the way of writing days goes round."""
    unit_text = office_spelling(unit.name, unit.unit_type, number)
    hidden_unit = (unit.code if number % 2 else unit.name) if number % 5 < 3 else None
    look = RegisterLook(unit_text, hidden_unit, number % DAY_STYLES)
    made = RegisterBook(book.FORM, book.TITLE, book.SHEET, INDEX_YEAR, look, mark, book.LABELS, rows)
    named = [unit.code, file_name_part(unit.name)] if unit.code.isdigit() else [unit.code]
    return DemoFile("_".join([str(INDEX_YEAR), *named, f"{ends}.xlsx"]), _writer(made))


def _writer(book: RegisterBook) -> Callable[[], bytes]:
    return lambda: register_bytes(book)
