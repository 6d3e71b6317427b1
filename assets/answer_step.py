"""The Dagster asset of the outbox, written as soon as findings are there, even when index tables are blocked.

Belongs here: the step. Does not: the answers (assets/answers).
"""

import time

import dagster as dg

from assets.answers.outbox import update_outbox
from assets.intake.layout_files import load_layouts
from assets.run_context import Warehouse, progress
from assets.table_metadata import asset_key, described_spec

OUTBOX_KEY = dg.AssetKey(["release", "outbox"])


@dg.multi_asset(
    specs=[
        described_spec(OUTBOX_KEY, "release", "release.outbox", {}).replace_attributes(
            deps=[asset_key(table) for table in ("intake.receipts", "intake.versions", "intake.cells", "quality.line_findings")],
            kinds={"excel", "html"},
            description="Trả lời các bài nộp: trang và tệp Excel đánh dấu ô sai, trong outbox/.\n\n"
            "Answers to each submission: a page, and the workbook with its wrong cells marked.",
        )
    ],
    name="release__outbox",
    op_tags={"dagster/priority": "1"},  # before the release, whose event ends a run
)
def outbox(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
    started = time.perf_counter()
    forms = {layout.form: layout.description_vi for layout in load_layouts(warehouse.home.reference_folders).newest()}
    change = update_outbox(warehouse.con, warehouse.home, forms)
    seconds = time.perf_counter() - started
    progress.info(f"outbox: {change.answers} bài nộp có trả lời, ghi {len(change.written)} tệp, bỏ {len(change.removed)} ({seconds:.1f} s)")
    return dg.MaterializeResult(
        asset_key=OUTBOX_KEY, metadata={"bài nộp": change.answers, "ghi": len(change.written), "bỏ": len(change.removed)}
    )
