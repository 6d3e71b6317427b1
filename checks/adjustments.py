"""What a province changes on a shipped rule for itself: switching it off, or lowering its severity, with reason, author and document.

Belongs here: reading and refusing such entries. Does not belong here: reading rules (catalogue.py), what follows (evaluate.py).
Nothing is silent: the rule stays in the catalogue with its adjustment, and every year's results record it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from checks.rule import SEVERITIES, Adjustment, Rule, RuleError
from checks.ruled_tables import FILE_PROBLEMS

WAYS = ("switched_off", "softened_to")
_TEXTS = ("code", "why_vi", "author", "document")


def is_adjustment(entry: Any) -> bool:
    """True for an entry that adjusts a rule instead of defining one."""
    return isinstance(entry, dict) and any(way in entry for way in WAYS)


def adjusted(entry: Mapping[str, Any], source: str, rules: Mapping[str, Rule], shipped: frozenset[str]) -> Rule:
    """The shipped rule as the entry leaves it. Raises RuleError ("file:line: what is wrong")."""

    def refuse(what: str) -> RuleError:
        return RuleError(f"{source}: {what}")

    if unknown := sorted(map(str, set(entry) - {*_TEXTS, *WAYS})):
        raise refuse(f"unknown key {', '.join(unknown)}; an adjustment has {', '.join(_TEXTS)} and either {' or '.join(WAYS)}")
    for key in _TEXTS:
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            raise refuse(f"{key} must be a text that is not empty: a rule is adjusted by somebody, for a reason, by a document")
    if len([way for way in WAYS if way in entry]) != 1:
        raise refuse("either switched_off or softened_to, not both")
    rule = rules.get(entry["code"])
    if rule is None:
        raise refuse(f"there is no rule {entry['code']} to adjust")
    if rule.code not in shipped:
        raise refuse(f"rule {rule.code} is your own ({rule.source}): change or remove it there")
    if rule.adjustment is not None:
        raise refuse(f"rule {rule.code} is already adjusted at {rule.adjustment.source}")
    if rule.blocking:
        raise refuse(f"rule {rule.code} guards what is released and can be neither switched off nor softened")
    if rule.guards is not None or rule.table == FILE_PROBLEMS:
        raise refuse(f"rule {rule.code} guards {rule.guards or 'identity'} and can be neither switched off nor softened")
    texts = {key: entry[key] for key in _TEXTS[1:]}
    if "switched_off" in entry:
        if entry["switched_off"] is not True:
            raise refuse("switched_off is true, or the entry is left out")
        return dataclasses.replace(rule, adjustment=Adjustment("switched_off", rule.severity, **texts, source=source))
    weaker = SEVERITIES[SEVERITIES.index(rule.severity) + 1 :]
    if entry["softened_to"] not in weaker:
        raise refuse(f"softened_to must be weaker than {rule.severity}: {' or '.join(weaker) or 'nothing is'}")
    adjustment = Adjustment("softened", rule.severity, **texts, source=source)
    return dataclasses.replace(rule, severity=entry["softened_to"], adjustment=adjustment)
