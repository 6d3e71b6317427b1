"""`cchc figures`: the published figures of a year put to the proof, counted by verdict, and each claim that does not close in a sentence.

Belongs here: reading mart.reconciliation, printing. Does not: the verdicts (warehouse/models/mart/reconciliation.sql).
"""

from __future__ import annotations

from collections import Counter

import duckdb

from pipelines.cli.failure import NOTHING_YET, CommandFailed
from pipelines.cli.printing import console, print_rows, table
from pipelines.cli.sql import released
from warehouse.home import Home
from warehouse.wording import Wording, first_upper

VERDICTS = ("parts_do_not_add_up", "differs", "closes_cut_off", "closes_within_precision", "closes", "cannot_be_checked")
"""From worst to best."""

_VI = Wording("vi")
SHOWN = ("parts_do_not_add_up", "differs", "closes_cut_off")
_COLUMNS = ("figure", "claim", "verdict", "statement_vi", "why_vi", "printed_verdict", "data_verdict", "difference", "made_up")


def figures(year: int, everything: bool, how: str) -> None:
    """Print the verdicts of a year; `everything`: every claim, not only those that do not close."""
    con = released(Home.from_env())
    try:
        query = f"SELECT {', '.join(_COLUMNS)} FROM mart.reconciliation WHERE index_year = ? ORDER BY sort_order, figure"
        rows = con.execute(query, [year]).fetchall()
    except duckdb.CatalogException as error:
        raise CommandFailed("Bản phát hành này chưa có bảng kiểm chứng số liệu công bố; hãy chạy: cchc run", NOTHING_YET) from error
    finally:
        con.close()
    if not rows:
        mend = f"khai tại warehouse/reference/figures/figures_{year}.csv rồi chạy: cchc run --year {year}"
        raise CommandFailed(f"Năm {year} chưa có số liệu công bố nào để kiểm chứng; {mend}.", NOTHING_YET)
    shown = sorted((row for row in rows if everything or row[2] in SHOWN), key=lambda row: VERDICTS.index(row[2]))
    if how != "table":
        print_rows(_COLUMNS, ["VARCHAR"] * 7 + ["DECIMAL", "BOOLEAN"], shown, how)
        return
    _tell(year, rows, shown)


def _tell(year: int, rows: list[tuple[object, ...]], shown: list[tuple[object, ...]]) -> None:
    out = console()
    counts = {name: Counter(str(row[column]) for row in rows) for name, column in (("all", 2), ("printed", 5), ("data", 6))}
    lines = [(_VI.code("verdict", each), *(counts[side][each] or "" for side in ("all", "printed", "data"))) for each in VERDICTS]
    names = ["Kết luận", "Chung", "Từ số in", "Từ số liệu báo cáo"]
    published = len({row[0] for row in rows})
    out.print(table(names, lines, right=names[1:], title=f"Năm {year}: {published} số liệu công bố, {len(rows)} phát biểu"))
    for verdict in VERDICTS:
        told = [row for row in shown if row[2] == verdict]
        if told:
            out.print(f"\n{first_upper(_VI.code('verdict', verdict))} ({len(told)}):")
        for figure, claim, _, statement, why, *_ in told:
            out.print(f"  {figure} ({claim}) {statement}\n      {why}", soft_wrap=True)
    if not shown:
        out.print("\nMọi phát biểu kiểm tra được đều khớp.")
    if any(row[8] for row in rows):
        out.print("\nSố liệu báo cáo dùng để đối chiếu là SỐ LIỆU GIẢ LẬP; số công bố là số thật, giữ nguyên như in.")
