"""`cchc rule-try`: what a rule would say of the years that are stored, before it is switched on.

Belongs here: finding the rule, and telling. Does not: running it (checks/trial.py).
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from checks.catalogue import load_rules, read_rules
from checks.rule import Rule, RuleError
from checks.trial import TriedYear, try_rule
from pipelines.cli.failure import BAD_INPUT, CommandFailed
from pipelines.cli.printing import console
from pipelines.cli.sql import released
from warehouse.home import Home
from warehouse.wording import Wording

_UNITS = 12
_VI = Wording("vi")


def rule_try(which: str) -> None:
    """Run the rules of a file, or one rule by its code, on the release; exit code 1 where one of them cannot be asked."""
    home, out = Home.from_env(), console()
    rules = _rules(home, which)
    unknown = 0
    with released(home) as con:
        for rule in rules:
            out.print(f"Quy tắc {rule.code} trên {rule.table}, mức {_severity(rule)}: {rule.why_vi}")
            if rule.adjustment is not None:
                out.print(f"  Hiện nay {rule.adjustment.sentence_vi}.")
            tried = try_rule(con, rule)
            for year in tried:
                _tell(con, rule, year)
            unknown += any(year.unknown for year in tried)
            if not tried:
                out.print("  Không năm nào có dòng để xét.")
    out.print("Chỉ chạy thử: không phát hiện nào được ghi, không bảng nào đổi.")
    if unknown:
        raise CommandFailed(f"{unknown} quy tắc không chạy được; sửa theo lý do ở trên rồi thử lại.", BAD_INPUT)


def _rules(home: Home, which: str) -> list[Rule]:
    path = Path(which)
    if path.suffix in (".yml", ".yaml") or path.is_file():
        if not path.is_file():
            raise CommandFailed(f"Không có tệp {path}.", BAD_INPUT)
        try:
            rules = read_rules(path)
        except RuleError as error:  # of the file that was named: its writer's to mend
            raise CommandFailed(f"Không đọc được quy tắc: {error}", BAD_INPUT) from error
        if not rules:
            raise CommandFailed(f"Tệp {path} không có quy tắc nào.", BAD_INPUT)
        return rules
    found = [rule for rule in load_rules(home.rule_folders) if rule.code == which.strip().upper()]
    if not found:
        raise CommandFailed(f"Không có quy tắc «{which}»; nêu mã như trong quality.rule_results, hoặc tệp .yml.", BAD_INPUT)
    return found


def _severity(rule: Rule) -> str:
    then = "chặn bản phát hành" if rule.blocking else "dòng bị cách ly" if rule.severity == "error" else "dòng vẫn tính"
    return f"{_VI.code('severity', rule.severity)} ({then})"


def _tell(con: duckdb.DuckDBPyConnection, rule: Rule, year: TriedYear) -> None:
    out, when = console(), f"Năm {year.index_year}" if year.index_year is not None else "Không rõ năm"
    if year.unknown:
        out.print(f"  ✗ {when}: không chạy được: {year.unknown}")
        return
    stored = con.execute(
        "SELECT failing_rows FROM quality.rule_results "
        "WHERE rule = ? AND index_year IS NOT DISTINCT FROM ? AND status IN ('passed', 'failed')",
        [rule.code, year.index_year],
    ).fetchone()
    now = f"; hiện nay quy tắc mang mã này: {stored[0]} dòng" if stored else ""
    out.print(f"  {when}: {year.failing} dòng sẽ có phát hiện, trên {year.looked_at} dòng được xét{now}.")
    if year.units:
        more = f" và {len(year.units) - _UNITS} đơn vị khác" if len(year.units) > _UNITS else ""
        out.print(f"    {len(year.units)} đơn vị: {', '.join(year.units[:_UNITS])}{more}")
    for place, message in year.examples:
        out.print(f"    Ví dụ {place}: {message}" if place else f"    Ví dụ: {message}")
