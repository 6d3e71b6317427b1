"""The outbox: for every submission a page, for every one with findings the marked workbook, and an index of all.

Belongs here: which submissions have an answer, their file names, writing only what changed. Does not: the looks of a page (answer_page.py)
or of a workbook (marked_workbook.py).

A page stands for one form of one unit (or index) and year, whichever version counts, so that a resubmission rewrites its page and the
index and nothing else. A refused file has a page of its own until a later version of the same is accepted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import duckdb

from assets.answers.answer_page import AnswerPage, index_page, submission_page
from assets.answers.answer_words import verdict
from assets.answers.marked_workbook import AnswerHead, marked_workbook
from assets.answers.told_finding import ToldFinding, in_reading_order
from assets.intake_reading import cells_of_file
from assets.plain_file_name import plain_file_name
from assets.rule_application import CHECKED_TABLES, FILE_PROBLEMS
from checks.unknown import unknown_rules
from warehouse.archive import archived_file
from warehouse.durable_files import write_whole
from warehouse.home import Home

INDEX = "index.html"
_MANIFEST = ".manifest.json"
_MADE_BY = "1"
"""Raise it when pages or workbooks look different for the same findings."""


@dataclass(frozen=True)
class OutboxChange:
    """Files of the outbox that were written and removed, and how many answers there are now."""

    written: list[str]
    removed: list[str]
    answers: int


class _Answerable(NamedTuple):
    """One submission that is answered. `subject` tells units of one name apart in file names."""

    receipt_id: str
    submission_id: str | None
    file_sha256: str
    file_name: str
    form: str | None
    index_year: int | None
    subject: str | None
    subject_name: str | None
    version_no: int | None
    lines: int
    made_up: bool
    accepted: bool
    received: str
    letter: str | None


_ANSWERABLE = """
WITH letters AS (
    SELECT r.receipt_id, r.received_at,
        coalesce(later.number, r.letter_number) AS letter_number, coalesce(later.day, try_cast(r.letter_date AS DATE)) AS letter_date
    FROM intake.receipts AS r
    LEFT JOIN (
        SELECT receipt_id, arg_max(letter_number, recorded_at) AS number, arg_max(letter_date, recorded_at) AS day
        FROM intake.letters GROUP BY receipt_id
    ) AS later ON later.receipt_id = r.receipt_id
),
counting AS (
    SELECT
        v.receipt_id, v.submission_id, v.file_sha256, v.file_name, v.form, v.index_year,
        coalesce(u.unit_code, v.index_name) AS subject, coalesce(u.unit_name, v.index_name) AS subject_name, v.version_no,
        s.lines_in, v.made_up, v.counts AS accepted, v.subject_id, v.recorded_at AS moment
    FROM intake.versions AS v
    JOIN intake.submissions AS s ON s.receipt_id = v.receipt_id AND s.submission_id = v.submission_id
    LEFT JOIN reference.unit AS u ON u.unit_id = v.unit_id
    WHERE v.counts OR v.state = 'locked_out'
),
problems AS (
    SELECT receipt_id, any_value(form) AS form, any_value(index_year) AS index_year, any_value(unit_id) AS unit_id
    FROM intake.problems GROUP BY receipt_id
),
refused AS (
    SELECT
        r.receipt_id, NULL AS submission_id, r.file_sha256, r.file_name, p.form, p.index_year,
        u.unit_code AS subject, u.unit_name AS subject_name, NULL AS version_no,
        0 AS lines_in,
        coalesce((SELECT bool_or(s.made_up) FROM intake.submissions AS s WHERE s.receipt_id = r.receipt_id), false) AS made_up,
        false AS accepted, p.unit_id AS subject_id, r.recorded_at AS moment
    FROM intake.receipts AS r
    LEFT JOIN problems AS p ON p.receipt_id = r.receipt_id
    LEFT JOIN reference.unit AS u ON u.unit_id = p.unit_id
    WHERE NOT EXISTS (SELECT 1 FROM intake.submissions AS s WHERE s.receipt_id = r.receipt_id AND s.status = 'accepted')
    QUALIFY row_number() OVER (PARTITION BY r.file_sha256 ORDER BY r.recorded_at DESC, r.receipt_id DESC) = 1
)
SELECT a.* EXCLUDE (subject_id, moment),
    strftime(l.received_at AT TIME ZONE 'Asia/Ho_Chi_Minh', '%d/%m/%Y %H:%M') AS received,
    l.letter_number || coalesce(' ngày ' || strftime(l.letter_date, '%d/%m/%Y'), '') AS letter
FROM (
    SELECT * FROM counting
    UNION ALL
    SELECT * FROM refused AS r
    WHERE NOT EXISTS (
        SELECT 1 FROM counting AS c
        WHERE c.form = r.form AND c.index_year = r.index_year AND c.subject_id = r.subject_id AND c.moment > r.moment
    )
) AS a
JOIN letters AS l ON l.receipt_id = a.receipt_id
ORDER BY index_year DESC NULLS FIRST, subject, form, accepted DESC, a.receipt_id
"""


def update_outbox(con: duckdb.DuckDBPyConnection, home: Home, forms: Mapping[str, str]) -> OutboxChange:
    """Bring the outbox up to the findings; `forms` names forms in Vietnamese. Only files whose content changed are written."""
    home.outbox.mkdir(parents=True, exist_ok=True)
    before: dict[str, dict[str, str]] = _manifest(home)
    findings, unknown = _findings(con), unknown_rules(con, tables=(FILE_PROBLEMS, *CHECKED_TABLES))
    now: dict[str, dict[str, str]] = {}
    pages: list[AnswerPage] = []
    written: list[str] = []
    for row in con.execute(_ANSWERABLE).fetchall():
        answer = _Answerable(*row)
        found = _of(findings, answer)
        name = _name(answer, set(now))
        unsure = [rule for rule in unknown if not rule.years or answer.index_year in rule.years]
        sentence, good = verdict(found, answer.accepted, unsure, good="ĐẠT")
        page = AnswerPage(
            name=f"{name}.html",
            workbook=f"{name}.xlsx" if found else None,
            unit=answer.subject_name,
            year=answer.index_year,
            form=forms.get(answer.form or "", answer.form or "không rõ biểu mẫu"),
            file_name=answer.file_name,
            received=answer.received,
            letter=answer.letter,
            receipt_id=answer.receipt_id,
            version_no=answer.version_no,
            lines=answer.lines,
            made_up=answer.made_up,
            accepted=answer.accepted,
            verdict=sentence,
            good=good,
            findings=tuple(found),
            unknown=tuple(rule.sentence_vi for rule in unsure),
        )
        pages.append(page)
        digest = hashlib.sha256(repr((_MADE_BY, page)).encode("utf-8", "surrogatepass")).hexdigest()
        kept = {"digest": digest} | ({"workbook": page.workbook} if page.workbook else {})
        now[name] = kept
        if before.get(name) == kept and all((home.outbox / file).exists() for file in (page.name, page.workbook) if file):
            continue
        written += _write(con, home, page, answer)
    written += _write_if_changed(home.outbox / INDEX, index_page(pages).encode())
    removed = _remove(home, before, now)
    if before != now:
        write_whole(home.outbox / _MANIFEST, json.dumps(now, ensure_ascii=False).encode())
    return OutboxChange(written, removed, len(now))


def _write(con: duckdb.DuckDBPyConnection, home: Home, page: AnswerPage, answer: _Answerable) -> list[str]:
    written = []
    if page.workbook:
        lines = (
            f"{page.form}; {page.unit or 'không rõ đơn vị'}; năm {page.year or 'không rõ'}",
            f"Tệp: {page.file_name}; biên nhận {page.receipt_id}, nhận lúc {page.received}",
            "Ô tô đỏ là lỗi (chưa được tính), tô vàng là cảnh báo; rê chuột vào ô để xem cách sửa. Sửa trong tệp gốc rồi gửi lại cả tệp.",
        )
        data = archived_file(home, answer.file_sha256).read_bytes()
        head = AnswerHead(page.verdict, page.good, lines)
        write_whole(home.outbox / page.workbook, marked_workbook(data, cells_of_file(con, answer.file_sha256), page.findings, head))
        written.append(page.workbook)
    return written + _write_if_changed(home.outbox / page.name, submission_page(page).encode())


def _write_if_changed(path: Path, content: bytes) -> list[str]:
    if path.exists() and path.read_bytes() == content:
        return []
    write_whole(path, content)
    return [path.name]


def _remove(home: Home, before: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Take away answers that are none any more, and workbooks of what has no findings any more."""
    gone = []
    for name, facts in before.items():
        files = [f"{name}.html"] if name not in now else []
        if "workbook" in facts and "workbook" not in now.get(name, {}):
            files.append(facts["workbook"])
        for file in files:
            (home.outbox / Path(file).name).unlink(missing_ok=True)
            gone.append(file)
    return gone


def _manifest(home: Home) -> dict[str, dict[str, str]]:
    try:
        found = json.loads((home.outbox / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _findings(con: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str | None, ToldFinding]]]:
    """Per file, each finding with the submission that it is about (None: the whole file)."""
    found: dict[str, list[tuple[str | None, ToldFinding]]] = {}
    query = (
        f"SELECT DISTINCT file_sha256, submission_id, {', '.join(ToldFinding._fields)} FROM quality.line_findings "
        "WHERE NOT superseded AND file_sha256 IS NOT NULL"
    )
    for sha256, submission_id, *told in con.execute(query).fetchall():
        found.setdefault(sha256, []).append((submission_id, ToldFinding(*told)))
    return found


def _of(findings: Mapping[str, list[tuple[str | None, ToldFinding]]], answer: _Answerable) -> list[ToldFinding]:
    own = findings.get(answer.file_sha256, ())
    return in_reading_order(list({told for submission_id, told in own if submission_id in (None, answer.submission_id)}))


def _name(answer: _Answerable, taken: set[str]) -> str:
    """A plain file name from what we know, never from the sender's file name."""
    if answer.accepted and answer.subject and answer.index_year and answer.form:
        known = f"{answer.index_year}_{answer.subject}_{answer.subject_name if answer.subject_name != answer.subject else ''}_{answer.form}"
        name = plain_file_name(known)
        if name not in taken:
            return name
    return f"tu-choi_{answer.receipt_id}" if not answer.accepted else f"bai-nop_{answer.receipt_id}_{(answer.submission_id or '')[:8]}"
