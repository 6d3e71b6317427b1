"""Because of which input something changed: a submission, a correction, a criteria set, a rule or a model.

Belongs here: finding the inputs that differ between `old` and `new`, and laying each change to them. Does not: the changes themselves
(changed_values.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from assets.changes.changed_values import Changed
from warehouse.method_record import Method, differences

_SURVEY_FORM = "survey_scores"

_SUBMISSIONS = """
SELECT
    coalesce(n.index_year, o.index_year), coalesce(n.unit_id, o.unit_id), coalesce(n.form, o.form),
    o.file_name, n.file_name, n.receipt_id,
    (SELECT any_value(v.state) FROM new.intake.versions AS v WHERE v.submission_id = o.submission_id AND v.receipt_id = o.receipt_id)
FROM old.core.submissions AS o
FULL JOIN new.core.submissions AS n ON n.index_year = o.index_year AND n.form = o.form AND n.subject_id = o.subject_id
WHERE o.submission_id IS DISTINCT FROM n.submission_id
ORDER BY 1, 2, 3
"""

_CORRECTIONS = """
SELECT coalesce(n.index_year, o.index_year), coalesce(n.unit_id, o.unit_id), coalesce(n.form, o.form),
    coalesce(n.correction, o.correction), o.status, n.status
FROM old.core.corrections AS o
FULL JOIN new.core.corrections AS n ON n.correction = o.correction
WHERE o.status IS DISTINCT FROM n.status OR o.corrected IS DISTINCT FROM n.corrected
ORDER BY 1, 2, 4
"""

_ARRIVED_SINCE = """
SELECT s.index_year, s.unit_id, s.form, NULL, s.file_name, s.receipt_id, NULL
FROM new.core.submissions AS s
JOIN new.intake.receipts AS r ON r.receipt_id = s.receipt_id
WHERE $since IS NULL OR r.recorded_at > $since
ORDER BY 1, 2, 3
"""


@dataclass(frozen=True)
class Inputs:
    """Inputs that differ: sentences by (year, unit, form), and those that concern everybody."""

    own: dict[tuple[int, str | None, str], list[str]]
    common: list[str]

    def of(self, year: int, unit_id: str | None, part: str | None = None) -> list[str]:
        """Sentences on a unit's own inputs, of a part of the lines where one is given."""
        told = []
        for (own_year, own_unit, form), sentences in self.own.items():
            if (own_year, own_unit) == (year, unit_id) and (part is None or (part == "survey") == (form == _SURVEY_FORM)):
                told += sentences
        return told


def changed_inputs(
    con: duckdb.DuckDBPyConnection,
    before: Method | None,
    now: Method | None,
    *,
    published: bool = False,
    known_at: datetime | None = None,
) -> Inputs:
    """What was sent, withdrawn, corrected or switched between the two. Of a publication only what arrived after `known_at` can be told."""
    rows = con.execute(_ARRIVED_SINCE, {"since": known_at}) if published else con.execute(_SUBMISSIONS)
    own: dict[tuple[int, str | None, str], list[str]] = {}
    for year, unit_id, form, old_file, new_file, receipt, state in rows.fetchall():
        own.setdefault((year, unit_id, form), []).append(_sent(old_file, new_file, receipt, state))
    if not published:
        for year, unit_id, form, code, old_status, new_status in con.execute(_CORRECTIONS).fetchall():
            sentence = f"khai báo sửa số liệu {code}: {old_status or 'chưa có'} → {new_status or 'đã bỏ'}"
            own.setdefault((year, unit_id, form), []).append(sentence)
    common = differences(before, now) if before is not None and now is not None else ["bản trước không ghi đã tính bằng cách nào"]
    return Inputs(own, common)


def _sent(old_file: str | None, new_file: str | None, receipt: str | None, state: str | None) -> str:
    if new_file is None:
        why = {"withdrawn": "đã rút", "locked_out": "nhận sau ngày khóa"}.get(state or "", "không còn được tính")
        return f"«{old_file}» {why}"
    if state == "withdrawn":
        return f"«{old_file}» đã rút, tính lại «{new_file}» (biên nhận {receipt})"
    instead = f" thay «{old_file}»" if old_file is not None else ""
    return f"«{new_file}» (biên nhận {receipt}){instead}"


def cause_of(change: Changed, inputs: Inputs, scores: Sequence[Changed]) -> str:
    """The inputs to which a change is laid, in words. A rank, a group or a finding on results may move because others' scores did."""
    if change.kind == "approval" and change.what is not None and change.new != "approval_outdated":
        return f"văn bản {change.what}"
    own = list(dict.fromkeys(inputs.of(change.index_year, change.unit_id, change.part)))
    if not own and change.kind == "finding":  # rules on history look at what the unit sent for the year before
        own = list(dict.fromkeys(inputs.of(change.index_year - 1, change.unit_id)))
    moved = {
        score.unit_id: score.unit_name or ""
        for score in scores
        if score.index_year == change.index_year and change.panel in (None, score.panel)
    }
    others_moved = change.unit_id not in moved if change.kind in ("rank", "group") else change.kind == "finding" and not own
    if moved and others_moved:
        names = list(moved.values())
        more = f" và {len(names) - 3} đơn vị khác" if len(names) > 3 else ""
        return f"điểm của {', '.join(names[:3])}{more} đổi"
    return "; ".join(own) or "; ".join(inputs.common) or "không rõ"
