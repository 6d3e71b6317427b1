"""Small annexes for tests, written row by row."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from assets.criteria_annex.annex_words import load_annex_words
from assets.criteria_annex.drafted_set import DraftNode, DraftSet
from assets.criteria_annex.read_annex import SetRequest, read_annex
from warehouse.reference_data import SHIPPED

WORDS = load_annex_words([SHIPPED])
HEADER = ["STT", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", "Điểm tối đa", "Hướng dẫn chấm điểm", "ĐTXHH", "Tài liệu kiểm chứng"]


def book(rows: Sequence[Sequence[Any]], merged: Sequence[str] = (), name: str = "Phụ lục") -> bytes:
    made = Workbook()
    sheet = made.active
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(rows: Sequence[Sequence[Any]], merged: Sequence[str] = (), **stated: Any) -> DraftSet:
    request = SetRequest("so-mau-2024-v1", 2024, "department", "so-mau", 1, **stated)
    return read_annex(book(rows, merged), "phu-luc.xlsx", request, WORDS)


def outline(drafted: DraftSet) -> list[tuple[str, str, str | None]]:
    """(path, kind, maximum) of each node."""
    found: list[tuple[str, str, str | None]] = []

    def walk(node: DraftNode, path: str) -> None:
        here = f"{path}/{node.code}" if path else node.code
        found.append((here, node.kind, None if node.max_points is None else str(node.max_points)))
        for child in node.children:
            walk(child, here)

    for field in drafted.fields:
        walk(field, "")
    return found


def told(drafted: DraftSet, *, blocks: bool) -> list[tuple[str | None, str]]:
    return [(each.cell, each.what_vi) for each in drafted.to_finish if each.blocks is blocks]
