"""One long table of an outside index's scores: many units, one submission per index and year.

Belongs here: which index it is, years without a definition, units per row, the lines. Does not belong here:
aggregation and ranks.
"""

from __future__ import annotations

from assets.intake.content_id import content_id
from assets.intake.header import Header, find_header
from assets.intake.hidden_values import report_hidden
from assets.intake.identify import Clues
from assets.intake.index_lines import index_lines
from assets.intake.index_rows import IndexRow, index_rows
from assets.intake.intake_rows import Extraction, Stated, Submission
from assets.intake.layout import Layout, Layouts
from assets.intake.linked_values import report_links
from assets.intake.missing_column import missing_column_vi
from assets.intake.phrase import fold_phrase
from assets.intake.problem_list import ProblemList
from assets.intake.reference_lookup import ReferenceLookup
from assets.intake.sheet_grid import SheetGrid
from assets.workbooks.workbook_cells import address

MADE_UP = "made-up"


def extract_index(
    grids: list[SheetGrid],
    clues: Clues,
    stated: Stated,
    problems: ProblemList,
    reference: ReferenceLookup,
    layouts: Layouts,
) -> Extraction:
    """One submission per index and year of the table; a year that is not open or not defined is refused alone, the
    others stay.
    """
    problems.form = clues.form[0].text
    layout = layouts.get(clues.form[0].text, None)
    assert layout is not None  # read_clues gives only forms that have a layout
    place = _sheet(grids, layout, problems)
    if place is None:
        return problems.refused(made_up=clues.made_up)
    grid, header = place
    rows = list(index_rows(grid, header, layout))
    years = _by_year(rows, stated, problems, grid)
    if problems.refusing or not rows:
        if not rows:
            detail = "Dưới hàng tiêu đề không có dòng điểm nào. Hãy điền bảng rồi gửi lại."
            problems.add("no_lines", detail, sheet=grid.sheet.name)
        return problems.refused(made_up=clues.made_up)
    result = Extraction([], [], problems.rows)
    for (named, year), own in _by_index(years, reference).items():
        _one_year(result, named, year, own, grid, clues, problems, reference, layout)
    return result


def _sheet(grids: list[SheetGrid], layout: Layout, problems: ProblemList) -> tuple[SheetGrid, Header] | None:
    visible = [grid for grid in grids if not grid.sheet.hidden]
    found = [(grid, header) for grid in visible if (header := find_header(grid, layout)) is not None]
    columns = " | ".join(column.label for column in layout.required)
    if not found:
        problems.add("sheet_missing", f"Không trang tính nào có hàng tiêu đề của bảng điểm. Hàng tiêu đề cần có: {columns}.")
        return None
    grid, header = min(found, key=lambda pair: len(pair[1].missing))
    for column in header.missing:
        problems.add(
            "column_missing",
            missing_column_vi(grid, header, column),
            sheet=grid.sheet.name,
            cell=address(header.first_row, 1),
            value=column.label,
        )
    for other, its_header in found:
        if other is not grid and not its_header.missing:
            detail = f"Có nhiều trang cùng biểu; chỉ đọc «{grid.sheet.name}», không đọc «{other.sheet.name}»."
            problems.add("sheet_unread", detail, sheet=other.sheet.name, cell=address(its_header.first_row, 1), value=other.sheet.name)
    return None if header.missing else (grid, header)


def _by_year(rows: list[IndexRow], stated: Stated, problems: ProblemList, grid: SheetGrid) -> dict[int, list[IndexRow]]:
    years: dict[int, list[IndexRow]] = {}
    bad: list[IndexRow] = []
    for row in rows:
        if row.year is None and stated.year is not None:
            years.setdefault(stated.year, []).append(row)
        elif row.year is not None and len(row.year) == 4 and row.year.isascii() and row.year.isdigit():
            years.setdefault(int(row.year), []).append(row)
        else:
            bad.append(row)
    if bad:
        detail = f"{len(bad)} dòng không có năm bốn chữ số (dòng đầu: {bad[0].row_no}). Hãy điền cột năm rồi gửi lại."
        problems.add("year_missing", detail, sheet=grid.sheet.name, cell=bad[0].year_cell, value=bad[0].year)
    return years


def _by_index(years: dict[int, list[IndexRow]], reference: ReferenceLookup) -> dict[tuple[str | None, int], list[IndexRow]]:
    """Rows per (index, year). A row's own index column decides; else the index whose sub-codes fit the whole file
    best.
    """
    spelt = {fold_phrase(name): name for name in reference.index_names()}
    spelt |= {fold_phrase(outside.title): outside.index_name for outside in reference.outside.values()}
    unnamed = {year: [row for row in rows if row.index_name is None] for year, rows in years.items()}
    best = _best_fit(unnamed, reference)
    groups: dict[tuple[str | None, int], list[IndexRow]] = {}
    for year in sorted(years):
        for row in years[year]:
            name = best if row.index_name is None else spelt.get(fold_phrase(row.index_name))
            groups.setdefault((name, year), []).append(row)
    return groups


def _best_fit(years: dict[int, list[IndexRow]], reference: ReferenceLookup) -> str | None:
    fits: dict[str, int] = dict.fromkeys(reference.index_names(), 0)
    for year, rows in years.items():
        codes = {row.code for row in rows}
        for name in fits:
            if (name, year) in reference.outside:
                fits[name] += len(codes & {sub for _, sub in reference.outside[name, year].nodes})
    ranked = sorted(fits.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] == 0 or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _one_year(
    result: Extraction,
    name: str | None,
    year: int,
    rows: list[IndexRow],
    grid: SheetGrid,
    clues: Clues,
    problems: ProblemList,
    reference: ReferenceLookup,
    layout: Layout,
) -> None:
    stated = problems.stated
    made_up = clues.made_up or any(row.source_url.startswith(MADE_UP) for row in rows)
    outside = None if name is None else reference.outside.get((name, year))
    first = rows[0]
    if year not in reference.open_years:
        detail = f"Năm {year} chưa mở nên {len(rows)} dòng điểm của năm này không được nhận."
        problems.add("year_not_open", detail, sheet=grid.sheet.name, cell=first.year_cell, value=str(year), index_year=year)
    elif name is None and any(row.index_name is not None for row in rows):
        _report_unknown_names(rows, year, grid, problems, reference, layout)
    elif outside is None:
        what = f"chỉ số {name}" if name else "chỉ số nào có các mã nội dung này"
        detail = f"Năm {year}: chưa có định nghĩa cho {what} nên {len(rows)} dòng điểm không được nhận."
        problems.add("no_criteria_set", detail, sheet=grid.sheet.name, cell=first.code_cell, value=first.code, index_year=year)
    # Rows without a year take the stated one: the same bytes sent with another --year give other lines for this year.
    borrowed = ("stated year",) if any(row.year is None for row in rows) else ()
    submission_id = content_id(stated.file_sha256, layout.form, year, name, *borrowed)
    accepted = outside is not None and year in reference.open_years
    lines = list(index_lines(rows, submission_id, year, outside, grid, stated, reference, layout)) if accepted and outside else []
    if lines and (header := find_header(grid, layout)) is not None:
        report_links(grid, lines, problems, year, None)
        report_hidden(grid, header, layout, lines, problems, year, None)
    levels = {line.level for line in lines if line.level is not None}
    result.lines.extend(lines)
    result.submissions.append(
        Submission(
            submission_id=submission_id,
            file_sha256=stated.file_sha256,
            file_name=stated.file_name,
            form=layout.form,
            index_year=year,
            level=levels.pop() if len(levels) == 1 else None,
            subject_id=name,
            unit_id=None,
            criteria_set=None,
            index_name=name,
            identified_by="header",
            sheet=grid.sheet.name,
            made_up=made_up,
            status="accepted" if accepted else "refused",
            lines_in=len(lines),
        )
    )


def _report_unknown_names(
    rows: list[IndexRow], year: int, grid: SheetGrid, problems: ProblemList, reference: ReferenceLookup, layout: Layout
) -> None:
    """Names in the index column that no outside index has, each at its first row; with those that there are that year."""
    there = ", ".join(name for name in reference.index_names() if (name, year) in reference.outside)
    known = f"Các chỉ số có định nghĩa cho năm {year}: {there}." if there else f"Chưa có chỉ số nào có định nghĩa cho năm {year}."
    header = find_header(grid, layout)
    column = header.columns.get("index") if header is not None else None
    for name in dict.fromkeys(row.index_name for row in rows if row.index_name is not None):
        own = [row for row in rows if row.index_name == name]
        cell = address(own[0].row_no, column) if column else own[0].code_cell
        detail = f"{len(own)} dòng điểm ghi tên này không được nhận. {known}"
        problems.add("index_unknown", detail, sheet=grid.sheet.name, cell=cell, value=name, index_year=year)
