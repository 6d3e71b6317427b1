"""Marks and wordings of scored lines: who scores them, and by which rule.

Belongs here: going over a drafted tree. Does not belong here: what one wording means (wording), what one cell says (survey_mark.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assets.criteria_annex.drafted_set import DraftNode, Remarks
from assets.criteria_annex.survey_mark import is_only_survey, mentions_survey
from assets.criteria_annex.wording.understand import understand


def settle_lines(fields: Iterable[DraftNode], columns: Mapping[str, int], named: Mapping[str, Any], remarks: Remarks) -> None:
    """Every scored line gets its part, its wording, and its rule where the wording is certain; the others are told."""
    every = list(fields)
    has_marks = any(column in columns for column in ("survey_mark", "method", "survey_max"))
    for field in every:
        _settle(field, None, has_marks, "rule" in columns, named, remarks)
    lines = [node for field in every for node in field.walk() if not node.children]
    if lines and not any(node.survey for node in lines):
        remarks.look(None, "không dòng nào được đánh dấu điều tra xã hội học", "ghi part: survey ở các dòng điều tra, nếu bộ tiêu chí có")
    unruled = [node for node in lines if not node.survey and not node.rule_text and "scoring" not in node.own]
    if unruled and len(unruled) == sum(not node.survey for node in lines):
        remarks.look(None, "phụ lục không có cách chấm của dòng nào", "thêm rule_vi và scoring từ hướng dẫn chấm điểm, nếu có")
    else:
        for node in unruled:
            remarks.look(node.rule_cell, f"mục {node.code} không có cách chấm", "thêm rule_vi và scoring, nếu văn bản có")


def _settle(node: DraftNode, above: bool | None, has_marks: bool, has_rules: bool, named: Mapping[str, Any], remarks: Remarks) -> None:
    says = above if node.survey is None else node.survey
    if node.children:
        if node.rule_text:
            node.own["rule_vi"] = node.rule_text
        for child in node.children:
            _settle(child, says, has_marks, has_rules, named, remarks)
        return
    if says is None and is_only_survey(node.rule_text):
        says = True
    elif says is None and (mentions_survey(node.rule_text) or mentions_survey(node.name_vi)):
        what = f"mục {node.code} nhắc tới điều tra xã hội học nhưng không có dấu"
        remarks.look(node.cell, what, "ghi part: survey nếu dòng này do điều tra chấm; tạm coi là thẩm định")
    node.survey = bool(says)
    _rule(node, named, remarks)


def _rule(node: DraftNode, named: Mapping[str, Any], remarks: Remarks) -> None:
    written = node.own.pop("scoring", None)
    of_name = named.get(written) if isinstance(written, str) else None
    if node.rule_text and not (isinstance(of_name, Mapping) and of_name.get("rule_vi") == node.rule_text):
        node.own["rule_vi"] = node.rule_text
    if written is not None:
        node.own["scoring"] = written
        return
    if node.survey or not node.rule_text or node.max_points is None or node.max_points <= 0:
        return
    found = understand(node.rule_text, node.max_points, penalty=node.counts_as == "penalty")
    if found.scoring is None:
        what = f"chưa hiểu cách chấm của mục {node.code}: {found.reason_vi}"
        remarks.look(node.rule_cell, what, "viết scoring cho dòng này; lời văn được giữ ở rule_vi")
        return
    node.own["scoring"] = found.scoring
    if found.not_applicable is not None:
        node.own.setdefault("not_applicable", found.not_applicable)
