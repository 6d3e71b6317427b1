"""A table of an outside index of whose scores none can count: it is refused, like a form without lines, so that the version before stands.

Belongs here: whether any score of a submission can be accepted, and why not. Does not: reading tables (assets/intake/extract_index.py), the
findings on lines of a table that is taken in (checks/rules/lines_outside_index.yml, whose conditions these are).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from assets.intake.intake_rows import Extraction, Line, Problem, Submission

_TOLD = 8
"""So many cells are named; of more the number is told."""
Highest = Mapping[tuple[str, int], Decimal]
"""(index, year) → the highest score of its scale."""


def refuse_useless_tables(found: Extraction, highest: Highest) -> Extraction:
    """The same, but each accepted table of an index without a single usable score is refused and gives no lines."""
    if not any(each.index_name is not None for each in found.submissions):
        return found
    refused: dict[str, Problem] = {}
    for each in found.submissions:
        if each.index_name is not None and each.status == "accepted":
            lines = [line for line in found.lines if line.submission_id == each.submission_id]
            why = _why_none_counts(lines, highest.get((each.index_name, each.index_year or 0)))
            if why:
                refused[each.submission_id] = _problem(each, lines[0], why)
    return Extraction(
        [each._replace(status="refused", lines_in=0) if each.submission_id in refused else each for each in found.submissions],
        [line for line in found.lines if line.submission_id not in refused],
        [*found.problems, *refused.values()],
    )


def _why_none_counts(lines: Sequence[Line], highest: Decimal | None) -> list[str]:
    """A reason for each line; empty where one of them can be accepted."""
    times = Counter((line.unit_id, line.node_id, line.measure) for line in lines)
    told = []
    for line in lines:
        why = _why_not(line, highest, times[line.unit_id, line.node_id, line.measure])
        if why is None:
            return []
        told.append(why)
    return told


def _why_not(line: Line, highest: Decimal | None, times: int) -> str | None:
    if line.unit_id is None:
        return f"ô {line.unit_cell or line.cell}: đơn vị «{line.unit_text or ''}» không có trong danh mục của năm"
    if line.node_id is None:
        return f"ô {line.code_cell or line.cell}: mã «{line.code_text or ''}» không có trong định nghĩa của chỉ số"
    if line.state == "blank":
        return f"ô {line.cell}: không có điểm"
    if line.state != "value" or line.value is None:
        return f"ô {line.cell}: «{line.text or ''}» không phải điểm ghi bằng số"
    if line.value < 0:
        return f"ô {line.cell}: điểm {_shown(line.value)} nhỏ hơn 0"
    if highest is not None and line.value > highest:
        return f"ô {line.cell}: điểm {_shown(line.value)} vượt thang điểm {_shown(highest)}"
    return f"ô {line.cell}: dòng «{line.code_text or ''}» của «{line.unit_text or ''}» xuất hiện {times} lần" if times > 1 else None


def _shown(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


def _problem(submission: Submission, first: Line, why: Sequence[str]) -> Problem:
    more = f"; và {len(why) - _TOLD} ô khác" if len(why) > _TOLD else ""
    detail = f"{len(why)} dòng điểm của chỉ số {submission.index_name} năm {submission.index_year} đều không dùng được: "
    return Problem(
        submission.file_sha256, submission.file_name, submission.form, submission.index_year, None, "no_usable_lines", first.sheet,
        first.cell, first.text, f"{detail}{'; '.join(why[:_TOLD])}{more}.",
    )  # fmt: skip
