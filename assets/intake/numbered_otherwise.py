"""Forms that number their lines in their own way: 1, 2, 3 again under each field, a, b, c, or serial numbers. Their names tell the lines.

Belongs here: knowing such a form, and matching its rows by their names, before which the code may stand. Does not: a code that a program
changed (damaged_code.py), a code and a name that disagree in a form whose other codes are right: that is the sender's to settle.
"""

from __future__ import annotations

from collections.abc import Sequence

from assets.intake.code_spelling import code_and_name
from assets.intake.criteria_lookup import Node
from assets.intake.intake_rows import Line
from assets.intake.line_matching import LineMatcher
from assets.intake.phrase import code_key, fold_phrase
from assets.workbooks.workbook_cells import Cell

_FEW = 3
_Row = tuple[str, int]
"""Sheet and row."""


class NameMatcher(LineMatcher):
    """Matches rows by their names alone; where a name is that of several lines, by the order of the form."""

    by_name = True

    def plain(self, code: Cell) -> Node | None:
        """No code says anything here."""
        return None

    def known(self, code: Cell) -> bool:
        """Any code may be a line's."""
        return True

    def claims(self, code: Cell | None, name: str | None) -> bool:
        """True when the row's name is that of a line."""
        return bool(self._named(name))

    def named(self, code: Cell, name: str | None) -> bool:
        """The same."""
        return bool(self._named(name))

    def match(self, code: Cell | None, name: str | None) -> Node | None:
        """The line of that name; of several the next one from where the form stands."""
        candidates = self._named(name)
        if len(candidates) > 1:
            after = -1 if self._last is None else self._last.order
            candidates = [node for node in candidates if node.order > after][:1]
        if not candidates:
            return None
        self._last = candidates[0]
        return candidates[0]

    def _named(self, name: str | None) -> list[Node]:
        if not name:
            return []
        found = self._set.by_name.get(fold_phrase(name))
        if found is not None:
            return found
        code, rest = code_and_name(name)
        named = self._set.by_name.get(fold_phrase(rest), []) if code else []
        return [node for node in named if code_key(node.code) == code_key(code)] or named


def may_be_numbered_otherwise(matcher: LineMatcher, lines: Sequence[Line]) -> bool:
    """Whether many rows have a code that no line has, or one that another row has too, or all are numbered one after the other."""
    if matcher.odd_rows < _FEW and not (lines and lines[0].code_text == "1" and any(line.code_text == "2" for line in lines[: 2 * _FEW])):
        return False  # nearly every form
    codes = [code for code, _ in _rows(lines).values()]
    serial = all(code == str(number) for number, code in enumerate(codes, start=1))
    return len(codes) >= _FEW and (serial or 10 * matcher.odd_rows >= len(codes))


def numbered_otherwise(by_code: Sequence[Line], by_name: Sequence[Line]) -> bool:
    """Whether the names make sense of the form, and the codes do not: four rows in five have the name of a line of their own, and at most
    half of those its code."""
    codes, names = _rows(by_code), _rows(by_name)
    found = {node for _, node in names.values() if node is not None}
    agree = sum(node is not None and codes.get(row, (None, None))[1] == node for row, (_, node) in names.items())
    return len(found) >= _FEW and 5 * len(found) >= 4 * max(len(names), len(codes)) and 2 * agree <= len(found)


def _rows(lines: Sequence[Line]) -> dict[_Row, tuple[str | None, str | None]]:
    """Code and node of each row."""
    return {(line.sheet, line.row_no): (line.code_text, line.node_id) for line in lines}
