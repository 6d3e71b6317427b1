"""Receiving as Dagster assets: landing to receipts, files, cells, submissions, problems, lines.

Belongs here: the order of receiving and what Dagster is told. Does not: the work itself (landing, intake_reading).
"""

import time
from contextlib import nullcontext

import dagster as dg
import duckdb

from assets.batch_reading import ReadingPool
from assets.checked_tables import check_specs, contract_verdict, report_verdicts, rule_verdicts
from assets.evidence_register import register_evidence
from assets.filing_away import Arrival, file_away
from assets.intake_reading import load_receipts, read_ahead, read_new_receipts, readers_for
from assets.landing_folder import passed_over_files, waiting_files
from assets.ledger_tables import load_ledger_events
from assets.passed_over import passed_over_vi
from assets.receiving import receive_landing
from assets.reference_tables import reference_table_names
from assets.rule_application import FILE_PROBLEMS, apply_rules
from assets.run_context import Warehouse, progress
from assets.table_metadata import asset_key, table_spec
from assets.told_failure import failures_told
from checks.catalogue import load_rules
from warehouse.contract import load_contracts
from warehouse.findings_file import publish_findings
from warehouse.home import Home
from warehouse.model import load_models


def intake_table_names() -> list[str]:
    """Tables of schema `intake`, then the views over them."""
    own = [contract for contract in load_contracts().values() if contract.schema == "intake"]
    return [contract.table for contract in sorted(own, key=lambda contract: contract.is_view)]


def receive_all(con: duckdb.DuckDBPyConnection, home: Home) -> dict[str, int]:
    """Landing to lines, whatever is new; returns counts of what happened."""
    waiting = len(waiting_files(home))
    with readers_for(home, waiting) if waiting else nullcontext() as pool:
        return _receive_all(con, home, pool)


def _receive_all(con: duckdb.DuckDBPyConnection, home: Home, pool: ReadingPool | None) -> dict[str, int]:
    new = 0

    def meanwhile() -> None:
        nonlocal new
        if pool is not None and not pool.has_begun:  # one portion ahead keeps the processes busy until all are received
            new += load_receipts(con, home)
            read_ahead(con, home, pool)

    landing = receive_landing(home, meanwhile)
    for name in landing.still_changing:
        progress.warning(f"landing/{name}: tệp đang được ghi, để lại cho lượt sau")
    if passed_over := passed_over_files(home):
        progress.info(passed_over_vi("landing/", passed_over))
    new += load_receipts(con, home)
    progress.info(f"landing: {len(landing.arrivals)} tệp, {new} biên nhận mới")
    readable, unreadable, understood = read_new_receipts(con, home, pool)
    register_evidence(con)
    load_ledger_events(con, home)
    progress.info(f"intake.cells: đọc {readable} tệp mới, {unreadable} tệp không đọc được")
    done, refused = clear_landing(con, home, landing.arrivals)
    progress.info(f"intake.lines: đã xử lý {understood} bài nộp; chuyển {done} tệp vào landing/done, {refused} tệp vào landing/refused")
    return {"arrivals": len(landing.arrivals), "new_receipts": new, "unreadable": unreadable, "done": done, "refused": refused}


def clear_landing(con: duckdb.DuckDBPyConnection, home: Home, arrivals: list[Arrival]) -> tuple[int, int]:
    """Move received files to done/ (something in them was accepted) or refused/; returns both counts."""
    rows = con.execute("SELECT DISTINCT receipt_id FROM intake.submissions WHERE status = 'accepted'").fetchall()
    accepted = {row[0] for row in rows}
    done = refused = 0
    for arrival in arrivals:
        taken = not accepted.isdisjoint(arrival.receipt_ids)
        if file_away(home, arrival, taken) is not None:
            done, refused = done + taken, refused + (not taken)
    return done, refused


def judge_files(con: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Apply the rules on whole files. Such a file may belong to a year that is not open, or to none, so all years are judged."""
    years = con.execute(
        "SELECT DISTINCT index_year FROM intake.problems WHERE index_year IS NOT NULL "
        "UNION SELECT index_year FROM quality.line_findings WHERE table_name = ? AND index_year IS NOT NULL ORDER BY 1",
        [FILE_PROBLEMS],
    ).fetchall()
    apply_rules(con, load_rules(home.rule_folders), FILE_PROBLEMS, [year for (year,) in years], "quality.line_findings")
    publish_findings(con, home)


def _ruled(table: str) -> tuple[str, ...]:
    return (table,) if table == FILE_PROBLEMS else ()


@dg.multi_asset(
    specs=[
        table_spec(
            table,
            list(load_models()[table].upstream) if load_contracts()[table].is_view else reference_table_names(),
            kinds={"duckdb", "polars", "excel"},
        )
        for table in intake_table_names()
    ],
    check_specs=[spec for table in intake_table_names() for spec in check_specs(table, _ruled(table), None)],
    name="intake",
)
def intake_tables(context: dg.AssetExecutionContext, warehouse: Warehouse):  # type: ignore[no-untyped-def]
    """Receive what lies in landing/, read it, and keep every cell with its address."""
    started = time.perf_counter()
    with failures_told("intake.receipts"):
        counts = receive_all(warehouse.con, warehouse.home)
        judge_files(warehouse.con, warehouse.home)
    rules = load_rules(warehouse.home.rule_folders)
    context.log.info(f"{counts}, {time.perf_counter() - started:.1f} s")
    for table in intake_table_names():
        rows = warehouse.con.execute(f"SELECT count(*) FROM {table}").fetchone()
        yield dg.MaterializeResult(
            asset_key=asset_key(table),
            metadata={"dagster/row_count": rows[0] if rows else 0, **(counts if table == "intake.receipts" else {})},
            check_results=report_verdicts(
                context,
                table,
                [contract_verdict(warehouse.con, table)] + rule_verdicts(warehouse.con, rules, _ruled(table), None),
            ),
        )
