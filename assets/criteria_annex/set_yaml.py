"""A drafted set as the YAML file that reference data are read from, and such a file as a drafted tree of plain values.

Belongs here: how the file looks. Does not belong here: what may stand in it (warehouse.reference_files.criteria_sets).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import yaml

from assets.criteria_annex.drafted_set import DraftNode, DraftSet, ToFinish

_WIDTH = 138
_BELOW = {"field": "criteria", "criterion": "sub_criteria", "sub_criterion": ""}


class _OneLine(dict[str, Any]):
    """A mapping that is written in one line."""


class _Dumper(yaml.SafeDumper):
    """Decimals as plain numbers, texts of several lines as blocks, lists indented below their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _number(dumper: yaml.SafeDumper, value: Decimal) -> yaml.Node:
    text = format(value, "f")
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


def _line(dumper: yaml.SafeDumper, value: _OneLine) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", value.items(), flow_style=True)


_Dumper.add_representer(Decimal, _number)
_Dumper.add_representer(str, _text)
_Dumper.add_representer(_OneLine, _line)


def set_yaml(drafted: DraftSet, head: Sequence[str] = ()) -> str:
    """The whole file. head: lines of comment in front; what is still to be finished follows them, so that it stays with the set."""
    lines = [*head]
    if drafted.to_finish:
        lines.append(f"Việc còn lại ({len(drafted.to_finish)}); xong việc nào thì xóa dòng ấy:")
        lines += [f"- {_in_a_comment(each)}" for each in drafted.to_finish]
    comment = "".join(f"# {' '.join(line.split())}\n" for line in lines)
    facts = {key: value for key, value in drafted.facts.items() if value is not None and value != {}}
    named = {"rules": drafted.rules} if drafted.rules else {}
    return comment + _dump({**facts, **named, "fields": [_node(field) for field in drafted.fields]})


def one_line(value: Any) -> str:
    """A mapping or list in one line, however long."""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=True, width=10**9).strip()


def _dump(value: Any) -> str:
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=False, width=_WIDTH)


def _node(node: DraftNode) -> dict[str, Any]:
    """A line that fits is written in one line; its rule and its children else stand below it."""
    written: dict[str, Any] = {"code": node.code, "name_vi": node.name_vi, **_english(node), "max": node.max_points}
    if node.kind == "field" and node.counts_as != "base":
        written["counts_as"] = node.counts_as
    if not node.children and node.survey:
        written["part"] = "survey"
    for key, value in node.own.items():
        if key != "name_en":
            written[key] = _OneLine(value) if key in ("provenance", "scoring") and _fits(value) else value
    if node.children:
        written[_BELOW[node.kind]] = [_node(child) for child in node.children]
        return written
    return _OneLine(written) if _fits(written) and node.kind != "field" else written


def _english(node: DraftNode) -> dict[str, Any]:
    return {"name_en": node.own["name_en"]} if "name_en" in node.own else {}


def _fits(value: Any) -> bool:
    return isinstance(value, dict) and "\\n" not in (text := one_line(value)) and len(text) <= _WIDTH - 10


def _in_a_comment(each: ToFinish) -> str:
    where = f"{each.place}: " if each.place else ""
    return f"{'[CẦN SỬA] ' if each.blocks else ''}{where}{each.what_vi}; {each.mend_vi}."


def as_date(text: str) -> dt.date | str:
    """A date where the text is one, so that it is written without quotation marks."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return text
