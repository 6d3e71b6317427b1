"""The columns that only a workbook written by `cchc criteria export` has: exact rules, sources, names in English.

Belongs here: reading and writing them, so that both ways agree. Does not belong here: the columns of official annexes (annex_tree.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import yaml

from assets.criteria_annex.annex_rows import AnnexRow
from assets.criteria_annex.drafted_set import DraftNode, Remarks

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_NUMERIC = {"points", "share", "from", "above", "to", "below", "yes", "no", "met", "full_at", "zero_below"}
TEXTS = ("data_from", "name_en", "source_url")
CHOICES = ("not_applicable", "counts_as")
PROVENANCES = {"name_provenance": "name", "max_provenance": "max"}


def read_exported(row: AnnexRow, node: DraftNode, remarks: Remarks) -> None:
    """Put what these columns say into the node; an empty cell says nothing."""
    for column in TEXTS:
        if row.text(column):
            node.own[column] = row.text(column)
    for column in CHOICES:
        if row.text(column):
            node.own[column] = row.text(column)
    node.counts_as = node.own.pop("counts_as", node.counts_as)
    stated = {key: row.text(column) for column, key in PROVENANCES.items() if row.text(column)}
    if stated:
        node.own["provenance"] = stated
    written = row.text("scoring")
    if written:
        try:
            node.own["scoring"] = rule_from_text(written)
        except ValueError as error:
            remarks.blocks(row.at("scoring"), f"quy tắc tính điểm không đọc được ({error})", "sửa theo dạng {kind: …}, hoặc xóa ô này")


def rule_from_text(text: str) -> Any:
    """A rule as a cell holds it, '{kind: ratio}' or the name of a rule of the set. Raises ValueError."""
    try:
        return typed(yaml.load(text, yaml.BaseLoader))
    except yaml.YAMLError as error:
        raise ValueError(str(error).splitlines()[0]) from error


def rule_to_text(rule: Any) -> str:
    """The other way, in one line."""
    if isinstance(rule, str):
        return rule
    from assets.criteria_annex.set_yaml import one_line

    return one_line(rule)


def typed(value: Any, key: str = "") -> Any:
    """Numbers where a rule has numbers; all else stays the text that was written."""
    if isinstance(value, Mapping):
        return {each: typed(below, each) for each, below in value.items()}
    if isinstance(value, list):
        return [typed(each, key) for each in value]
    return Decimal(value) if key in _NUMERIC and isinstance(value, str) and _NUMBER.fullmatch(value) else value
