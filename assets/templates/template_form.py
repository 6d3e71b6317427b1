"""What a blank form holds: which form, whose, which year, its lines and columns.

Belongs here: choosing these from reference data, with a clear answer when something is not there. Does not: openpyxl
(template_workbook.py), registers (register_form.py).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from assets.intake.criteria_lookup import INDICATORS, CriteriaSet
from assets.intake.layout import Column, Layout, Layouts
from assets.intake.phrase import fold_phrase
from assets.intake.reference_lookup import ReferenceLookup, Unit
from warehouse.wording import Wording

_VI = Wording("vi")

NOT_APPLICABLE = "Không áp dụng"
_PART_OF_FORM = {"survey_scores": "survey"}


class TemplateRefused(Exception):
    """Why no such template can be made, and what could be."""


@dataclass(frozen=True)
class TemplateRule:
    """How a line is scored: what may be entered as its data. choices: the only words that are read, empty where a number is asked for."""

    wording: str
    choices: tuple[str, ...]
    data_unit: str | None


@dataclass(frozen=True)
class TemplateRow:
    """One line of the form. entry: points are filled in here; closed: a scored line that this form must leave empty."""

    kind: str
    code: str
    name: str
    max_points: Decimal | None
    entry: bool
    closed: bool
    rule: TemplateRule | None = None
    unit_of_measure: str | None = None
    """In what an indicator is counted; None for lines of a criteria set."""


@dataclass(frozen=True)
class TemplateForm:
    """One blank form, ready to be written. `version` changes with layout and criteria set, so that an old template can be told."""

    form: str
    title: str
    layout: Layout
    unit: Unit
    unit_text: str
    """Its name as the form shows it: with the province, where it is inside one."""
    index_year: int
    criteria_set: str
    illustrative: bool
    due_on: dt.date | None
    covers: tuple[dt.date, dt.date] | None
    """First and last day that the figures are of, where the deadline says so."""
    rows: tuple[TemplateRow, ...]
    version: str

    @property
    def lines_vi(self) -> str:
        """Whose lines these are: «bộ tiêu chí …» or «danh mục chỉ tiêu»."""
        return "danh mục chỉ tiêu" if self.layout.lines == "indicators" else f"bộ tiêu chí {self.criteria_set}"

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.layout.columns


def template_form(form: str, unit: str, year: int, tables: Mapping[str, pl.DataFrame], layouts: Layouts) -> TemplateForm:
    """The blank form of one unit and year; `form` is its code or its Vietnamese name, `unit` a name or code in any usual spelling.

    Raises TemplateRefused for an unknown form or unit, a year that is not open, or one without a criteria set.
    """
    reference = ReferenceLookup.from_tables(dict(tables))
    layout = find_layout(form, year, layouts)
    if year not in reference.open_years:
        years = f"{min(reference.open_years)}–{max(reference.open_years)}"
        raise TemplateRefused(f"Năm {year} chưa mở; các năm đang mở: {years}.")
    found = reference.find_units(unit, reference.day_of(year, layout.form))
    if len(found) != 1:
        raise TemplateRefused(reference.not_one(unit, year, found))
    own = reference.set_of(year, found[0], layout.lines)
    if own is None and layout.lines == "indicators":
        raise TemplateRefused(f"Danh mục chỉ tiêu không có chỉ tiêu nào do {found[0].name} báo cáo năm {year}.")
    if own is None:
        raise TemplateRefused(f"Chưa có bộ tiêu chí cho {found[0].name} năm {year}; các bộ đã có: {_sets(reference)}.")
    rows = _indicator_rows(own, tables) if layout.lines == "indicators" else _criteria_rows(own, layout, tables)
    deadline = tables["reference.deadline"].filter(
        (pl.col("index_year") == year) & (pl.col("form") == layout.form) & (pl.col("level") == found[0].level)
    )
    return TemplateForm(
        form=layout.form,
        title=layout.description_vi,
        layout=layout,
        unit=found[0],
        unit_text=reference.full_name(found[0]),
        index_year=year,
        criteria_set=own.criteria_set,
        illustrative=_illustrative(own, tables),
        due_on=deadline["due_on"][0] if deadline.height else None,
        covers=_covers(deadline),
        rows=rows,
        version=hashlib.sha256(repr((layout.form, layout.columns, own.criteria_set, rows)).encode()).hexdigest()[:12],
    )


def _criteria_rows(own: CriteriaSet, layout: Layout, tables: Mapping[str, pl.DataFrame]) -> tuple[TemplateRow, ...]:
    nodes = tables["reference.criterion"].filter(pl.col("criteria_set") == own.criteria_set).sort("sort_order").to_dicts()
    part = _PART_OF_FORM.get(layout.form, "appraised")
    branches = tables["reference.criterion_branch"].filter(pl.col("criteria_set") == own.criteria_set).sort("node_id", "branch_no")
    labels: dict[str, list[str]] = {}
    for node_id, label in branches.select("node_id", "label_vi").iter_rows():
        labels.setdefault(node_id, []).append(label)
    return tuple(
        TemplateRow(
            node["kind"],
            node["code"],
            node["name_vi"],
            node["max_points"],
            entry=node["is_leaf"] and node["part"] == part,
            closed=node["is_leaf"] and node["part"] != part,
            rule=_rule(node, labels.get(node["node_id"], [])),
        )
        for node in _shown(nodes, part)
    )


def _indicator_rows(own: CriteriaSet, tables: Mapping[str, pl.DataFrame]) -> tuple[TemplateRow, ...]:
    units = dict(tables["reference.indicator"].select("indicator", "unit_vi").iter_rows())
    return tuple(
        TemplateRow(
            "sub_criterion" if node.is_leaf else "field",
            node.code,
            node.name,
            max_points=None,
            entry=node.is_leaf,
            closed=False,
            unit_of_measure=units[node.node_id],
        )
        for node in own.nodes
    )


def _covers(deadline: pl.DataFrame) -> tuple[dt.date, dt.date] | None:
    first, last = deadline.select("covers_from", "covers_to").row(0) if deadline.height else (None, None)
    return (first, last) if first and last else None


def _illustrative(own: CriteriaSet, tables: Mapping[str, pl.DataFrame]) -> bool:
    """Whether a name or maximum of the form's lines is made up."""
    if own.criteria_set == INDICATORS:
        return bool((tables["reference.indicator"]["provenance"] == "made_up").any())
    lines = tables["reference.criterion"].filter(pl.col("criteria_set") == own.criteria_set)
    return bool((lines["name_provenance"] == "made_up").any() or (lines["max_provenance"] == "made_up").any())


def _rule(node: Mapping[str, Any], labels: list[str]) -> TemplateRule | None:
    """What a line's rule lets one enter; None without a rule."""
    match node["rule_kind"]:
        case None:
            return None
        case "yes_no":
            choices: tuple[str, ...] = ("Có", "Không")
        case "options":
            choices = tuple(labels)
        case "conditions":
            choices = tuple(f"{met}/{node['conditions']}" for met in range(node["conditions"], -1, -1))
        case _:
            choices = ()
    return TemplateRule(node["rule_vi"] or "", choices, node["data_unit"])


def find_layout(form: str, year: int, layouts: Layouts) -> Layout:
    """The layout of a form in a year, by code or Vietnamese name. Raises TemplateRefused, with the forms there are."""
    wanted = fold_phrase(form)
    for layout in layouts.newest():
        if layout.form == form.strip() or wanted in (fold_phrase(layout.description_vi), *layout.titles):
            of_year = layouts.get(layout.form, year) or layout
            if of_year.shape == "index":
                raise TemplateRefused(f"Biểu {layout.form} là bảng dài của chỉ số bên ngoài, nhận đúng như nơi công bố; không có mẫu điền.")
            return of_year
    known = ", ".join(f"{layout.form} ({layout.description_vi})" for layout in layouts.newest() if layout.shape != "index")
    raise TemplateRefused(f"Không có biểu mẫu «{form}»; các biểu: {known}.")


def _shown(nodes: list[dict[str, Any]], part: str) -> list[dict[str, Any]]:
    """All lines for a form on the appraised part; for the survey only its lines and what stands above them."""
    if part != "survey":
        return nodes
    by_id = {node["node_id"]: node for node in nodes}
    wanted: set[str] = set()
    for node in nodes:
        if node["is_leaf"] and node["part"] == part:
            at: dict[str, Any] | None = node
            while at is not None and at["node_id"] not in wanted:
                wanted.add(at["node_id"])
                at = by_id.get(at["parent_node_id"])
    return [node for node in nodes if node["node_id"] in wanted]


def _sets(reference: ReferenceLookup) -> str:
    known = sorted((year, own.level, panel) for (year, panel), own in reference.panels.sets.items())
    return "; ".join(f"{year} cấp {_VI.code('level', level)} ({panel})" for year, level, panel in known) or "chưa có bộ nào"
