"""What lines and total rows state of the whole and of its two parts, appraisal and survey, held against the lines below.

Belongs here: these comparisons, once it is settled which line is surveyed. Does not belong here: whether maxima add up (annex_checks.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from assets.criteria_annex.annex_rows import MAXIMA, AnnexRow
from assets.criteria_annex.drafted_set import KINDS_VI, DraftNode, Remarks
from assets.criteria_annex.points_cell import SAVE_AGAIN_VI, maximum_of, shown_points

_PARTS_VI = {"max": "điểm tối đa", "appraised_max": "điểm thẩm định", "survey_max": "điểm điều tra xã hội học"}
_ALL_VI = {"max": "các lĩnh vực", "appraised_max": "các dòng thẩm định", "survey_max": "các dòng điều tra"}


def check_parts(fields: Sequence[DraftNode], totals: Iterable[AnnexRow], remarks: Remarks) -> None:
    """Tell each line that is scored twice, and each stated part that its lines do not make up."""
    for field in fields:
        for node in field.walk():
            _check_node(node, remarks)
    for row in totals:
        _check_total(row, fields, remarks)


def _check_node(node: DraftNode, remarks: Remarks) -> None:
    label = f"{KINDS_VI[node.kind]} {node.code}"
    if not node.children:
        if _is_scored_twice(node):
            parts = " và ".join(f"{_PARTS_VI[column]} {shown_points(_part(node, column))}" for column in ("appraised_max", "survey_max"))
            remarks.blocks(node.max_cell, f"{label} có cả {parts}", "tách thành hai dòng, mỗi dòng do một bên chấm")
        return
    if _sum([node], "max") != node.max_points:
        return  # told already; its parts cannot be right then
    for column, (stated, cell) in node.parts.items():
        found = _sum([node], column)
        if stated != found:
            what = f"{label} ghi {_PARTS_VI[column]} {shown_points(stated)}, {_ALL_VI[column]} bên dưới cộng lại {shown_points(found)}"
            remarks.blocks(cell, what, "sửa điểm của mục này, hoặc điểm và dấu điều tra của mục con")


def _check_total(row: AnnexRow, fields: Sequence[DraftNode], remarks: Remarks) -> None:
    base = [field for field in fields if field.counts_as == "base"]
    with_bonus = [field for field in fields if field.counts_as != "penalty"]
    for column in MAXIMA:
        cell = row.cells.get(column)
        if cell is None:
            continue
        if cell.kind == "formula_without_value":
            remarks.blocks(row.at(column), "dòng tổng có công thức chưa có giá trị", SAVE_AGAIN_VI)
            continue
        stated = maximum_of(cell, penalty=False)
        of_fields = column == "max"
        whole, more = (_whole(each) if of_fields else _sum(each, column) for each in (base, with_bonus))
        if stated is not None and stated not in (whole, more):
            what = f"dòng tổng ghi {'' if of_fields else _PARTS_VI[column] + ' '}{shown_points(stated)}, {_ALL_VI[column]} cộng lại "
            remarks.blocks(row.at(column), what + shown_points(whole), "sửa điểm tối đa của lĩnh vực, hoặc dòng tổng"
                           if of_fields else "sửa dòng tổng, hoặc điểm và dấu điều tra của các dòng")  # fmt: skip


def _whole(fields: Iterable[DraftNode]) -> Decimal:
    return sum((field.max_points or Decimal(0) for field in fields), Decimal(0))


def _sum(nodes: Iterable[DraftNode], column: str) -> Decimal:
    return sum((_part(line, column) for node in nodes for line in node.walk() if not line.children), Decimal(0))


def _part(line: DraftNode, column: str) -> Decimal:
    whole = line.max_points or Decimal(0)
    if column == "max":
        return whole
    if _is_scored_twice(line):
        survey = line.parts["survey_max"].points if "survey_max" in line.parts else whole - line.parts["appraised_max"].points
        return survey if column == "survey_max" else whole - survey
    return whole if bool(line.survey) is (column == "survey_max") else Decimal(0)


def _is_scored_twice(line: DraftNode) -> bool:
    stated = [part.points for part in line.parts.values()]
    whole = line.max_points or Decimal(0)
    return any(0 < points < whole for points in stated) and (len(stated) < 2 or sum(stated) == whole)
