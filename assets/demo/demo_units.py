"""What the demo takes from schema reference: the units of a panel and the lines of its criteria set.

Belongs here: picking rows out of the reference tables. Does not belong here: making anything up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

import polars as pl

from assets.demo.declared_data import DemoBranch

Reference = dict[str, pl.DataFrame]


@dataclass(frozen=True)
class DemoUnit:
    """A unit of the panel; standing is 'ranked' or 'scored'."""

    unit_id: str
    code: str
    name: str
    unit_type: str | None
    standing: str


@dataclass(frozen=True)
class Node:
    """One line of the criteria tree, in the order of the set; part is None above the scored lines."""

    node_id: str
    parent_id: str | None
    kind: str
    code: str
    name: str
    max_points: Decimal
    part: str | None
    rule_kind: str | None = None
    conditions: int | None = None
    branches: tuple[DemoBranch, ...] = ()


@dataclass(frozen=True)
class DemoPanel:
    """One ranked list of one index year with the newest version of its criteria set."""

    index_year: int
    panel: str
    units: tuple[DemoUnit, ...]
    nodes: tuple[Node, ...]
    appraised_max: Decimal
    survey_max: Decimal

    @cached_property
    def scored_below(self) -> dict[str, tuple[str, ...]]:
        """For each node the node_ids of its scored lines (itself, when it is one), in order."""
        scored = [node.node_id for node in self.nodes if node.part]
        return {
            node.node_id: tuple(line for line in scored if line == node.node_id or line.startswith(node.node_id + "/"))
            for node in self.nodes
        }

    def unit(self, code: str) -> DemoUnit:
        """The unit with this code. Raises ValueError when the panel has none."""
        for unit in self.units:
            if unit.code == code:
                return unit
        raise ValueError(f"the demo needs unit {code} in panel {self.panel} {self.index_year}")


def demo_panel(reference: Reference, index_year: int, panel: str) -> DemoPanel:
    """Read one panel. Raises ValueError when the reference data has no criteria set or no unit for it."""
    wanted = (pl.col("index_year") == index_year) & (pl.col("panel") == panel)
    sets = reference["reference.criteria_set"].filter(wanted).sort("version")
    members = (
        reference["reference.panel_member"]
        .filter(wanted & (pl.col("standing") != "excluded"))
        .select("unit_id", "standing")
        .join(reference["reference.unit"], on="unit_id")
        .sort("unit_code")
    )
    if sets.is_empty() or members.is_empty():
        raise ValueError(f"no criteria set or no unit for panel {panel} {index_year}")
    chosen = sets.row(-1, named=True)
    units = tuple(
        DemoUnit(row["unit_id"], row["unit_code"], row["unit_name"], row["unit_type"], row["standing"])
        for row in members.iter_rows(named=True)
    )
    of_set = pl.col("criteria_set") == chosen["criteria_set"]
    lines = reference["reference.criterion"].filter(of_set & (pl.col("counts_as") == "base")).sort("sort_order")
    columns = ("node_id", "parent_node_id", "kind", "code", "name_vi", "max_points", "part", "rule_kind", "conditions")
    branches = _branches(reference["reference.criterion_branch"].filter(of_set).sort("node_id", "branch_no"))
    nodes = tuple(replace(Node(*row), branches=branches.get(row[0], ())) for row in lines.select(columns).iter_rows())
    return DemoPanel(index_year, panel, units, nodes, chosen["appraised_max"], chosen["survey_max"])


def _branches(rows: pl.DataFrame) -> dict[str, tuple[DemoBranch, ...]]:
    found: dict[str, tuple[DemoBranch, ...]] = {}
    columns = ("node_id", "label_vi", "lower_bound", "upper_bound", "base_points", "slope_points", "slope_per")
    for node_id, *branch in rows.select(columns).iter_rows():
        found[node_id] = (*found.get(node_id, ()), DemoBranch(*branch))
    return found
