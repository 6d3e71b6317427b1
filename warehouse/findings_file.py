"""Findings beside the release: published as Parquet even when the index tables are blocked.

Belongs here: writing and reading that one file. Does not: making findings.
"""

from __future__ import annotations

import duckdb

from warehouse.home import Home


def publish_findings(con: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Write quality.findings to `release/findings.parquet`, whole or not at all."""
    home.release.mkdir(parents=True, exist_ok=True)
    half = home.findings_parquet.with_suffix(".part")
    con.sql("SELECT * FROM quality.findings ORDER BY finding_id").write_parquet(str(half))
    half.replace(home.findings_parquet)
