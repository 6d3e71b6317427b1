"""Form layouts: where a form keeps its columns. A layout holds from its index year until the next of its form.

Belongs here: what a layout is. Does not belong here: reading layouts from their files (``layout_files.py``), searching a sheet
(``header.py``).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from assets.intake.choices import Choice
from assets.workbooks.workbook_cells import DAY_ZERO

SHAPES = ("tree", "index", "register")
TYPES = ("key", "number", "text", "date", "choice")
LINES = ("criteria", "indicators")


@dataclass(frozen=True)
class Column:
    """One column of a form. ``type``: key (identifies a row), number, text, date or choice (a measure named ``name``). Headers are
    folded.
    """

    name: str
    type: str
    required: bool
    headers: tuple[str, ...]
    label: str
    choices: tuple[Choice, ...] = ()
    """What a choice column accepts, in the order that numbers them from 1."""


@dataclass(frozen=True)
class Layout:
    """One form from one index year on. ``shape`` tree: lines of a criteria set; index: a long table of years, units,
    sub-codes; register: one row per thing (a task, an inspection, a ballot) of one unit and year.

    All phrases are folded by :func:`assets.intake.phrase.fold_phrase`.
    """

    form: str
    from_index_year: int
    shape: str
    number_format: str
    titles: tuple[str, ...]
    sheets: tuple[str, ...]
    unit_keys: tuple[str, ...]
    year_keys: tuple[str, ...]
    made_up_titles: tuple[str, ...]
    columns: tuple[Column, ...]
    totals: tuple[str, ...]
    signatures: tuple[str, ...]
    not_applicable: tuple[str, ...]
    nothing: tuple[str, ...] = ()
    """How the only row of a register says that there was nothing to list."""
    description_vi: str = ""
    """What the form is called, for sentences."""
    description_en: str = ""
    sender_vi: str | None = None
    """Who sends it, when that is not the unit that it is about."""
    lines: str = "criteria"
    """What the lines of a tree are: those of a criteria set, or indicators of the report's catalogue."""
    day_zero: dt.date = DAY_ZERO
    """The day from which the workbook at hand counts its days."""

    @property
    def required(self) -> tuple[Column, ...]:
        """The columns without which the form cannot be read."""
        return tuple(column for column in self.columns if column.required)

    @property
    def counts_things(self) -> bool:
        """Whether its numbers are counts and shares of things, not points."""
        return self.shape == "register" or self.lines == "indicators"

    @cached_property
    def header_names(self) -> dict[str, tuple[str, int]]:
        """Folded header → (name of its column, rank among the column's alternatives)."""
        return {header: (column.name, rank) for column in self.columns for rank, header in enumerate(column.headers)}

    @cached_property
    def read_before(self) -> dict[str, dict[tuple[object, ...], Any]]:
        """Per column, what its cells were read as before; filled by ``assets.intake.measures``."""
        return {}

    @cached_property
    def headers_before(self) -> dict[object, Any]:
        """Per texts of a row, or two, what they are as a header; filled by ``assets.intake.header``."""
        return {}

    @property
    def key(self) -> tuple[str, int]:
        """What tells layouts apart."""
        return self.form, self.from_index_year


@dataclass(frozen=True)
class Layouts:
    """All layouts, per form in ascending order of their first index year."""

    by_form: dict[str, tuple[Layout, ...]]

    def get(self, form: str, index_year: int | None) -> Layout | None:
        """The layout of a form in a year; without a year the newest; None for an unknown form or a year before the
        first layout.
        """
        found = None
        for layout in self.by_form.get(form, ()):
            if index_year is None or layout.from_index_year <= index_year:
                found = layout
        return found

    def newest(self) -> list[Layout]:
        """The newest layout of each form, in the order of their names."""
        return [self.by_form[form][-1] for form in sorted(self.by_form)]

    def counted_from(self, day_zero: dt.date) -> Layouts:
        """These layouts for a workbook that counts its days from there."""
        if day_zero == DAY_ZERO:
            return self
        if day_zero not in self._counted_otherwise:
            of_day = {form: tuple(replace(each, day_zero=day_zero) for each in layouts) for form, layouts in self.by_form.items()}
            self._counted_otherwise[day_zero] = Layouts(of_day)
        return self._counted_otherwise[day_zero]

    @cached_property
    def _counted_otherwise(self) -> dict[dt.date, Layouts]:
        return {}

    @cached_property
    def distinct(self) -> list[Layout]:
        """The newest layouts whose columns differ: looking for one's header finds those of all forms like it."""
        return list({layout.columns: layout for layout in reversed(self.newest())}.values())[::-1]

    @cached_property
    def titles(self) -> list[tuple[str, int, str]]:
        """(phrase between spaces, its length, form) of every title, in the order of :meth:`newest`."""
        return [(f" {phrase} ", len(phrase), layout.form) for layout in self.newest() for phrase in layout.titles]

    @cached_property
    def made_up_titles(self) -> tuple[str, ...]:
        """How a line begins that says that the data are made up, in any form."""
        return tuple(dict.fromkeys(phrase for layout in self.newest() for phrase in layout.made_up_titles))

    @cached_property
    def unit_keys(self) -> frozenset[str]:
        """What stands before the name of a unit, in any form."""
        return frozenset(phrase for layout in self.newest() for phrase in layout.unit_keys)

    @cached_property
    def keys(self) -> frozenset[str]:
        """What stands before the name of a unit or the year, in any form."""
        return self.unit_keys | self.year_keys

    @cached_property
    def year_keys(self) -> frozenset[str]:
        """What stands before the year, in any form."""
        return frozenset(phrase for layout in self.newest() for phrase in layout.year_keys)
