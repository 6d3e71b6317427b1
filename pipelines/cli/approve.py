"""`cchc approve` and `cchc unapprove`: who stands for the figures of a year, written down as events.

Belongs here: finding the figures that are meant, and appending the event. Does not: what counts as approved (core.approvals), putting
figures out (publish.py).
"""

from __future__ import annotations

import duckdb

from pipelines.cli.explain import find_unit
from pipelines.cli.failure import BAD_INPUT, NOTHING_YET, CommandFailed
from pipelines.cli.printing import console
from pipelines.cli.sql import released
from warehouse.home import Home
from warehouse.ledger import Approval, Unapproval, append_event, read_events

_NEXT = "Có hiệu lực từ lượt chạy tới: cchc run"
_SHOWN = 10


def approve(year: int, panel: str, unit: str | None, author: str, document: str) -> None:
    """Approve the figures of the release for one unit, or for every unit of the panel that has a score."""
    home = Home.from_env()
    _said_by(author, document)
    with released(home) as con:
        figures = _figures(con, year, panel, unit)
    scored = {unit_id: content for unit_id, _, has_score, content in figures if has_score}
    unscored = [name for _, name, has_score, _ in figures if not has_score]
    if not scored:
        raise CommandFailed(
            f"Năm {year}, {panel}: {_names(unscored)} chưa đủ điểm để có chỉ số nên chưa có gì để phê duyệt; "
            "xem còn thiếu gì: cchc status --missing",
            BAD_INPUT,
        )
    append_event(home, Approval(year, panel, scored, author, document, home.release_file.resolve().name))
    whose = f"{len(scored)} đơn vị" if unit is None else figures[0][1]
    console().print(f"✓ Đã ghi phê duyệt số liệu năm {year}, bảng {panel}: {whose} ({author}, {document}). {_NEXT}")
    if unscored:
        console().print(f"  Không phê duyệt {len(unscored)} đơn vị chưa đủ điểm: {_names(unscored)}.")


def unapprove(year: int, panel: str, unit: str | None, author: str, reason: str, document: str) -> None:
    """Take approval back from one unit or the whole panel."""
    home = Home.from_env()
    _said_by(author, document, reason)
    standing = _standing(home, year, panel)
    with released(home) as con:
        chosen = {unit_id: name for unit_id, name, _, _ in _figures(con, year, panel, unit) if unit_id in standing}
    if not chosen:
        whose = f"số liệu của {unit} không" if unit is not None else "không số liệu nào"
        raise CommandFailed(f"Năm {year}, bảng {panel}: {whose} đang được phê duyệt, nên không có gì để bỏ.", BAD_INPUT)
    append_event(home, Unapproval(year, panel, sorted(chosen), author, reason, document))
    whose = f"{len(chosen)} đơn vị" if unit is None else next(iter(chosen.values()))
    console().print(f"✓ Đã ghi bỏ phê duyệt số liệu năm {year}, bảng {panel}: {whose}. Lý do: {reason}. {_NEXT}")


def _figures(con: duckdb.DuckDBPyConnection, year: int, panel: str, unit: str | None) -> list[tuple[str, str, bool, str]]:
    """(unit_id, name, has a score, content) of the units meant, as the release shows them. Raises CommandFailed for none."""
    try:
        rows = con.execute(
            "SELECT f.unit_id, i.unit_name, f.has_score, f.content FROM mart.par_index_figures AS f "
            "JOIN mart.par_index AS i USING (index_year, panel, unit_id) WHERE f.index_year = ? AND f.panel = ? ORDER BY i.unit_code",
            [year, panel],
        ).fetchall()
    except duckdb.CatalogException as error:
        raise CommandFailed("Bản phát hành do phiên bản cũ của chương trình lập; hãy chạy trước: cchc run", NOTHING_YET) from error
    if not rows:
        raise CommandFailed(f"Năm {year} không có bảng {panel}; các bảng có số liệu: {_known(con)}.", BAD_INPUT)
    if unit is None:
        return rows
    unit_id, _ = find_unit(con, unit, year, panel)
    return [row for row in rows if row[0] == unit_id]


def _standing(home: Home, year: int, panel: str) -> set[str]:
    """Units whose last event of the ledger is an approval."""
    events: list[Approval | Unapproval] = [*read_events(home, Approval), *read_events(home, Unapproval)]
    standing: set[str] = set()
    for event in sorted(events, key=lambda event: event.recorded_at):
        if (event.index_year, event.panel) == (year, panel):
            standing = standing | set(event.figures) if isinstance(event, Approval) else standing - set(event.unit_ids)
    return standing


def _known(con: duckdb.DuckDBPyConnection) -> str:
    rows = con.execute("SELECT DISTINCT index_year, panel FROM mart.par_index ORDER BY ALL").fetchall()
    return ", ".join(f"{year} {panel}" for year, panel in rows) or "chưa có bảng nào"


def _said_by(*texts: str) -> None:
    if not all(text.strip() for text in texts):
        raise CommandFailed("Người phê duyệt, văn bản (và lý do khi bỏ phê duyệt) không được để trống.", BAD_INPUT)


def _names(names: list[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return shown + (f" và {len(names) - _SHOWN} đơn vị khác" if len(names) > _SHOWN else "")
