"""The sheets of one ranked list: the ranking as it is published, one sheet a field, one sheet a unit.

Belongs here: columns, order and rows of those sheets. Does not: sheets of the whole year (year_sheets.py), where it is read from.
A column that the file does not have (a publication holds the allowed ones only) is left out of the sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assets.exporting.exported_year import ExportedYear, RankedList, draft_names, label, mean_of_ranked
from assets.exporting.sheet import Column, Kind, Sheet, Value
from warehouse.wording import Wording


@dataclass(frozen=True)
class Shown:
    """A column of a sheet: what is selected, which columns of the table that needs, its heading (export.col.…) and look. `label`: codes of
    the warehouse that are told in words (code.LABEL.…)."""

    sql: str
    heading: str
    width: float
    kind: Kind = Kind.text
    label: str | None = None
    needs: tuple[str, ...] = ()

    def is_there(self, columns: frozenset[str]) -> bool:
        return set(self.needs or (self.sql,)) <= columns


RANKING = (
    Shown("rank", "rank", 9, Kind.rank),
    Shown("unit_name", "unit", 34),
    Shown("appraised_points", "appraised", 12, Kind.decimal),
    Shown("survey_points", "survey", 12, Kind.decimal),
    Shown("total_points", "total", 12, Kind.decimal),
    Shown("index_percent", "index", 12, Kind.decimal),
    Shown("group_label", "group", 10, Kind.mark),
    Shown("maturity", "maturity", 19, label="maturity"),
    Shown("unranked_reason", "note", 32),
)
FIELD = (
    Shown("unit_name", "unit", 34),
    Shown("max_points", "max", 10, Kind.decimal),
    Shown("applicable_max", "applicable_max", 12, Kind.decimal),
    Shown("self_points", "self", 12, Kind.decimal),
    Shown("appraised_points", "appraised", 12, Kind.decimal),
    Shown("survey_points", "survey", 12, Kind.decimal),
    Shown("points", "points", 11, Kind.decimal),
    Shown("field_percent", "field_index", 13, Kind.decimal),
    Shown("missing_lines", "missing_lines", 12, Kind.whole),
    Shown("maturity", "maturity", 19, label="maturity"),
)
_LOST = "CASE WHEN counts_as = 'base' AND state <> 'not_applicable' THEN max_points - points END"
LINE = (
    Shown("code", "code", 9),
    Shown("name_vi", "criterion", 44),
    Shown("part", "part", 11, Kind.mark, label="part"),
    Shown("max_points", "max", 9, Kind.decimal),
    Shown("self_points", "self", 9, Kind.decimal),
    Shown("appraised_points", "appraised", 9, Kind.decimal),
    Shown("survey_points", "survey", 9, Kind.decimal),
    Shown("points", "points", 9, Kind.decimal),
    Shown(_LOST, "lost", 9, Kind.decimal, needs=("counts_as", "state", "max_points", "points", "self_points")),
    Shown("state", "state", 13, Kind.mark, label="state"),
    Shown("reason", "reason", 38),
)
_FIELD_ROW = {
    "code": "field_code",
    "name_vi": "field_name",
    "part": "NULL",
    _LOST: "CASE WHEN counts_as = 'base' THEN applicable_max - points END",
    "state": "NULL",
    "reason": "NULL",
}


def ranking_sheet(exported: ExportedYear, of: RankedList) -> Sheet:
    """The published layout: rank, unit, appraised, survey, total, index; beside it group and how far the figures have come."""
    words = exported.words
    shown = _there(RANKING, of, "mart.par_index")
    rows, draft = _rows_of_units(of, shown, "mart.par_index", "ORDER BY rank NULLS LAST, index_percent DESC NULLS LAST, unit_code", words)
    mean, ranked = mean_of_ranked(of.con, of.year, of.panel)
    told = words.say("export.mean", units=ranked, mean=words.percent(mean, of.decimals)) if ranked else words.say("export.nobody_ranked")
    return Sheet(
        _named(exported, of, words.say("export.ranking")),
        words.say("export.ranking_title", year=of.year, list=of.title),
        _columns(shown, words, of.decimals),
        rows,
        lines=(*_block(exported, of), told, words.say("export.rounded")),
        warnings=_warnings(of, words),
        about=of.title,
        draft=draft,
        frozen_columns=2,
        landscape=len(shown) > 7,
    )


def field_sheets(exported: ExportedYear, of: RankedList) -> list[Sheet]:
    """One sheet a field, the best field index first."""
    words = exported.words
    fields = of.con.execute(
        "SELECT field_node_id, any_value(field_code), any_value(field_name) FROM mart.par_index_field WHERE index_year = ? AND panel = ? "
        "GROUP BY ALL ORDER BY min(sort_order)",
        [of.year, of.panel],
    ).fetchall()
    source = "mart.par_index_field"
    if "maturity" in of.columns_of("mart.par_index"):
        source = (
            "(SELECT f.*, i.maturity FROM mart.par_index_field AS f JOIN mart.par_index AS i USING (index_year, panel, unit_id)) AS field"
        )
    shown = [each for each in FIELD if each.is_there(of.columns_of("mart.par_index_field") | ({"maturity"} if "(" in source else set()))]
    made = []
    best_first = "AND field_node_id = ? ORDER BY field_percent DESC NULLS LAST, unit_code"
    for node, code, name in fields:
        rows, draft = _rows_of_units(of, shown, source, best_first, words, node)
        made.append(
            Sheet(
                _named(exported, of, words.say("export.field", code=code, name=name)),
                words.say("export.field_title", year=of.year, code=code, name=name),
                _columns(shown, words, of.decimals),
                rows,
                lines=(of.title, *_block(exported, of)),
                warnings=_warnings(of, words),
                about=f"{code}. {name}",
                draft=draft,
                frozen_columns=1,
                landscape=True,
            )
        )
    return made


def unit_sheets(exported: ExportedYear, of: RankedList) -> list[Sheet]:
    """One sheet a unit, in the order of the ranking: its fields, and under each its lines."""
    words = exported.words
    maturity = "maturity" if "maturity" in of.columns_of("mart.par_index") else "NULL"
    units = of.con.execute(
        f"SELECT unit_id, unit_name, rank, index_percent, ranked_units, group_label, {maturity} FROM mart.par_index "
        "WHERE index_year = ? AND panel = ? ORDER BY rank NULLS LAST, index_percent DESC NULLS LAST, unit_code",
        [of.year, of.panel],
    ).fetchall()
    return [_unit_sheet(exported, of, unit, words) for unit in units]


def _unit_sheet(exported: ExportedYear, of: RankedList, unit: tuple[Any, ...], words: Wording) -> Sheet:
    unit_id, name, rank, index, ranked_units, group, maturity = unit
    name += of.apart.get(unit_id, "")
    shown = _there(LINE, of, "mart.par_index_line")
    fields_shown = [Shown(_FIELD_ROW.get(each.sql, each.sql), each.heading, each.width, each.kind) for each in shown]
    fields = _rows(of, fields_shown, "mart.par_index_field", "AND unit_id = ? ORDER BY sort_order", words, unit_id)
    nodes = _nodes(of, "mart.par_index_field", unit_id)
    lines = _rows(of, shown, "mart.par_index_line", "AND unit_id = ? ORDER BY sort_order, node_id", words, unit_id)
    under = _nodes(of, "mart.par_index_line", unit_id)
    rows: list[tuple[Value, ...]] = []
    bold = set()
    for node, field in zip(nodes, fields, strict=True):
        bold.add(len(rows))
        rows += [field, *(line for line, at in zip(lines, under, strict=True) if at == node)]
    if rank is None:
        place = words.say("export.not_ranked", index=words.percent(index, of.decimals), maturity=words.code("maturity", maturity))
    else:
        place = words.say(
            "export.place", rank=rank, units=ranked_units, index=words.percent(index, of.decimals), group=group or words.say("not_known")
        )
    draft = unit_id in of.drafts
    return Sheet(
        name,
        words.say("export.unit_title", unit=name, year=of.year),
        _columns(shown, words, of.decimals),
        tuple(rows),
        lines=(place, of.title, *_block(exported, of)),
        warnings=((words.say("made_up"),) if of.made_up else ()) + ((words.say("export.draft_unit"),) if draft else ()) + _internal(of),
        about=place,
        bold=frozenset(bold),
        draft=frozenset(range(len(rows))) if draft else frozenset(),
        frozen_columns=2,
        landscape=True,
    )


def _nodes(of: RankedList, table: str, unit_id: str) -> list[str]:
    order = "sort_order, node_id" if table == "mart.par_index_line" else "sort_order"
    rows = of.con.execute(
        f"SELECT field_node_id FROM {table} WHERE index_year = ? AND panel = ? AND unit_id = ? ORDER BY {order}",
        [of.year, of.panel, unit_id],
    ).fetchall()
    return [row[0] for row in rows]


def _there(shown: Sequence[Shown], of: RankedList, table: str) -> list[Shown]:
    columns = of.columns_of(table)
    return [each for each in shown if each.is_there(columns)]


def _rows(of: RankedList, shown: Sequence[Shown], source: str, rest: str, words: Wording, *values: object) -> tuple[tuple[Value, ...], ...]:
    """The shown columns of the list's rows of a table of ours; `rest` goes on after the WHERE."""
    selected = ", ".join(each.sql for each in shown)
    rows = of.con.execute(
        f"SELECT {selected} FROM {source} WHERE index_year = ? AND panel = ? {rest}", [of.year, of.panel, *values]
    ).fetchall()
    return tuple(
        tuple(label(words, each.label, value) if each.label else value for each, value in zip(shown, row, strict=True)) for row in rows
    )


def _rows_of_units(
    of: RankedList, shown: Sequence[Shown], source: str, rest: str, words: Wording, *values: object
) -> tuple[tuple[tuple[Value, ...], ...], frozenset[int]]:
    """Rows of one unit each, namesakes told apart; and the places of those whose figures are not final."""
    rows = _rows(of, [*shown, Shown("unit_id", "", 0)], source, rest, words, *values)
    at = [each.sql for each in shown].index("unit_name")
    named = tuple((*row[:at], f"{row[at]}{of.apart.get(str(row[-1]), '')}", *row[at + 1 : -1]) for row in rows)
    return named, frozenset(place for place, row in enumerate(rows) if row[-1] in of.drafts)


def _columns(shown: Sequence[Shown], words: Wording, decimals: int) -> tuple[Column, ...]:
    return tuple(Column(words.say(f"export.col.{each.heading}"), each.width, each.kind, decimals) for each in shown)


def _named(exported: ExportedYear, of: RankedList, name: str) -> str:
    """A sheet's wanted name; where the year has several lists, it begins with a short word for the list."""
    if len(exported.lists) == 1:
        return name
    return f"{exported.words.code('sheet', of.panel)} {name}"


def _block(exported: ExportedYear, of: RankedList) -> tuple[str, ...]:
    return (exported.words.say("export.criteria", criteria=of.criteria), exported.origin_line, *(() if _internal(of) else of.standing))


def _internal(of: RankedList) -> tuple[str, ...]:
    """The standing as a warning, where the file has more than what was put out."""
    return of.standing if "self_points" in of.columns_of("mart.par_index") else ()


def _warnings(of: RankedList, words: Wording) -> tuple[str, ...]:
    told = [words.say("made_up")] if of.made_up else []
    if of.drafts:
        told.append(words.say("export.drafts", units=len(of.drafts), names=draft_names(of, words)))
    return (*told, *_internal(of))
