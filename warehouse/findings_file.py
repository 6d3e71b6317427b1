"""Findings and rule results beside the release: published as Parquet even when the index tables are blocked.

Belongs here: writing those two files. Does not: making findings.
"""

from __future__ import annotations

import duckdb

from warehouse.home import Home


def publish_findings(con: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Write quality.findings to `release/findings.parquet` and quality.rule_results beside it, each whole or not at all."""
    home.release.mkdir(parents=True, exist_ok=True)
    for select, file in (
        ("SELECT * FROM quality.findings ORDER BY finding_id", home.findings_parquet),
        ("SELECT * FROM quality.rule_results ORDER BY ALL", home.rule_results_parquet),
    ):
        half = file.with_suffix(".part")
        con.sql(select).write_parquet(str(half))
        half.replace(file)
