"""What every unit of the demo reports for 2023 and 2024, so that the units add up to the printed national figures; made up below that.

Belongs here: numbers per unit and indicator. Does not belong here: national totals (report_totals.csv: `printed` ones are those of the 9th
session of the Steering Committee, 15 January 2025, or follow from its stated changes; the others are made up), workbooks (report_books.py).
"""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from assets.demo.bounded_split import split_within
from assets.demo.demo_units import DemoUnit, Reference
from assets.demo.national_split import seeded_weights, split_total
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
_UNNAMED_INTERNAL = {"ministry": (70, 60), "province": (70,)}
"""2024's 664 internal procedures are 200 more than the two groups printed below them: a few units report them without a group."""


def report_figures(reference: Reference, seed: int) -> dict[int, Figures]:
    """Per year what each unit reports in its annual report, by unit_id and indicator. Same input, same figures."""
    units = {level: reporting_units(reference, level) for level in LEVELS}
    totals = _totals()
    found: dict[int, Figures] = {}
    for year in YEARS:
        found[year] = {unit.unit_id: {} for level in LEVELS for unit in units[level]}
        for level in LEVELS:
            _fill(found, year, units[level], level, totals[year], reference, seed)
    for unit in units["ministry"]:
        _same_wholes(found[YEARS[0]][unit.unit_id], found[YEARS[-1]][unit.unit_id])
    return found


def _same_wholes(before: dict[str, int], now: dict[str, int]) -> None:
    """What there was to review, devolve and simplify is the same in both years."""
    for whole in ("3.3.2", "3.7.2", "3.9.1"):
        before[whole] = now[whole]
    before["3.10"] = before["3.9.1"] - before["3.9"]


def _totals() -> dict[int, dict[tuple[str, str], tuple[int | None, str]]]:
    """Per year: (indicator, level) → total (None where it is carried on) and who has any of it."""
    found: dict[int, dict[tuple[str, str], tuple[int | None, str]]] = {year: {} for year in YEARS}
    with TOTALS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for year in YEARS:
                text = row[f"total_{year}"]
                found[year][row["indicator"], row["level"]] = (int(text) if text else None, row["units"])
    return found


def _fill(
    found: dict[int, Figures],
    year: int,
    units: Sequence[DemoUnit],
    level: str,
    totals: dict[tuple[str, str], tuple[int | None, str]],
    reference: Reference,
    seed: int,
) -> None:
    now, names = found[year], [unit.unit_id for unit in units]
    wholes = set(_REST.values())
    never_falls = set(reference["reference.indicator"].filter(pl.col("timing") == "cumulative")["indicator"])
    for (indicator, of_level), (total, who) in totals.items():
        if of_level != level or indicator in wholes or indicator in _SHARES or (indicator in _CARRIED and year > YEARS[0]):
            continue
        assert total is not None  # only carried figures go without
        members = _members(who, names, seed)
        before = found[year - 1] if indicator in never_falls and year > YEARS[0] else None
        if before:  # a cumulative figure never falls, whoever reports it
            total -= sum(before[name][indicator] for name in members)
        spread = split_total(total, _weights(seed, indicator, members, year), 0 if before else _fewest(total, members, who))
        if before:
            spread = [before[name][indicator] + more for name, more in zip(members, spread, strict=True)]
        _set(now, names, indicator, members, spread)
    for part, whole in _SHARES.items():
        if (part, level) in totals:
            bounds = [now[name][whole] for name in names]
            weights = [bound * jitter for bound, jitter in zip(bounds, _weights(seed, part, names, year), strict=True)]
            total = totals[part, level][0]
            assert total is not None
            _set(now, names, part, names, split_within(total, bounds, weights))
    if level == "government":
        return
    _internal_procedures(now, names, level, year, seed)
    for cumulative, in_year in _CARRIED.items():
        if year > YEARS[0] and (cumulative, level) in totals:
            before = found[year - 1]
            _set(now, names, cumulative, names, [before[name][cumulative] + now[name][in_year] for name in names])
    for name in names:
        now[name]["1.11"] = now[name]["1.10"]
    if level == "ministry":
        for name in names:
            now[name]["1.9"] = now[name]["1.9.1"] + now[name]["1.9.2"] + now[name]["1.9.3"]
    if level == "ministry" and year == YEARS[-1]:
        _ministries(now, names, totals, seed)
    _tasks(now, names, year, level, totals, reference, seed)


def _weights(seed: int, indicator: str, members: Sequence[str], year: int) -> list[int]:
    """A unit's share of an indicator stays about the same from year to year."""
    lasting, this_year = seeded_weights(f"{seed}:{indicator}", members), seeded_weights(f"{seed}:{indicator}:{year}", members)
    return [share * (300 + of_year) for share, of_year in zip(lasting, this_year, strict=True)]


def _members(who: str, names: Sequence[str], seed: int) -> list[str]:
    """`all`, or `some:<key>:<n>`: n units, the same for every indicator with that key."""
    if who == "all":
        return list(names)
    _, key, number = who.split(":")
    if key == "finance":
        return [name for name in names if name.startswith("BTC@")]
    order = random.Random(f"{seed}:{key.split()[0]}").sample(list(names), len(names))
    return order[: int(number)]


def _fewest(total: int, members: Sequence[str], who: str) -> int:
    """Units that are said to have some have at least one."""
    return 1 if who.startswith("some") and total >= len(members) else 0


def _set(now: Figures, names: Sequence[str], indicator: str, members: Sequence[str], values: Sequence[int]) -> None:
    for name in names:
        now[name][indicator] = 0
    for name, value in zip(members, values, strict=True):
        now[name][indicator] = value


def _internal_procedures(now: Figures, names: Sequence[str], level: str, year: int, seed: int) -> None:
    """The total is its two groups, but for what a few units of 2024 report without a group."""
    for name in names:
        now[name]["3.4"] = now[name]["3.4.1"] + now[name]["3.4.2"]
    if year == YEARS[-1]:
        for name, extra in zip(
            _members(f"some:unnamed:{len(_UNNAMED_INTERNAL[level])}", names, seed), _UNNAMED_INTERNAL[level], strict=True
        ):
            now[name]["3.4"] += extra


def _ministries(now: Figures, names: Sequence[str], totals: dict[tuple[str, str], tuple[int | None, str]], seed: int) -> None:
    """Wholes that hold their parts, and the bands of the simplification plans: 8 ministries at 100 %, 9 above 50 %, 2 below."""
    for part in ("3.3", "3.7"):
        whole, (total, who) = _REST[part], totals[_REST[part], "ministry"]
        assert total is not None
        members = _members(who, names, seed)
        rest = split_total(total - sum(now[name][part] for name in names), seeded_weights(f"{seed}:{whole}", members))
        _set(now, names, whole, members, [now[name][part] + more for name, more in zip(members, rest, strict=True)])
    planned, who = totals["3.9.1", "ministry"]
    assert planned is not None
    with_plan = sorted(_members(who, names, seed), key=lambda name: (now[name]["3.9"], name))
    rest_of = dict.fromkeys(names, 0)
    left = planned - sum(now[name]["3.9"] for name in names)
    for name in with_plan[:2]:
        rest_of[name] = now[name]["3.9"] + 3
    middle = with_plan[2:11]
    bounds = [now[name]["3.9"] - 1 for name in middle]
    parts = split_within(left - sum(rest_of.values()), bounds, seeded_weights(f"{seed}:3.10", middle), 1)
    rest_of |= dict(zip(middle, parts, strict=True))
    for name in names:
        now[name]["3.10"] = rest_of[name]
        now[name]["3.9.1"] = now[name]["3.9"] + rest_of[name]
    # 64 groups are printed and 18 + 3 + 42 make 63: the ministry with most has one that it asked to defer to 2025
    now[max(names, key=lambda name: (now[name]["1.9"], name))]["1.9"] += 1


def _tasks(
    now: Figures,
    names: Sequence[str],
    year: int,
    level: str,
    totals: dict[tuple[str, str], tuple[int | None, str]],
    reference: Reference,
    seed: int,
) -> None:
    """Plan tasks: those of 2024 are the ones that stand in the units' registers of tasks."""
    if year == YEARS[-1]:
        counts = task_counts(reference, seed)
        for name in names:
            now[name]["1.2"], now[name]["1.3"] = counts[name]
        return
    total = totals["1.2", level][0]
    assert total is not None
    rest = split_total(total - sum(now[name]["1.3"] for name in names), seeded_weights(f"{seed}:1.2", names))
    for name, more in zip(names, rest, strict=True):
        now[name]["1.2"] = now[name]["1.3"] + more
