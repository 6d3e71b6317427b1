"""Checking what was read: rules over whole files and over lines, before anything is counted.

Belongs here: the Dagster assets of schema `quality`. Does not: the rules themselves (checks/rules), rules over marts (sql_tables).
"""

import time

import dagster as dg

from assets.checked_tables import check_specs, contract_verdict, report_verdicts, rule_verdicts
from assets.reported_tables import reported_table
from assets.rule_application import CHECKED_TABLES, COMPARED, DECLARED, EVIDENCE, FIGURES, LINES, judge_what_was_sent, tables_read_by
from assets.run_context import Warehouse, progress
from assets.table_metadata import asset_key, table_spec
from assets.told_failure import blocked, failures_told
from checks.catalogue import load_rules
from checks.unknown import unknown_rules
from warehouse.findings_file import publish_findings
from warehouse.home import Home
from warehouse.model import load_models


def line_findings_asset(partitions: dg.PartitionsDefinition) -> dg.AssetsDefinition:
    """Findings of the line rules and the results of all rules so far, per index year. Error rows are thereby quarantined."""
    tables = ("quality.line_findings", "quality.rule_results")
    upstream = sorted(tables_read_by(rule for rule in load_rules(Home.from_env().rule_folders) if rule.table in CHECKED_TABLES))

    @dg.multi_asset(
        specs=[table_spec(table, upstream, partitions, kinds={"duckdb", "greatexpectations"}) for table in tables],
        check_specs=[*check_specs(tables[0], CHECKED_TABLES, partitions), *check_specs(tables[1], (), partitions)],
        name="quality__line_findings",
        backfill_policy=dg.BackfillPolicy.single_run(),
    )
    def check_lines(context: dg.AssetExecutionContext, warehouse: Warehouse):  # type: ignore[no-untyped-def]
        con, years = warehouse.con, [int(key) for key in context.partition_keys]
        rules = load_rules(warehouse.home.rule_folders)
        started = time.perf_counter()
        with failures_told("quality.line_findings"):
            judge_what_was_sent(con, rules, years)
        publish_findings(con, warehouse.home)
        for unknown in unknown_rules(con, tables=CHECKED_TABLES):
            progress.error(f"quality.line_findings: {unknown.sentence_vi}")
        counts = dict(con.execute("SELECT severity, count(*) FROM quality.line_findings WHERE NOT superseded GROUP BY 1").fetchall())
        progress.info(
            f"quality.line_findings: {counts.get('error', 0)} lỗi, {counts.get('warning', 0)} cảnh báo, {counts.get('info', 0)} lưu ý "
            f"({time.perf_counter() - started:.1f} s)"
        )
        for table, ruled in zip(tables, (CHECKED_TABLES, ()), strict=True):
            rows = dict(con.execute(f"SELECT index_year, count(*) FROM {table} GROUP BY 1").fetchall())
            for year in years:
                context.add_asset_metadata({"dagster/row_count": rows.get(year, 0)}, asset_key=asset_key(table), partition_key=str(year))
            verdicts = [contract_verdict(con, table)] + rule_verdicts(con, rules, ruled, years)
            yield dg.MaterializeResult(asset_key=asset_key(table), check_results=report_verdicts(context, table, verdicts))
            stopped = blocked(table, verdicts)
            if stopped is not None:
                raise stopped

    return check_lines


def findings_assets(partitions: dg.PartitionsDefinition, mart_tables: list[str]) -> list[dg.AssetsDefinition]:
    """The views that line rules look at, `quality.table_findings`, which the audited tables fill as they are made, and the view over
    both kinds of findings."""
    made_by = {
        LINES: list(load_models()[LINES].upstream),
        EVIDENCE: list(load_models()[EVIDENCE].upstream),
        COMPARED: list(load_models()[COMPARED].upstream),
        FIGURES: list(load_models()[FIGURES].upstream),
        DECLARED: list(load_models()[DECLARED].upstream),
        "quality.table_findings": mart_tables,
        "quality.findings": ["quality.line_findings", "quality.table_findings"],
    }
    return [reported_table(table, deps, partitions) for table, deps in made_by.items()]
