"""Reference data into the warehouse: units, periods, criteria sets, panels, groups, outside indices, published results.

Belongs here: the Dagster assets of schema `reference`. Does not: reading and validating the files (warehouse/reference_data).
"""

import time

import dagster as dg
import duckdb

from assets.checked_tables import check_specs, contract_verdict, report_verdicts
from assets.run_context import Warehouse, progress
from assets.table_metadata import asset_key, table_spec
from assets.told_failure import failure, failures_told
from warehouse.archive import keep_reference
from warehouse.content_hash import ALL_YEARS
from warehouse.contract import load_contracts
from warehouse.home import Home
from warehouse.ledger import ReferenceUsed, append_event, read_events
from warehouse.reference_data import ReferenceError, load_reference, reference_hash
from warehouse.table_store import replace_all, stored_inputs
from warehouse.wording import Wording

_VI = Wording("vi")


def reference_table_names() -> list[str]:
    """Tables of schema `reference`."""
    return [contract.table for contract in load_contracts().values() if contract.schema == "reference"]


def load_reference_tables(con: duckdb.DuckDBPyConnection, home: Home) -> dict[str, int]:
    """Load changed reference data whole; returns row counts of what was written (empty when nothing changed).

    Raises ReferenceError, which names file, line and remedy, before anything is written.
    """
    digest = reference_hash(home.reference_folders)
    tables = reference_table_names()
    inputs = {table: digest + load_contracts()[table].digest for table in tables}
    used = read_events(home, ReferenceUsed)
    new_to_ledger = home.known_at is None and (not used or used[-1].reference != digest)
    if not new_to_ledger and all(stored_inputs(con, table).get(ALL_YEARS) == inputs[table] for table in tables):
        return {}
    frames = load_reference(home.reference_folders)
    if new_to_ledger:  # so that a day can be looked at as it was; what does not load was never used
        keep_reference(home, digest, home.reference_folders)
        append_event(home, ReferenceUsed(digest))
    counts = {}
    for table in tables:
        con.register("reference_frame", frames[table].to_arrow())
        counts[table] = replace_all(con, table, "SELECT * FROM reference_frame", inputs[table])
        con.unregister("reference_frame")
    return counts


@dg.multi_asset(
    specs=[table_spec(table, [], kinds={"duckdb", "csv", "yaml"}) for table in reference_table_names()],
    check_specs=[spec for table in reference_table_names() for spec in check_specs(table, (), None)],
    name="reference",
)
def reference_tables(context: dg.AssetExecutionContext, warehouse: Warehouse):  # type: ignore[no-untyped-def]
    """Units, periods, criteria sets and all else that a subject expert edits."""
    started = time.perf_counter()
    try:
        with failures_told("reference.*"):
            written = load_reference_tables(warehouse.con, warehouse.home)
    except ReferenceError as wrong:
        raise failure(_VI.say("run.failed.reference"), str(wrong), _VI.say("run.failed.reference_remedy")) from wrong
    what = f"{len(written)} bảng, {sum(written.values())} dòng" if written else "không có gì thay đổi"
    progress.info(f"reference: {what} ({time.perf_counter() - started:.1f} s)")
    for table in reference_table_names():
        rows = warehouse.con.execute(f"SELECT count(*) FROM {table}").fetchone()
        yield dg.MaterializeResult(
            asset_key=asset_key(table),
            metadata={"dagster/row_count": rows[0] if rows else 0},
            check_results=report_verdicts(context, table, [contract_verdict(warehouse.con, table)]),
        )
