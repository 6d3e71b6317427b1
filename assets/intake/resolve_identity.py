"""Which unit and year the clues of a workbook mean, asked of the reference data.

Belongs here: choosing the most trusted clue, problems of a missing or unknown one, conflicts between clues. Does not
belong here: collecting the clues (``identify.py``), how a name is matched (``reference_lookup.py``).
"""

from __future__ import annotations

from assets.intake.identify import Clue, Clues
from assets.intake.inside_province import meant_inside, named_provinces, narrower_clue
from assets.intake.layout import Layout
from assets.intake.problem_list import ProblemList
from assets.intake.reference_lookup import ReferenceLookup, Unit
from assets.intake.unkeyed_unit import other_unit, unkeyed_unit


def resolve_year(clues: Clues, problems: ProblemList, reference: ReferenceLookup) -> int | None:
    """The index year that the most trusted clue names (even when it is not open: that is a problem of its own), or
    None.
    """
    if not clues.year and clues.unclear_year is not None:
        at = clues.unclear_year
        detail = f"Ô {at.sheet}!{at.cell} ghi «{at.text}», không rõ là một năm nào. Hãy ghi một năm bằng bốn chữ số, ví dụ 2024."
        problems.add("year_missing", detail, sheet=at.sheet, cell=at.cell, value=at.text)
        return None
    if not clues.year:
        problems.add(
            "year_missing",
            "Không thấy năm đánh giá. Hãy ghi «Năm đánh giá: 2024» phía trên bảng, hoặc nêu --year khi nộp.",
        )
        return None
    clue = clues.year[0]
    year = int(clue.text)
    if year not in reference.open_years:
        years = f"{min(reference.open_years)}–{max(reference.open_years)}" if reference.open_years else "chưa có năm nào"
        detail = f"Năm {year} chưa mở (các năm đã mở: {years})."
        problems.add("year_not_open", detail, sheet=clue.sheet, cell=clue.cell, value=clue.text, index_year=year)
    for other in clues.year[1:]:
        if other.text != clue.text:
            _conflict(problems, "năm", clue, clue.text, other, year)
    return year


def resolve_unit(clues: Clues, year: int | None, layout: Layout, problems: ProblemList, reference: ReferenceLookup) -> Unit | None:
    """The one unit of that year that the most trusted clue names, or None with its problem; other clues may only
    conflict. A unit that only the letterhead or the title names is put among the clues.
    """
    if not clues.unit and year is not None:
        unkeyed = unkeyed_unit(clues, layout, reference.day_of(year, layout.form), reference)
        if unkeyed is not None:
            clues.unit.append(unkeyed[0])
            return unkeyed[1]
    if not clues.unit:
        detail = "Không thấy tên đơn vị. Hãy ghi «Đơn vị: …» phía trên bảng, hoặc nêu --unit khi nộp."
        problems.add("unit_missing", detail, index_year=year)
        return None
    if year is None:
        return None  # who exists depends on the year, and the missing year is already a problem
    clue = clues.unit[0]
    form = layout.form
    day = reference.day_of(year, form)
    named = reference.find_units(clue.text, day)
    for other in narrower_clue(clue, clues):
        inside = [unit for unit in reference.find_units(other.text, day) if named and unit.parent_unit_id == named[0].unit_id]
        if inside:
            clue, named = other, inside
            break
    found = meant_inside(named, clue, clues, year, reference)
    if named and not found:
        problems.add("unit_unknown", _elsewhere(clue, clues, named, reference), sheet=clue.sheet, cell=clue.cell, value=clue.text,
                     index_year=year)  # fmt: skip
        return None
    if len(found) != 1:
        problems.add("unit_unknown", _why_unknown(clue.text, found, reference, year, form), sheet=clue.sheet, cell=clue.cell,
                     value=clue.text, index_year=year)  # fmt: skip
        return None
    for other in clues.unit:
        meant = reference.find_units(other.text, day)
        if (
            other is clue
            or found[0] in meant
            or (found[0].parent_unit_id in reference.provinces_named(other.text) and other.source == clue.source)
        ):
            continue
        # Two statements of one title block conflict where the second names a unit too; 'Tên cơ quan: Vụ Tổ chức' only adds to it.
        if meant or other.source != clue.source:
            _conflict(problems, "đơn vị", clue, reference.full_name(found[0]), other, year, found[0].unit_id)
    unkeyed_other = other_unit(clues, layout, found[0], day, reference)
    if unkeyed_other is not None:
        _conflict(problems, "đơn vị", clue, reference.full_name(found[0]), unkeyed_other, year, found[0].unit_id)
    return found[0]


def _why_unknown(text: str, found: list[Unit], reference: ReferenceLookup, year: int, form: str) -> str:
    if found:
        names = "; ".join(reference.full_name(unit) for unit in found)
        how = f"Hãy ghi tên kèm tỉnh, ví dụ «{reference.full_name(found[0])}»." if found[0].parent_unit_id else "Hãy ghi mã đơn vị."
        return f"Tên «{text}» chỉ nhiều đơn vị: {names}. {how}"
    for unit in reference.ever_named(text):
        since = f" từ {unit.valid_from:%d/%m/%Y}" if unit.valid_from else ""
        until = f" đến {unit.valid_to:%d/%m/%Y}" if unit.valid_to else ""
        day = reference.day_of(year, form)(unit)
        return f"«{unit.name}» tồn tại{since}{until}, không được chấm năm {year} (xét tại ngày {day:%d/%m/%Y})."
    return f"Không có đơn vị nào tên «{text}» trong danh mục năm {year}. Hãy kiểm tra chính tả hoặc ghi mã đơn vị."


def _elsewhere(clue: Clue, clues: Clues, named: list[Unit], reference: ReferenceLookup) -> str:
    provinces = named_provinces(clue, clues, reference)
    names = ", ".join(sorted({unit.name for unit in reference.units if unit.unit_id in provinces}))
    known = "; ".join(reference.full_name(unit) for unit in named)
    return f"Biểu ghi tỉnh {names}, nhưng «{clue.text}» trong danh mục là của tỉnh khác: {known}. Hãy sửa tên tỉnh hoặc tên đơn vị."


def _conflict(problems: ProblemList, what: str, won: Clue, name: str, other: Clue, year: int, unit_id: str | None = None) -> None:
    if won.source == "hidden_sheet" and other.sheet:
        detail = (
            f"Mẫu biểu này được cấp cho {what} «{name}» nhưng ô {_where(other)} ghi «{other.text}»; đã tính cho «{name}». "
            f"Nếu là của «{other.text}», hãy dùng mẫu biểu cấp cho {what} ấy."
        )
    else:
        two = f"«{won.text}» ({_where(won)}) và «{other.text}» ({_where(other)})"
        detail = f"Hai nơi ghi {what} khác nhau: {two}; đã dùng nơi thứ nhất."
    problems.add(
        "identity_conflict",
        detail,
        sheet=other.sheet,
        cell=other.cell,
        value=other.text,
        index_year=year,
        unit_id=unit_id,
    )


def _where(clue: Clue) -> str:
    return f"{clue.sheet}!{clue.cell}" if clue.sheet else "người nộp nêu"
