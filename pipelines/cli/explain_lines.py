"""The lines of `cchc explain`: why each point was lost, and the nearest steps to more.

Belongs here: putting rows of mart.par_index_line, mart.par_index_trace and mart.par_index_next_step into words. Does not: any sum.
"""

from __future__ import annotations

import duckdb
from rich.console import Console

from pipelines.cli.printing import points, table
from warehouse.wording import Wording, first_upper

_VI = Wording("vi")
_MOST_STEPS = 10


def show_lines(con: duckdb.DuckDBPyConnection, out: Console, unit_id: str, year: int, panel: str, all_lines: bool) -> None:
    """The lines that lost points (or all), most first: rule, data, branch, reason, and where they stand."""
    rows = con.execute(
        """
        SELECT l.code, l.name_vi, l.part, l.max_points, l.self_points, l.points, t.lost_points, l.state, t.lost_why,
               coalesce(l.appraised_declared, l.self_declared), l.self_declared, l.appraised_declared,
               coalesce(l.appraised_branch, l.self_branch), t.rule_vi, l.reason, l.explanation, t.legal_basis,
               CASE l.part WHEN 'survey' THEN l.survey_file ELSE l.appraised_file END,
               CASE l.part WHEN 'survey' THEN l.survey_sheet || '!' || l.survey_cell ELSE l.appraised_sheet || '!' || l.appraised_cell END,
               l.self_file, l.self_sheet || '!' || l.self_cell, c.what_vi || ' (' || c.document || ')',
               t.node_id IS NOT NULL OR c.correction IS NOT NULL AS is_told
        FROM mart.par_index_line AS l
        LEFT JOIN mart.par_index_trace AS t
            ON t.index_year = l.index_year AND t.panel = l.panel AND t.unit_id = l.unit_id AND t.node_id = l.node_id
        LEFT JOIN reference.correction AS c
            ON c.correction = CASE l.part WHEN 'survey' THEN l.survey_correction ELSE l.appraised_correction END
        WHERE l.index_year = $year AND l.unit_id = $unit AND l.panel = $panel
        ORDER BY CASE WHEN $all THEN 0 ELSE coalesce(t.lost_points, l.max_points) END DESC, l.sort_order
        """,
        {"year": year, "unit": unit_id, "panel": panel, "all": all_lines},
    ).fetchall()
    chosen = rows if all_lines else [row for row in rows if row[-1]]
    shown = []
    for code, name, part, most, own, got, lost, state, why, declared, said, seen, branch, rule, reason, explained, basis, *where in chosen:
        file, cell, self_file, self_cell, corrected, _ = where
        source = f"{file} {cell}" if cell else f"{self_file} {self_cell} (tự đánh giá)" if self_cell else ""
        data = f"{said} → thẩm định: {seen}" if said and seen and said != seen else declared or ""
        told = [
            f"đã sửa theo khai báo: {corrected}" if corrected else "",
            reason or (_VI.code("state", state) if got is None and state != "not_on_form" else ""),
            f"giải trình: {explained}" if explained else "",
            f"mức: {branch}" if branch and lost and branch != declared else "",
            f"cách chấm: {rule}" if rule and got is not None and not reason else "",
            f"căn cứ: {basis}" if basis else "",
            _VI.code("lost", why) if why and why != "missing" and not reason and not rule else "",
        ]
        kind = first_upper(_VI.code("part", part))
        shown.append((code, name, kind, *map(points, (most, own, got, lost)), data, "; ".join(filter(None, told)), source))
    names = ["Mã", "Tiêu chí", "Phần", "Tối đa", "Tự ĐG", "Đạt", "Mất", "Số liệu", "Lý do", "Tệp, trang tính, ô"]
    title = (
        "\nMọi dòng" if all_lines else f"\nCác dòng mất điểm hoặc chưa có điểm ({len(chosen)} trên {len(rows)} dòng), mất nhiều nhất trước"
    )
    out.print(table(names, shown, right=["Tối đa", "Tự ĐG", "Đạt", "Mất"], title=title))


def show_next_steps(con: duckdb.DuckDBPyConnection, out: Console, unit_id: str, year: int, panel: str) -> None:
    """The nearest steps that gain points by the declared rules, those that gain most first."""
    rows = con.execute(
        "SELECT code, name_vi, declared, step_vi, gain_points, index_after, rank, rank_after FROM mart.par_index_next_step "
        "WHERE index_year = ? AND unit_id = ? AND panel = ? ORDER BY gain_points DESC, distance NULLS LAST, sort_order LIMIT ?",
        [year, unit_id, panel, _MOST_STEPS],
    ).fetchall()
    if not rows:
        return
    shown = [
        (
            code,
            name,
            declared or "",
            step,
            f"+{points(gain)}",
            points(after),
            "" if then is None else f"{rank} → {then}" if then != rank else f"{rank}",
        )
        for code, name, declared, step, gain, after, rank, then in rows
    ]
    names = ["Mã", "Tiêu chí", "Hiện nay", "Bước gần nhất", "Thêm điểm", "Chỉ số", "Hạng"]
    title = "\nBước gần nhất để thêm điểm, theo cách chấm đã khai báo (mỗi dòng tính riêng, các đơn vị khác giữ nguyên)"
    out.print(table(names, shown, right=["Thêm điểm", "Chỉ số"], title=title))
