"""The part of the reference data that reading a submission needs, ready for lookups.

Belongs here: an immutable view made from the reference tables, and questions to it: is the year open, which unit is
this, which set of criteria, which outside index. Does not belong here: files, YAML, DuckDB; how names are folded
(``warehouse.unit_names``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from assets.intake.phrase import code_key, fold_phrase
from warehouse.unit_names import fold_name

if TYPE_CHECKING:  # reading processes hold no data frames, and the import costs them a sixth of a second
    import polars


_ADDED = re.compile(r"([^()]+)\(([^()]+)\)[\s.]*")
_NUMERIC = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4})?")


class Unit(NamedTuple):
    """One unit in one period of validity (both ends inclusive, None = without end)."""

    unit_id: str
    code: str
    level: str
    name: str
    valid_from: dt.date | None
    valid_to: dt.date | None

    def valid_on(self, day: dt.date) -> bool:
        """True when the unit exists that day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


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
    """The newest version of the set of one index year and level."""

    criteria_set: str
    index_year: int
    level: str
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
    def by_number(self) -> dict[Decimal, list[Node]]:
        """The nodes whose codes are numbers to Excel: '1.10' and '1.1' are both 1.1."""
        found: dict[Decimal, list[Node]] = {}
        for key, nodes in self.by_code.items():
            if _NUMERIC.fullmatch(key):
                found.setdefault(Decimal(key), []).extend(nodes)
        return {number: sorted(nodes, key=lambda node: node.order) for number, nodes in found.items()}


@dataclass(frozen=True)
class OutsideIndex:
    """One outside index in one year; ``nodes``: (dimension code, sub-code) → node_id 'D1/SC11'."""

    index_name: str
    index_year: int
    title: str
    level: str
    units_as_of: dt.date
    nodes: Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class ReferenceLookup:
    """Answers for ``extract``. Build it once per run with :meth:`from_tables`."""

    open_years: frozenset[int]
    units: tuple[Unit, ...]
    aliases: tuple[tuple[str, str], ...]
    sets: Mapping[tuple[int, str], CriteriaSet]
    outside: Mapping[tuple[str, int], OutsideIndex]

    @classmethod
    def from_tables(cls, tables: dict[str, polars.DataFrame]) -> ReferenceLookup:
        """From the reference tables by name ('reference.unit' …): index_year, unit, unit_alias, criteria_set,
        criterion, outside_index, outside_index_line, with the columns of their contracts. KeyError names a missing
        table."""
        units = tuple(
            Unit(row["unit_id"], row["unit_code"], row["level"], row["unit_name"], row["valid_from"], row["valid_to"])
            for row in _rows(tables, "unit")
        )
        return cls(
            frozenset(row["index_year"] for row in _rows(tables, "index_year")),
            units,
            tuple((row["unit_id"], row["alias"]) for row in _rows(tables, "unit_alias")),
            _sets(tables),
            _outside(tables),
        )

    def find_units(self, text: str, day_of_level: Callable[[str], dt.date]) -> list[Unit]:
        """The units that ``text`` may name (id, code, name or alias) among those valid on their level's day; normally
        one or none. What a name adds in brackets is its code or another name of the same unit, or means nothing.
        """
        for known in self._by_spelling:
            found = [unit for unit in known(text) if unit.valid_on(day_of_level(unit.level))]
            if found:
                return found
        added = _ADDED.fullmatch(text)
        if added is None:
            return []
        named, aside = (self.find_units(part, day_of_level) for part in added.groups())
        return named if not aside or aside == named else []

    def ever_named(self, text: str) -> list[Unit]:
        """The units of any time that ``text`` may name; for saying why :meth:`find_units` found none."""
        return next((found for known in self._by_spelling if (found := known(text))), [])

    def day_of(self, index_year: int) -> Callable[[str], dt.date]:
        """The day on which a unit of a level must exist to be scored for ``index_year``: the set's units_as_of, or 31
        December.
        """

        def day(level: str) -> dt.date:
            found = self.sets.get((index_year, level))
            return found.units_as_of if found else dt.date(index_year, 12, 31)

        return day

    def index_names(self) -> list[str]:
        """All outside indices, in the order of their names."""
        return sorted({name for name, _ in self.outside})

    @cached_property
    def plain_names(self) -> dict[str, set[tuple[str, str]]]:
        """(level, name) of units by their names of two words or more as ``fold_phrase`` gives them, and by '=' and their code."""
        found: dict[str, set[tuple[str, str]]] = {}
        for unit in self.units:
            folded = fold_phrase(unit.name)
            for key in (folded, f"={unit.code}") if " " in folded else (f"={unit.code}",):
                found.setdefault(key, set()).add((unit.level, unit.name))
        return found

    @cached_property
    def first_words(self) -> frozenset[str]:
        """The first words of ``plain_names``."""
        return frozenset(name.split()[0] for name in self.plain_names)

    @cached_property
    def _by_spelling(self) -> list[Callable[[str], list[Unit]]]:
        ids: dict[str, list[Unit]] = {unit.unit_id: [unit] for unit in self.units}
        codes: dict[str, list[Unit]] = {}
        names: dict[str, list[Unit]] = {}
        aliases: dict[str, list[Unit]] = {}
        for unit in self.units:
            codes.setdefault(unit.code.casefold(), []).append(unit)
            names.setdefault(fold_name(unit.name), []).append(unit)
        for unit_id, alias in self.aliases:
            aliases.setdefault(fold_name(alias), []).extend(ids.get(unit_id, []))
        return [
            lambda text: ids.get(text.strip(), []),
            lambda text: codes.get(_code_key(text), []),
            lambda text: names.get(fold_name(text), []),
            lambda text: aliases.get(fold_name(text), []),
        ]


def _code_key(text: str) -> str:
    key = text.strip().casefold()
    return key.zfill(2) if re.fullmatch("[0-9]", key) else key  # Excel turns the code 01 into the number 1


def _rows(tables: dict[str, polars.DataFrame], name: str) -> list[dict[str, Any]]:
    return tables[f"reference.{name}"].to_dicts()


def _sets(tables: dict[str, polars.DataFrame]) -> dict[tuple[int, str], CriteriaSet]:
    nodes: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(tables, "criterion"):
        nodes.setdefault(row["criteria_set"], []).append(row)
    newest: dict[tuple[int, str], dict[str, Any]] = {}
    for row in sorted(_rows(tables, "criteria_set"), key=lambda row: (row["version"], row["known_on"] or dt.date.min)):
        newest[row["index_year"], row["level"]] = row
    return {
        key: CriteriaSet(
            row["criteria_set"],
            row["index_year"],
            row["level"],
            row["units_as_of"] or dt.date(row["index_year"], 12, 31),
            tuple(
                Node(
                    node["node_id"],
                    node["code"],
                    node["name_vi"] or "",
                    node["field_node_id"],
                    bool(node["is_leaf"]),
                    order,
                )
                for order, node in enumerate(sorted(nodes.get(row["criteria_set"], []), key=lambda node: node["sort_order"]))
            ),
        )
        for key, row in newest.items()
    }


def _outside(tables: dict[str, polars.DataFrame]) -> dict[tuple[str, int], OutsideIndex]:
    nodes: dict[tuple[str, int], dict[tuple[str, str], str]] = {}
    for row in _rows(tables, "outside_index_line"):
        codes = nodes.setdefault((row["index_name"], row["index_year"]), {})
        codes[row["dimension_code"], row["sub_code"]] = f"{row['dimension_code']}/{row['sub_code']}"
    return {
        (row["index_name"], row["index_year"]): OutsideIndex(
            row["index_name"],
            row["index_year"],
            row["title_vi"] or row["index_name"],
            row["level"],
            row["units_as_of"] or dt.date(row["index_year"], 12, 31),
            nodes.get((row["index_name"], row["index_year"]), {}),
        )
        for row in _rows(tables, "outside_index")
    }
