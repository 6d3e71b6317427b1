"""Words from a short list: what a choice column of a layout accepts, and which of its choices a cell means.

Belongs here: the choices as data, their spellings. Does not belong here: other columns (``layout.py``), the table of choices
(``warehouse.reference_files.form_choices``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assets.intake.phrase import fold_phrase

_KEYS = {"code", "words_vi", "words_en"}


@dataclass(frozen=True)
class Choice:
    """One choice: its code, the Vietnamese words to show, and every spelling that is read as it, folded."""

    code: str
    label: str
    spellings: tuple[str, ...]


def read_choices(entries: Sequence[Any]) -> tuple[Choice, ...]:
    """The choices of a column in the order of the layout. Raises ValueError for a malformed one or a spelling that means two."""
    choices = []
    for entry in entries:
        words = entry.get("words_vi") if isinstance(entry, dict) else None
        if not isinstance(words, list) or not words or not entry.get("code") or set(entry) - _KEYS:
            raise ValueError(f"a choice needs code, a list words_vi and nothing but {', '.join(sorted(_KEYS))}: {entry!r}")
        spelt = dict.fromkeys(fold_phrase(str(text)) for text in (*words, entry["code"]))
        choices.append(Choice(str(entry["code"]), str(words[0]), tuple(spelt)))
    spellings = [spelling for choice in choices for spelling in choice.spellings]
    doubled = sorted({spelling for spelling in spellings if spellings.count(spelling) > 1})
    if doubled:
        raise ValueError(f"words that mean two choices: {', '.join(doubled)}")
    return tuple(choices)


def choice_number(text: str, choices: Sequence[Choice]) -> int | None:
    """The number of the choice that the text means, from 1 in the order of the layout; None for none."""
    folded = fold_phrase(text)
    return next((number for number, choice in enumerate(choices, start=1) if folded in choice.spellings), None)
