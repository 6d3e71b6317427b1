"""The file names of unit cards: year, code and name of the unit in plain letters, no two alike.

Belongs here: those names. Does not: folders, writing (pipelines/cli/report.py).
Provinces have departments of one code and one name; such cards also bear their list and the unit's id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from assets.plain_file_name import plain_file_name
from assets.report.ranked_lists import RankedList

_LONGEST = 120
CardNames = dict[tuple[str, str], str]
"""By list and unit_id."""


def card_names(lists: Iterable[RankedList]) -> CardNames:
    """A name for the card of every unit of every list."""
    short = {(of.panel, unit["unit_id"]): _short(of.year, unit["unit_code"], unit["unit_name"]) for of in lists for unit in of.units}
    times = Counter(name.casefold() for name in short.values())
    return {
        key: (name if times[name.casefold()] == 1 else f"{name}-{plain_file_name('-'.join(key))}") + ".html" for key, name in short.items()
    }


def _short(year: int, code: str, name: str) -> str:
    return f"{year}-{plain_file_name(code)}-{plain_file_name(name)}"[:_LONGEST]
