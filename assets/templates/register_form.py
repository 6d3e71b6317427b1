"""What a blank register holds: which form, whose, which year, its columns; and who has to send it.

Belongs here: choosing these from reference data. Does not: openpyxl (register_workbook.py), forms over a criteria set
(template_form.py).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from assets.intake.layout import Layout, Layouts
from assets.intake.reference_lookup import ReferenceLookup, Unit
from assets.templates.template_form import TemplateRefused, find_layout

_SENDERS = ("ministry", "province")


@dataclass(frozen=True)
class RegisterForm:
    """One blank register, ready to be written. `version` changes with the layout."""

    form: str
    title: str
    layout: Layout
    unit: Unit
    unit_text: str
    index_year: int
    due_on: dt.date | None
    version: str


def register_form(form: str, unit: str, year: int, tables: Mapping[str, pl.DataFrame], layouts: Layouts) -> RegisterForm:
    """The blank register of one unit and year; `form` and `unit` as in `template_form`.

    Raises TemplateRefused for an unknown form or unit, or a year that is not open.
    """
    reference = ReferenceLookup.from_tables(dict(tables))
    layout = find_layout(form, year, layouts)
    if year not in reference.open_years:
        raise TemplateRefused(f"Năm {year} chưa mở; các năm đang mở: {min(reference.open_years)}–{max(reference.open_years)}.")
    found = reference.find_units(unit, reference.day_of(year, layout.form))
    if len(found) != 1:
        raise TemplateRefused(reference.not_one(unit, year, found))
    due = _deadlines(layout.form, year, tables).filter(pl.col("level") == found[0].level)
    return RegisterForm(
        form=layout.form,
        title=layout.description_vi,
        layout=layout,
        unit=found[0],
        unit_text=reference.full_name(found[0]),
        index_year=year,
        due_on=due["due_on"][0] if due.height else None,
        version=hashlib.sha256(repr((layout.form, layout.columns)).encode()).hexdigest()[:12],
    )


def senders(form: str, year: int, tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """The unit_ids that send a register: units valid on 31/12 of the levels that have a deadline for it, else ministries and
    provinces; ranked or not.
    """
    levels = _deadlines(form, year, tables)["level"].to_list() or list(_SENDERS)
    day = dt.date(year, 12, 31)
    begun, ended = pl.col("valid_from") <= day, pl.col("valid_to") < day
    valid = begun.fill_null(True) & ~ended.fill_null(False)
    return tables["reference.unit"].filter(pl.col("level").is_in(levels) & valid)["unit_id"].to_list()


def _deadlines(form: str, year: int, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    return tables["reference.deadline"].filter((pl.col("index_year") == year) & (pl.col("form") == form))
