"""`cchc status`: what has been received, what is missing, what is wrong, which release stands.

Belongs here: the state of a home. Reads the release and the findings published beside it; never waits for a run.
"""

from __future__ import annotations

import json
from datetime import datetime

import duckdb

from assets.intake.layout_files import load_layouts
from assets.landing_folder import passed_over_files, waiting_files
from assets.letter_register import VIETNAM
from assets.panel_names import panel_names
from assets.passed_over import passed_over_vi
from checks.unknown import UnknownRule, unknown_rules
from pipelines.cli.printing import console, points, table
from warehouse.archive import read_receipts
from warehouse.connection import NoRelease, open_release
from warehouse.home import Home
from warehouse.run_lock import is_locked, lock_holder
from warehouse.wording import Wording

_VI = Wording("vi")
_STATES = ("missing", "refused", "late", "accepted_with_findings", "accepted")


def status() -> None:
    """Print the state; harmless at any time."""
    home, out = Home.from_env(), console()
    receipts = read_receipts(home)
    waiting = waiting_files(home) if home.landing.exists() else []
    out.print(f"Thư mục dữ liệu: {home.root}")
    out.print(f"Biên nhận: {len(receipts)}; đang chờ trong landing/: {len(waiting)} tệp" + ("; tiếp theo: cchc run" if waiting else ""))
    passed_over = passed_over_files(home) if home.landing.exists() else []
    if passed_over:
        out.print(passed_over_vi("landing/", passed_over))
    if is_locked(home):
        out.print(f"Đang có lượt chạy (pid {lock_holder(home) or '?'}).")
    _findings(home)
    for unknown in last_unknown_rules(home):
        out.print(f"✗ {unknown.sentence_vi}")
    for sentence in last_adjustments(home):
        out.print(sentence)
    try:
        con = open_release(home)
    except NoRelease as error:
        out.print(str(error))
        return
    note = home.release / "release.json"
    if note.exists():
        facts = json.loads(note.read_text(encoding="utf-8"))
        released_at = datetime.fromisoformat(facts["released_at"]).astimezone(VIETNAM)
        out.print(f"Bản phát hành: {facts['file']} (lúc {released_at:%H:%M ngày %d/%m/%Y}, giờ Việt Nam)")
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
    shown = [(year or "không rõ năm", _VI.code("severity", severity), n, files) for year, severity, n, files in rows]
    console().print(
        table(["Năm", "Mức", "Phát hiện", "Tệp"], shown, right=["Phát hiện", "Tệp"], title="\nPhát hiện của lượt chạy gần nhất")
    )


def last_unknown_rules(home: Home) -> list[UnknownRule]:
    """Rules that the last run could not evaluate, whether or not it came to a release."""
    if not home.rule_results_parquet.exists():
        return []
    file = str(home.rule_results_parquet).replace("'", "''")
    with duckdb.connect() as con:
        return unknown_rules(con, f"read_parquet('{file}')")


def last_adjustments(home: Home) -> list[str]:
    """Rules that the province has switched off or softened, as the last run recorded them."""
    if not home.rule_results_parquet.exists():
        return []
    with duckdb.connect() as con:
        rows = con.execute(
            "SELECT DISTINCT rule, detail FROM read_parquet(?) WHERE detail IS NOT NULL AND status <> 'unknown' ORDER BY ALL",
            [str(home.rule_results_parquet)],
        ).fetchall()
    return [f"Quy tắc {rule} {detail}" for rule, detail in rows]


def _coverage(con: duckdb.DuckDBPyConnection) -> None:
    """The board: per year, list and form how many submissions are in which state, and what came of the list."""
    from decimal import Decimal

    counted = ", ".join(f"count(*) FILTER (WHERE state = '{state}')" for state in _STATES)
    rows = con.execute(f"SELECT index_year, panel, form, {counted} FROM quality.coverage GROUP BY ALL ORDER BY ALL").fetchall()
    names = ["Năm", "Bảng", "Biểu mẫu", *(_VI.code("coverage", state) for state in _STATES)]
    forms = {layout.form: layout.description_vi for layout in load_layouts(Home.from_env().reference_folders).newest()}
    lists = panel_names(con)
    shown = [(year, lists.get(panel, panel), forms.get(form, form), *numbers) for year, panel, form, *numbers in rows]
    console().print(table(names, shown, right=names[3:], title="\nBài nộp theo tình trạng"))
    facts = con.execute(
        "SELECT index_year, panel, count(*), count(rank), avg(index_percent) FILTER (WHERE rank IS NOT NULL) "
        "FROM mart.par_index GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    ranked = [
        (year, lists.get(panel, panel), units, n, points(Decimal(str(mean)) if mean is not None else None))
        for year, panel, units, n, mean in facts
    ]
    names = ["Năm", "Bảng", "Đơn vị", "Xếp hạng", "Trung bình"]
    console().print(table(names, ranked, right=names[2:], title="\nXếp hạng"))
