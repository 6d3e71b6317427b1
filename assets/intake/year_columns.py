"""Columns of one measure for several years, side by side, as offices compare themselves with the year before.

Belongs here: taking the column of the form's own year. Does not: finding a header (header.py), columns that nothing tells apart
(form_sheet.py refuses those).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assets.intake.header import Header, row_of_column_numbers
from assets.intake.header_texts import header_texts
from assets.intake.layout import Column
from assets.intake.phrase import fold_phrase
from assets.intake.sheet_grid import SheetGrid

_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_OF_YEAR = re.compile(
    r"(?:(?<!thang [0-9] )(?<!thang [0-9]{2} )\bnam |(?<=[a-z] )(?<!nam )(?=[0-9]+$))((?:19|20)[0-9]{2})\b"  # '… năm 2022', '… 2022'
)


def of_the_year(grid: SheetGrid, header: Header, year: int) -> Header:
    """The header with the columns of that year, where the headings of a measure say which is whose: 'Điểm năm 2022' beside 'Điểm năm 2023',
    or beside 'Điểm' alone."""
    named: dict[Column, list[tuple[int, int]]] = {}
    for column, row_no, col_no in header.further:
        named.setdefault(column, []).append((row_no, col_no))
    for column, others in named.items():
        last = max(row_no for row_no, _ in others)
        places = [header.columns[column.name], *(col_no for _, col_no in others)]
        texts = header_texts(grid, header, last)
        meant = _meant([{found for _, text in texts.get(col_no, []) for found in _YEAR.findall(text)} for col_no in places], str(year))
        if meant is not None:
            header = replace(
                header,
                columns={**header.columns, column.name: places[meant]},
                twice=tuple(each for each in header.twice if each[0] != column),
                again=tuple(each for each in header.again if each[0] != column),
                last_row=row_of_column_numbers(grid, last, header.columns) if last > header.last_row else header.last_row,
            )
    return header


def other_year(texts: Sequence[tuple[int, str]], year: int) -> tuple[str, int] | None:
    """The one year that a column's heading names ('… năm 2022') and the row in which it does, where that is not the form's year.
    ``texts``: those of the column (:func:`assets.intake.header_texts.header_texts`).
    """
    named = {(found, row_no) for row_no, text in texts for found in _OF_YEAR.findall(fold_phrase(text))}
    return next(iter(named)) if len(named) == 1 and all(found != str(year) for found, _ in named) else None


def _meant(years: list[set[str]], year: str) -> int | None:
    """Which of the columns is of the year: the one that names it, else the one that names none, where all others name other years."""
    if any(year in each for each in years):
        own = [place for place, each in enumerate(years) if each == {year}]
        rest = [each for each in years if year not in each and each]
    else:
        own = [place for place, each in enumerate(years) if not each]
        rest = [each for each in years if each]
    return own[0] if len(own) == 1 and len(rest) == len(years) - 1 else None
