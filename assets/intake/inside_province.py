"""Units inside a province whose names other provinces have too: which is meant.

Belongs here: the province that a workbook names, and the lists in which units stand, as witnesses. Does not belong here: matching a name
(``reference_lookup.py``), years and conflicts (``resolve_identity.py``). Where no witness decides, all stay, and the file is refused.
"""

from __future__ import annotations

from assets.intake.identify import Clue, Clues
from assets.intake.reference_lookup import ReferenceLookup, Unit

_PLACE_KEYS = ("tinh", "ten tinh", "tinh thanh pho", "ten tinh thanh pho", "dia phuong")


def meant_inside(found: list[Unit], clue: Clue, clues: Clues, year: int, reference: ReferenceLookup) -> list[Unit]:
    """Those of the found units that the workbook can mean: of the province that it names; else those that stand in a list of the year."""
    if not found or any(unit.parent_unit_id is None for unit in found):
        return found
    provinces = named_provinces(clue, clues, reference)
    if provinces:
        return [unit for unit in found if unit.parent_unit_id in provinces]
    listed = [unit for unit in found if (year, unit.unit_id) in reference.panels.panel_of]
    return listed or found


def named_provinces(clue: Clue, clues: Clues, reference: ReferenceLookup) -> set[str]:
    """The ids of the provinces that the source of the clue names beside it, of any time."""
    beside = [other for other in [*clues.unit, *clues.seat] if other is not clue and other.source == clue.source]
    return set().union(*(reference.provinces_named(other.text) for other in beside))


def narrower_clue(clue: Clue, clues: Clues) -> list[Clue]:
    """The clues that may name a unit inside the province which this one names only as the place ('Tỉnh: Hưng Yên')."""
    if clue.key not in _PLACE_KEYS:
        return []
    return [other for other in clues.unit if other.source == clue.source and other.key not in _PLACE_KEYS]
