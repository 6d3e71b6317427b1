"""Which set of criteria counts for a unit in a year: that of the ranked list (panel) in which the unit stands.

Belongs here: the sets with their lines, and the way from a unit to its set. Does not belong here: units and their names
(``reference_lookup.py``), YAML (warehouse).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from assets.intake.phrase import code_key, fold_phrase

if TYPE_CHECKING:  # reading processes hold no data frames
    import polars

_NUMERIC = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4})?")


class Node(NamedTuple):
    """One line of a criteria set, fields and groups too. ``order`` counts the set's lines from the top."""

    node_id: str
    code: str
    name: str
    field_node_id: str
    is_leaf: bool
    order: int


@dataclass(frozen=True)
class CriteriaSet:
    """The newest version of the set of one index year and ranked list (panel)."""

    criteria_set: str
    index_year: int
    level: str
    panel: str
    units_as_of: dt.date
    nodes: tuple[Node, ...]

    @cached_property
    def by_code(self) -> dict[str, list[Node]]:
        """The nodes by ``code_key`` of their codes; codes may repeat under several fields."""
        found: dict[str, list[Node]] = {}
        for node in self.nodes:
            found.setdefault(code_key(node.code), []).append(node)
        return found

    @cached_property
    def by_name(self) -> dict[str, list[Node]]:
        """The nodes by ``fold_phrase`` of their names, each list from the top down."""
        found: dict[str, list[Node]] = {}
        for node in self.nodes:
            found.setdefault(fold_phrase(node.name), []).append(node)
        return found

    @cached_property
    def by_number(self) -> dict[Decimal, list[Node]]:
        """The nodes whose codes are numbers to Excel: '1.10' and '1.1' are both 1.1."""
        found: dict[Decimal, list[Node]] = {}
        for key, nodes in self.by_code.items():
            if _NUMERIC.fullmatch(key):
                found.setdefault(Decimal(key), []).extend(nodes)
        return {number: sorted(nodes, key=lambda node: node.order) for number, nodes in found.items()}


@dataclass(frozen=True)
class PanelSets:
    """sets: (index year, panel) → newest set; panel_of: (index year, unit_id) → panel; parent_of: unit_id → province, None above it."""

    sets: Mapping[tuple[int, str], CriteriaSet]
    panel_of: Mapping[tuple[int, str], str]
    parent_of: Mapping[str, str | None]

    def of(self, index_year: int, unit_id: str, level: str) -> CriteriaSet | None:
        """The set of the unit's list. A unit in no list of the year has that of its level (and province) where there is only one such:
        that it stands in no list is told by a rule."""
        panel = self.panel_of.get((index_year, unit_id))
        if panel is not None:
            return self.sets.get((index_year, panel))
        parent = self.parent_of.get(unit_id)
        of_level = [
            found
            for (year, name), found in self.sets.items()
            if year == index_year and found.level == level and parent in self._parents.get((year, name), {parent})
        ]
        return of_level[0] if len(of_level) == 1 else None

    @cached_property
    def _parents(self) -> dict[tuple[int, str], set[str | None]]:
        """The provinces whose units stand in a list; a list without units may be anybody's."""
        found: dict[tuple[int, str], set[str | None]] = {}
        for (year, unit_id), panel in self.panel_of.items():
            found.setdefault((year, panel), set()).add(self.parent_of.get(unit_id))
        return found


def panel_sets(tables: Mapping[str, polars.DataFrame]) -> PanelSets:
    """From the reference tables criteria_set, criterion, panel_member and unit."""
    nodes: dict[str, list[dict[str, Any]]] = {}
    for row in tables["reference.criterion"].to_dicts():
        nodes.setdefault(row["criteria_set"], []).append(row)
    sets = sorted(tables["reference.criteria_set"].to_dicts(), key=lambda row: (row["version"], row["known_on"] or dt.date.min))
    newest = {(row["index_year"], row["panel"]): row for row in sets}
    members = tables["reference.panel_member"].select("index_year", "unit_id", "panel").iter_rows()
    return PanelSets(
        {key: _criteria_set(row, nodes.get(row["criteria_set"], [])) for key, row in newest.items()},
        {(year, unit_id): panel for year, unit_id, panel in members},
        dict(tables["reference.unit"].select("unit_id", "parent_unit_id").iter_rows()),
    )


INDICATORS = "indicators"
"""What stands as the set of a form over the report's catalogue, for all years and levels: `reference.indicator` says the rest."""


def report_lines(tables: Mapping[str, polars.DataFrame]) -> dict[tuple[int, str], CriteriaSet]:
    """From the reference tables index_year, indicator and indicator_reporter: (index year, level) → the lines that units of the level
    report that year, with the headings above them."""
    if "reference.indicator" not in tables:
        return {}
    indicators = tables["reference.indicator"].sort("sort_order").to_dicts()
    levels: dict[str, set[str]] = {}
    for indicator, level in tables["reference.indicator_reporter"].select("indicator", "level").iter_rows():
        levels.setdefault(level, set()).add(indicator)
    found = {}
    for index_year in tables["reference.index_year"]["index_year"]:
        for level, reported in levels.items():
            own = {row["indicator"] for row in indicators if row["indicator"] in reported and _stands(row, index_year)}
            headings = {row["area"] for row in indicators if row["indicator"] in own}
            shown = [row for row in indicators if row["indicator"] in own or (row["kind"] == "area" and row["area"] in headings)]
            nodes = tuple(
                Node(row["indicator"], row["indicator"], row["name_vi"], row["area"], row["kind"] != "area", order)
                for order, row in enumerate(shown)
            )
            found[index_year, level] = CriteriaSet(INDICATORS, index_year, level, INDICATORS, dt.date(index_year, 12, 31), nodes)
    return found


def _stands(row: Mapping[str, Any], index_year: int) -> bool:
    return bool((row["valid_from_year"] or index_year) <= index_year <= (row["valid_to_year"] or index_year))


def _criteria_set(row: dict[str, Any], nodes: list[dict[str, Any]]) -> CriteriaSet:
    return CriteriaSet(
        row["criteria_set"],
        row["index_year"],
        row["level"],
        row["panel"],
        row["units_as_of"] or dt.date(row["index_year"], 12, 31),
        tuple(
            Node(node["node_id"], node["code"], node["name_vi"] or "", node["field_node_id"], bool(node["is_leaf"]), order)
            for order, node in enumerate(sorted(nodes, key=lambda node: node["sort_order"]))
        ),
    )
