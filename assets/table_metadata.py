"""What Dagster shows of a table, taken from its contract, its model and asset_facts.yml.

Belongs here: turning these into the definition of an asset. Does not: reading rows, what a run adds (previews).
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import dagster as dg

from assets.asset_facts import domain_of, freshness_of, group_words
from assets.shown_text import label
from warehouse.contract import CONTRACTS, Contract, load_contracts
from warehouse.lineage import Lineage, column_lineage
from warehouse.model import MODELS, load_models

SOURCES_SHOWN = 3


def asset_key(table: str) -> dg.AssetKey:
    """`mart.par_index` is the asset mart/par_index."""
    return dg.AssetKey(table.split("."))


def table_spec(
    table: str, deps: list[str], partitions: dg.PartitionsDefinition | None = None, kinds: set[str] | None = None
) -> dg.AssetSpec:
    """The asset of one table: description, columns with units and sources, SQL below them, team, domain, when it is due."""
    contract, lineage = load_contracts()[table], column_lineage(table)
    metadata: dict[str, Any] = {
        "dagster/column_schema": _columns(contract, lineage),
        "dagster/table_name": f"reform_index.{table}",
        label("dagster.facts.key"): ", ".join(contract.key),
        **_sources(contract),
    }
    if lineage:
        metadata["dagster/column_lineage"] = _lineage(lineage)
    return described_spec(asset_key(table), contract.schema, table, metadata).replace_attributes(
        deps=[asset_key(dep) for dep in deps],
        description=f"{contract.description_vi}\n\n{contract.description_en}",
        kinds=kinds or {"duckdb"},
        partitions_def=partitions,
    )


def described_spec(key: dg.AssetKey, group: str, name: str, metadata: dict[str, Any]) -> dg.AssetSpec:
    """An asset with the facts of asset_facts.yml: group, domain, owner, when it is due."""
    domain, stage = domain_of(name), group_words(group)
    facts = {
        label("dagster.facts.stage"): f"{stage.vi} / {stage.en}",
        label("dagster.facts.domain"): f"{domain.words.vi} / {domain.words.en}",
    }
    return dg.AssetSpec(
        key=key,
        group_name=group,
        owners=[domain.owner],
        tags={"linh_vuc": domain.name},
        metadata=metadata | facts,
        freshness_policy=freshness_of(name),
    )


def _columns(contract: Contract, lineage: Lineage) -> dg.TableSchema:
    def described(name: str, vi: str, en: str, unit: str | None) -> str:
        sources = [".".join(source) for source in lineage.get(name, ())]
        more = f" +{len(sources) - SOURCES_SHOWN}" if len(sources) > SOURCES_SHOWN else ""
        origin = f"\n\n← {', '.join(f'`{each}`' for each in sources[:SOURCES_SHOWN])}{more}" if sources else ""
        return f"{vi}{f' [{unit}]' if unit else ''} / {en}{origin}"

    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                name=column.name,
                type=column.type,
                description=described(column.name, column.vi, column.en, column.unit),
                constraints=dg.TableColumnConstraints(nullable=column.nullable),
            )
            for column in contract.columns
        ]
    )


def _lineage(lineage: Lineage) -> dg.TableColumnLineage:
    return dg.TableColumnLineage(
        {
            column: [dg.TableColumnDep(asset_key=asset_key(table), column_name=name) for table, name in sources]
            for column, sources in lineage.items()
        }
    )


def _sources(contract: Contract) -> dict[str, Any]:
    """The SQL to open, and links to the files that say what the table is."""
    model = load_models().get(contract.table)
    files = [CONTRACTS / contract.schema / f"{contract.name}.yml"]
    shown: dict[str, Any] = {}
    if model is not None:
        files.insert(0, MODELS / contract.schema / f"{contract.name}.sql")
        shown["SQL"] = dg.MetadataValue.md(f"```sql\n{model.sql}\n```")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", category=dg.BetaWarning)  # also where a command needs a step and not the definitions
        references = [dg.LocalFileCodeReference(file_path=str(file), label=_from_root(file)) for file in files]
        return shown | {"dagster/code_references": dg.CodeReferencesMetadataValue(code_references=list(references))}


def _from_root(file: Path) -> str:
    return str(file.relative_to(MODELS.parent.parent))
