"""`cchc diff`: what changed between two versions of a submission, line by line, with both cells.

Belongs here: choosing the two versions and comparing their lines in the release. Does not: which version counts (intake.versions).
"""

from __future__ import annotations

import duckdb

from pipelines.cli.explain import find_unit
from pipelines.cli.failure import BAD_INPUT, NOTHING_YET, CommandFailed
from pipelines.cli.printing import console, print_rows
from pipelines.cli.sql import released
from warehouse.home import Home

_CHANGES = """
WITH old AS (SELECT * FROM intake.lines WHERE submission_id = $old),
new AS (SELECT * FROM intake.lines WHERE submission_id = $new),
beside AS (
    SELECT
        coalesce(new.code_text, old.code_text) AS code, coalesce(new.name_text, old.name_text) AS name,
        coalesce(new.measure, old.measure) AS measure, old.text AS old_text, new.text AS new_text,
        old.sheet || '!' || old.cell AS old_cell, new.sheet || '!' || new.cell AS new_cell,
        CASE
            WHEN old.line_id IS NULL AND new.state <> 'text' THEN 'thêm dòng'
            WHEN new.line_id IS NULL AND old.state <> 'text' THEN 'bỏ dòng'
            WHEN coalesce(old.state, 'blank') = 'blank' THEN 'điền mới'
            WHEN coalesce(new.state, 'blank') = 'blank' THEN 'xóa trắng'
            ELSE 'sửa'
        END AS change,
        new.value - old.value AS difference, coalesce(new.row_no, old.row_no) AS row_no
    FROM old
    FULL JOIN new ON new.measure = old.measure AND new.unit_id IS NOT DISTINCT FROM old.unit_id
        AND coalesce(new.node_id, new.code_text) = coalesce(old.node_id, old.code_text)
    WHERE old.text IS DISTINCT FROM new.text
)
SELECT change, code, name, measure, old_text, new_text, difference, old_cell, new_cell FROM beside ORDER BY row_no, measure
"""


def diff(which: list[str], how: str) -> None:
    """Compare two receipts (ids), or the last two versions of UNIT YEAR FORM."""
    with released(Home.from_env()) as con:
        old, new = _two_versions(con, which)
        found = con.execute(_CHANGES, {"old": old[0], "new": new[0]})
        names = ["Thay đổi", "Mã", "Tên", "Đại lượng", "Trước", "Sau", "Chênh lệch", "Ô trước", "Ô sau"]
        types, rows = [str(column[1]) for column in found.description], found.fetchall()
    if how == "table":
        console().print(f"«{old[1]}» (bản {old[2] or '–'}) → «{new[1]}» (bản {new[2] or '–'}): {len(rows)} ô khác nhau")
    if rows or how != "table":
        print_rows(names, types, rows, how)


def _two_versions(con: duckdb.DuckDBPyConnection, which: list[str]) -> tuple[tuple[str, str, int], tuple[str, str, int]]:
    if len(which) == 3 and which[1].isdigit():
        unit_id, name = find_unit(con, which[0], int(which[1]))
        rows = con.execute(
            "SELECT submission_id, file_name, version_no FROM intake.versions "
            "WHERE unit_id = ? AND index_year = ? AND form = ? AND version_no IS NOT NULL ORDER BY version_no DESC LIMIT 2",
            [unit_id, int(which[1]), which[2]],
        ).fetchall()
        if len(rows) < 2:
            raise CommandFailed(f"{name} có {len(rows)} bản của biểu {which[2]} năm {which[1]}; cần hai bản để so.", NOTHING_YET)
        return rows[1], rows[0]
    if len(which) != 2:
        raise CommandFailed("Nêu hai mã biên nhận, hoặc: ĐƠN_VỊ NĂM BIỂU để so hai bản gần nhất.", BAD_INPUT)
    chosen = []
    for receipt in which:
        rows = con.execute(
            "SELECT submission_id, file_name, version_no FROM intake.versions WHERE starts_with(receipt_id, ?) ORDER BY ALL", [receipt]
        ).fetchall()
        if len(rows) != 1:
            raise CommandFailed(f"«{receipt}» chỉ {len(rows)} bài nộp; hãy nêu đủ mã biên nhận của một tệp một đơn vị.", BAD_INPUT)
        chosen.append(rows[0])
    return chosen[0], chosen[1]
