"""How firm the rank is and what moved since last year, in `cchc explain`.

Belongs here: putting mart.par_index_rank_interval and mart.par_index_change into words. Does not: any sum.
"""

from __future__ import annotations

import duckdb
from rich.console import Console

from pipelines.cli.printing import points
from warehouse.wording import Wording, ranks_beside

_MOST_NAMED = 5
_VI = Wording("vi")


def show_standing(con: duckdb.DuckDBPyConnection, out: Console, unit_id: str, year: int, panel: str) -> None:
    """The rank interval with its assumptions, the neighbours that cannot be told apart, and the change since last year by its parts."""
    which = [year, unit_id, panel]
    interval = con.execute(
        "SELECT rank_low, rank_high, low_percentile, high_percentile, survey_margin, appraisal_step, group_stability, group_label, "
        "indistinguishable FROM mart.par_index_rank_interval WHERE index_year = ? AND unit_id = ? AND panel = ?",
        which,
    ).fetchone()
    if interval:
        low, high, low_share, high_share, margin, step, stability, group, alike = interval
        text = (
            f"Khoảng thứ hạng {low}–{high} ({points(low_share, 0)}–{points(high_share, 0)} % số lần thử; giả định sai số điều tra "
            f"{points(margin)} %, nấc thẩm định {points(step)} điểm; không thay thế thứ hạng chính thức)."
        )
        if stability is not None:
            text += f" Ở nhóm {group} trong {points(stability * 100, 0)} % số lần thử."
        out.print(text)
        if alike:
            names = alike.split("; ")
            more = f" và {len(names) - _MOST_NAMED} đơn vị khác" if len(names) > _MOST_NAMED else ""
            out.print(f"Chưa phân biệt chắc được với: {', '.join(names[:_MOST_NAMED])}{more}.")
    change = con.execute(
        "SELECT index_before, index_percent, change, changed_performance, changed_criteria, changed_appraisal, changed_boundary, "
        "rank_before, ranked_units_before, rank, ranked_units, series_break_note FROM mart.par_index_change "
        "WHERE index_year = ? AND unit_id = ? AND panel = ? "
        "AND change IS NOT NULL",
        which,
    ).fetchone()
    if change:
        before, now, moved, performance, criteria, appraisal, boundary, *ranks, note = change
        out.print(
            f"So năm trước: {points(before)} → {points(now)} % (thay đổi {points(moved)}): kết quả thực hiện {points(performance)}, "
            f"bộ tiêu chí đổi {points(criteria)}, thẩm định đổi {points(appraisal)}, địa giới đổi {points(boundary)}; "
            f"hạng {ranks_beside(*ranks)}."
        )
        _lines_that_moved(con, out, which)
        if note:
            out.print(f"Chuỗi số liệu bị ngắt: {note}")


def _lines_that_moved(con: duckdb.DuckDBPyConnection, out: Console, which: list[object]) -> None:
    """The lines with the largest effects, most first, each with its points then and now; parts of merged units are taken together."""
    rows = con.execute(
        "SELECT code, part, cause, sum(effect) AS moved, "
        "CASE WHEN count(*) = 1 THEN any_value(points_before) END, CASE WHEN count(*) = 1 THEN any_value(points) END "
        "FROM mart.par_index_change_line WHERE index_year = ? AND unit_id = ? AND panel = ? "
        "GROUP BY code, part, cause, sort_order HAVING moved <> 0 ORDER BY abs(moved) DESC, sort_order, part, cause",
        which,
    ).fetchall()
    told = []
    for code, part, cause, moved, before, now in rows[:_MOST_NAMED]:
        then = f"; {points(before)} → {points(now)} điểm" if before is not None and now is not None else ""
        why = _VI.code("cause", cause) + (f", {_VI.code('part', part)}" if part != "appraised" else "")
        told.append(f"{code} {'+' if moved > 0 else ''}{points(moved)} ({why}{then})")
    if told:
        more = f"; và {len(rows) - _MOST_NAMED} dòng khác" if len(rows) > _MOST_NAMED else ""
        out.print(f"Các dòng làm thay đổi nhiều nhất: {'; '.join(told)}{more}.")
