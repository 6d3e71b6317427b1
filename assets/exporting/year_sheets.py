"""The sheets of the whole year in the release: the scorecard, one sheet a period; verdicts on published figures; open findings.

Belongs here: columns, order and rows of those sheets. Does not: ranked lists (list_sheets.py), sources (source_sheet.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from assets.exporting.exported_year import ExportedYear, label
from assets.exporting.sheet import Column, Kind, Sheet, Value
from assets.national_scorecard import NATIONAL_SCORECARD
from warehouse.wording import Wording

_SCORECARD = f"""
    SELECT
        period, area, indicator, name_vi, name_en, unit_vi, figure, ministries, provinces, previous_figure, change, change_unit,
        units_reported, units_expected, unit_kind, made_up
    FROM {NATIONAL_SCORECARD}
    WHERE index_year = ? AND units_reported > 0
    ORDER BY sort_order, indicator
"""
_VERDICTS = """
    SELECT
        figure, {name}, {statement}, stated_value, unit_vi, printed_operands, printed_value, data_value, verdict, difference, why_vi,
        made_up
    FROM mart.reconciliation WHERE index_year = ? ORDER BY sort_order, figure, claim
"""
_FINDINGS = """
    SELECT f.severity, u.unit_name, f.form, f.file_name, f.sheet, f.cell, f.value, f.{message}, f.mend_vi, f.rule
    FROM quality.findings AS f LEFT JOIN reference.unit AS u USING (unit_id)
    WHERE f.index_year = $year AND NOT f.superseded AND ($panel IS NULL OR f.unit_id IN (
        SELECT unit_id FROM mart.par_index WHERE index_year = $year AND panel = $panel))
    ORDER BY array_position(['error', 'warning', 'info'], f.severity), u.unit_code, f.form, f.file_name, f.sheet, f.cell, f.finding_id
"""
_PERIODS = ("year", "six_months", "quarter_1", "quarter_3")


def scorecard_sheets(exported: ExportedYear, con: duckdb.DuckDBPyConnection) -> list[Sheet]:
    """One sheet for each period of which something was reported."""
    words = exported.words
    rows = con.execute(_SCORECARD, [exported.year]).fetchall()
    return [_scorecard(exported, period, [row for row in rows if row[0] == period], words) for period in _PERIODS if _any(rows, period)]


def _any(rows: Sequence[tuple[Any, ...]], period: str) -> bool:
    return any(row[0] == period for row in rows)


def _scorecard(exported: ExportedYear, period: str, rows: Sequence[tuple[Any, ...]], words: Wording) -> Sheet:
    told = []
    for _, area, indicator, vi, en, unit, *figures, change_unit, reported, expected, _, _ in rows:
        told.append((label(words, "area", area), indicator, _own(words, vi, en), unit, *figures, change_unit, reported, expected))
    period_name = words.code("period", period)
    columns = (
        _column(words, "area", 16),
        _column(words, "code", 7),
        _column(words, "indicator", 38),
        _column(words, "unit_of_measure", 11),
        *(_column(words, name, 12, Kind.general) for name in ("national", "ministries", "provinces", "year_before", "change")),
        _column(words, "change_unit", 11),
        _column(words, "reported", 8, Kind.whole),
        _column(words, "expected", 8, Kind.whole),
    )
    return Sheet(
        words.say("export.scorecard", period=period_name),
        words.say("export.scorecard_title", year=exported.year, period=period_name),
        columns,
        tuple(told),
        lines=(exported.origin_line,),
        warnings=_warnings(words, any(row[-1] for row in rows)),
        about=words.say("export.scorecard_about", period=period_name),
        percents=frozenset(number for number, row in enumerate(rows) if row[-2] == "percent"),
        frozen_columns=3,
        landscape=True,
    )


def verdict_sheets(exported: ExportedYear, con: duckdb.DuckDBPyConnection) -> list[Sheet]:
    """One sheet with the verdict on every published figure; none where none is declared of the year."""
    words = exported.words
    name, statement = ("name_en", "statement_en") if words.language == "en" else ("name_vi", "statement_vi")
    rows = con.execute(_VERDICTS.format(name=name, statement=statement), [exported.year]).fetchall()
    if not rows:
        return []
    columns = (
        _column(words, "code", 7),
        _column(words, "published_figure", 24),
        _column(words, "statement", 30),
        _column(words, "stated", 11, Kind.general),
        _column(words, "unit_of_measure", 10),
        _column(words, "printed_operands", 13),
        _column(words, "printed_value", 11, Kind.general),
        _column(words, "data_value", 11, Kind.general),
        _column(words, "verdict", 14),
        _column(words, "difference", 9, Kind.general),
        _column(words, "why", 38),
    )
    told = tuple((*row[:8], label(words, "verdict", row[8]), *row[9:11]) for row in rows)
    sheet = Sheet(
        words.say("export.verdicts"),
        words.say("export.verdicts_title", year=exported.year),
        columns,
        told,
        lines=(words.say("export.verdicts_note"), exported.origin_line),
        warnings=(*((words.say("export.reports_made_up"),) if any(row[-1] for row in rows) else ()), words.say("export.internal")),
        about=words.say("export.verdicts_about", figures=len({row[0] for row in rows}), claims=len(rows)),
        frozen_columns=2,
        landscape=True,
    )
    return [sheet]


def findings_sheet(exported: ExportedYear, con: duckdb.DuckDBPyConnection) -> Sheet:
    """Findings on the versions that count, errors first: what is wrong, in which cell, how to mend it."""
    words = exported.words
    message = "message_en" if words.language == "en" else "message_vi"
    rows = con.execute(_FINDINGS.format(message=message), {"year": exported.year, "panel": exported.panel}).fetchall()
    unplaced = con.execute("SELECT count(*) FROM quality.findings WHERE index_year IS NULL AND NOT superseded").fetchone()
    told: list[tuple[Value, ...]] = [
        (label(words, "severity", severity), unit, label(words, "form", form), *rest) for severity, unit, form, *rest in rows
    ]
    columns = (
        _column(words, "severity", 10),
        _column(words, "unit", 16),
        _column(words, "form", 13),
        _column(words, "file", 20),
        _column(words, "sheet", 12),
        _column(words, "cell", 6, Kind.mark),
        _column(words, "value", 11),
        _column(words, "message", 42),
        _column(words, "mend", 30),
        _column(words, "rule", 14),
    )
    outside = (words.say("export.findings_without_year", findings=unplaced[0]),) if unplaced and unplaced[0] else ()
    return Sheet(
        words.say("export.findings"),
        words.say("export.findings_title", year=exported.year),
        columns,
        tuple(told),
        lines=(words.say("export.findings_note"), *outside, exported.origin_line),
        warnings=_warnings(words, exported.made_up),
        about=words.say("export.findings_about", findings=len(rows)),
        frozen_columns=2,
        landscape=True,
    )


def _own(words: Wording, vi: str, en: str | None) -> str:
    return en if words.language == "en" and en else vi


def _column(words: Wording, name: str, width: float, kind: Kind = Kind.text) -> Column:
    return Column(words.say(f"export.col.{name}"), width, kind)


def _warnings(words: Wording, made_up: bool) -> tuple[str, ...]:
    return (*((words.say("made_up"),) if made_up else ()), words.say("export.internal"))
