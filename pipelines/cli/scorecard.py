"""`cchc scorecard`: the year's figures by area, nationally and by level, beside the year before; or one unit's.

Belongs here: which rows and columns are shown. Does not: the figures (warehouse/models/mart/scorecard*.sql).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import duckdb

from assets.intake.reference_lookup import ReferenceLookup, Unit
from assets.national_scorecard import NATIONAL_SCORECARD
from pipelines.cli.failure import BAD_INPUT, NOTHING_YET, CommandFailed
from pipelines.cli.printing import console, print_rows, table
from pipelines.cli.sql import released
from warehouse.home import Home
from warehouse.reference_data import load_reference
from warehouse.wording import Wording

_VI = Wording("vi")
_NATIONAL = f"""
    SELECT
        area, indicator, name_vi, unit_vi, unit_kind, figure, ministries, provinces, previous_figure, change, change_unit, units_reported,
        units_expected, made_up
    FROM {NATIONAL_SCORECARD}
    WHERE index_year = ? AND period = ? AND coalesce(area = ?, true)
    ORDER BY sort_order
"""
_UNIT = """
    SELECT area, indicator, name_vi, unit_vi, unit_kind, figure, state, previous_figure, change, change_unit, file_name, cell, made_up
    FROM mart.scorecard_unit
    WHERE index_year = ? AND period = ? AND coalesce(area = ?, true) AND unit_id = ?
    ORDER BY sort_order
"""


def scorecard(year: int, period: str, area: str | None, unit: str | None, how: str) -> None:
    """Print the scorecard of a year and period. CommandFailed where there is nothing, or no such unit."""
    home = Home.from_env()
    con = released(home)
    try:
        if unit is None:
            query, parameters = _NATIONAL, [year, period, area]
        else:
            found = _unit(home, unit, year)
            query, parameters = _UNIT, [year, period, area, found.unit_id]
        rows = con.execute(query, parameters).fetchall()
        columns = con.description or []
    except duckdb.CatalogException as error:
        raise CommandFailed("Bản phát hành này chưa có bảng tổng hợp; hãy chạy: cchc run", NOTHING_YET) from error
    finally:
        con.close()
    if not rows:
        raise CommandFailed(f"Năm {year}, {_VI.code('period', period)}: chưa có đơn vị nào phải báo cáo (periods.yml).", NOTHING_YET)
    if how != "table":
        print_rows([str(column[0]) for column in columns], [str(column[1]) for column in columns], rows, how)
    elif unit is None:
        _tell_national(year, period, rows)
    else:
        _tell_unit(year, period, found.name, rows)


def _unit(home: Home, text: str, year: int) -> Unit:
    reference = ReferenceLookup.from_tables(load_reference(home.reference_folders))
    found = reference.find_units(text, reference.day_of(year, "report_year"))
    if len(found) != 1:
        raise CommandFailed(reference.not_one(text, year, found), BAD_INPUT)
    return found[0]


def _tell_national(year: int, period: str, rows: Sequence[tuple[Any, ...]]) -> None:
    out = console()
    made_up = " – SỐ LIỆU GIẢ LẬP" if any(row[-1] for row in rows) else ""
    out.print(f"Cải cách hành chính {year}, {_VI.code('period', period)}{made_up}")
    names = ["Mã", "Chỉ tiêu", "Đơn vị tính", "Cả nước", "Bộ", "Tỉnh", "Năm trước", "Thay đổi", "Báo cáo"]
    for area in dict.fromkeys(row[0] for row in rows):
        shown = [
            (
                indicator,
                name,
                unit,
                *(figure_vi(value, kind) for value in (figure, ministries, provinces, before)),
                change_vi(change, kind),
                f"{reported}/{expected}",
            )
            for of, indicator, name, unit, kind, figure, ministries, provinces, before, change, _, reported, expected, _ in rows
            if of == area
        ]
        out.print(table(names, shown, right=names[3:], title=f"\n{_VI.code('area', area)}"))


def _tell_unit(year: int, period: str, unit: str, rows: Sequence[tuple[Any, ...]]) -> None:
    out = console()
    made_up = " – SỐ LIỆU GIẢ LẬP" if any(row[-1] for row in rows) else ""
    out.print(f"{unit}, {year}, {_VI.code('period', period)}{made_up}")
    names = ["Mã", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Năm trước", "Thay đổi", "Nguồn"]
    for area in dict.fromkeys(row[0] for row in rows):
        shown = [
            (
                indicator,
                name,
                measure,
                figure_vi(figure, kind) if state == "value" else _VI.code("state", state),
                figure_vi(before, kind),
                change_vi(change, kind),
                f"{file}!{cell}" if cell else "",
            )
            for of, indicator, name, measure, kind, figure, state, before, change, _, file, cell, _ in rows
            if of == area
        ]
        out.print(table(names, shown, right=names[3:6], title=f"\n{_VI.code('area', area)}"))


def figure_vi(value: Decimal | None, kind: str) -> str:
    """A figure in Vietnamese format: '4.673', '97,14', nothing for null."""
    return "" if value is None else _VI.figure(value, kind)


def change_vi(value: Decimal | None, kind: str) -> str:
    """A change with its sign; of percents in percentage points."""
    if value is None:
        return ""
    return _VI.figure(value, kind, signed=True) + (" điểm" if kind == "percent" else "")
