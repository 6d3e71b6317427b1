"""Which columns may be put out: the allow-list of publication.yml, held against the contracts.

Belongs here: reading and refusing it. Does not: writing publications.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from warehouse.contract import Column, ContractError, load_contracts

ALLOW_LIST = Path(__file__).parent / "publication.yml"
NEVER = ("file", "sha256", "sheet", "cell", "reason", "evidence", "note", "ballot", "draft", "receipt", "submission", "correction", "self_")
"""Parts of column names that no allow-list may hold: where a figure came from, and what was said of it, stays inside."""
_UNITS = {"index_year", "panel", "unit_id"}


def published_columns(path: Path = ALLOW_LIST) -> dict[str, tuple[Column, ...]]:
    """Per table the columns that are put out, in the order of the list. Raises ContractError, which names file, table and column."""
    listed = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(listed, dict):
        raise ContractError(f"{path}: not a mapping of tables to columns")
    chosen = {}
    for table, names in listed.items():
        contract = load_contracts().get(table)
        if contract is None:
            raise ContractError(f"{path}: there is no table {table}")
        known = {column.name: column for column in contract.columns}
        for name in names:
            if name not in known:
                raise ContractError(f"{path}: {table} has no column {name}")
            if any(part in name for part in NEVER):
                raise ContractError(f"{path}: {table}.{name} must never be put out")
        if missing := ({*contract.key} | _UNITS) - set(names):
            raise ContractError(f"{path}: {table} needs its key columns {', '.join(sorted(missing))}")
        chosen[table] = tuple(known[name] for name in names)
    return chosen
