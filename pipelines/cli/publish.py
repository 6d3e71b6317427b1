"""`cchc publish`, `cchc publications`, `cchc restore-publication`: putting approved figures out, and what was put out.

Belongs here: refusing with reasons, and telling. Does not: readiness, files, links (assets/publishing).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from assets.letter_register import VIETNAM, vietnamese_time
from assets.publishing.readiness import newer_inputs, panels_of, reasons_against
from assets.publishing.shelf import damage, is_public, lift_embargoes, shown_now
from assets.publishing.standing import standing_of
from assets.publishing.write_publication import write_publication
from pipelines.cli.failure import BAD_INPUT, NOTHING_YET, CommandFailed
from pipelines.cli.printing import console, table
from pipelines.cli.sql import released
from warehouse.connection import open_release
from warehouse.home import Home
from warehouse.ledger import Publication, Restoration, append_event, read_events
from warehouse.reference_files.panel_name import PANEL_NAME_MEND, is_panel_name
from warehouse.run_lock import run_lock


def publish(year: int, panel: str | None, author: str, at: str, document: str) -> None:
    """Put out one panel, or all panels of a year: all of them or none. Raises CommandFailed with every reason against it."""
    home, out = Home.from_env(), console()
    if not author.strip() or not document.strip():
        raise CommandFailed("Người công bố và văn bản làm căn cứ không được để trống.", BAD_INPUT)
    try:
        public_at = vietnamese_time(at)
    except ValueError as error:
        raise CommandFailed(f"{error}.", BAD_INPUT) from error
    with run_lock(home, out.print):  # so that the release stays the one that was looked at, and numbers are given once
        panels = _ready_panels(home, year, panel)
        made = [write_publication(home, year, each, author, document, public_at) for each in panels]
        for sentence in lift_embargoes(home, datetime.now(UTC)):
            out.print(sentence)
    for publication in made:
        out.print(f"✓ Đã lập bản công bố {publication.publication_id}: {len(publication.figures)} đơn vị, từ {publication.release}.")
        if not is_public(publication, datetime.now(UTC)):
            out.print(
                f"  Giữ kín đến {_shown(publication.public_at)}; từ giờ đó Dagster đang chạy (make ui), hoặc lệnh cchc đầu tiên được gọi, "
                "sẽ đưa ra công khai."
            )


def _ready_panels(home: Home, year: int, panel: str | None) -> list[str]:
    with released(home) as con:
        panels = panels_of(con, year)
        if not panels or panel not in (None, *panels):
            there = ", ".join(panels) or "chưa có bảng nào"
            raise CommandFailed(f"Năm {year} không có bảng {panel or 'nào'} trong bản phát hành; có: {there}.", NOTHING_YET)
        chosen = panels if panel is None else [panel]
        if unfit := [each for each in chosen if not is_panel_name(each)]:  # of a release made before names were checked
            raise CommandFailed(f"«{', '.join(unfit)}» không dùng được làm tên danh sách: {PANEL_NAME_MEND}.", BAD_INPUT)
        stale = newer_inputs(con, home)
        reasons = [*stale, *(reason for each in chosen for reason in reasons_against(con, year, each))]
    if reasons:
        mend = "Chạy lại trước: cchc run. " if stale else ""
        listed = "\n".join(f"  – {reason}" for reason in reasons)
        raise CommandFailed(f"KHÔNG công bố năm {year}:\n{listed}\n{mend}Phê duyệt bằng: cchc approve {year} --panel …", BAD_INPUT)
    return chosen


def publications() -> None:
    """List all publications, verifying every file."""
    home, out, now = Home.from_env(), console(), datetime.now(UTC)
    for sentence in lift_embargoes(home, now):
        out.print(sentence)
    made, restored = read_events(home, Publication), read_events(home, Restoration)
    if not made:
        out.print("Chưa công bố lần nào; xem: cchc publish --help")
        return
    shown = set(shown_now(made, restored, now).values())
    rows, damaged = [], 0
    for each in made:
        state = "đang hiện hành" if each.publication_id in shown else "đã công bố" if is_public(each, now) else "chưa đến giờ"
        wrong = damage(home, each)
        damaged += bool(wrong)
        whole = f"✗ {', '.join(wrong)}" if wrong else "nguyên vẹn"
        rows.append((each.publication_id, state, _shown(each.public_at), len(each.figures), each.author, each.document, whole))
    names = ["Mã", "Tình trạng", "Công khai từ", "Đơn vị", "Người công bố", "Văn bản", "Tệp"]
    out.print(table(names, rows, right=["Đơn vị"]))
    for sentence in _since_published(home, now):
        out.print(sentence)
    for each_restored in restored:
        out.print(
            f"{_shown(each_restored.recorded_at)}: cho hiện hành lại {each_restored.publication_id} "
            f"({each_restored.author}: {each_restored.reason})"
        )
    if damaged:
        raise CommandFailed(f"{damaged} bản công bố không còn nguyên vẹn; phục hồi các tệp đó từ bản sao lưu.", BAD_INPUT)


def _since_published(home: Home, now: datetime) -> Iterator[str]:
    """What the open release says against publications that readers see."""
    if not home.release_file.exists():
        return
    shown = shown_now(read_events(home, Publication), read_events(home, Restoration), now)
    with open_release(home) as con:
        for year, panel in shown:
            standing = standing_of(con, home, year, panel, now)
            if standing is None:
                continue
            name = standing.publication.publication_id
            if standing.differing:
                yield f"{name}: số liệu nội bộ nay khác ở {standing.differing} đơn vị; xem: cchc changes --since {name}"
            for unit, document in standing.unapproved:
                yield f"{name}: {unit} đã bị bỏ phê duyệt sau khi công bố (văn bản {document}); người đọc vẫn thấy số đã công bố."


def restore_publication(publication_id: str, author: str, reason: str) -> None:
    """Point readers back at an earlier publication, as an event."""
    home, now = Home.from_env(), datetime.now(UTC)
    lift_embargoes(home, now)
    if not author.strip() or not reason.strip():
        raise CommandFailed("Người quyết định và lý do không được để trống.", BAD_INPUT)
    made, restored = read_events(home, Publication), read_events(home, Restoration)
    found = next((each for each in made if each.publication_id == publication_id), None)
    if found is None:
        raise CommandFailed(f"Không có bản công bố «{publication_id}»; xem: cchc publications", BAD_INPUT)
    if not is_public(found, now):
        raise CommandFailed(f"Bản công bố {publication_id} chưa đến giờ ({_shown(found.public_at)}).", BAD_INPUT)
    if wrong := damage(home, found):
        raise CommandFailed(f"Bản công bố {publication_id} không nguyên vẹn: {', '.join(wrong)}.", BAD_INPUT)
    if publication_id in shown_now(made, restored, now).values():
        raise CommandFailed(f"Bản công bố {publication_id} đang hiện hành.", BAD_INPUT)
    append_event(home, Restoration(publication_id, author, reason))
    lift_embargoes(home, datetime.now(UTC))
    console().print(f"✓ Bản công bố {publication_id} hiện hành lại; các bản sau vẫn được lưu. Lý do: {reason}")


def _shown(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(VIETNAM):%H:%M %d/%m/%Y}"
