"""`cchc published`: published statements put to the test against each other.

Belongs here: reading the files, sizes of regions from reference data, printing. Does not: the checks (assets/published_check).
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from datetime import date
from pathlib import Path

import polars as pl

from assets.published_check.checks import check_statements
from assets.published_check.statement import DIFFERS, HOLDS, UNKNOWN, StatementsUnreadable, Verdict, read_groups, read_statements
from pipelines.cli.failure import BAD_INPUT, CommandFailed
from pipelines.cli.printing import console, table
from warehouse.home import Home
from warehouse.reference_data import load_reference

_WORDS = {HOLDS: "khớp", DIFFERS: "không khớp", UNKNOWN: "chưa đối chiếu được"}


def published(statements: Path, groups: Path | None, everything: bool, output: str) -> None:
    """Check a file of published statements, with the groups of a second file; prints those that do not hold, or all."""
    try:
        found = read_statements(statements)
        bounds = read_groups(groups) if groups else []
    except StatementsUnreadable as error:
        raise CommandFailed(str(error), BAD_INPUT) from error
    tables = load_reference(Home.from_env().reference_folders)
    years = {(each.level, each.year) for each in found}
    verdicts = check_statements(found, bounds, {key: region_sizes(tables, *key) for key in years})
    shown = [each for each in verdicts if everything or each.verdict == DIFFERS]
    if output == "json":
        print(json.dumps([_as_row(each) for each in shown], ensure_ascii=False, indent=1, default=str))
        return
    rows = []
    for each in shown:
        told = each.statement
        rows.append((told.number, told.year, told.name, told.value or told.rank or "", _WORDS[each.verdict], each.reason))
    out = console()
    out.print(table(["Dòng", "Năm", "Đối tượng", "Công bố", "Kết luận", "Vì sao"], rows))
    counts = Counter(each.verdict for each in verdicts)
    out.print(f"{len(verdicts)} phát biểu: " + ", ".join(f"{counts[key]} {_WORDS[key]}" for key in (HOLDS, DIFFERS, UNKNOWN)) + ".")
    reasons = Counter(each.reason for each in verdicts if each.verdict == UNKNOWN)
    for reason, count in reasons.most_common():
        out.print(f"  chưa đối chiếu được {count}: {reason}")


def region_sizes(tables: dict[str, pl.DataFrame], level: str, year: int) -> dict[str, int]:
    """How many units of a level each region had on the last day of a year; empty where regions are not known for all of them."""
    day = date(year, 12, 31)
    units = tables["reference.unit"].filter(pl.col("level") == level)
    valid = (pl.col("valid_from").is_null() | (pl.col("valid_from") <= day)) & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= day))
    present = units.filter(valid).select("unit_id")
    regions = tables["reference.region_member"].filter(valid).select("unit_id", "region")
    joined = present.join(regions, on="unit_id", how="left")
    if joined.is_empty() or joined["region"].null_count():
        return {}
    return dict(joined.group_by("region").len().sort("region").iter_rows())


def _as_row(verdict: Verdict) -> dict[str, object]:
    return {**asdict(verdict.statement), "verdict": verdict.verdict, "reason": verdict.reason}
