"""The part of the reference data that reading a submission needs, ready for lookups.

Belongs here: an immutable view made from the reference tables, and questions to it: is the year open, which unit is
this, which set of criteria, which outside index. Does not belong here: files, YAML, DuckDB; how names are folded
(``warehouse.unit_names``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from assets.intake.criteria_lookup import CriteriaSet, PanelSets, panel_sets, report_lines
from assets.intake.phrase import fold_phrase
from warehouse.unit_names import fold_name

if TYPE_CHECKING:  # reading processes hold no data frames, and the import costs them a sixth of a second
    import polars


_ADDED = re.compile(r"([^()]+)\(([^()]+)\)[\s.]*")


class Unit(NamedTuple):
    """One unit in one period of validity (both ends inclusive, None = without end)."""

    unit_id: str
    code: str
    level: str
    name: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    parent_unit_id: str | None = None
    """The province of a department, district or commune; None for ministries and provinces."""
    unit_type: str | None = None
    """'tỉnh', 'thành phố trực thuộc TW', 'bộ', …"""

    def valid_on(self, day: dt.date) -> bool:
        """True when the unit exists that day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


_UNIT_COLUMNS = ("unit_id", "unit_code", "level", "unit_name", "valid_from", "valid_to", "parent_unit_id", "unit_type")


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
    panels: PanelSets
    outside: Mapping[tuple[str, int], OutsideIndex]
    report: Mapping[tuple[int, str], CriteriaSet] = field(default_factory=dict)
    """(index year, level) → the lines of the periodic report."""
    reporters_on: Mapping[tuple[int, str, str], dt.date] = field(default_factory=dict)
    """(index year, form, level) → the day whose units send a form that all units of the level send."""

    @classmethod
    def from_tables(cls, tables: dict[str, polars.DataFrame]) -> ReferenceLookup:
        """From the reference tables by name ('reference.unit' …): index_year, unit, unit_alias, panel_member, criteria_set,
        criterion, outside_index, outside_index_line, with the columns of their contracts. KeyError names a missing
        table."""
        units = tuple(Unit(*(row[column] for column in _UNIT_COLUMNS)) for row in _rows(tables, "unit"))
        return cls(
            frozenset(row["index_year"] for row in _rows(tables, "index_year")),
            units,
            tuple((row["unit_id"], row["alias"]) for row in _rows(tables, "unit_alias")),
            panel_sets(tables),
            _outside(tables),
            report_lines(tables),
            {
                (row["index_year"], row["form"], row["level"]): row["units_on"]
                for row in (_rows(tables, "deadline") if "reference.deadline" in tables else [])
                if row["units_on"] is not None
            },
        )

    def find_units(self, text: str, day_of: Callable[[Unit], dt.date]) -> list[Unit]:
        """The units that ``text`` may name (id, code, name or alias) among those valid on their day; normally one or none. What a name
        adds in brackets is its code, another name of the same unit or its province, or means nothing. A province may stand behind
        the name of a unit inside it ('Sở Nội vụ tỉnh Hưng Yên'); without one, several provinces may have a unit of that name.
        """
        for known in self._by_spelling:
            found = [unit for unit in known(text) if unit.valid_on(day_of(unit))]
            if found:
                return found
        added = _ADDED.fullmatch(text)
        if added is None:
            return self._inside_a_province(text, day_of)
        named, aside = (self.find_units(part, day_of) for part in added.groups())
        inside = [unit for unit in named if unit.parent_unit_id in self.provinces_named(added[2])]
        return inside or (named if not aside or aside == named else [])

    def provinces_named(self, text: str) -> set[str]:
        """The ids of the provinces, of any time, that have this name."""
        by_id, _, by_name, by_alias = self._by_spelling
        return {unit.unit_id for known in (by_id, by_name, by_alias) for unit in known(text) if unit.level == "province"}

    def full_name(self, unit: Unit) -> str:
        """'Sở Nội vụ, tỉnh Hưng Yên' for a unit inside a province, so that it can be told from others; the name of any other."""
        parent = next((each for each in self.units if each.unit_id == unit.parent_unit_id), None)
        return unit.name if parent is None or fold_name(parent.name) in fold_name(unit.name) else f"{unit.name}, {parent.name}"

    def not_one(self, text: str, index_year: int, found: Sequence[Unit]) -> str:
        """The sentence for a name that is not that of exactly one unit: which it may be, or that there is none."""
        said = f"«{text}» không chỉ đúng một đơn vị của năm {index_year}"
        if not found:
            return f"{said}: không có đơn vị nào như vậy trong danh mục năm này. Hãy ghi tên hoặc mã đơn vị như trong danh mục."
        return f"{said}: {'; '.join(self.full_name(each) for each in found)}. Hãy ghi rõ một tên như trên, hoặc mã «{found[0].unit_id}»."

    def _inside_a_province(self, text: str, day_of: Callable[[Unit], dt.date]) -> list[Unit]:
        words = fold_name(text).split()
        for cut in range(len(words) - 1, 0, -1):
            head, tail = " ".join(words[:cut]), " ".join(words[cut:]).removeprefix("thuộc ")
            units = [unit for known in self._by_spelling[2:] for unit in known(head) if unit.parent_unit_id and unit.valid_on(day_of(unit))]
            found = [unit for unit in units if unit.parent_unit_id in self.provinces_named(tail)]
            if found:
                return found
        return []

    def ever_named(self, text: str) -> list[Unit]:
        """The units of any time that ``text`` may name; for saying why :meth:`find_units` found none."""
        return next((found for known in self._by_spelling if (found := known(text))), [])

    def set_of(self, index_year: int, unit: Unit, lines: str = "criteria") -> CriteriaSet | None:
        """The lines of a unit's form that year (``Layout.lines``): of the set by which it is scored, or of the report's catalogue. None
        where there are none or nobody can say which."""
        if lines == "indicators":
            return self.report.get((index_year, unit.level))
        return self.panels.of(index_year, unit.unit_id, unit.level)

    def day_of(self, index_year: int, form: str | None = None) -> Callable[[Unit], dt.date]:
        """The day on which a unit must exist to be scored for ``index_year``: its set's units_as_of, or 31 December; to send a form that
        all units send, the day that its deadline names."""

        def day(unit: Unit) -> dt.date:
            reporters_on = self.reporters_on.get((index_year, form or "", unit.level))
            if reporters_on is not None:
                return reporters_on
            found = self.set_of(index_year, unit)
            return found.units_as_of if found else dt.date(index_year, 12, 31)

        return day

    def reporters(self, index_year: int, form: str) -> list[Unit]:
        """The units that send a form that all units of their levels send; none for a form of the ranked lists."""
        days = {level: day for (year, name, level), day in self.reporters_on.items() if year == index_year and name == form}
        return [unit for unit in self.units if unit.level in days and unit.valid_on(days[unit.level])]

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
