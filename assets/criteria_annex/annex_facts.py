"""What the words around the table of an annex say of the whole set: title, decision, day, counts.

Belongs here: reading them, each only where it is said once. Does not belong here: the table (annex_rows.py), the sheet of facts of an
exported set (set_facts.py).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from assets.criteria_annex.annex_header import AnnexHeader
from assets.criteria_annex.drafted_set import Remarks
from assets.intake.phrase import fold_phrase
from assets.intake.sheet_grid import SheetGrid
from assets.workbooks.workbook_cells import address

_DECISION = re.compile(r"(\d{1,5})\s*/\s*((?:\d{4}\s*/\s*)?QĐ-[A-ZĐ]+(?:-[A-ZĐ]+)*)")
_DAY = re.compile(r"ngày\s+(\d{1,2})\s*(?:tháng|[/.-])\s*(\d{1,2})\s*(?:năm|[/.-])\s*((?:19|20)\d{2})", re.IGNORECASE)
_TITLE = re.compile(r"\b(?:bo tieu chi|tieu chi|chi so|bang tieu chi|bo chi so)\b")
_COUNTS = (
    ("stated_counts.fields", re.compile(r"\b(\d{1,3}) linh vuc\b"), "lĩnh vực"),
    ("stated_counts.criteria", re.compile(r"\b(\d{1,3}) tieu chi\b(?! thanh phan)"), "tiêu chí"),
    ("stated_counts.sub_criteria", re.compile(r"\b(\d{1,3}) tieu chi thanh phan\b"), "tiêu chí thành phần"),
)
_YEAR = re.compile(r"\bnam ((?:19|20)\d{2})\b")


class _Words(NamedTuple):
    text: str
    cell: str


def annex_facts(grid: SheetGrid, header: AnnexHeader, last_line: int, year: int, remarks: Remarks) -> dict[str, str]:
    """Facts by key (title_vi, decision, known_on, stated_counts.…); last_line: the row of the last line of the table."""
    above = list(_words(grid, range(1, header.first_row)))
    below = list(_words(grid, range(last_line + 1, max(grid.rows, default=0) + 1)))
    found: dict[str, str] = {}
    issued = [each for each in above if _DECISION.search(each.text)]
    numbers = {"/".join(part.replace(" ", "") for part in match.groups()) for each in issued for match in _DECISION.finditer(each.text)}
    if len(numbers) == 1:
        found["decision"] = numbers.pop()
        days = {day for each in issued if (day := _day(each.text[_DECISION.search(each.text).end() :])) is not None}  # type: ignore[union-attr]
        if len(days) == 1:
            found["known_on"] = days.pop().isoformat()
    elif numbers:
        remarks.look(issued[0].cell, f"nhiều số quyết định: {', '.join(sorted(numbers))}", "nêu --decision và --known-on")
    titles = [each for each in above if _TITLE.search(fold_phrase(each.text)) and each not in issued]
    if titles:
        title = max(titles, key=lambda each: len(each.text))
        found["title_vi"] = title.text
        years = set(_YEAR.findall(fold_phrase(title.text)))
        if years and str(year) not in years:
            remarks.look(title.cell, f"tên phụ lục ghi năm {', '.join(sorted(years))}, đang nhập cho năm {year}", "xem lại --year")
    for key, form, label in _COUNTS:
        said = [(int(match[1]), each.cell) for each in [*above, *below] for match in form.finditer(fold_phrase(each.text))]
        if len({number for number, _ in said}) == 1:
            found[key] = str(said[0][0])
        elif said:
            numbers_said = ", ".join(str(number) for number, _ in said)
            remarks.look(said[0][1], f"phụ lục nêu nhiều số {label}: {numbers_said}", "ghi stated_counts theo văn bản")
    return found


def _words(grid: SheetGrid, rows: range) -> Iterator[_Words]:
    for row_no in rows:
        for col_no, cell in grid.rows.get(row_no, {}).items():
            if cell.kind == "text":
                yield _Words(" ".join(unicodedata.normalize("NFC", cell.text).split()), address(row_no, col_no))


def _day(text: str) -> dt.date | None:
    match = _DAY.search(text)
    if match is None:
        return None
    day, month, year = (int(part) for part in match.groups())
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
