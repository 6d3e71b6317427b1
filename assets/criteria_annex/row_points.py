"""The maximum of a line, its two parts, and whether it is surveyed, as the cells of its row say.

Belongs here: reading them into the node, and remarks where a cell is not clear. Does not belong here: what one cell says
(points_cell.py, survey_mark.py), what the lines below make up (stated_parts.py).
"""

from __future__ import annotations

import re
from decimal import Decimal

from assets.criteria_annex.annex_rows import MAXIMA, AnnexRow
from assets.criteria_annex.drafted_set import DraftNode, Remarks, StatedPart
from assets.criteria_annex.points_cell import SAVE_AGAIN_VI, maximum_of, shown_points
from assets.criteria_annex.survey_mark import by_method, marked
from assets.workbooks.workbook_cells import Cell


def read_points(row: AnnexRow, node: DraftNode, remarks: Remarks) -> None:
    """Maximum and mark; one column of maxima, or one for appraisal and one for the survey."""
    read: dict[str, Decimal] = {}
    for column in MAXIMA:
        cell = row.cells.get(column)
        if cell is None or not re.search(r"\w", cell.text):
            continue
        value = maximum_of(cell, penalty=node.counts_as == "penalty")
        if value is None:
            _no_points(row, column, cell, node.code, remarks)
        else:
            node.max_cell = node.max_cell if read else row.at(column)
            read[column] = value
    node.parts = {column: StatedPart(value, row.at(column)) for column, value in read.items() if column != "max"}
    parts = {column: part.points for column, part in node.parts.items() if part.points}
    node.max_points = read.get("max", sum(parts.values(), Decimal(0)) if parts else None)
    both_columns = {"appraised_max", "survey_max"} <= row.columns.keys()
    if "max" in read and parts and both_columns and (together := sum(parts.values(), Decimal(0))) != read["max"]:
        what = f"mục {node.code}: hai phần cộng lại {shown_points(together)}, cột điểm tối đa ghi {shown_points(read['max'])}"
        remarks.blocks(node.max_cell, what, "sửa một trong các số")
    said = [column == "survey_max" for column, points in parts.items() if points == node.max_points]
    for column, reader in (("survey_mark", marked), ("method", by_method)):
        cell = row.cells.get(column)
        if cell is None:
            continue
        if column == "survey_mark" and cell.kind == "number" and maximum_of(cell, penalty=False) == node.max_points:
            says: bool | None = True
        else:
            says = reader(cell.text)
        if says is None:
            what = f"không rõ “{cell.text.strip()[:40]}” là thẩm định hay điều tra xã hội học"
            remarks.look(row.at(column), what, "ghi ĐTXHH hoặc Thẩm định; dòng này tạm coi là thẩm định")
        else:
            said.append(says)
    if len(set(said)) > 1:
        remarks.blocks(row.at("name"), f"mục {node.code}: các cột nói khác nhau về điều tra xã hội học", "sửa một trong các cột")
    node.survey = said[0] if said else None


def _no_points(row: AnnexRow, column: str, cell: Cell, code: str, remarks: Remarks) -> None:
    whose, written = f"điểm tối đa của mục {code}", cell.text.strip()[:40]
    if cell.kind == "formula_without_value":
        remarks.blocks(row.at(column), f"{whose} là công thức chưa có giá trị: “{written}”", SAVE_AGAIN_VI)
    elif maximum_of(cell, penalty=True) is not None:
        mend = "ghi số dương; nếu là khối trừ điểm thì tên lĩnh vực phải có “Điểm trừ” hoặc “Điểm phạt”"
        remarks.blocks(row.at(column), f"{whose} là số âm: “{written}”", mend)
    else:
        remarks.blocks(row.at(column), f"{whose} không phải số điểm: “{written}”", "ghi số, ví dụ 0,5")
