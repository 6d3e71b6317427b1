"""`cchc explain`: from a rank to fields, lines, file, sheet and cell.

Belongs here: finding the unit and telling its story. Does not: any sum (they lie in mart).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import duckdb
from rich.console import Console

from pipelines.cli.explain_lines import show_lines, show_next_steps
from pipelines.cli.explain_standing import show_standing
from pipelines.cli.failure import NOTHING_YET, CommandFailed
from pipelines.cli.printing import console, points, table
from pipelines.cli.sql import released
from pipelines.cli.sql_catalogue import plain
from warehouse.home import Home
from warehouse.unit_names import fold_name
from warehouse.wording import Wording

_VI = Wording("vi")


def explain(unit: str, year: int, all_lines: bool) -> None:
    """Print rank, fields, the lines that lost points (or all), findings, and outside indices of one unit and year."""
    out = console()
    with released(Home.from_env()) as con:
        unit_id, name = find_unit(con, unit, year)
        told = _par_index(con, out, unit_id, year, all_lines)
        told = _outside(con, out, unit_id, name, year) or told
        if not told:
            raise CommandFailed(f"{name} không có trong bảng nào của năm {year}; xem các năm có số liệu: cchc status", NOTHING_YET)
        _findings(con, out, unit_id, year)


class UnitAmbiguous(CommandFailed):
    """What was typed may be several units: by unit_id the name and the code of each."""

    def __init__(self, typed: str, units: Mapping[str, tuple[str, str]]) -> None:
        super().__init__(_VI.say("unit.ambiguous", typed=typed, units="; ".join(sorted(_typeable(units)))))
        self.units = units


def _typeable(units: Mapping[str, tuple[str, str]]) -> list[str]:
    """What to type for each of them: its name, or where several have it their codes, or their ids."""
    names, codes = Counter(name for name, _ in units.values()), Counter(code for _, code in units.values())
    return [name if names[name] == 1 else f"{code if codes[code] == 1 else unit_id} ({name})" for unit_id, (name, code) in units.items()]


def find_unit(con: duckdb.DuckDBPyConnection, unit: str, year: int, panel: str | None = None) -> tuple[str, str]:
    """The unit of that year (and list) by name as people spell it, alias, code or id; a unit inside a province also by its name and that of
    the province. Raises CommandFailed with near names."""
    rows = con.execute(
        """
        WITH present AS (
            SELECT unit_id FROM mart.par_index WHERE index_year = $year AND panel = coalesce($panel, panel)
            UNION SELECT unit_id FROM mart.outside_index WHERE index_year = $year AND $panel IS NULL
        )
        SELECT u.unit_id, u.unit_name || coalesce(', ' || p.unit_name, ''), u.unit_name, u.unit_code, a.alias
        FROM present JOIN reference.unit AS u USING (unit_id) LEFT JOIN reference.unit_alias AS a USING (unit_id)
            LEFT JOIN reference.unit AS p ON p.unit_id = u.parent_unit_id
        """,
        {"year": year, "panel": panel},
    ).fetchall()
    if not rows:
        known = con.execute("SELECT index_year FROM mart.par_index UNION SELECT index_year FROM mart.outside_index ORDER BY 1").fetchall()
        years = ", ".join(str(y) for (y,) in known) or "chưa có năm nào"
        raise CommandFailed(f"Năm {year} chưa có bảng nào; các năm có số liệu: {years}.", NOTHING_YET)
    wanted, exact = fold_name(unit), unit.strip()
    inside = wanted.replace(" tỉnh ", " ").replace(" thành phố ", " ")  # «Sở Nội vụ tỉnh Hưng Yên»
    matches = {
        (unit_id, full)
        for unit_id, full, name, code, alias in rows
        if wanted in {fold_name(name), fold_name(alias or name)}
        or inside == fold_name(full)
        or exact.upper() == code.upper()
        or exact == unit_id
    }
    if len(matches) == 1:
        return matches.pop()
    if matches:
        codes = {unit_id: code for unit_id, _, _, code, _ in rows}
        raise UnitAmbiguous(unit, {unit_id: (full, codes[unit_id]) for unit_id, full in matches})
    bare = plain(wanted)  # «bo y te» is no name of ours, but tells which is meant
    near = sorted({full for _, full, name, *_ in rows if wanted and (bare in plain(fold_name(full)) or fold_name(name) in wanted)})
    hint = f"; có phải: {'; '.join(near[:5])}?" if near else '; xem tên đơn vị: cchc sql "SELECT unit_code, unit_name FROM mart.par_index"'
    where = f"bảng {panel} năm {year}" if panel else f"năm {year}"
    raise CommandFailed(f"Không có đơn vị “{unit}” trong {where}{hint}")


def _par_index(con: duckdb.DuckDBPyConnection, out: Console, unit_id: str, year: int, all_lines: bool) -> bool:
    found = con.execute(
        "SELECT i.panel, i.unit_name, i.unit_code, i.rank, i.ranked_units, i.index_percent, i.self_points, i.appraised_points, "
        "i.survey_points, i.total_points, i.applicable_max, i.group_label, m.maturity, i.unranked_reason, i.criteria_set, i.made_up "
        "FROM mart.par_index AS i JOIN mart.par_index_maturity AS m USING (index_year, panel, unit_id) "
        "WHERE i.index_year = ? AND i.unit_id = ?",
        [year, unit_id],
    ).fetchall()
    for panel, name, code, rank, n, percent, own, appraised, survey, total, maximum, group, maturity, reason, used, made_up in found:
        where = f"hạng {rank}/{n}" + (f", nhóm {group}" if group else "") if rank else f"không xếp hạng: {reason}"
        out.print(f"PAR INDEX {year} – {name} ({code}): {where}")
        if made_up:
            out.print("(có SỐ LIỆU GIẢ LẬP)")
        out.print(
            f"Chỉ số {points(percent)} % = {points(total, 4)} / {points(maximum)} điểm; thẩm định {points(appraised, 4)} + điều tra "
            f"{points(survey, 4)}; tự đánh giá {points(own, 4)}. Mức độ hoàn thành: {_VI.code('maturity', maturity)}. Bộ tiêu chí {used}."
        )
        show_standing(con, out, unit_id, year, panel)
        _fields(con, out, unit_id, year, panel)
        show_lines(con, out, unit_id, year, panel, all_lines)
        show_next_steps(con, out, unit_id, year, panel)
    return bool(found)


def _fields(con: duckdb.DuckDBPyConnection, out: Console, unit_id: str, year: int, panel: str) -> None:
    rows = con.execute(
        "SELECT field_code, field_name, max_points, self_points, appraised_points, survey_points, points, field_percent, missing_lines "
        "FROM mart.par_index_field WHERE index_year = ? AND unit_id = ? AND panel = ? ORDER BY sort_order",
        [year, unit_id, panel],
    ).fetchall()
    shown = [(code, name, *map(points, numbers), missing or "") for code, name, *numbers, missing in rows]
    names = ["Mã", "Lĩnh vực", "Tối đa", "Tự ĐG", "Thẩm định", "ĐTXHH", "Đạt", "%", "Thiếu dòng"]
    out.print(table(names, shown, right=names[2:], title="\nTheo lĩnh vực"))


def _outside(con: duckdb.DuckDBPyConnection, out: Console, unit_id: str, name: str, year: int) -> bool:
    found = con.execute(
        "SELECT index_name, rank, ranked_units, total, group_label, note, made_up "
        "FROM mart.outside_index WHERE index_year = ? AND unit_id = ?",
        [year, unit_id],
    ).fetchall()
    for index_name, rank, n, total, group, note, made_up in found:
        where = f"hạng {rank}/{n}" if rank else "không xếp hạng"
        out.print(
            f"\n{index_name} {year} – {name}: {where}, tổng {points(total, 4)}"
            + (f", nhóm {group}" if group else "")
            + (f" ({note})" if note else "")
        )
        if made_up:
            out.print("(SỐ LIỆU GIẢ LẬP)")
        rows = con.execute(
            """
            SELECT s.dimension_code || ' ' || d.dimension_name_vi, s.sub_code, s.score, s.file_name, s.sheet || '!' || s.cell
            FROM core.outside_index_scores AS s
            JOIN mart.outside_index_dimension AS d USING (index_name, index_year, unit_id, dimension_code)
            WHERE s.index_name = ? AND s.index_year = ? AND s.unit_id = ? ORDER BY s.dimension_code, s.sub_code
            """,
            [index_name, year, unit_id],
        ).fetchall()
        out.print(table(["Trục nội dung", "Mã", "Điểm", "Tệp", "Ô"], rows, right=["Điểm"]))
    return bool(found)


def _findings(con: duckdb.DuckDBPyConnection, out: Console, unit_id: str, year: int) -> None:
    rows = con.execute(
        "SELECT rule, file_name, coalesce(sheet || '!' || cell, sheet), value, message_vi FROM quality.findings "
        "WHERE unit_id = ? AND index_year = ? AND NOT superseded ORDER BY severity, file_name, cell",
        [unit_id, year],
    ).fetchall()
    if rows:
        out.print(table(["Quy tắc", "Tệp", "Ô", "Giá trị", "Nội dung"], rows, title=f"\nPhát hiện ({len(rows)})"))
