"""Whether a name is that of a block of bonus or of penalty points.

Belongs here: that question. Does not belong here: the phrases (annexes/columns.yml). Marks count, other than in headings: without them
«thời điểm công bố» would hold «điểm cộng». Only a name that is typed without any is compared without.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from assets.intake.phrase import fold_phrase

_EVERY_D = str.maketrans("ðɖ", "đđ")
_BEFORE = re.compile(r"(?:khối |khoi |nhóm |nhom |phần |phan )?(?:các |cac )?(?:tiêu chí |tieu chi )?(?=điểm |diem )")


def spoken(text: str) -> str:
    """Small letters with their marks, every run of other signs one space: ' ĐIỂM  PHẠT: ' → 'điểm phạt'."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold().translate(_EVERY_D)))


class BlockWords(NamedTuple):
    """Phrases as ``spoken`` gives them."""

    bonus: tuple[str, ...]
    penalty: tuple[str, ...]

    def kinds_in(self, name: str) -> set[str]:
        """'bonus', 'penalty', both or none, by the phrases that stand anywhere in a name."""
        said = f" {spoken(name)} "
        return {kind for kind, phrases in self._asdict().items() if any(f" {phrase} " in said for phrase in _as_typed(phrases, name))}

    def opens(self, name: str) -> bool:
        """A name that begins as a block: 'Khối điểm cộng', 'Điểm phạt'; not 'Trừ điểm nếu chậm', which is a rule."""
        said = f"{spoken(name)} "
        before = _BEFORE.match(said)
        phrases = _as_typed(self.bonus + self.penalty, name)
        return before is not None and any(said.startswith(f"{phrase} ", before.end()) for phrase in phrases)


def _as_typed(phrases: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(fold_phrase(phrase) for phrase in phrases) if name.isascii() else phrases
