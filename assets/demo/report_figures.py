"""What every unit of the demo reports for 2023 and 2024, so that the units add up to the printed national figures; made up below that.

Belongs here: numbers per unit and indicator. Does not belong here: national totals (report_totals.csv: `printed` ones are those of the 9th
session of the Steering Committee, 15 January 2025, or follow from its stated changes; the others are made up), workbooks (report_books.py).
"""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from assets.demo.bounded_split import split_within
from assets.demo.demo_units import Reference
from assets.demo.national_split import seeded_weights, split_total
from assets.demo.petition_books import petition_rows
from assets.demo.register_files import handful
from assets.demo.task_books import steering_split
from assets.demo.task_counts import reporting_units, task_counts

YEARS = (2023, 2024)
LEVELS = ("government", "ministry", "province")
TOTALS = Path(__file__).parent / "report_totals.csv"
Figures = dict[str, dict[str, int]]
"""By unit_id, by indicator."""

_CARRIED = {"3.3": "3.2", "3.5": "3.4", "3.7": "3.6", "3.9": "3.8", "7.2": "7.1"}
"""Cumulative figures of 2024: those of 2023 and what came in the year."""
_REST = {"1.3": "1.2", "3.3": "3.3.2", "3.7": "3.7.2", "3.9": "3.9.1"}
"""A figure and the whole that it is a part of: what is left of the whole is split, so that no part exceeds it."""
_SHARES = {"6.6.2": "6.6.1", "7.6.2": "7.6.1", "7.7.1": "7.6.1"}
_GROUP_KINDS = {"1.9.1": "completed", "1.9.2": "open", "1.9.3": "recurring"}
_UNNAMED_INTERNAL = {"ministry": (70, 60), "province": (70,)}
"""2024's 664 internal procedures are 200 more than the two groups printed below them: a few units report them without a group."""


@dataclass(frozen=True)
class _LevelYear:
    """The units of one level in one year; `now` and `before` (None in the first year) hold their figures by unit_id and indicator."""

    year: int
    level: str
    names: tuple[str, ...]
    totals: Mapping[str, tuple[int | None, str]]
    now: Figures
    before: Figures | None
    seed: int

    def weights(self, indicator: str, members: Sequence[str]) -> list[int]:
        """A unit's share of an indicator stays about the same from year to year."""
        lasting = seeded_weights(f"{self.seed}:{indicator}", members)
        this_year = seeded_weights(f"{self.seed}:{indicator}:{self.year}", members)
        return [share * (300 + of_year) for share, of_year in zip(lasting, this_year, strict=True)]

    def put(self, indicator: str, members: Sequence[str], values: Sequence[int]) -> None:
        """These units have these values, all others 0."""
        for name in self.names:
            self.now[name][indicator] = 0
        for name, value in zip(members, values, strict=True):
            self.now[name][indicator] = value

    def members(self, who: str) -> list[str]:
        """`all`, or `some:<key>:<n>`: n units, the same for every indicator whose key begins with the same word."""
        if who == "all":
            return list(self.names)
        _, key, number = who.split(":")
        if key == "finance":
            return [name for name in self.names if name.startswith("BTC@")]
        order = random.Random(f"{self.seed}:{key.split()[0]}").sample(self.names, len(self.names))
        return order[: int(number)]

    def spread(self, indicator: str, *, never_falls: bool) -> None:
        """A declared total over its units; units that are said to have some have at least one, and a cumulative figure never falls."""
        total, who = self.totals[indicator]
        assert total is not None  # only carried figures go without
        members = self.members(who)
        before = [self.before[name][indicator] for name in members] if never_falls and self.before else [0] * len(members)
        new = total - sum(before)
        least = 1 if who.startswith("some") and not any(before) and new >= len(members) else 0
        parts = split_total(new, self.weights(indicator, members), least)
        self.put(indicator, members, [old + more for old, more in zip(before, parts, strict=True)])

    def shares(self) -> None:
        """Parts of a whole, about the same share of it in every unit."""
        for part, whole in _SHARES.items():
            if part in self.totals:
                bounds = [self.now[name][whole] for name in self.names]
                weights = [bound * jitter for bound, jitter in zip(bounds, self.weights(part, self.names), strict=True)]
                total = self.totals[part][0]
                assert total is not None
                self.put(part, self.names, split_within(total, bounds, weights))

    def internal_procedures(self) -> None:
        """The total is its two groups, but for what a few units of 2024 report without a group."""
        for name in self.names:
            self.now[name]["3.4"] = self.now[name]["3.4.1"] + self.now[name]["3.4.2"]
        if self.before:
            extras = _UNNAMED_INTERNAL[self.level]
            for name, extra in zip(self.members(f"some:unnamed:{len(extras)}"), extras, strict=True):
                self.now[name]["3.4"] += extra

    def carry_on(self) -> None:
        """Cumulative figures: those of the year before and what came in the year."""
        for cumulative, in_year in _CARRIED.items():
            if self.before and cumulative in self.totals:
                values = [self.before[name][cumulative] + self.now[name][in_year] for name in self.names]
                self.put(cumulative, self.names, values)

    def wholes(self) -> None:
        """What there was to review and to devolve: what is done, and the rest."""
        for part in ("3.3", "3.7"):
            whole = _REST[part]
            total, who = self.totals[whole]
            assert total is not None
            members = self.members(who)
            rest = split_total(total - sum(self.now[name][part] for name in self.names), seeded_weights(f"{self.seed}:{whole}", members))
            self.put(whole, members, [self.now[name][part] + more for name, more in zip(members, rest, strict=True)])

    def simplification_plans(self) -> None:
        """8 ministries have done all of their plan, 9 more than half, 2 less."""
        planned, who = self.totals["3.9.1"]
        assert planned is not None
        with_plan = sorted(self.members(who), key=lambda name: (self.now[name]["3.9"], name))
        rest = dict.fromkeys(self.names, 0)
        for name in with_plan[:2]:
            rest[name] = self.now[name]["3.9"] + 3
        middle = with_plan[2:11]
        left = planned - sum(self.now[name]["3.9"] for name in self.names) - sum(rest.values())
        bounds = [self.now[name]["3.9"] - 1 for name in middle]
        rest |= dict(zip(middle, split_within(left, bounds, seeded_weights(f"{self.seed}:3.10", middle), 1), strict=True))
        for name in self.names:
            self.now[name]["3.10"] = rest[name]
            self.now[name]["3.9.1"] = self.now[name]["3.9"] + rest[name]

    def from_registers(self, reference: Reference) -> None:
        """Petitions, task groups and plan tasks of 2024 stand in registers too."""
        petitions = {unit.unit_id: len(rows) for unit, rows in petition_rows(handful(reference), self.seed)}
        groups = steering_split(reporting_units(reference, "ministry"), self.seed)
        tasks = task_counts(reference, self.seed)
        for name in self.names:
            own = self.now[name]
            own["1.10"] = petitions.get(name, 0)
            own["1.2"], own["1.3"] = tasks[name]
            if name in groups:
                own |= {indicator: groups[name][kind] for indicator, kind in _GROUP_KINDS.items()}
                own["1.9"] = sum(groups[name].values())  # 64, and 18 + 3 + 42 make 63: one ministry asked to defer one to 2025

    def without_registers(self) -> None:
        """Plan tasks and task groups of 2023: no register of them is made."""
        total = self.totals["1.2"][0]
        assert total is not None
        done = sum(self.now[name]["1.3"] for name in self.names)
        rest = split_total(total - done, seeded_weights(f"{self.seed}:1.2", self.names))
        for name, more in zip(self.names, rest, strict=True):
            own = self.now[name]
            own["1.2"] = own["1.3"] + more
            if self.level == "ministry":
                own["1.9"] = own["1.9.1"] + own["1.9.2"] + own["1.9.3"]


def report_figures(reference: Reference, seed: int) -> dict[int, Figures]:
    """Per year what each unit reports in its annual report, by unit_id and indicator. Same input, same figures."""
    totals = _totals()
    found: dict[int, Figures] = {year: {} for year in YEARS}
    for year in YEARS:
        for level in LEVELS:
            names = tuple(unit.unit_id for unit in reporting_units(reference, level))
            found[year] |= {name: {} for name in names}
            of_level = {indicator: total for (indicator, its_level), total in totals[year].items() if its_level == level}
            before = found[YEARS[0]] if year > YEARS[0] else None
            _fill(_LevelYear(year, level, names, of_level, found[year], before, seed), reference)
    for own, before_it in ((found[YEARS[-1]][name], found[YEARS[0]][name]) for name in found[YEARS[0]] if "3.9" in found[YEARS[0]][name]):
        for whole in ("3.3.2", "3.7.2", "3.9.1"):  # what there was to do is the same in both years
            before_it[whole] = own[whole]
        before_it["3.10"] = before_it["3.9.1"] - before_it["3.9"]
    return found


def _totals() -> dict[int, dict[tuple[str, str], tuple[int | None, str]]]:
    """Per year: (indicator, level) → total (None where it is carried on) and who has any of it."""
    found: dict[int, dict[tuple[str, str], tuple[int | None, str]]] = {year: {} for year in YEARS}
    with TOTALS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for year in YEARS:
                text = row[f"total_{year}"]
                found[year][row["indicator"], row["level"]] = (int(text) if text else None, row["units"])
    return found


def _fill(units: _LevelYear, reference: Reference) -> None:
    cumulative = set(reference["reference.indicator"].filter(pl.col("timing") == "cumulative")["indicator"])
    follow_others = {*_REST.values(), *_SHARES, *(_CARRIED if units.before else ())}
    for indicator in units.totals:
        if indicator not in follow_others:
            units.spread(indicator, never_falls=indicator in cumulative)
    units.shares()
    if units.level == "government":
        return
    units.internal_procedures()
    units.carry_on()
    if units.before:
        units.from_registers(reference)
    else:
        units.without_registers()
    if units.before and units.level == "ministry":
        units.wholes()
        units.simplification_plans()
    for name in units.names:
        units.now[name]["1.11"] = units.now[name]["1.10"]
