"""From the bytes of an annex to a drafted set: the way in.

Belongs here: choosing the sheet, and putting the parts of the reading in order. Does not belong here: those parts, the command line,
where the set is written (set_place.py).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from assets.criteria_annex.annex_checks import check_counts, check_sums, sums_of
from assets.criteria_annex.annex_facts import annex_facts
from assets.criteria_annex.annex_header import AnnexHeader, find_annex_header
from assets.criteria_annex.annex_rows import annex_rows
from assets.criteria_annex.annex_tree import annex_tree
from assets.criteria_annex.annex_words import AnnexWords
from assets.criteria_annex.drafted_set import DraftSet, Remarks
from assets.criteria_annex.exported_columns import rule_from_text
from assets.criteria_annex.line_rules import settle_lines
from assets.criteria_annex.merged_cells import merged_cells
from assets.criteria_annex.set_facts import FACTS_SHEET, RULES_SHEET, nested, read_facts
from assets.criteria_annex.set_yaml import as_date
from assets.criteria_annex.stated_parts import check_parts
from assets.intake.sheet_grid import SheetGrid, grids
from assets.workbooks.cells import read_cells

_NUMBERS = ("index_year", "version", "line_decimals", "max_points", "appraised_max", "survey_max", "index_cap")


class AnnexRefused(Exception):
    """Why a workbook cannot be read as an annex, in Vietnamese, with how to mend it."""


@dataclass(frozen=True)
class SetRequest:
    """What the person says of the set; None: as the annex says."""

    criteria_set: str
    index_year: int
    level: str
    panel: str
    version: int
    decision: str | None = None
    known_on: str | None = None
    units_as_of: str | None = None
    source_url: str | None = None
    sheet: str | None = None


def read_annex(data: bytes, file_name: str, request: SetRequest, words: AnnexWords) -> DraftSet:
    """The drafted set with all that is to be finished. Raises AnnexRefused (no table, several), UnreadableFile (no workbook)."""
    workbook = read_cells(data, file_name)
    every = grids(workbook)
    grid, header = _sheet(every, request.sheet, words)
    remarks = Remarks(grid.sheet.name)
    merged = merged_cells(data) if workbook.file_format == "xlsx" else None
    if merged is None:
        remarks.look(None, "không biết các ô gộp của tệp này", "xem dấu điều tra gộp nhiều dòng, hoặc lưu lại dạng .xlsx rồi nhập")
    rows = list(annex_rows(grid, header, words, (merged or {}).get(grid.sheet.name, {})))
    fields, totals = annex_tree(rows, words.blocks, remarks)
    if not fields:
        raise AnnexRefused(f"Trang «{grid.sheet.name}» có hàng tiêu đề ở dòng {header.first_row} nhưng không có lĩnh vực nào bên dưới.")
    own = next((read_facts(other) for other in every if other.sheet.name == FACTS_SHEET), {})
    said = own or annex_facts(grid, header, max(row.row_no for row in rows if row.kind != "total"), request.index_year, remarks)
    rules = _named_rules(every, remarks)
    check_sums(fields, remarks)
    settle_lines(fields, header.columns, rules, remarks)
    check_parts(fields, totals, remarks)
    check_counts(fields, said, remarks)
    facts = _facts(said, bool(own), request, sums_of(fields), f"{file_name} (sha256 {hashlib.sha256(data).hexdigest()[:16]})", remarks)
    return DraftSet(facts, fields, rules, remarks.rows)


def _sheet(every: list[SheetGrid], wanted: str | None, words: AnnexWords) -> tuple[SheetGrid, AnnexHeader]:
    open_sheets = [grid for grid in every if not grid.sheet.hidden and grid.sheet.name not in (FACTS_SHEET, RULES_SHEET)]
    named = [grid for grid in open_sheets if wanted is None or grid.sheet.name.strip().casefold() == wanted.strip().casefold()]
    if not named:
        names = ", ".join(f"«{grid.sheet.name}»" for grid in open_sheets)
        raise AnnexRefused(f"Không có trang tính «{wanted}»; các trang: {names}.")
    found = [(grid, header) for grid in named if (header := find_annex_header(grid, words)) is not None]
    if not found:
        names = ", ".join(f"«{grid.sheet.name}»" for grid in named)
        raise AnnexRefused(
            f"Không thấy hàng tiêu đề trong 40 dòng đầu của {names}. Hàng ấy cần có cột tên tiêu chí và cột điểm tối đa; "
            "cách viết khác của tên cột thì thêm vào annexes/columns.yml."
        )
    if len(found) > 1:
        names = ", ".join(f"«{grid.sheet.name}»" for grid, _ in found)
        raise AnnexRefused(f"Nhiều trang tính có bảng tiêu chí: {names}. Nêu trang cần nhập bằng --sheet; mỗi trang là một bộ.")
    return found[0]


def _named_rules(every: list[SheetGrid], remarks: Remarks) -> dict[str, Any]:
    rules: dict[str, Any] = {}
    for grid in every:
        if grid.sheet.name == RULES_SHEET:
            for row_no, row in sorted(grid.rows.items())[1:]:
                if 1 in row and 2 in row:
                    try:
                        rules[row[1].text.strip()] = rule_from_text(row[2].text)
                    except ValueError as error:
                        remarks.blocks(None, f"quy tắc ở dòng {row_no} trang «{RULES_SHEET}» không đọc được ({error})", "sửa ô ấy")
    return rules


def _facts(
    said: dict[str, str], exported: bool, request: SetRequest, sums: dict[str, Decimal], file: str, remarks: Remarks
) -> dict[str, Any]:
    """The keys above the tree. What the person states goes before what the document says, and that before what we suppose."""
    provenance = "published" if request.source_url else "document"
    supposed: dict[str, Any] = {
        "title_vi": f"Bộ tiêu chí xác định Chỉ số cải cách hành chính năm {request.index_year}",
        "units_as_of": f"{request.index_year}-12-31",
        "line_decimals": "4",
        "illustrative": "false",
        "provenance": f"Nhập từ tệp {file}.",
        "defaults.part": "appraised",
        "defaults.provenance.name": provenance,
        "defaults.provenance.max": provenance,
        "defaults.source_url": request.source_url,
    }
    stated = {
        "criteria_set": request.criteria_set,
        "index_year": str(request.index_year),
        "level": request.level,
        "panel": request.panel,
        "version": str(request.version),
        "decision": request.decision,
        "known_on": request.known_on,
        "units_as_of": request.units_as_of,
        "source_url": request.source_url,
    }
    facts = {**({} if exported else supposed), **sums, **said, **{key: value for key, value in stated.items() if value is not None}}
    facts["defaults.part"] = "appraised"  # lines of the survey say so themselves
    if not exported:
        for key, what, mend in (
            ("title_vi", "không thấy tên bộ tiêu chí phía trên bảng", "sửa title_vi"),
            ("decision", "không thấy số quyết định", "nêu --decision, hoặc ghi decision"),
            ("known_on", "không thấy ngày ban hành", "nêu --known-on, hoặc ghi known_on"),
        ):
            if facts.get(key) == supposed.get(key):
                remarks.look(None, what, mend)
    return nested({key: _typed(key, value) for key, value in facts.items()})


def _typed(key: str, value: Any) -> Any:
    """Numbers, days and flags without quotation marks in the file; a text that is none of these stays, and loading tells."""
    if not isinstance(value, str):
        return value
    if key in _NUMBERS or key.startswith("stated_counts."):
        try:
            return Decimal(value)
        except InvalidOperation:
            return value
    if key in ("known_on", "units_as_of"):
        found = as_date(value)
        return found if isinstance(found, dt.date) else value
    return {"true": True, "false": False}.get(value, value) if key == "illustrative" else value
