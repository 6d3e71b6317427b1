"""All steps of a run one after the other without Dagster, in a process of its own: `python -m bench.bare_steps HOME`.

Belongs here: the same work as `cchc run` from the same functions. Does not: measuring it beside anything (whole_run).
Prints one JSON object: seconds by step, imports included, and memory.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from bench.measure import timed
from bench.memory_watch import memory_watch


def main(root: Path) -> dict[str, float]:
    """Do what a run does on one home; returns seconds by step."""
    started = time.perf_counter()
    from assets.checked_tables import contract_verdict
    from assets.intake_tables import judge_files, receive_all
    from assets.reference_tables import load_reference_tables
    from assets.release import audit, content_digest, swap_in
    from assets.rule_application import apply_rules, judge_what_was_sent
    from assets.sql_tables import build_years
    from bench.scoring import scored_tables
    from checks.catalogue import load_rules
    from checks.gx.validate import great_expectations
    from pipelines.years import open_years
    from warehouse.connection import open_work
    from warehouse.content_hash import measured
    from warehouse.contract import load_contracts
    from warehouse.findings_file import publish_findings
    from warehouse.home import Home
    from warehouse.table_store import ensure_tables

    seconds = {"imports": time.perf_counter() - started}
    home = Home(root).create()
    con = open_work(home)
    years, rules, contracts = open_years(), load_rules(home.rule_folders), load_contracts()

    def build() -> None:
        for table in scored_tables():
            build_years(con, table, years)

    def table_rules() -> None:
        for table in scored_tables():
            apply_rules(con, rules, table, years, "quality.table_findings")

    def verdicts(sent: bool) -> None:
        for table, contract in contracts.items():
            if (contract.schema in ("intake", "quality")) == sent:
                contract_verdict(con, table)

    def release() -> None:
        content = measured(con)
        audit(con, rules, content)
        content_digest(con, content)
        con.execute("CHECKPOINT")
        con.close()
        swap_in(home, home.work_file)

    seconds["tables + reference"] = timed(lambda: (ensure_tables(con), load_reference_tables(con, home)))
    seconds["receive, read, extract"] = timed(lambda: receive_all(con, home))
    seconds["import of GX"] = timed(great_expectations)
    seconds["file rules"] = timed(lambda: judge_files(con, home))
    seconds["line rules"] = timed(lambda: judge_what_was_sent(con, rules, years))
    seconds["findings file"] = timed(lambda: publish_findings(con, home))
    seconds["contracts, lines"] = timed(lambda: verdicts(sent=True))
    seconds["core + mart tables"] = timed(build)
    seconds["table rules"] = timed(table_rules)
    seconds["contracts, index"] = timed(lambda: verdicts(sent=False))
    seconds["release"] = timed(release)
    return seconds


if __name__ == "__main__":
    with memory_watch() as memory:
        seconds = main(Path(sys.argv[1]))
    print(json.dumps({"seconds": seconds, "memory_mb": memory.most_mb}))
