"""Where a line whose code is none ('a)', 'TC1', '-', nothing) is put in the draft, and under which code, until a person has looked.

Belongs here: both guesses, and what the person is told. Does not belong here: which rows are such lines (option_rows.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from assets.criteria_annex.annex_rows import AnnexRow
from assets.criteria_annex.drafted_set import KINDS, DraftNode
from assets.criteria_annex.option_rows import points_of
from assets.criteria_annex.points_cell import SAVE_AGAIN_VI, shown_points
from assets.criteria_annex.printed_code import next_code


def first_of_groups(rows: Iterable[AnnexRow]) -> dict[int, Decimal]:
    """Row of the first of lines without a code that follow one another → the points of them all."""
    found: dict[int, Decimal] = {}
    first: int | None = None
    for row in rows:
        if row.kind == "unread":
            first = row.row_no if first is None else first
            found[first] = found.get(first, Decimal(0)) + (points_of(row) or Decimal(0))
        elif row.kind != "more":
            first = None
    return found


def rung_for(path: Sequence[DraftNode], points: Decimal) -> int:
    """The rung on which they close the sum of the line above; else below a line that has no rule, beside one that has its own."""
    for rung in range(len(path), 0, -1):
        above = path[rung - 1]
        if above.max_points == points + sum((child.max_points or Decimal(0) for child in above.children), Decimal(0)):
            return rung
    below_the_last = bool(path) and not path[-1].rule_text and len(path) < len(KINDS)
    return len(path) if below_the_last else max(len(path) - 1, 0)


def code_for(printed: str, above: DraftNode | None, siblings: Sequence[DraftNode]) -> str:
    """What is printed where that can be a code, else the number that follows: below '1' '1.1', below 'Điểm cộng' '1'."""
    taken = {sibling.code for sibling in siblings}
    code = printed.strip(" .:)(-–'’").replace("/", "-")
    if not re.search(r"\w", code) or code in taken:
        first = f"{above.code}.1" if above is not None and above.code[:1].isdigit() else "1"
        code = (next_code(siblings[-1].code) if siblings else "") or first
    while code in taken:
        code = next_code(code) or f"{code}.1"
    return code


def name_of(row: AnnexRow) -> str:
    """In one line, without the dash of a list."""
    return " ".join(row.text("name").split()).lstrip("-–•+ ")


def what_is_unread(row: AnnexRow) -> str:
    """In words, with its code or its points."""
    name, printed, points = name_of(row)[:60], row.text("code")[:20], shown_points(points_of(row) or Decimal(0))
    if not name:
        return f"điểm {points} đứng một mình, không có mã và tên"
    return f"không rõ mã “{printed}” của dòng “{name}”" if re.search(r"\w", printed) else f"dòng “{name}” có điểm {points} mà không có mã"


def mend_of_unread(row: AnnexRow, code: str, above: DraftNode | None) -> str:
    """How to mend it, and where it stands until then."""
    if not name_of(row):
        return "ghi mã và tên mục; nếu là dòng tổng thì ghi “Tổng cộng”"
    if "code" in row.cells and row.cells["code"].kind == "formula_without_value":
        return SAVE_AGAIN_VI
    if above is not None and above.kind == KINDS[-1]:
        return f"bộ tiêu chí chỉ có ba cấp: ghi dòng này vào cách chấm của mục {above.code}, hoặc nâng các mục lên một cấp"
    option = "" if re.search(r"\w", row.text("code")) else "; nếu là một mức điểm của mục trên thì ghi điểm trong lời, ví dụ “Có: 1”"
    where = f" dưới mục {above.code}" if above is not None else ""
    return f"ghi mã như I, 1, 1.1, 1.1.1 (bản nháp tạm để là {code}{where}){option}"
