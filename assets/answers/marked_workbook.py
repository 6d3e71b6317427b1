"""The sender's workbook given back: each wrong cell marked and commented in Vietnamese, with a summary sheet in front.

Belongs here: marking with openpyxl, and the workbook rebuilt from its cells where the original cannot be loaded or is no .xlsx. Does not:
which cells are wrong. The sender's own file is never written to.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from assets.answers.told_finding import ToldFinding
from assets.workbooks.workbook_cells import WorkbookCells

SUMMARY_SHEET = "Kết quả kiểm tra"
AUTHOR = "Kiểm tra tự động"

_FILLS = {"error": "FFC7CE", "warning": "FFEB9C", "info": "DDEBF7"}
_LONGEST_TEXT = 32000
_MOST_CELLS = 200_000
_COLUMNS = (("STT", 5), ("Mức", 10), ("Trang tính và ô", 19), ("Nội dung", 52), ("Cách sửa", 46), ("Ô đang ghi", 14), ("Quy tắc", 18))
_THIN = Border(*[Side(style="thin", color="BFBFBF")] * 4)


@dataclass(frozen=True)
class AnswerHead:
    """What stands above the findings: lines of text, the verdict first."""

    verdict: str
    good: bool
    lines: tuple[str, ...]


def marked_workbook(data: bytes, cells: WorkbookCells | None, findings: Sequence[ToldFinding], head: AnswerHead) -> bytes:
    """The answer as an .xlsx. `cells` is what was read of the file (None: it could not be read, the summary stands alone).

    An .xlsx is loaded and kept as it is but for marks; other formats, and an .xlsx that openpyxl cannot load, are rebuilt from their cells.
    """
    book, rebuilt = _book(data, cells)
    for finding in reversed(findings):  # the gravest last, so that its colour stays and its words stand first
        if finding.sheet in book.sheetnames and finding.cell:
            _mark(book[finding.sheet], finding)
    note = ("Trang tính được dựng lại từ nội dung các ô của tệp gốc; định dạng của tệp gốc không giữ được.",) if rebuilt else ()
    _summary(book, findings, AnswerHead(head.verdict, head.good, (*head.lines, *note)))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _book(data: bytes, cells: WorkbookCells | None) -> tuple[Workbook, bool]:
    if cells is None:
        book = Workbook()
        book.remove(book.active)
        return book, False
    if cells.file_format == "xlsx" and len(cells.cells) <= _MOST_CELLS:
        try:
            book = load_workbook(io.BytesIO(data))
        except Exception:  # a stranger's file may break the library in ways nobody listed; its cells were read all the same
            return _rebuilt(cells), True
        if {sheet.name for sheet in cells.sheets} <= set(book.sheetnames):
            return book, False
    return _rebuilt(cells), True


def _rebuilt(cells: WorkbookCells) -> Workbook:
    book = Workbook()
    book.remove(book.active)
    sheets = {sheet.sheet_no: book.create_sheet(_sheet_title(sheet.name, book)) for sheet in cells.sheets}
    for sheet in cells.sheets:
        if sheet.hidden:
            sheets[sheet.sheet_no].sheet_state = "hidden"
    for cell in cells.cells[:_MOST_CELLS]:
        place = sheets[cell.sheet_no].cell(cell.row_no, cell.col_no)
        if cell.kind == "number" and re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]+)?", cell.text):
            place.value = float(cell.text) if "." in cell.text else int(cell.text)
        else:
            write_text(place, cell.text)
    for sheet_no, made in sheets.items():
        widest: dict[int, int] = {}
        for cell in cells.cells:
            if cell.sheet_no == sheet_no:
                widest[cell.col_no] = max(widest.get(cell.col_no, 8), min(len(cell.text) + 2, 60))
        for column, width in widest.items():
            made.column_dimensions[get_column_letter(column)].width = width
    return book


def _sheet_title(name: str, book: Workbook) -> str:
    title = re.sub(r"[\\/*?:\[\]]", "_", ILLEGAL_CHARACTERS_RE.sub("", name))[:31] or "CSV"
    while title in book.sheetnames:
        title = f"{title[:28]}_{len(book.sheetnames)}"
    return title


def write_text(cell: Cell, text: str) -> None:
    """Write text that stays text, whatever it begins with; characters that no workbook may hold are left out."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST_TEXT]
    if isinstance(cell.value, str):
        cell.data_type = "s"
        cell.quotePrefix = cell.value[:1] in ("=", "+", "-", "@")


def _mark(sheet: Worksheet, finding: ToldFinding) -> None:
    if not re.fullmatch(r"[A-Z]{1,3}[1-9][0-9]{0,6}", finding.cell or ""):
        return
    place = _top_left(sheet, str(finding.cell))
    told = f"[{finding.severity_vi}] {finding.message_vi}\nCách sửa: {finding.mend_vi}"
    before = place.comment.text if place.comment else ""
    if told not in before:
        text = f"{told}\n\n{before}" if before else told
        comment = Comment(text[:_LONGEST_TEXT], AUTHOR)
        comment.width, comment.height = 420, min(60 + 18 * (text.count("\n") + len(text) // 58), 520)
        place.comment = comment
    place.fill = PatternFill("solid", start_color=_FILLS[finding.severity])


def _top_left(sheet: Worksheet, address: str) -> Cell:
    place = sheet[address]
    if isinstance(place, MergedCell):
        for area in sheet.merged_cells.ranges:
            if address in area:
                return sheet.cell(area.min_row, area.min_col)
    return place


def _summary(book: Workbook, findings: Sequence[ToldFinding], head: AnswerHead) -> None:
    title = SUMMARY_SHEET
    while title in book.sheetnames:  # an answer sent in again
        title += " mới"
    sheet = book.create_sheet(title, 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    sheet.sheet_view.showGridLines = False
    last = get_column_letter(len(_COLUMNS))
    for row, (text, font) in enumerate(
        [("KẾT QUẢ KIỂM TRA BIỂU MẪU", Font(bold=True, size=14)), (head.verdict, _verdict_font(head.good))]
        + [(line, Font()) for line in head.lines],
        start=1,
    ):
        write_text(sheet.cell(row, 1), text)
        sheet.cell(row, 1).font = font
        sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells(f"A{row}:{last}{row}")
        sheet.row_dimensions[row].height = 15 * max(1, -(-len(text) // 140)) + (6 if row == 1 else 1)
    header = len(head.lines) + 4
    for column, (label, width) in enumerate(_COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        if findings:
            cell = sheet.cell(header, column, label)
            cell.font, cell.fill, cell.border = Font(bold=True), PatternFill("solid", start_color="D9E1F2"), _THIN
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for number, finding in enumerate(findings, start=1):
        _finding_row(book, sheet, header + number, number, finding)
    if findings:
        sheet.freeze_panes = f"A{header + 1}"
        sheet.print_title_rows = f"{header}:{header}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _verdict_font(good: bool) -> Font:
    return Font(bold=True, size=12, color="00703C" if good else "C00000")


def _finding_row(book: Workbook, sheet: Worksheet, row: int, number: int, finding: ToldFinding) -> None:
    texts = (
        finding.severity_vi,
        finding.place or "cả tệp",
        finding.message_vi,
        finding.mend_vi,
        finding.shown_value,
        finding.rule,
    )
    sheet.cell(row, 1, number)
    for column, text in enumerate(texts, start=2):
        write_text(sheet.cell(row, column), text)
    for column in range(1, len(_COLUMNS) + 1):
        cell = sheet.cell(row, column)
        cell.alignment, cell.border = Alignment(wrap_text=True, vertical="top"), _THIN
    sheet.cell(row, 2).fill = PatternFill("solid", start_color=_FILLS[finding.severity])
    longest = max(-(-len(finding.message_vi) // 48), -(-len(finding.mend_vi) // 42), -(-len(finding.value or "") // 12), 1)
    sheet.row_dimensions[row].height = min(15.0 * longest + 3, 400)
    if finding.sheet in book.sheetnames and finding.cell:
        place = sheet.cell(row, 3)
        quoted = str(finding.sheet).replace("'", "''")
        place.hyperlink = Hyperlink(ref=place.coordinate, location=f"'{quoted}'!{finding.cell}")
        place.font = Font(color="0563C1", underline="single")
