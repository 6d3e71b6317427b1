"""The words by which an annex is read: headings, totals, signatures, notes, blocks. Data (annexes/columns.yml), overlaid by a home.

Belongs here: loading them, and which column a heading names. Does not belong here: where the header stands (annex_header.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assets.criteria_annex.block_words import BlockWords, spoken
from assets.intake.layout_files import LayoutError
from assets.intake.phrase import fold_phrase, header_key

FILE = "annexes/columns.yml"
COLUMNS = (
    "code", "name", "max", "appraised_max", "survey_max", "rule", "method", "survey_mark", "evidence", "legal_basis", "note",
    "kind", "scoring", "not_applicable", "counts_as", "name_en", "name_provenance", "max_provenance", "source_url", "data_from",
    "appraised_points", "self_points", "ignored",
)  # fmt: skip
_LISTS = ("totals", "signatures", "notes")
_BLOCKS = ("bonus", "penalty")


@dataclass(frozen=True)
class AnnexWords:
    """All phrases folded by ``fold_phrase``; columns: phrase → name of the column."""

    columns: dict[str, str]
    totals: tuple[str, ...]
    signatures: tuple[str, ...]
    notes: tuple[str, ...]
    blocks: BlockWords

    def column_of(self, heading: str) -> str | None:
        """The column that a heading names: that of the longest phrase in it, as whole words; None for none."""
        words = f" {header_key(heading)} "
        held = [phrase for phrase in self.columns if f" {phrase} " in words]
        return self.columns[max(held, key=len)] if held else None


def load_annex_words(folders: Sequence[Path]) -> AnnexWords:
    """Each list from the last folder whose file has it. Raises LayoutError, naming the file, for anything that is not as expected."""
    raw: dict[str, Any] = {}
    try:
        for path in (folder / FILE for folder in folders if (folder / FILE).is_file()):
            raw.update(yaml.safe_load(path.read_text(encoding="utf-8")))
        columns = {fold_phrase(str(phrase)): name for name, phrases in raw["columns"].items() for phrase in phrases}
        lists = {key: tuple(fold_phrase(str(phrase)) for phrase in raw[key]) for key in _LISTS}
        blocks = BlockWords(*(tuple(spoken(str(phrase)) for phrase in raw[key]) for key in _BLOCKS))
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise LayoutError(f"{path}: cần columns, {', '.join(_LISTS + _BLOCKS)} ({error})") from error
    unknown = sorted(set(columns.values()) - set(COLUMNS))
    if unknown:
        raise LayoutError(f"{path}: cột lạ {', '.join(unknown)}; các cột: {', '.join(COLUMNS)}")
    return AnnexWords(columns, **lists, blocks=blocks)
