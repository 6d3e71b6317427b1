"""A criteria set as it was read from an annex, and what a person must still finish.

Belongs here: these data shapes. Does not belong here: filling them (annex_tree.py, annex_facts.py), writing them (set_yaml.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from warehouse.wording import Wording

KINDS = ("field", "criterion", "sub_criterion")
KINDS_VI = {kind: Wording("vi").code("node", kind) for kind in KINDS}


class StatedPart(NamedTuple):
    """The points of one part, appraised_max or survey_max, and the cell that states them."""

    points: Decimal
    cell: str


class ToFinish(NamedTuple):
    """One thing for a person. blocks: the set cannot be used before; else it can, and this is to be looked at."""

    blocks: bool
    sheet: str | None
    cell: str | None
    what_vi: str
    mend_vi: str

    @property
    def place(self) -> str:
        return "" if self.sheet is None else self.sheet if self.cell is None else f"{self.sheet}!{self.cell}"


@dataclass
class DraftNode:
    """One field, criterion or sub-criterion. own: further keys of its YAML mapping, ready to be written; cell: where its name stands."""

    kind: str
    code: str
    name_vi: str
    sheet: str
    cell: str
    max_cell: str
    rule_cell: str
    max_points: Decimal | None = None
    survey: bool | None = None
    parts: dict[str, StatedPart] = field(default_factory=dict)
    rule_text: str = ""
    counts_as: str = "base"
    own: dict[str, Any] = field(default_factory=dict)
    children: list[DraftNode] = field(default_factory=list)

    def walk(self) -> Iterator[DraftNode]:
        """This node and all below, in the order of the annex."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class DraftSet:
    """facts: the keys above `fields` in their order; rules: named rules; to_finish in the order in which they were met."""

    facts: dict[str, Any]
    fields: list[DraftNode]
    rules: dict[str, Any] = field(default_factory=dict)
    to_finish: list[ToFinish] = field(default_factory=list)

    def nodes(self) -> Iterator[DraftNode]:
        for each in self.fields:
            yield from each.walk()

    @property
    def blocked(self) -> bool:
        return any(each.blocks for each in self.to_finish)


@dataclass
class Remarks:
    """Collects what is to be finished of one sheet."""

    sheet: str
    rows: list[ToFinish] = field(default_factory=list)

    def blocks(self, cell: str | None, what_vi: str, mend_vi: str) -> None:
        self.rows.append(ToFinish(True, self.sheet, cell, what_vi, mend_vi))

    def look(self, cell: str | None, what_vi: str, mend_vi: str) -> None:
        self.rows.append(ToFinish(False, self.sheet, cell, what_vi, mend_vi))
