"""The Dagster asset of the release.

Belongs here: the order audit, checkpoint, close, copy, swap. Does not: what each does (assets/release).
"""

import json
import time
from pathlib import Path
from typing import Any

import dagster as dg

from assets.release import Release, ReleaseRefused, audit, content_digest, is_same_release, method_of, shape_digest, swap_in
from assets.run_context import Warehouse, progress
from assets.run_story import story_of
from assets.shown_text import label
from assets.table_metadata import asset_key, described_spec
from assets.told_failure import failure, failures_told
from checks.catalogue import load_rules
from warehouse.archive import now_text
from warehouse.content_hash import measured
from warehouse.durable_files import write_whole
from warehouse.findings_file import publish_findings
from warehouse.method_record import keep_method
from warehouse.wording import Wording

RELEASE_KEY = dg.AssetKey(["release", "reform_index"])

_VI = Wording("vi")


def make_release(warehouse: Warehouse) -> Release:
    """Audit the whole work file and swap it in; nothing is swapped when its content is that of the present release."""
    con, home = warehouse.con, warehouse.home
    publish_findings(con, home)
    content = measured(con)  # nothing is written between the audit and the copy
    audit(con, load_rules(home.rule_folders), content)
    digest, method = content_digest(con, content), method_of(con, home)
    note = home.release / "release.json"
    if note.exists() and home.release_file.exists() and is_same_release(json.loads(note.read_text(encoding="utf-8")), digest, method):
        return Release(home.release_file.resolve(), unchanged=True)
    keep_method(con, method)
    with warehouse.closed():
        version = swap_in(home, home.work_file)
    facts = {"file": version.name, "released_at": now_text(), "shape": shape_digest(), "method": method.digest, "content": digest}
    write_whole(note, json.dumps(facts, ensure_ascii=False, indent=1).encode())
    return Release(version, unchanged=False)


def release_asset(deps: list[str]) -> dg.AssetsDefinition:
    """The release as the last asset, after every table."""

    @dg.multi_asset(
        specs=[
            described_spec(RELEASE_KEY, "release", "release.reform_index", {}).replace_attributes(
                deps=[asset_key(table) for table in deps],
                kinds={"duckdb", "file"},
                description="Bản phát hành để mọi người mở đọc: bản sao đã soát của kho, thay trọn gói.\n\n"
                "The release that people open: an audited copy of the warehouse, swapped in whole.",
            )
        ],
        name="release",
    )
    def release(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
        started = time.perf_counter()
        before, since = _release_before(warehouse)
        try:
            with failures_told("release.reform_index"):
                made = make_release(warehouse)
        except ReleaseRefused as refused:
            progress.error(f"release: KHÔNG phát hành, bản cũ giữ nguyên.\n{refused}")
            raise failure(_VI.say("run.failed.release"), str(refused), _VI.say("run.failed.release_remedy")) from refused
        what = "nội dung không đổi, giữ bản cũ" if made.unchanged else f"đã thay bằng {made.file.name}"
        progress.info(f"release: {what} ({time.perf_counter() - started:.1f} s)")
        facts: dict[str, Any] = {label("run.told.label"): _VI.say("run.told.nothing")}
        if not made.unchanged:
            story = story_of(before, made.file, since)
            for sentence in story.sentences():
                progress.info(f"  {sentence}")
            facts = story.metadata()
        facts |= {"tệp": str(made.file), "bytes": made.file.stat().st_size, "không đổi": made.unchanged}
        return dg.MaterializeResult(asset_key=RELEASE_KEY, metadata=facts)

    return release


def _release_before(warehouse: Warehouse) -> tuple[Path | None, str | None]:
    """The version that stands before this step, and when it was made."""
    note = warehouse.home.release / "release.json"
    if not warehouse.home.release_file.exists() or not note.exists():
        return None, None
    return warehouse.home.release_file.resolve(), json.loads(note.read_text(encoding="utf-8")).get("released_at")
