"""From the cells of one file to its submissions, lines and problems: the one entry of this folder.

Belongs here: which form a file is, and handing it to the reader of that shape. Does not belong here: Excel, DuckDB,
receipts, rules.
"""

from __future__ import annotations

from assets.intake.extract_index import extract_index
from assets.intake.extract_register import extract_register
from assets.intake.extract_tree import extract_tree
from assets.intake.file_name_clue import name_conflicts
from assets.intake.identify import read_clues
from assets.intake.intake_rows import Extraction, Stated
from assets.intake.layout import Layouts
from assets.intake.old_font import in_old_font
from assets.intake.problem_list import ProblemList
from assets.intake.reference_lookup import ReferenceLookup
from assets.intake.several_units import sheets_of_several_units
from assets.intake.sheet_grid import SheetGrid, grids
from assets.intake.stacked_tables import separate_tables
from assets.intake.years_together import years_together
from assets.workbooks.unreadable import UnreadableFile
from assets.workbooks.workbook_cells import WorkbookCells, address


def extract(workbook: WorkbookCells, stated: Stated, reference: ReferenceLookup, layouts: Layouts) -> Extraction:
    """Everything that the file says, in rows ready for the tables. Never raises for any content; the same input gives
    the same rows.
    """
    layouts = layouts.counted_from(workbook.day_zero)
    sheets = [part for grid in grids(workbook) for part in separate_tables(grid, layouts)]
    parts = sheets_of_several_units(sheets, stated, layouts)
    if parts:
        several = _together([_one(part, stated, reference, layouts) for part in parts])
        several.problems.extend(years_together(several))
        return several
    found = _one(sheets, stated, reference, layouts)
    found.problems.extend(name_conflicts(found, reference))
    return found


def _together(parts: list[Extraction]) -> Extraction:
    """Several units in one file: one submission each."""
    return Extraction(
        [row for part in parts for row in part.submissions],
        [row for part in parts for row in part.lines],
        [row for part in parts for row in part.problems],
    )


def _one(sheets: list[SheetGrid], stated: Stated, reference: ReferenceLookup, layouts: Layouts) -> Extraction:
    problems = ProblemList(stated)
    clues = read_clues(sheets, stated, layouts)
    if not clues.form:
        forms = ", ".join(sorted(layouts.by_form))
        unusable = clues.unusable_form
        detail = f"Không nhận ra biểu mẫu. Hãy dùng biểu đã ban hành (có tiêu đề biểu), hoặc nêu --form khi nộp: {forms}."
        if unusable is not None:
            detail = f"Không có biểu mẫu tên «{unusable.text}». Các biểu: {forms}."
        sheet, cell, value = (unusable.sheet, unusable.cell, unusable.text) if unusable is not None else (None, None, None)
        typed = in_old_font(sheets) if unusable is None else None
        if typed is not None:
            grid, at = typed
            sheet, cell, value = grid.sheet.name, address(at.row_no, at.col_no), at.text
            detail = (
                "Không nhận ra biểu mẫu, vì chữ trong tệp gõ bằng phông chữ cũ (TCVN3, như .VnTime). "
                "Hãy chuyển cả tệp sang phông Unicode, như Times New Roman, bằng công cụ chuyển mã (ví dụ của UniKey) rồi gửi lại."
            )
        problems.add("form_unknown", detail, sheet=sheet, cell=cell, value=value)
        return problems.refused(made_up=clues.made_up)
    first = clues.form[0]
    problems.form = first.text
    for other in clues.form[1:]:
        if other.text != first.text:
            detail = f"Tệp vừa là biểu {_called(first.text, layouts)} vừa là biểu {_called(other.text, layouts)}; đã đọc như biểu thứ nhất."
            problems.add("identity_conflict", detail, sheet=other.sheet, cell=other.cell, value=other.text)
    layout = layouts.get(first.text, None)
    assert layout is not None  # read_clues gives only forms that have a layout
    read = {"index": extract_index, "register": extract_register}.get(layout.shape, extract_tree)
    return read(sheets, clues, stated, problems, reference, layouts)


def _called(form: str, layouts: Layouts) -> str:
    layout = layouts.get(form, None)
    return f"«{layout.description_vi}»" if layout is not None and layout.description_vi else form


def extract_unreadable(unreadable: UnreadableFile, stated: Stated) -> Extraction:
    """The outcome of a file whose cells could not be read: its one problem and a refused submission."""
    problems = ProblemList(stated, stated.form)
    problems.add(unreadable.problem, unreadable.detail_vi, index_year=stated.year)
    return problems.refused(stated.year)
