"""On which rung a code stands: field, criterion, sub-criterion; and what it was before a spreadsheet damaged it.

Belongs here: both questions, answered from the codes around. Does not belong here: building the tree (annex_tree.py), what a damaged
code may have been at all (assets.intake.damaged_code).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from assets.criteria_annex.printed_code import PrintedCode, first_codes_below, next_code
from assets.intake.damaged_code import codes_of_date, codes_of_number, codes_of_text


class CodeLadder:
    """Made from all codes of a table; then asked from the top down, and told what was taken."""

    def __init__(self, codes: Sequence[PrintedCode]) -> None:
        self._romans = any(code.is_roman for code in codes)
        self._letters_are_fields = not self._romans and any(code.is_letter for code in codes) and self._two_rungs(codes)
        self._lowest: dict[int, int] = {}  # position of a field among the codes → fewest dots below it
        field = -1
        for at, code in enumerate(codes):
            if self._heads(code):
                field = at
            elif code.is_numbered:
                self._lowest[field] = min(self._lowest.get(field, 9), code.dots)
        self._at, self._field = -1, -1
        self.path: list[str] = []

    @staticmethod
    def _two_rungs(codes: Sequence[PrintedCode]) -> bool:
        if any(code.is_headed for code in codes):
            return True
        dots = {code.dots for code in codes if code.is_numbered}
        return bool(dots) and max(dots) - min(dots) <= 1

    def _heads(self, code: PrintedCode) -> bool:
        return code.is_roman or (code.is_letter and self._letters_are_fields)

    def step(self, code: PrintedCode) -> tuple[int | None, str]:
        """(rung from 0, code mended): rung None for a letter that only heads a part of the table, or a code that nobody can place;
        3 and more: deeper than a set goes."""
        self._at += 1
        if self._heads(code):
            self._field = self._at
            return 0, code.code
        if code.is_letter:
            return None, code.code
        if code.is_headed:
            return code.dots, code.code
        mended = self._mended(code)
        if not mended:
            return None, code.code
        dots = mended.count(".")
        if not (self._romans or self._letters_are_fields):
            return dots, mended
        return 1 + dots - self._lowest.get(self._field, dots), mended

    def take(self, rung: int, code: str) -> None:
        """The line was put on its rung."""
        self.path = [*self.path[:rung], code]

    def expected(self) -> set[str]:
        """The codes that may come next: behind the last one on each rung, or first below it."""
        if not self.path:
            return {"1", "I", "A"}
        return {following for code in self.path if (following := next_code(code))} | first_codes_below(self.path[-1])

    def _mended(self, code: PrintedCode) -> str:
        """A code as it stands where it can stand so; else the one expected code that it may have been; '' where none or several are."""
        awaited = self.expected()
        if code.kind == "date":
            return _only(awaited & set(codes_of_date(code.code)))
        if code.kind == "number" and code.code not in awaited:
            number = Decimal(code.code)
            same = {other for other in awaited if other != code.code and "." in other and _number(other) == number}
            if same:
                return _only(same)
            if number != round(number, 4) or number > 99 or number <= 0:
                return _only(awaited & set(codes_of_number(number)))
        if "," in code.code:
            return _only(awaited & set(codes_of_text(code.code)))
        return code.code


def _only(codes: set[str]) -> str:
    return next(iter(codes)) if len(codes) == 1 else ""


def _number(code: str) -> Decimal | None:
    try:
        return Decimal(code)
    except InvalidOperation:
        return None
