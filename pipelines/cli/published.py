"""`cchc published`: published statements put to the test against each other.

Belongs here: reading the files, sizes of regions from reference data, printing. Does not: the checks (assets/published_check).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path

import polars as pl

from assets.published_check.checks import check_statements
from assets.published_check.group_check import GroupVerdict, check_groups
from assets.published_check.statement import (
    DIFFERS,
    HOLDS,
    UNKNOWN,
    Group,
    Statement,
    StatementsUnreadable,
    Verdict,
    read_groups,
    read_statements,
)
from pipelines.cli.failure import BAD_INPUT, CommandFailed
from pipelines.cli.printing import console, print_json, print_rows, table
from warehouse.home import Home
from warehouse.reference_data import load_reference
from warehouse.wording import Wording

_VI = Wording("vi")
_COLUMNS = [*(each.name for each in fields(Statement)), "verdict", "reason"]


def published(statements: Path, groups: Path | None, everything: bool, output: str) -> None:
    """Check a file of published statements, with the groups of a second file; prints those that do not hold, or all."""
    try:
        found = read_statements(statements)
        bounds = read_groups(groups) if groups else []
    except StatementsUnreadable as error:
        raise CommandFailed(str(error), BAD_INPUT) from error
    tables = load_reference(Home.from_env().reference_folders)
    years = {(each.level, each.year) for each in found}
    verdicts = check_statements(found, [group for group in bounds if group.level], {key: region_sizes(tables, *key) for key in years})
    shown = [each for each in verdicts if everything or each.verdict == DIFFERS]
    if output == "json":
        print_json([_as_row(each) for each in shown])
        return
    if output == "csv":
        print_rows(_COLUMNS, ["VARCHAR"] * len(_COLUMNS), [list(_as_row(each).values()) for each in shown], output)
        return
    rows = []
    for each in shown:
        told = each.statement
        rows.append((told.number, told.year, told.name, told.value or told.rank or "", _VI.code("statement", each.verdict), each.reason))
    out = console()
    out.print(table(["Dòng", "Năm", "Đối tượng", "Công bố", "Kết luận", "Vì sao"], rows))
    counts = Counter(each.verdict for each in verdicts)
    out.print(
        f"{len(verdicts)} phát biểu: " + ", ".join(f"{counts[key]} {_VI.code('statement', key)}" for key in (HOLDS, DIFFERS, UNKNOWN)) + "."
    )
    reasons = Counter(each.reason for each in verdicts if each.verdict == UNKNOWN)
    for reason, count in reasons.most_common():
        out.print(f"  chưa đối chiếu được {count}: {reason}")
    if bounds:
        _print_groups(group_verdicts(found, bounds, tables), everything)


def group_verdicts(statements: Sequence[Statement], groups: Sequence[Group], tables: dict[str, pl.DataFrame]) -> list[GroupVerdict]:
    """A verdict per group; how many provinces a year had comes from the reference data, how many ministries were ranked from statements."""
    sizes = {(g.level, g.year): sum(region_sizes(tables, g.level, g.year).values()) for g in groups if g.level == "province"}
    for each in statements:
        if each.index == "PAR_INDEX" and each.level == "ministry" and each.rank:
            sizes[each.level, each.year] = max(sizes.get((each.level, each.year), 0), each.rank)
    return check_groups(groups, statements, {key: size for key, size in sizes.items() if size})


def _print_groups(verdicts: Sequence[GroupVerdict], everything: bool) -> None:
    rows = [
        (each.group.scope, each.group.year_text, each.group.label, each.group.members if each.group.members is not None else "",
         _VI.code("statement", each.verdict), each.reason)
        for each in verdicts
        if everything or each.verdict == DIFFERS
    ]  # fmt: skip
    out = console()
    if rows:
        out.print(table(["Danh sách", "Năm", "Nhóm", "Thành viên", "Kết luận", "Vì sao"], rows))
    counts = Counter(each.verdict for each in verdicts)
    out.print(
        f"{len(verdicts)} nhóm: " + ", ".join(f"{counts[key]} {_VI.code('statement', key)}" for key in (HOLDS, DIFFERS, UNKNOWN)) + "."
    )


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
