"""One small factory: a SQL model and its contract become a yearly Dagster asset with its checks.

Belongs here: building, auditing and reporting tables of `core` and `mart`. Does not: the SELECTs (warehouse/models).
"""

import time

import dagster as dg
import duckdb

from assets.checked_tables import check_specs, contract_verdict, report_verdicts, rule_verdicts
from assets.previews.change import rows_kept
from assets.previews.declared import load_previews
from assets.previews.shown import preview_of
from assets.rule_application import apply_rules, tables_read_by
from assets.run_context import Warehouse, progress
from assets.shown_text import label
from assets.table_metadata import asset_key, table_spec
from assets.told_failure import blocked, failures_told
from checks.catalogue import load_rules
from checks.unknown import unknown_rules
from warehouse.findings_file import publish_findings
from warehouse.home import Home
from warehouse.model import built_tables, load_models
from warehouse.table_store import inputs_fingerprint, replace_years, stored_inputs, years_after
from warehouse.wording import Wording

_VI = Wording("vi")


def build_years(con: duckdb.DuckDBPyConnection, table: str, years: list[int]) -> dict[int, int]:
    """Make those years of a model table that are not up to date, and the years made before that look back to them; returns row counts of
    the years made."""
    stored = stored_inputs(con, table)
    concerned = years_after(table, years, stored)
    now = inputs_fingerprint(con, table, concerned)
    stale = [year for year in concerned if stored.get(year) != now[year]]
    return replace_years(con, table, load_models()[table].sql, stale, now) if stale else {}


def sql_table_asset(table: str, partitions: dg.PartitionsDefinition) -> dg.AssetsDefinition:
    """The asset of one model table."""
    rules = [rule for rule in load_rules(Home.from_env().rule_folders) if rule.table == table]
    upstream = {*load_models()[table].upstream, *tables_read_by(rules)} - {table}
    spec = table_spec(table, sorted(upstream), partitions, kinds={"duckdb", "sql"})

    @dg.multi_asset(
        specs=[spec],
        check_specs=check_specs(table, [table], partitions),
        name=table.replace(".", "__"),
        backfill_policy=dg.BackfillPolicy.single_run(),
    )
    def build(context: dg.AssetExecutionContext, warehouse: Warehouse):  # type: ignore[no-untyped-def]
        con, years = warehouse.con, [int(key) for key in context.partition_keys]
        rules = load_rules(warehouse.home.rule_folders)
        started = time.perf_counter()
        concerned = years_after(table, years, stored_inputs(con, table))
        preview = load_previews().get(table)
        with rows_kept(con, preview, concerned):
            with failures_told(table):
                made = build_years(con, table, years)
            previews = {year: preview_of(con, preview, year) for year in made} if preview else {}
        apply_rules(con, rules, table, concerned, "quality.table_findings")
        verdicts = [contract_verdict(con, table)] + rule_verdicts(con, rules, [table], concerned)
        for unknown in unknown_rules(con, tables=[table]):
            progress.error(f"{table}: {unknown.sentence_vi}")
        if any(not verdict.passed for verdict in verdicts):
            publish_findings(con, warehouse.home)
        lying = sorted({f"{v.check} ({v.year})" for v in verdicts if not v.passed and v.blocking})
        what = f"tính lại {', '.join(map(str, sorted(made)))}: {sum(made.values())} dòng" if made else "không có gì thay đổi"
        progress.info(f"{table}: {what}{'; BỊ CHẶN: ' + ', '.join(lying) if lying else ''} ({time.perf_counter() - started:.1f} s)")
        rows = dict(con.execute(f"SELECT index_year, count(*) FROM {table} GROUP BY 1").fetchall())
        for year in years:
            facts = {
                "dagster/row_count": rows.get(year, 0),
                label("dagster.facts.made_anew"): _made_anew(year in made, rows.get(year, 0)),
                **previews.get(year, {}),
            }
            context.add_asset_metadata(facts, asset_key=asset_key(table), partition_key=str(year))
        yield dg.MaterializeResult(asset_key=asset_key(table), check_results=report_verdicts(context, table, verdicts))
        stopped = blocked(table, verdicts)
        if stopped is not None:  # after the results are written down
            raise stopped

    return build


def _made_anew(anew: bool, rows: int) -> str:
    """What happened to a year, in words: a year without rows is told as such, since Dagster shows it like any other."""
    if not rows:
        return _VI.say("dagster.facts.no_rows")
    return _VI.say("dagster.facts.was_made" if anew else "dagster.facts.was_right")


def sql_table_assets(partitions: dg.PartitionsDefinition) -> list[dg.AssetsDefinition]:
    """Assets of all tables that are made from a model."""
    return [sql_table_asset(table, partitions) for table in built_tables()]
