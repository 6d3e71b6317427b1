"""The facts of a set as a sheet of a workbook: label, value, key; and back.

Belongs here: the labels, and the nesting of keys ('stated_counts.fields'). Does not belong here: facts read from the words of an annex
(annex_facts.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from assets.intake.phrase import fold_phrase
from assets.intake.sheet_grid import SheetGrid

FACTS_SHEET = "Thông tin bộ tiêu chí"
RULES_SHEET = "Quy tắc chung"
LABELS = {
    "criteria_set": "Mã bộ tiêu chí",
    "index_year": "Năm đánh giá",
    "level": "Cấp đơn vị",
    "version": "Phiên bản",
    "panel": "Danh sách xếp hạng",
    "title_vi": "Tên bộ tiêu chí",
    "title_en": "Tên tiếng Anh",
    "decision": "Quyết định",
    "known_on": "Ngày ban hành (năm-tháng-ngày)",
    "units_as_of": "Đơn vị tính đến ngày",
    "line_decimals": "Số chữ số thập phân của điểm",
    "max_points": "Tổng điểm tối đa",
    "appraised_max": "Điểm tối đa phần thẩm định",
    "survey_max": "Điểm tối đa phần điều tra xã hội học",
    "stated_counts.fields": "Số lĩnh vực theo văn bản",
    "stated_counts.criteria": "Số tiêu chí theo văn bản",
    "stated_counts.sub_criteria": "Số tiêu chí thành phần theo văn bản",
    "illustrative": "Minh họa (true hoặc false)",
    "not_applicable": "Cách xử lý không áp dụng",
    "points_from": "Điểm lấy từ đâu",
    "index_cap": "Mức trần của chỉ số",
    "provenance": "Nguồn gốc",
    "source_url": "Địa chỉ nguồn",
    "defaults.part": "Mặc định: phần chấm",
    "defaults.provenance.name": "Mặc định: nguồn của tên",
    "defaults.provenance.max": "Mặc định: nguồn của điểm tối đa",
    "defaults.source_url": "Mặc định: địa chỉ nguồn",
}
_KEY_OF = {fold_phrase(label): key for key, label in LABELS.items()}


def flat(facts: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """('stated_counts.fields', '8') for each fact, in their order."""
    for key, value in facts.items():
        path = f"{above}{key}"
        if isinstance(value, Mapping):
            yield from flat(value, f"{path}.")
        elif value is not None:
            yield path, str(value)


def read_facts(grid: SheetGrid) -> dict[str, str]:
    """The facts of such a sheet by key, by its third column or its label; rows that are neither say nothing."""
    found = {}
    for row in grid.rows.values():
        key = row[3].text.strip() if 3 in row else _KEY_OF.get(fold_phrase(row[1].text), "") if 1 in row else ""
        if key in LABELS and 2 in row:
            found[key] = row[2].text.replace("\r\n", "\n").strip()
    return found


def nested(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The other way: keys with dots become mappings, in the order of LABELS."""
    made: dict[str, Any] = {}
    for key in (key for key in LABELS if facts.get(key) is not None):
        *path, last = key.split(".")
        at = made
        for part in path:
            at = at.setdefault(part, {})
        at[last] = facts[key]
    return made
