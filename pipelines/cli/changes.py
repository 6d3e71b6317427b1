"""`cchc changes`: what changed since an earlier release or publication, in words, and because of which input.

Belongs here: choosing the two, and telling. Does not: the comparison (assets/changes).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assets.changes.causes import Inputs, cause_of, changed_inputs
from assets.changes.changed_values import Changed, changed_values
from assets.past.given import given_publication
from pipelines.cli.failure import NOTHING_YET, CommandFailed
from pipelines.cli.printing import console, print_rows, shown, table
from pipelines.cli.replay import published_folder, release_version
from warehouse.connection import attach_file, open_scratch
from warehouse.home import Home
from warehouse.ledger import Publication, read_events
from warehouse.method_record import kept_method
from warehouse.wording import Wording, first_upper

_VI = Wording("vi")
_KINDS = ("score", "rank", "group", "cell", "finding", "approval")
_MOST = 40
COLUMNS = ("kind", "index_year", "panel", "unit_id", "unit_name", "what", "part", "old", "new", "cause")


def changes(since: str | None, year: int | None, how: str) -> None:
    """Print all changes between `since` (default: the release before) and the release."""
    home = Home.from_env()
    new = release_version(home, None)
    old, name, published = _earlier(home, since, new)
    found, inputs = changes_between(old, new, year, published)
    if how != "table":
        print_rows(COLUMNS, ["VARCHAR"] * len(COLUMNS), found, how)
        return
    _tell(found, inputs, name, new.name)


def changes_between(old: Path, new: Path, year: int | None, published: Path | None) -> tuple[list[tuple[Any, ...]], Inputs]:
    """Rows of COLUMNS, and the inputs that differ. `published`: the folder where `old` is a publication."""
    with open_scratch() as con:
        attach_file(con, old, "old")
        attach_file(con, new, "new")
        given = given_publication(published) if published else None
        before = given.method if given else kept_method(con, "old")
        inputs = changed_inputs(
            con, before, kept_method(con, "new"), published=given is not None, known_at=given.known_at if given else None
        )
        found = changed_values(con, year, old_is_publication=given is not None)
    scores = [change for change in found if change.kind == "score"]
    return [(*change, cause_of(change, inputs, scores)) for change in found], inputs


def _earlier(home: Home, since: str | None, new: Path) -> tuple[Path, str, Path | None]:
    """The file to compare with, what it is called, and its folder where it is a publication."""
    if since is not None and any(event.publication_id == since for event in read_events(home, Publication)):
        folder = published_folder(home, None, since)
        return folder / "publication.duckdb", f"bản công bố {since}", folder
    if since is not None:
        old = release_version(home, since)
        return old, old.name, None
    before = [path for path in sorted(home.release_versions.glob("reform_index-*.duckdb")) if path.name < new.name]
    if not before:
        raise CommandFailed("Chưa có bản phát hành trước để so; nêu --since BẢN.", NOTHING_YET)
    return before[-1], before[-1].name, None


def _tell(rows: list[tuple[Any, ...]], inputs: Inputs, old: str, new: str) -> None:
    out = console()
    out.print(f"Từ {old} đến {new}: {len(rows)} thay đổi.")
    for sentence in inputs.common:
        out.print(f"  Cách tính: {sentence}.")
    for kind in _KINDS:
        own = [row for row in rows if row[0] == kind]
        if not own:
            continue
        told = [_row(Changed(*row[:-1]), row[-1]) for row in own[:_MOST]]
        names = ["Năm", "Đơn vị", "Mục", "Trước", "Sau", "Vì"]
        title = f"\n{first_upper(_VI.code('difference', kind))} ({len(own)})"
        out.print(table(names, told, right=["Trước", "Sau"] if kind in ("score", "rank", "cell") else [], title=title))
        if len(own) > _MOST:
            out.print(f"… và {len(own) - _MOST} thay đổi nữa: cchc changes --format json")


def _row(change: Changed, cause: str) -> tuple[Any, ...]:
    what = change.panel if change.kind == "approval" else change.what or change.panel
    values = [_value(change, each) for each in (change.old, change.new)]
    return (change.index_year, change.unit_name, what, *values, cause)


def _value(change: Changed, value: Any) -> str:
    if change.kind == "approval":
        return _VI.code("approval", value or "not_approved")
    if value is None:
        return {"finding": "không", "rank": "không xếp hạng"}.get(change.kind, "trống")
    text = shown(value)
    return text.rstrip("0").rstrip(".") if change.kind == "cell" and "." in text else text
