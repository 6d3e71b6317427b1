"""After a table is written: its contract and its rules, as Dagster asset checks per index year.

Belongs here: turning rule results and contract facts into check evaluations. Does not: the rules (checks), applying them
(rule_application.py), the rows (models).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import dagster as dg
import duckdb
from dagster._core.events import DagsterEvent, DagsterEventType

from assets.shown_text import in_lines, in_markdown, label
from assets.table_metadata import asset_key
from assets.view_keys import rows_with_keys_of_their_own
from checks.catalogue import load_rules
from checks.rule import Rule
from warehouse.contract import load_contracts
from warehouse.home import Home
from warehouse.wording import Wording

CONTRACT_CHECK = "contract"
_FIRST_FINDINGS = 10
_FINDING = ("message", "unit", "file", "cell", "value", "mend", "rule")
_VI = Wording("vi")


@dataclass
class Verdict:
    """One check in one index year (None for tables without years)."""

    check: str
    year: int | None
    passed: bool
    blocking: bool
    evaluated: int
    failing: int
    detail: list[str] = field(default_factory=list)
    first_findings: list[dict[str, str]] = field(default_factory=list)

    @property
    def severity(self) -> dg.AssetCheckSeverity:
        return dg.AssetCheckSeverity.ERROR if self.blocking else dg.AssetCheckSeverity.WARN

    def metadata(self) -> dict[str, Any]:
        """Counts, which rules failed, and the first findings as a table."""
        shown: dict[str, Any] = {label("dagster.check.evaluated"): self.evaluated, label("dagster.check.failing"): self.failing}
        if self.detail:
            shown[label("dagster.check.rules")] = dg.MetadataValue.md("\n".join(f"- {in_markdown(line)}" for line in self.detail))
        if self.first_findings:
            records = [dg.TableRecord(record) for record in self.first_findings]
            columns = [dg.TableColumn(name, "string") for name in self.first_findings[0]]
            shown[label("dagster.check.first")] = dg.MetadataValue.table(records=records, schema=dg.TableSchema(columns=columns))
        return shown


def rule_groups(rules: Iterable[Rule], tables: Iterable[str]) -> dict[str, list[Rule]]:
    """Rules by group, of the tables given."""
    wanted, groups = set(tables), {}  # type: set[str], dict[str, list[Rule]]
    for rule in rules:
        if rule.table in wanted:
            groups.setdefault(rule.group, []).append(rule)
    return groups


def check_specs(table: str, ruled_tables: Sequence[str], partitions: dg.PartitionsDefinition | None) -> list[dg.AssetCheckSpec]:
    """The checks of one asset: its contract, and one per rule group of the tables that it answers for."""
    rules = load_rules(Home.from_env().rule_folders)
    specs = [
        dg.AssetCheckSpec(
            CONTRACT_CHECK,
            asset=asset_key(table),
            blocking=True,
            description="Cột, kiểu, khóa đúng như hợp đồng bảng. / Columns, types and key are as the contract says.",
        )
    ]
    for group, members in rule_groups(rules, ruled_tables).items():
        specs.append(
            dg.AssetCheckSpec(
                group,
                asset=asset_key(table),
                blocking=any(rule.blocking for rule in members),
                partitions_def=partitions,
                description="\n".join(_described(rule) for rule in members),
            )
        )
    return specs


def _described(rule: Rule) -> str:
    adjusted = f" – {rule.adjustment.sentence_vi}" if rule.adjustment else ""
    return f"- **{rule.code}** ({_VI.code('severity', rule.severity)}): {rule.why_vi}{adjusted}"


def contract_verdict(con: duckdb.DuckDBPyConnection, table: str) -> Verdict:
    """Compare a whole table with its contract: columns and types as they stand, and no key twice (of a view: every row of
    the table behind it once)."""
    contract = load_contracts()[table]
    stands = con.execute(f"SELECT column_name, column_type FROM (DESCRIBE {table})").fetchall()
    promised = [(column.name, column.type) for column in contract.columns]
    wrong = [] if _same_types(stands, promised) else [f"cột/kiểu khác hợp đồng: {set(stands) ^ set(promised)}"]
    if contract.rows_of is not None:
        sides = f"(SELECT count(*) FROM {table}), (SELECT count(*) FROM {contract.rows_of})"
        rows, behind = con.execute(f"SELECT {sides}").fetchone() or (0, 0)
        detail = wrong + ([f"{rows} dòng, bảng {contract.rows_of} có {behind}"] if rows != behind else [])
        return Verdict(CONTRACT_CHECK, None, not detail, True, rows, abs(rows - behind), detail)
    if contract.is_view and not wrong and (keyed := rows_with_keys_of_their_own(con, table)) is not None:
        return Verdict(CONTRACT_CHECK, None, True, True, keyed, 0)
    key = ", ".join(f'"{name}"' for name in contract.key)
    # As many different hashes as rows: no key twice. Only else are the keys themselves grouped, which takes twice as long.
    rows, hashes = con.execute(f"SELECT count(*), count(DISTINCT hash({key})) FROM {table}").fetchone() or (0, 0)
    twice = 0
    if rows != hashes:
        keys = f"SELECT count(*) AS n FROM {table} GROUP BY {key} HAVING n > 1"
        twice = (con.execute(f"SELECT coalesce(sum(n), 0)::BIGINT FROM ({keys})").fetchone() or (0,))[0]
    detail = wrong + ([f"{twice} dòng trùng khóa ({', '.join(contract.key)})"] if twice else [])
    return Verdict(CONTRACT_CHECK, None, not detail, True, rows, twice, detail)


def _same_types(stands: list[tuple[str, str]], promised: list[tuple[str, str]]) -> bool:
    longer = {"TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE"}
    return stands == [(name, longer.get(kind, kind)) for name, kind in promised]


def rule_verdicts(
    con: duckdb.DuckDBPyConnection, rules: Sequence[Rule], tables: Sequence[str], years: Sequence[int] | None
) -> list[Verdict]:
    """One verdict per rule group and year (one over all rows when `years` is None), read from quality.rule_results and
    quality.findings. An unknown result never passes."""
    verdicts = []
    for group, members in rule_groups(rules, tables).items():
        codes = [rule.code for rule in members]
        for year in years if years is not None else [None]:
            results = con.execute(
                "SELECT rule, status, evaluated_rows, failing_rows, detail FROM quality.rule_results "
                "WHERE rule IN (SELECT unnest($codes)) AND ($year IS NULL OR index_year = $year) ORDER BY rule, index_year",
                {"codes": codes, "year": year},
            ).fetchall()
            bad = [row for row in results if row[1] in ("failed", "unknown")]
            off = [row for row in results if row[1] == "switched_off"]
            blocking = {rule.code for rule in members if rule.blocking}
            findings = con.execute(
                "SELECT f.message_vi, coalesce(u.unit_name, f.unit_id), f.file_name, "
                "coalesce(f.sheet, '') || coalesce('!' || f.cell, ''), f.value, f.mend_vi, f.rule "
                "FROM quality.findings AS f LEFT JOIN reference.unit AS u ON u.unit_id = f.unit_id "
                "WHERE f.rule IN (SELECT unnest($codes)) AND ($year IS NULL OR f.index_year = $year) AND NOT f.superseded "
                "ORDER BY f.severity, f.file_name, f.sheet, f.cell, f.rule LIMIT $most",
                {"codes": codes, "year": year, "most": _FIRST_FINDINGS},
            )
            names = [_VI.say(f"dagster.finding.{name}") for name in _FINDING]
            verdicts.append(
                Verdict(
                    check=group,
                    year=year,
                    passed=not bad,
                    blocking=any(row[0] in blocking for row in bad),
                    evaluated=max((row[2] for row in results), default=0),
                    failing=sum(row[3] for row in bad),
                    detail=[
                        f"{rule}: không đánh giá được, {why}" if status == "unknown" else f"{rule}: {n} dòng"
                        for rule, status, _, n, why in bad
                    ]
                    + [f"{row[0]}: {row[4]}" for row in off],
                    first_findings=[
                        {name: "" if value is None else in_lines(str(value)) for name, value in zip(names, row, strict=True)}
                        for row in findings.fetchall()
                    ],
                )
            )
    return verdicts


def report_verdicts(context: dg.AssetExecutionContext, table: str, verdicts: Sequence[Verdict]) -> list[dg.AssetCheckResult]:
    """Hand verdicts to Dagster: one evaluation per year, and the results that close the step (a run over several years has no
    partition of its own, so each year's evaluation is written as an event of the run)."""
    by_check: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        by_check.setdefault(verdict.check, []).append(verdict)
    results = []
    for check, members in by_check.items():
        if len(members) > 1:
            # A year without rows shows as skipped: writing nine empty evaluations per check costs more than the checks.
            for verdict in members:
                if verdict.evaluated or not verdict.passed:
                    _write_evaluation(context, table, verdict)
        failed = [verdict for verdict in members if not verdict.passed]
        worst = next((verdict for verdict in failed if verdict.blocking), failed[0] if failed else None)
        shown = worst or members[0]
        metadata = shown.metadata() | {
            label("dagster.check.evaluated"): sum(verdict.evaluated for verdict in members),
            label("dagster.check.failing"): sum(verdict.failing for verdict in members),
        }
        if len(failed) and len(members) > 1:
            metadata[label("dagster.check.years_failing")] = ", ".join(str(verdict.year) for verdict in failed)
        results.append(
            dg.AssetCheckResult(
                check_name=check, asset_key=asset_key(table), passed=worst is None, severity=shown.severity, metadata=metadata
            )
        )
    return results


def _write_evaluation(context: dg.AssetExecutionContext, table: str, verdict: Verdict) -> None:
    evaluation = dg.AssetCheckEvaluation(
        asset_key=asset_key(table),
        check_name=verdict.check,
        passed=verdict.passed,
        severity=verdict.severity,
        metadata=verdict.metadata(),
        partition=str(verdict.year),
        blocking=verdict.blocking,
    )
    event = DagsterEvent(
        event_type_value=DagsterEventType.ASSET_CHECK_EVALUATION.value,
        event_specific_data=evaluation,
        job_name=context.run.job_name,
        step_key=str(context.op_handle),
        message=f"{verdict.check} {verdict.year}: {'đạt' if verdict.passed else 'không đạt'}",
    )
    context.instance.report_dagster_event(event, run_id=context.run_id)
