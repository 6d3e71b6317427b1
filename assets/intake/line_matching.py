"""Which line of the criteria set a form row is.

Belongs here: codes that repeat under several fields, codes that Excel changed (1.10 turned into the number 1.1, 1.1 turned into
1 January) and their witness. Does not belong here: what a damaged code may have been (``damaged_code.py``), other ways to write
one (``code_spelling.py``), the values of the row.

Nothing is guessed: of several candidates the row's name decides, then the field under which the row stands, then the
order of the form; if more than one is left the row has no line, and a rule reports it.
"""

from __future__ import annotations

import re
from decimal import Decimal

from assets.intake.code_spelling import roman, spelt_otherwise
from assets.intake.criteria_lookup import CriteriaSet, Node
from assets.intake.damaged_code import codes_of_date, codes_of_number, codes_of_text
from assets.intake.phrase import code_key, fold_phrase
from assets.workbooks.workbook_cells import Cell

_CODE = re.compile(r"[0-9A-ZĐ]{1,6}(?:[.\-/][0-9A-ZĐ]{1,4})*")


def looks_like_code(text: str) -> bool:
    """True for '3.1.2', 'III', 'TC1'; False for a note that stands in the column of codes."""
    return len(text.split()) == 1 and _CODE.fullmatch(code_key(text)) is not None


class LineMatcher:
    """Matches the rows of one form, from the top down; remembers where in the set it stands."""

    by_name = False
    """Whether a row needs no code."""

    def __init__(self, criteria_set: CriteriaSet) -> None:
        self._set = criteria_set
        self._by_code, self._by_number = criteria_set.by_code, criteria_set.by_number
        self._last: Node | None = None
        self.odd_rows = 0
        """Rows so far that have no line, or one that another row had; counted by ``tree_rows.py``."""

    def known(self, code: Cell) -> bool:
        """True when the code is one of the set's, whatever the row's name says."""
        return bool(self._candidates(code))

    def claims(self, code: Cell | None, name: str | None) -> bool:
        """True when the row says that it is a line of the set."""
        return code is not None and self.known(code)

    def named(self, code: Cell, name: str | None) -> bool:
        """True when the row's name is that of a line with this code."""
        return any(fold_phrase(node.name) == fold_phrase(name or "") for node in self._candidates(code))

    def plain(self, code: Cell) -> Node | None:
        """The line of a row whose code is a text that one line has, as nearly all rows'; else None, and :meth:`match` decides."""
        found = self._by_code.get(code_key(code.text)) if code.kind == "text" else None
        if found is None or len(found) != 1:
            return None
        self._last = found[0]
        return found[0]

    def match(self, code: Cell | None, name: str | None) -> Node | None:
        """The line of a row, or None for no code, an unknown one or one that stays ambiguous."""
        if code is None:
            return None
        candidates = self._candidates(code)
        if len(candidates) == 1 and code.kind == "text":
            self._last = candidates[0]
            return candidates[0]
        folded = fold_phrase(name or "")
        if code.kind == "date" or (code.kind == "number" and folded):
            # A date may be day.month or month.day, and 1.1 may have been 1.10: only the name can confirm it. A number that is
            # the one code as it stands needs no witness.
            confirmed = [node for node in candidates if fold_phrase(node.name) == folded]
            whole = len(candidates) == 1 and code.kind == "number" and code_key(candidates[0].code) in (code.text, roman(code.text))
            candidates = confirmed or (candidates if whole else [])
        if not candidates and folded:
            candidates = [node for node in self._damaged(code) if fold_phrase(node.name) == folded]
        if len(candidates) > 1:
            candidates = [node for node in candidates if fold_phrase(node.name) == folded] or candidates
        if len(candidates) > 1 and self._last is not None:
            field = self._last.field_node_id
            candidates = [node for node in candidates if node.field_node_id == field] or candidates
        if len(candidates) > 1:
            after = -1 if self._last is None else self._last.order
            candidates = [node for node in candidates if node.order > after][:1]
        if len(candidates) != 1:
            return None
        self._last = candidates[0]
        return candidates[0]

    def _candidates(self, code: Cell) -> list[Node]:
        if code.kind == "number":
            try:
                return self._by_number.get(Decimal(code.text)) or spelt_otherwise(code.text, self._set)
            except ArithmeticError:
                return []
        if code.kind == "date":
            return [node for key in codes_of_date(code.text) for node in self._by_code.get(key, [])]
        return self._by_code.get(code_key(code.text)) or spelt_otherwise(code.text, self._set)

    def _damaged(self, code: Cell) -> list[Node]:
        """Lines that the code may have meant before it was damaged: each needs the name as its witness."""
        if code.kind not in ("number", "text"):
            return []
        keys = codes_of_number(Decimal(code.text)) if code.kind == "number" else codes_of_text(code.text)
        return [node for key in keys for node in self._by_code.get(key, [])]
