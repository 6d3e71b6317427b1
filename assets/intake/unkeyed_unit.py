"""The unit that a form names without a key, in its letterhead or its title.

Belongs here: taking it where nothing speaks against it, and a conflict with the unit that the key names. Does not: which lines may name
one (``unit_lines.py``). A wrong unit is worse than a question, so every doubt leaves the question.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from assets.intake.identify import Clue, Clues
from assets.intake.layout import Layout
from assets.intake.reference_lookup import ReferenceLookup, Unit
from assets.intake.unit_lines import MOST_LINES, UnkeyedLine, is_city, is_office, organisation, whose_title


class _Named(NamedTuple):
    clue: Clue
    unit: Unit | None
    """None for an organisation that is no unit, or may be several."""
    by_title: bool


def unkeyed_unit(clues: Clues, layout: Layout, day: Callable[[Unit], dt.date], reference: ReferenceLookup) -> tuple[Clue, Unit] | None:
    """The unit that all such lines name, where they name one and no other organisation."""
    if clues.unkeyed.unfilled or len(clues.unkeyed.lines) >= MOST_LINES:
        return None  # a form that was not filled in, or more names than a letterhead and a title have
    named = _named(clues, layout, day, reference)
    by_title = any(each.by_title and each.unit for each in named)
    if not by_title and clues.unkeyed.issued:
        return None
    told = [each for each in named if not (each.unit is None and by_title and is_office(each.clue.text))]
    units = {each.unit for each in told}
    return (told[0].clue, unit) if len(units) == 1 and (unit := told[0].unit) is not None else None


def other_unit(clues: Clues, layout: Layout, unit: Unit, day: Callable[[Unit], dt.date], reference: ReferenceLookup) -> Clue | None:
    """The first such line that names another unit of the same level, where none names the unit itself."""
    named = [each for each in _named(clues, layout, day, reference) if each.by_title or not clues.unkeyed.issued]
    others = [each.clue for each in named if each.unit is not None and each.unit.level == unit.level and each.unit != unit]
    return others[0] if others and all(each.unit != unit for each in named) else None


def _named(clues: Clues, layout: Layout, day: Callable[[Unit], dt.date], reference: ReferenceLookup) -> list[_Named]:
    return [each for line in clues.unkeyed.lines for each in _of_line(line, layout, day, reference)]


def _of_line(line: UnkeyedLine, layout: Layout, day: Callable[[Unit], dt.date], reference: ReferenceLookup) -> list[_Named]:
    """What a cell names as a whole, which may be a name broken in two; else what its lines name."""
    whole = _of_text(line.text, line, layout, day, reference)
    if (whole is not None and whole.unit is not None) or len(line.parts) < 2:
        return [whole] if whole is not None else []
    return [each for part in line.parts if (each := _of_text(part, line, layout, day, reference)) is not None]


def _of_text(text: str, line: UnkeyedLine, layout: Layout, day: Callable[[Unit], dt.date], reference: ReferenceLookup) -> _Named | None:
    of_others = layout.sender_vi is not None
    by_title = line.of_title and " của " in f" {text.casefold()}"
    name = whose_title(text, of_others=of_others) if by_title else None if of_others else organisation(text)
    if name is None:
        return None
    found = reference.find_units(name, day)
    unit = found[0] if len(found) == 1 else None
    if unit is not None and unit.level == "province" and is_city(name) and not is_city(unit.unit_type or ""):
        unit = None  # 'UBND thành phố Thanh Hóa' is not the province of that name
    return _Named(Clue(name, "title_block", line.sheet, line.cell), unit, by_title)
