"""The demo's periodic reports as workbooks: annual reports of 2023 and 2024 of every unit, and the other periods of a few.

Belongs here: which reports there are, their texts and layout. Does not belong here: the numbers (report_figures.py), how a workbook is
written (workbook_writer.py).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

import polars as pl

from assets.demo.demo_files import DemoFile
from assets.demo.demo_units import DemoUnit, Reference
from assets.demo.form_book import BookRow, CellValue, Column, FormBook
from assets.demo.par_index_books import UNIT_LINE
from assets.demo.report_figures import LEVELS, YEARS, Figures, report_figures
from assets.demo.task_counts import reporting_units
from assets.demo.unit_spelling import file_name_part, office_spelling
from assets.demo.workbook_writer import workbook_bytes

_COLUMNS = (
    Column("code", "Mã", 9),
    Column("name", "Chỉ tiêu", 62),
    Column("unit_of_measure", "Đơn vị tính", 16),
    Column("figure", "Số liệu", 16),
    Column("note", "Ghi chú", 40),
)
_YEAR_LINE = "Năm báo cáo: "
_PERIODS = {
    "report_quarter_1": ("QUÝ I", "quy_1", 21),
    "report_six_months": ("6 THÁNG ĐẦU NĂM", "6_thang", 47),
    "report_quarter_3": ("QUÝ III", "quy_3", 26),
    "report_year": ("NĂM", "nam", 100),
}
"""Words of the title, of the file's name, and about how much of the year's figures, in percent, falls into the period."""
_WITH_ALL_PERIODS = ("CP", "BTP", "BYT", "01", "33")
_MARK = "SỐ LIỆU GIẢ LẬP – không phải số liệu thật của cơ quan nào"


def report_files(reference: Reference, seed: int) -> Iterator[DemoFile]:
    """Annual reports of both years, then the other periods of 2024 of five units."""
    figures = report_figures(reference, seed)
    units = [unit for level in LEVELS for unit in reporting_units(reference, level)]
    for year in YEARS:
        for number, unit in enumerate(units):
            yield _file(reference, "report_year", year, unit, number, figures[year][unit.unit_id])
    for number, unit in enumerate(unit for unit in units if unit.code in _WITH_ALL_PERIODS):
        for form in ("report_quarter_1", "report_six_months", "report_quarter_3"):
            yield _file(reference, form, YEARS[-1], unit, number, _in_period(form, reference, unit, figures, seed))


def _in_period(form: str, reference: Reference, unit: DemoUnit, figures: dict[int, Figures], seed: int) -> Mapping[str, int]:
    """A share of the year's figures; cumulative ones, and those at the end of a period, lie between the years."""
    before, year = (figures[each][unit.unit_id] for each in YEARS)
    timing = dict(reference["reference.indicator"].select("indicator", "timing").iter_rows())
    share = _PERIODS[form][2] + random.Random(f"{seed}:{unit.unit_id}").randint(-3, 3)
    done = {"report_quarter_1": share, "report_six_months": share, "report_quarter_3": share + 45}[form]
    reported = {
        indicator: value * share // 100
        if timing[indicator] == "in_period"
        else before[indicator] + (value - before[indicator]) * done // 100
        for indicator, value in year.items()
    }
    wholes: dict[str, list[str]] = {}
    for indicator, whole in (
        reference["reference.indicator"].filter(pl.col("part_of").is_not_null()).select("indicator", "part_of").iter_rows()
    ):
        if indicator in reported:
            wholes.setdefault(whole, []).append(indicator)
    return reported | {whole: sum(reported[part] for part in parts) for whole, parts in wholes.items()}


def _file(reference: Reference, form: str, year: int, unit: DemoUnit, number: int, figures: Mapping[str, int]) -> DemoFile:
    code_and_name = [unit.code, file_name_part(unit.name)] if unit.code.isdigit() else [unit.code]
    name = "_".join([str(year), *code_and_name, "bao_cao", _PERIODS[form][1]])
    return DemoFile(f"{name}.xlsx", lambda: workbook_bytes(_book(reference, form, year, unit, number, figures)))


def _book(reference: Reference, form: str, year: int, unit: DemoUnit, number: int, figures: Mapping[str, int]) -> FormBook:
    """Offices differ: three in five have the hidden sheet, two in seven write numbers as text with points between thousands."""
    hidden = (("form", form), ("unit", unit.code), ("year", str(year)), ("version", "1"), ("data", "made_up")) if number % 5 < 3 else None
    spelt = office_spelling(unit.name, unit.unit_type, number)
    return FormBook(
        form=form,
        sheet="Báo cáo",
        title_lines=(f"BÁO CÁO CẢI CÁCH HÀNH CHÍNH {_PERIODS[form][0]} {year}", UNIT_LINE + spelt, f"{_YEAR_LINE}{year}", _MARK),
        columns=_COLUMNS,
        rows=tuple(_rows(reference, figures, as_text=number % 7 in (2, 5))),
        signature=(f"....., ngày ... tháng ... năm {year}", "THỦ TRƯỞNG ĐƠN VỊ", "(Ký, ghi rõ họ tên, đóng dấu)"),
        hidden=hidden,
    )


def _rows(reference: Reference, figures: Mapping[str, int], *, as_text: bool) -> Iterator[BookRow]:
    catalogue = reference["reference.indicator"].sort("sort_order").to_dicts()
    areas = {row["area"] for row in catalogue if row["indicator"] in figures}
    for row in catalogue:
        if row["kind"] == "area" and row["area"] in areas:
            yield BookRow("field", {"code": row["indicator"], "name": row["name_vi"]})
        elif row["indicator"] in figures:
            value: CellValue = figures[row["indicator"]]
            if as_text:
                value = f"{value:,}".replace(",", ".")
            values = {"code": row["indicator"], "name": row["name_vi"], "unit_of_measure": row["unit_vi"], "figure": value}
            yield BookRow("sub_criterion", values)
