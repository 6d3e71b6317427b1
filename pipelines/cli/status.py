"""`cchc status`: what has been received, what is missing, what is wrong, which release stands.

Belongs here: the state of a home. Reads the release and the findings published beside it; never waits for a run.
"""

from __future__ import annotations

import json

import duckdb

from assets.landing import passed_over_files, waiting_files
from pipelines.cli.printing import console, points, table
from warehouse.archive import read_receipts
from warehouse.connection import NoRelease, open_release
from warehouse.home import Home
from warehouse.run_lock import is_locked, lock_holder

_FORMS = ("self_assessment", "appraisal", "survey_scores")


def status() -> None:
    """Print the state; harmless at any time."""
    home, out = Home.from_env(), console()
    receipts = read_receipts(home)
    waiting = waiting_files(home) if home.landing.exists() else []
    out.print(f"Thư mục dữ liệu: {home.root}")
    out.print(f"Biên nhận: {len(receipts)}; đang chờ trong landing/: {len(waiting)} tệp" + ("; tiếp theo: cchc run" if waiting else ""))
    passed_over = passed_over_files(home) if home.landing.exists() else []
    if passed_over:
        out.print(
            f"Bỏ qua trong landing/: {len(passed_over)} mục (liên kết, tệp ẩn, tệp khóa hoặc đang ghi dở): {', '.join(passed_over[:5])}"
        )
    if is_locked(home):
        out.print(f"Đang có lượt chạy (pid {lock_holder(home) or '?'}).")
    _findings(home)
    try:
        con = open_release(home)
    except NoRelease as error:
        out.print(str(error))
        return
    note = home.release / "release.json"
    if note.exists():
        facts = json.loads(note.read_text(encoding="utf-8"))
        out.print(f"Bản phát hành: {facts['file']} (lúc {facts['released_at']})")
    _coverage(con)
    con.close()


def _findings(home: Home) -> None:
    if not home.findings_parquet.exists():
        return
    con = duckdb.connect()
    rows = con.execute(
        "SELECT index_year, severity, count(*), count(DISTINCT file_name) FROM read_parquet(?) WHERE NOT superseded "
        "GROUP BY ALL ORDER BY ALL",
        [str(home.findings_parquet)],
    ).fetchall()
    named = {"error": "lỗi", "warning": "cảnh báo", "info": "lưu ý"}
    shown = [(year or "không rõ năm", named.get(severity, severity), n, files) for year, severity, n, files in rows]
    console().print(
        table(["Năm", "Mức", "Phát hiện", "Tệp"], shown, right=["Phát hiện", "Tệp"], title="\nPhát hiện của lượt chạy gần nhất")
    )


def _coverage(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute(
        """
        SELECT p.index_year, p.panel, count(*) AS expected,
               count(s.unit_id) FILTER (WHERE s.form = 'self_assessment'),
               count(s.unit_id) FILTER (WHERE s.form = 'appraisal'),
               count(s.unit_id) FILTER (WHERE s.form = 'survey_scores')
        FROM reference.panel_member AS p
        LEFT JOIN core.submissions AS s ON s.index_year = p.index_year AND s.unit_id = p.unit_id
        WHERE p.standing <> 'excluded'
        GROUP BY ALL ORDER BY ALL
        """
    ).fetchall()
    counted = {(y, p): n for y, p, n in con.execute("SELECT index_year, panel, count(*) FROM mart.par_index GROUP BY ALL").fetchall()}
    facts = con.execute(
        "SELECT index_year, panel, count(rank), avg(index_percent) FILTER (WHERE rank IS NOT NULL) FROM mart.par_index GROUP BY ALL"
    )
    ranked = {(y, p): (n, mean) for y, p, n, mean in facts.fetchall()}
    from decimal import Decimal

    shown = []
    for year, panel, _, selves, appraisals, surveys in rows:
        expected = counted.get((year, panel), 0)
        n, mean = ranked.get((year, panel), (0, None))
        shown.append((year, panel, expected, selves, appraisals, surveys, n, points(Decimal(str(mean)) if mean is not None else None)))
    names = ["Năm", "Bảng", "Đơn vị", "Tự đánh giá", "Thẩm định", "Điều tra", "Xếp hạng", "Trung bình"]
    console().print(table(names, shown, right=names[2:], title="\nĐã nộp và được tính"))
