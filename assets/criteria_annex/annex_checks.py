"""Sums and counts of a drafted set, so that they are told with sheet and cell and not only when the file is loaded.

Belongs here: what can be added up and counted. Does not belong here: totals and parts that the annex states
(stated_parts.py), everything else that loading refuses (warehouse.reference_files).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from assets.criteria_annex.drafted_set import KINDS, KINDS_VI, DraftNode, Remarks
from assets.criteria_annex.points_cell import shown_points

_STATED = dict(zip(KINDS, ("stated_counts.fields", "stated_counts.criteria", "stated_counts.sub_criteria"), strict=True))


def check_sums(fields: Sequence[DraftNode], remarks: Remarks) -> None:
    """Fill in sums that the annex leaves open, tell what does not close."""
    for field in fields:
        _close(field, remarks)


def sums_of(fields: Sequence[DraftNode]) -> dict[str, Decimal]:
    """max_points, appraised_max and survey_max of the set, once it is settled which line is surveyed."""
    base = [field for field in fields if field.counts_as == "base"]
    whole = sum((field.max_points or Decimal(0) for field in base), Decimal(0))
    lines = [node for field in base for node in field.walk() if not node.children]
    survey = sum((node.max_points or Decimal(0) for node in lines if node.survey), Decimal(0))
    return {"max_points": _bare(whole), "appraised_max": _bare(whole - survey), "survey_max": _bare(survey)}


def _bare(value: Decimal) -> Decimal:
    return Decimal(format(value.normalize() if value else Decimal(0), "f"))


def _close(node: DraftNode, remarks: Remarks) -> None:
    for child in node.children:
        _close(child, remarks)
    label = f"{KINDS_VI[node.kind]} {node.code}"
    if not node.children:
        if node.max_points is None:
            remarks.blocks(node.max_cell, f"{label} không có điểm tối đa", "ghi điểm tối đa của dòng này")
        elif node.max_points <= 0:
            remarks.blocks(node.max_cell, f"{label} có điểm tối đa bằng 0", "ghi điểm lớn hơn 0, hoặc bỏ dòng này")
        return
    parts = [child.max_points for child in node.children]
    if any(part is None for part in parts):
        return
    total = sum((part for part in parts if part is not None), Decimal(0))
    if node.max_points is None:
        node.max_points = total
        remarks.look(node.max_cell, f"{label} không ghi điểm tối đa", f"đã lấy tổng các mục con: {shown_points(total)}")
    elif total != node.max_points and not (node.counts_as != "base" and total > node.max_points):
        what = f"{label} tối đa {shown_points(node.max_points)}, các mục con cộng lại {shown_points(total)}"
        remarks.blocks(node.max_cell, what, "sửa điểm của mục này hoặc của mục con")


def check_counts(fields: Sequence[DraftNode], facts: Mapping[str, str], remarks: Remarks) -> None:
    """Counts that differ from those that the annex states are told and nothing more: documents themselves miscount."""
    every = [node for field in fields for node in field.walk()]
    for kind, key in _STATED.items():
        stated = facts.get(key)
        count = sum(node.kind == kind for node in every)
        in_scale = sum(node.kind == kind and node.counts_as == "base" for node in every)  # blocks of bonus points may be left uncounted
        if stated is not None and stated not in (str(count), str(in_scale)):
            what = f"văn bản nêu {stated} {KINDS_VI[kind]}, phụ lục có {count}"
            remarks.look(None, what, "xem có thiếu hoặc thừa dòng không; số của văn bản được giữ ở stated_counts")
