"""A step that stops says what happened, why, and what to do: in Vietnamese, on the page of the run and in `cchc run`.

Belongs here: turning what went wrong into such a failure. Does not: deciding what blocks (checks), the steps.
What is not understood here passes as it is, with its traceback.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import dagster as dg
import duckdb

from assets.asset_facts import domain_of
from assets.checked_tables import Verdict
from assets.shown_text import label
from warehouse.model import load_models
from warehouse.wording import Wording

PLACES = 3
_VI = Wording("vi")
_FULL = ("no space left", "not enough space", "could not write")


def failure(what: str, why: str, remedy: str) -> dg.Failure:
    """One failure in three sentences; the remedy stands in its metadata too, where the page of the run shows it."""
    told = f"{what}\n{_VI.say('run.failed.why')} {why}\n{_VI.say('run.failed.remedy')} {remedy}"
    return dg.Failure(told, metadata={label("run.failed.remedy_label"): dg.MetadataValue.text(remedy)}, allow_retries=False)


@contextmanager
def failures_told(table: str) -> Iterator[None]:
    """While a step works on a table: a statement that does not run and a disk that is full are told in words."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise _disk_full(table, str(error)) from error
        raise
    except duckdb.Error as error:
        first = str(error).strip().splitlines()[0]
        if any(words in first.lower() for words in _FULL):
            raise _disk_full(table, first) from error
        if table not in load_models():
            raise
        raise failure(
            _VI.say("run.failed.model", table=table),
            first,
            _VI.say("run.failed.model_remedy", file=f"warehouse/models/{table.replace('.', '/')}.sql", team=_team(table)),
        ) from error


def _disk_full(table: str, why: str) -> dg.Failure:
    return failure(_VI.say("run.failed.disk", table=table), why, _VI.say("run.failed.disk_remedy"))


def _team(table: str) -> str:
    return domain_of(table).owner.removeprefix("team:")


def blocked(table: str, verdicts: Sequence[Verdict]) -> dg.Failure | None:
    """The failure of a table whose blocking checks did not pass: which rules, in which years, the first places, what to do."""
    lying = [verdict for verdict in verdicts if not verdict.passed and verdict.blocking]
    if not lying:
        return None
    rules = [f"{line}{f' ({verdict.year})' if verdict.year else ''}" for verdict in lying for line in verdict.detail]
    places = [_place(found) for verdict in lying for found in verdict.first_findings][:PLACES]
    why = "; ".join(dict.fromkeys(rules)) + "".join(f"\n  - {place}" for place in dict.fromkeys(places))
    from_files = any(found[_VI.say("dagster.finding.file")] for verdict in lying for found in verdict.first_findings)
    remedy = _VI.say("run.failed.blocked_remedy_file" if from_files else "run.failed.blocked_remedy_table", team=_team(table))
    return failure(_VI.say("run.failed.blocked", table=table), why, remedy)


def _place(found: dict[str, str]) -> str:
    where = ", ".join(found[name] for name in (_VI.say("dagster.finding.file"), _VI.say("dagster.finding.cell")) if found[name])
    return (f"{where}: " if where else "") + found[_VI.say("dagster.finding.message")].replace("\u00a0", " ")
