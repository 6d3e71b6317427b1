"""What Dagster shows of a table, taken from its contract.

Belongs here: turning contracts into asset metadata. Does not: reading rows.
"""

from __future__ import annotations

import dagster as dg

from warehouse.contract import load_contracts
from warehouse.model import load_models

GROUPS = {"reference": "reference", "intake": "intake", "quality": "quality", "core": "core", "mart": "mart"}


def asset_key(table: str) -> dg.AssetKey:
    """`mart.par_index` is the asset mart/par_index."""
    return dg.AssetKey(table.split("."))


def table_spec(
    table: str, deps: list[str], partitions: dg.PartitionsDefinition | None = None, kinds: set[str] | None = None
) -> dg.AssetSpec:
    """The asset of one table: description, column schema with units, kinds, owners' room."""
    contract = load_contracts()[table]
    columns = [
        dg.TableColumn(
            name=column.name,
            type=column.type,
            description=f"{column.vi}{f' [{column.unit}]' if column.unit else ''} / {column.en}",
            constraints=dg.TableColumnConstraints(nullable=column.nullable),
        )
        for column in contract.columns
    ]
    sql = load_models().get(table)
    return dg.AssetSpec(
        key=asset_key(table),
        deps=[asset_key(dep) for dep in deps],
        group_name=GROUPS[contract.schema],
        description=f"{contract.description_vi}\n\n{contract.description_en}" + (f"\n\n```sql\n{sql.sql}\n```" if sql else ""),
        metadata={"dagster/column_schema": dg.TableSchema(columns=columns), "key": ", ".join(contract.key)},
        kinds=kinds or {"duckdb"},
        partitions_def=partitions,
    )
