"""What a run brought, in plain words.

Belongs here: sentences and small tables after a run. Does not: any computation of its own.
"""

from __future__ import annotations

import duckdb
from rich.console import Console

from assets.answers.outbox import INDEX
from assets.panel_names import panel_names
from checks.unknown import unknown_rules
from pipelines.cli.printing import console, points, table
from pipelines.cli.sql import released
from warehouse.home import Home
from warehouse.wording import Wording

_VI = Wording("vi")
TOP = 5
MOST_REFUSALS = 30


def print_summary(home: Home, since: str) -> None:
    """Print arrivals since an instant, refusals with their reasons, findings by rule, the top of each ranking, and what to try next."""
    con, out = released(home), console()
    _arrivals(con, out, since)
    _refusals(con, out, since)
    _findings(con, out)
    _unknown(con, out)
    print_rankings(con, out)
    _reports(con, out)
    _outdated_approvals(con, out)
    if (home.outbox / INDEX).exists():
        out.print(f"\nTrả lời cho từng bài nộp (trang và tệp Excel đánh dấu ô sai): {home.outbox / INDEX}")
    out.print("\nBước tiếp theo, thử một trong các lệnh:")
    for line in next_commands(con):
        out.print(f"  {line}")
    con.close()


def _arrivals(con: duckdb.DuckDBPyConnection, out: Console, since: str) -> None:
    new = _one(con, "SELECT count(*) FROM intake.receipts WHERE recorded_at >= ?::TIMESTAMPTZ", [since])
    total = _one(con, "SELECT count(*) FROM intake.receipts")
    accepted = _one(con, "SELECT count(DISTINCT receipt_id) FROM intake.submissions WHERE status = 'accepted'")
    again = _one(con, "SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM intake.receipts GROUP BY file_sha256)")
    made_up = _one(con, "SELECT count(DISTINCT receipt_id) FROM intake.submissions WHERE made_up")
    out.print(
        f"\nTiếp nhận: {new} tệp trong lượt này; tất cả đã có {total} biên nhận, {accepted} được chấp nhận, {total - accepted} bị từ chối."
    )
    if again:
        out.print(f"  {again} lần nộp là tệp trùng hệt một tệp đã có: chỉ lưu một bản, mỗi lần vẫn có biên nhận.")
    if made_up:
        out.print(f"  {made_up} tệp mang nhãn SỐ LIỆU GIẢ LẬP (made up); mọi bảng tính từ đó có cột made_up = true.")


def _refusals(con: duckdb.DuckDBPyConnection, out: Console, since: str) -> None:
    rows = con.execute(
        """
        SELECT DISTINCT f.file_name, coalesce(f.sheet, '') || CASE WHEN f.cell IS NULL THEN '' ELSE '!' || f.cell END,
               f.message_vi || ' ' || f.mend_vi
        FROM quality.findings AS f
        JOIN intake.receipts AS r ON r.file_sha256 = f.file_sha256 AND r.recorded_at >= ?::TIMESTAMPTZ
        WHERE f.table_name = 'intake.problems' AND f.severity = 'error'
        ORDER BY ALL
        """,
        [since],
    ).fetchall()
    if rows:
        out.print("\nBị từ chối trong lượt này, và vì sao:")
        out.print(table(["Tệp", "Ô", "Lý do và cách sửa"], rows[:MOST_REFUSALS]))
        if len(rows) > MOST_REFUSALS:
            left = len(rows) - MOST_REFUSALS
            query = "SELECT file_name, message_vi FROM quality.findings WHERE table_name = 'intake.problems'"
            out.print(f'… và {left} phát hiện nữa: cchc sql "{query}"')


def _findings(con: duckdb.DuckDBPyConnection, out: Console) -> None:
    rows = con.execute(
        """
        SELECT f.rule, f.severity, count(*), min(f.place), arg_min(f.message_vi, f.place)
        FROM (SELECT *, coalesce(file_name, table_name) || coalesce(' ' || sheet || '!' || cell, '') AS place FROM quality.findings) AS f
        WHERE f.table_name <> 'intake.problems' AND NOT f.superseded
        GROUP BY ALL ORDER BY f.severity, count(*) DESC
        """
    ).fetchall()
    if rows:
        out.print("\nPhát hiện trong số liệu (dòng lỗi được cách ly, dòng cảnh báo vẫn tính):")
        shown = [(rule, _VI.code("severity", severity), n, where, message) for rule, severity, n, where, message in rows]
        out.print(table(["Quy tắc", "Mức", "Số dòng", "Ví dụ", "Nội dung"], shown, right=["Số dòng"]))


def _unknown(con: duckdb.DuckDBPyConnection, out: Console) -> None:
    unknown = unknown_rules(con)
    if unknown:
        out.print(f"\nCHƯA KẾT LUẬN ĐƯỢC: {len(unknown)} quy tắc không đánh giá được (lỗi ở quy tắc, không phải ở số liệu):")
        for rule in unknown:
            out.print(f"  ✗ {rule.sentence_vi}")


def print_rankings(con: duckdb.DuckDBPyConnection, out: Console) -> None:
    """The top of each ranking that lies in a warehouse."""
    panels = con.execute("SELECT DISTINCT index_year, panel, bool_or(made_up) FROM mart.par_index GROUP BY ALL ORDER BY ALL").fetchall()
    names = panel_names(con)
    for year, panel, made_up in panels:
        rows = con.execute(
            "SELECT rank, unit_name, appraised_points, survey_points, index_percent, group_label FROM mart.par_index "
            "WHERE index_year = ? AND panel = ? AND rank IS NOT NULL ORDER BY rank, unit_code LIMIT ?",
            [year, panel, TOP],
        ).fetchall()
        counts = con.execute(
            "SELECT count(rank), count(*) - count(rank) FROM mart.par_index WHERE index_year = ? AND panel = ?", [year, panel]
        ).fetchone()
        if not rows or counts is None:
            continue
        label = " (có số liệu giả lập)" if made_up else ""
        out.print(f"\nPAR INDEX {year}, {names.get(panel, panel)}{label}: {counts[0]} đơn vị xếp hạng, {counts[1]} không xếp hạng")
        shown = [(rank, name, points(a), points(s), points(i), group) for rank, name, a, s, i, group in rows]
        right = ["Hạng", "Thẩm định", "ĐTXHH", "Chỉ số"]
        out.print(table(["Hạng", "Đơn vị", "Thẩm định", "ĐTXHH", "Chỉ số", "Nhóm"], shown, right=right))
    for index_name, year, made_up in con.execute(
        "SELECT index_name, index_year, bool_or(made_up) FROM mart.outside_index GROUP BY ALL ORDER BY ALL"
    ).fetchall():
        rows = con.execute(
            "SELECT rank, unit_name, total, group_label, note, ranked_units FROM mart.outside_index "
            "WHERE index_name = ? AND index_year = ? AND rank IS NOT NULL ORDER BY rank, unit_code LIMIT 3",
            [index_name, year],
        ).fetchall()
        if rows:
            label = " (số liệu giả lập)" if made_up else ""
            out.print(f"\n{index_name} {year}{label}: {rows[0][5]} đơn vị xếp hạng")
            totals = [(rank, name, points(total, 4), group or note) for rank, name, total, group, note, _ in rows]
            out.print(table(["Hạng", "Đơn vị", "Tổng điểm", "Nhóm"], totals, right=["Hạng", "Tổng điểm"]))


def _reports(con: duckdb.DuckDBPyConnection, out: Console) -> None:
    """Of each year: how many annual reports are in, and what became of the published figures."""
    rows = con.execute(
        """
        SELECT c.index_year, count(*) FILTER (WHERE c.state NOT IN ('missing', 'refused')), count(*), bool_or(c.made_up),
            (SELECT count(DISTINCT r.figure) FROM mart.reconciliation AS r WHERE r.index_year = c.index_year),
            (SELECT count(*) FROM mart.reconciliation AS r WHERE r.index_year = c.index_year AND starts_with(r.verdict, 'closes')),
            (SELECT count(*) FROM mart.reconciliation AS r
             WHERE r.index_year = c.index_year AND r.verdict IN ('differs', 'parts_do_not_add_up'))
        FROM quality.coverage AS c WHERE c.form = 'report_year' AND c.state <> 'not_expected' GROUP BY ALL ORDER BY ALL
        """
    ).fetchall()
    for year, sent, expected, made_up, figures, close, differ in rows:
        label = " (có số liệu giả lập)" if made_up else ""
        out.print(f"\nBáo cáo cải cách hành chính năm {year}{label}: {sent}/{expected} đơn vị đã gửi. Xem: cchc scorecard {year}")
        if figures:
            out.print(f"  {figures} số liệu đã công bố: {close} phát biểu khớp, {differ} không khớp. Xem từng số: cchc figures {year}")


def _outdated_approvals(con: duckdb.DuckDBPyConnection, out: Console) -> None:
    rows = con.execute(
        "SELECT a.index_year, a.panel, count(*), string_agg(coalesce(u.unit_name, a.unit_id), ', ' ORDER BY u.unit_code) "
        "FROM core.approvals AS a LEFT JOIN reference.unit AS u ON u.unit_id = a.unit_id WHERE a.outdated GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    for year, panel, count, names in rows:
        out.print(f"\nSỐ ĐÃ PHÊ DUYỆT NAY ĐỔI, năm {year}, {panel}: {count} đơn vị ({names}); soát lại rồi phê duyệt lại.")
        out.print(f"  Đổi gì, vì sao: cchc changes {year}")


def next_commands(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Commands that work on what lies in the release."""
    best = con.execute(
        "SELECT unit_name, index_year FROM mart.par_index WHERE rank IS NOT NULL ORDER BY index_year DESC, rank DESC, unit_code LIMIT 1"
    ).fetchone()
    if best is None:
        return _next_without_ranking(con)
    unit, year = best
    return [
        f"cchc report {year}" + " " * 4 + "(báo cáo năm, một tệp HTML)",
        f"cchc export {year}" + " " * 4 + "(tệp Excel)",
        f'cchc explain "{unit}" {year}',
        f'cchc sql "SELECT rank, unit_name, index_percent FROM mart.par_index WHERE index_year = {year} ORDER BY rank"',
        "cchc status",
    ]


def _next_without_ranking(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Where nobody is ranked: the year of the newest reports, or what came in."""
    reported = con.execute("SELECT max(index_year) FROM mart.scorecard WHERE units_reported > 0").fetchone()
    if reported is None or reported[0] is None:
        return ["cchc status", "cchc status --missing"]
    (year,) = reported
    return [
        f"cchc report {year}" + " " * 4 + "(báo cáo năm, một tệp HTML)",
        f"cchc export {year}" + " " * 4 + "(tệp Excel)",
        f"cchc scorecard {year}",
        "cchc status",
    ]


def _one(con: duckdb.DuckDBPyConnection, query: str, parameters: list[object] | None = None) -> int:
    row = con.execute(query, parameters or []).fetchone()
    return int(row[0]) if row else 0
