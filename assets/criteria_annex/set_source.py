"""A criteria set's YAML file as a drafted set again, for writing it as a workbook.

Belongs here: that one step, on values as written. Does not belong here: judging the file (load_reference has).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from assets.criteria_annex.drafted_set import DraftNode, DraftSet
from assets.criteria_annex.exported_columns import typed

_BELOW = {"field": ("criteria", "criterion"), "criterion": ("sub_criteria", "sub_criterion"), "sub_criterion": ("", "")}
_OWN = ("name_en", "rule_vi", "evidence_vi", "legal_basis", "scoring", "data_from", "not_applicable", "provenance", "source_url")


def drafted_from_yaml(path: Path, file_of: Callable[[str], Path | None] | None = None) -> DraftSet:
    """The set of a file that load_reference has accepted; where its tree is that of another set (`fields_of`), `file_of` tells the file of
    that one, by default the one beside it."""
    top = _written(path)
    if other := top.pop("fields_of", None):
        source = (file_of(other) if file_of else None) or path.with_name(f"{other}.yml")
        top |= {key: value for key, value in _written(source).items() if key in ("defaults", "rules", "fields")}
    rules = {name: typed(rule) for name, rule in top.pop("rules", {}).items()}
    fields = [_node(raw, "field", rules, top.get("defaults", {}).get("part", "appraised")) for raw in top.pop("fields")]
    return DraftSet(top, fields, rules)


def _written(path: Path) -> dict[str, Any]:
    top: dict[str, Any] = _without_nulls(yaml.load(path.read_text(encoding="utf-8-sig"), _TextLoader))
    return top


class _TextLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Every scalar as it is written, but for nothing at all."""


_TextLoader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in resolvers if tag == "tag:yaml.org,2002:null"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _without_nulls(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _without_nulls(each) for key, each in value.items() if each is not None}
    return [_without_nulls(each) for each in value] if isinstance(value, list) else value


def _node(raw: dict[str, Any], kind: str, rules: Mapping[str, Any], part: str, counts_as: str = "base") -> DraftNode:
    counts_as = raw.get("counts_as", counts_as)
    node = DraftNode(kind, raw["code"], raw["name_vi"], "", "", "", "", Decimal(raw["max"]), counts_as=counts_as)
    node.own = {key: typed(raw[key]) for key in _OWN if key in raw}
    below, kind_below = _BELOW[kind]
    node.children = [_node(child, kind_below, rules, part, counts_as) for child in raw.get(below, [])]
    if not node.children:
        node.survey = raw.get("part", part) == "survey"
    rule = node.own.get("scoring")
    rule = rules.get(rule) if isinstance(rule, str) else rule
    node.rule_text = node.own.get("rule_vi") or (rule or {}).get("rule_vi") or ""
    return node
