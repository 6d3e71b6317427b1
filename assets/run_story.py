"""What a run brought, as its last event tells it: what came in, what was refused, which ranks moved.

Belongs here: the facts between two releases, in sentences and small tables. Does not: the release itself (release.py), why a value changed
(assets/changes), what the command prints beside (pipelines/cli/summary.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb

from assets.changes.changed_values import Changed, changed_ranks
from assets.panel_names import panel_names
from assets.shown_text import in_lines, label
from warehouse.connection import attach_file, open_scratch
from warehouse.wording import Wording

MOST_ROWS = 20
MOST_NAMED = 5
_VI = Wording("vi")


@dataclass(frozen=True)
class Refusal:
    """A file of which nothing was taken, and why."""

    file_name: str
    reason: str


@dataclass(frozen=True)
class Story:
    """The facts of one run."""

    files: int
    accepted: int
    refusals: list[Refusal]
    findings: dict[str, int]
    made_up: bool
    first: bool
    ranks: list[Changed] = field(default_factory=list)
    panels: dict[str, str] = field(default_factory=dict)

    def sentences(self) -> list[str]:
        """In words, Vietnamese."""
        count = {name: _VI.number(self.findings.get(name, 0), 0) for name in ("error", "warning", "info")}
        refused = self.files - self.accepted
        told = [
            _VI.say(
                "run.told.came_in",
                files=_VI.number(self.files, 0), accepted=_VI.number(self.accepted, 0), refused=_VI.number(refused, 0),
            ),
            _VI.say("run.told.findings", errors=count["error"], warnings=count["warning"], infos=count["info"]),
            self._ranks_told(),
        ]  # fmt: skip
        return told + ([_VI.say("run.told.made_up")] if self.made_up else []) + [_VI.say("run.told.next")]

    def _ranks_told(self) -> str:
        if self.first:
            return _VI.say("run.told.first")
        if not self.ranks:
            return _VI.say("run.told.no_rank_moved")
        most = "; ".join(
            _VI.say("run.told.one_rank", unit=each.unit_name, year=each.index_year, old=_rank(each.old), new=_rank(each.new))
            for each in self.ranks[:MOST_NAMED]
        )
        return _VI.say("run.told.ranks_moved", count=_VI.number(len(self.ranks), 0), most=most)

    def metadata(self) -> dict[str, Any]:
        """For the page of the run: the sentences (as text: Markdown would be folded away there), and a table each of what was refused and
        which ranks moved."""
        shown: dict[str, Any] = {label("run.told.label"): " ".join(self.sentences())}
        if self.refusals:
            rows = [{"file": each.file_name, "reason": in_lines(each.reason)} for each in self.refusals[:MOST_ROWS]]
            shown[label("run.told.refused_label")] = _table(rows)
        if self.ranks:
            rows = [
                {
                    "year": str(each.index_year),
                    "list": in_lines(self.panels.get(each.panel or "", each.panel or "")),
                    "unit": in_lines(each.unit_name or ""),
                    "before": in_lines(_rank(each.old)),
                    "now": in_lines(_rank(each.new)),
                }
                for each in self.ranks[:MOST_ROWS]
            ]
            shown[label("run.told.ranks_label")] = _table(rows)
        return shown


def _rank(value: Any) -> str:
    return _VI.say("run.told.unranked") if value is None else str(value)


def _table(rows: list[dict[str, str]]) -> dg.TableMetadataValue:
    titles = {name: _VI.say(f"run.told.{name}") for name in rows[0]}
    schema = dg.TableSchema(columns=[dg.TableColumn(text, "string") for text in titles.values()])
    return dg.MetadataValue.table(
        records=[dg.TableRecord({titles[name]: value for name, value in row.items()}) for row in rows], schema=schema
    )


def story_of(before: Path | None, now: Path, since: str | None) -> Story:
    """The facts between two versions of the release; `since`: when the earlier one was made. The biggest moves come first."""
    with open_scratch() as con:
        attach_file(con, now, "new")
        ranks: list[Changed] = []
        if before is not None and before.exists():
            attach_file(con, before, "old")
            ranks = sorted(changed_ranks(con), key=_how_far, reverse=True)
        con.execute("USE new")
        return _facts(con, since, before is None or not before.exists(), ranks)


def _how_far(change: Changed) -> tuple[int, int]:
    """Moves by size; what came into a list or fell out of it before all."""
    if change.old is None or change.new is None:
        return (1, 0)
    return (0, abs(change.new - change.old))


def _facts(con: duckdb.DuckDBPyConnection, since: str | None, first: bool, ranks: list[Changed]) -> Story:
    arrived = "FROM intake.receipts AS r WHERE $since IS NULL OR r.recorded_at > $since::TIMESTAMPTZ"
    taken = "EXISTS (SELECT 1 FROM intake.submissions AS s WHERE s.receipt_id = r.receipt_id AND s.status = 'accepted')"
    files, accepted = con.execute(f"SELECT count(*), count(*) FILTER (WHERE {taken}) {arrived}", {"since": since}).fetchone() or (0, 0)
    refusals = con.execute(
        f"""
        SELECT r.file_name, coalesce(string_agg(DISTINCT f.message_vi || ' ' || f.mend_vi, ' '), '')
        FROM (SELECT * {arrived} ) AS r
        LEFT JOIN quality.findings AS f
            ON f.file_sha256 = r.file_sha256 AND f.table_name = 'intake.problems' AND f.severity = 'error'
        WHERE NOT {taken}
        GROUP BY r.receipt_id, r.file_name ORDER BY r.file_name, r.receipt_id
        """,
        {"since": since},
    ).fetchall()
    counted = dict(con.execute("SELECT severity, count(*) FROM quality.findings WHERE NOT superseded GROUP BY 1").fetchall())
    made_up = con.execute("SELECT EXISTS (SELECT 1 FROM intake.submissions WHERE made_up)").fetchone() or (False,)
    return Story(files, accepted, [Refusal(*row) for row in refusals], counted, bool(made_up[0]), first, ranks, panel_names(con))
