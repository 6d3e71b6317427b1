"""Tables and views that are not made here but stand in the graph: each is counted and held against its contract.

Belongs here: the asset of a table that others fill, and of each view. Does not: making anything.
"""

import dagster as dg

from assets.checked_tables import check_specs, contract_verdict, report_verdicts
from assets.run_context import Warehouse
from assets.table_metadata import asset_key, table_spec
from warehouse.contract import load_contracts
from warehouse.model import load_models


def reported_table(table: str, deps: list[str], partitions: dg.PartitionsDefinition | None) -> dg.AssetsDefinition:
    """The asset of a table or view by index year, or of one without years (partitions None)."""

    @dg.multi_asset(
        specs=[table_spec(table, deps, partitions)],
        check_specs=check_specs(table, (), partitions),
        name=table.replace(".", "__"),
        backfill_policy=dg.BackfillPolicy.single_run() if partitions else None,
    )
    def report(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
        con = warehouse.con
        metadata = {}
        if partitions:
            rows = dict(con.execute(f"SELECT index_year, count(*) FROM {table} GROUP BY 1").fetchall())
            for key in context.partition_keys:
                context.add_asset_metadata({"dagster/row_count": rows.get(int(key), 0)}, asset_key=asset_key(table), partition_key=key)
        else:
            found = con.execute(f"SELECT count(*) FROM {table}").fetchone()
            metadata = {"dagster/row_count": found[0] if found else 0}
        verdicts = [contract_verdict(con, table)]
        return dg.MaterializeResult(asset_key=asset_key(table), metadata=metadata, check_results=report_verdicts(context, table, verdicts))

    return report


def view_assets(partitions: dg.PartitionsDefinition, covered: set[str]) -> list[dg.AssetsDefinition]:
    """Assets of all views of models but those that are covered elsewhere."""
    views = [contract for contract in load_contracts().values() if contract.is_view and contract.table not in covered]
    return [
        reported_table(view.table, list(load_models()[view.table].upstream), partitions if view.has_years else None)
        for view in views
        if view.schema != "intake"
    ]
