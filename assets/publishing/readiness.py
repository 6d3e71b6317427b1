"""Why figures must not be put out yet.

Belongs here: reasons, in Vietnamese. Does not: putting out (write_publication.py).
"""

from __future__ import annotations

import duckdb

from assets.landing_folder import waiting_files
from assets.ledger_tables import events_not_loaded
from checks.catalogue import load_rules
from warehouse.archive import read_receipts
from warehouse.home import Home
from warehouse.method_record import differences, kept_method, present_method
from warehouse.reference_data import reference_hash

_SHOWN = 8
_STATES = {
    "not_approved": "chưa được phê duyệt",
    "unapproved": "đã bị bỏ phê duyệt",
    "approval_outdated": "số liệu đã đổi sau khi phê duyệt; soát lại rồi phê duyệt lại",
}


def panels_of(con: duckdb.DuckDBPyConnection, year: int) -> list[str]:
    """The panels of a year in the release."""
    return [row[0] for row in con.execute("SELECT DISTINCT panel FROM mart.par_index WHERE index_year = ? ORDER BY 1", [year]).fetchall()]


def reasons_against(con: duckdb.DuckDBPyConnection, year: int, panel: str) -> list[str]:
    """Units with a score whose figures are not approved; empty when the panel may be put out."""
    rows = con.execute(
        "SELECT coalesce(a.state, 'not_approved'), list(i.unit_name ORDER BY i.unit_code) FROM mart.par_index AS i "
        "LEFT JOIN core.approvals AS a USING (index_year, panel, unit_id) "
        "WHERE i.index_year = ? AND i.panel = ? AND i.index_percent IS NOT NULL AND a.approved IS NOT TRUE GROUP BY 1 ORDER BY 1",
        [year, panel],
    ).fetchall()
    told = [f"năm {year}, {panel}: {_names(names)}: {_STATES[state]}" for state, names in rows]
    scored = con.execute(
        "SELECT count(*) FROM mart.par_index WHERE index_year = ? AND panel = ? AND index_percent IS NOT NULL", [year, panel]
    ).fetchone()
    if not scored or not scored[0]:
        told.append(f"năm {year}, {panel}: chưa đơn vị nào đủ điểm")
    return told


def newer_inputs(con: duckdb.DuckDBPyConnection, home: Home) -> list[str]:
    """What the release does not know yet; `cchc run` brings it up to date."""
    told = []
    waiting = len(waiting_files(home)) if home.landing.exists() else 0
    if waiting:
        told.append(f"{waiting} tệp trong landing/ chưa được tiếp nhận")
    known = {row[0] for row in con.execute("SELECT receipt_id FROM intake.receipts").fetchall()}
    new = [receipt.file_name for receipt in read_receipts(home) if receipt.receipt_id not in known]
    if new:
        told.append(f"{len(new)} biên nhận chưa vào bản phát hành: {_names(new)}")
    for table, missing in events_not_loaded(con, home).items():
        if table != "intake.publications":  # what was put out before is no input of what is put out now
            told.append(f"{missing} việc đã ghi vào sổ ({table}) chưa vào bản phát hành")
    return told + _changed_method(con, home)


def _changed_method(con: duckdb.DuckDBPyConnection, home: Home) -> list[str]:
    kept = kept_method(con)
    if kept is None:
        return ["bản phát hành do phiên bản cũ của chương trình lập"]
    now = present_method(con, {rule.code: rule.digest for rule in load_rules(home.rule_folders)})
    told = [f"{what} sau bản phát hành" for what in differences(kept, now)]
    if kept.reference != reference_hash(home.reference_folders):
        told.append("dữ liệu tham chiếu đã đổi sau bản phát hành")
    return told


def _names(names: list[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (f" và {len(names) - _SHOWN} nữa" if len(names) > _SHOWN else "")
