"""The sheet of sources: what the figures were made from, and with which method.

Belongs here: files with their hashes, release or publication, method, criteria sets, reference sources. Does not: the figures.
"""

from __future__ import annotations

from datetime import datetime

import duckdb

from assets.exporting.exported_year import ExportedYear, RankedList, label
from assets.exporting.from_publication import publication_facts
from assets.exporting.sheet import Column, Sheet, Value
from warehouse.home import Home
from warehouse.method_record import kept_method
from warehouse.wording import Wording

_FILES = """
    SELECT s.form, coalesce(u.unit_name, s.subject_id), s.file_name, s.file_sha256, r.received_at, r.recorded_at, r.letter_number,
        s.version_no
    FROM core.submissions AS s
    LEFT JOIN reference.unit AS u USING (unit_id)
    LEFT JOIN intake.receipts AS r ON r.receipt_id = s.receipt_id
    WHERE s.index_year = $year AND ($panel IS NULL OR s.unit_id IN (
        SELECT unit_id FROM mart.par_index WHERE index_year = $year AND panel = $panel))
    ORDER BY s.form, u.unit_code, s.subject_id, s.file_name
"""
_REFERENCE = """
    SELECT DISTINCT what, trim(address) AS address FROM (
        SELECT 'published_result' AS what, unnest(string_split(source_url, ' ; ')) AS address FROM reference.published_result
        WHERE index_year = $year AND list_contains($panels, panel)
        UNION ALL
        SELECT 'panel_member', unnest(string_split(source_url, ' ; ')) FROM reference.panel_member
        WHERE index_year = $year AND list_contains($panels, panel)
        UNION ALL
        SELECT 'criteria_set', unnest(string_split(source_url, ' ; ')) FROM reference.criteria_set
        WHERE index_year = $year AND list_contains($panels, panel)
        UNION ALL
        SELECT 'published_figure', source_vi FROM reference.published_figure
        WHERE index_year = $year AND $whole
    ) WHERE trim(address) <> '' ORDER BY ALL
"""


def source_sheet(exported: ExportedYear, home: Home) -> Sheet:
    """Facts first, then reference sources, then each file that counts with its SHA-256."""
    words = exported.words
    rows: list[tuple[Value, ...]] = []
    if exported.con is None:
        for each in exported.lists:
            rows += _of_publication(each, home, words)
    else:
        rows += _of_release(exported, exported.con)
    columns = tuple(
        Column(words.say(f"export.col.{name}"), width)
        for name, width in (
            ("kind_of_source", 18),
            ("subject", 22),
            ("source", 40),
            ("sha256", 24),
            ("received_at", 14),
            ("recorded_at", 14),
            ("letter", 12),
            ("version", 7),
        )
    )
    public = exported.con is None
    standing = () if not public else tuple(line for each in exported.lists for line in each.standing)
    return Sheet(
        words.say("export.sources"),
        words.say("export.sources_title", year=exported.year),
        columns[:4] if public else columns,
        tuple(row[:4] for row in rows) if public else tuple(rows),
        lines=(exported.origin_line, *standing),
        warnings=(*((words.say("made_up"),) if exported.made_up else ()), *(() if public else (words.say("export.internal"),))),
        about=words.say("export.sources_about"),
        frozen_columns=1,
        landscape=True,
    )


def _of_release(exported: ExportedYear, con: duckdb.DuckDBPyConnection) -> list[tuple[Value, ...]]:
    words, panels = exported.words, [each.panel for each in exported.lists]
    method = kept_method(con)
    rows = [_fact(words, "release", "", exported.origin_line)]
    if method:
        rows += [_fact(words, "method", "", "", method.digest), _fact(words, "reference_data", "", "", method.reference)]
    rows += [_fact(words, "criteria_set", each.title, each.criteria) for each in exported.lists]
    values = {"year": exported.year, "panels": panels, "whole": exported.panel is None}
    for what, address in con.execute(_REFERENCE, values).fetchall():
        rows.append(_fact(words, "reference_source", words.say(f"export.source_of.{what}"), address))
    for form, unit, name, sha256, received, recorded, letter, version in con.execute(
        _FILES, {"year": exported.year, "panel": exported.panel}
    ).fetchall():
        kind = f"{words.say('export.source.file')}: {label(words, 'form', form)}"
        rows.append((kind, unit, name, sha256, words.moment(received), words.moment(recorded), letter, str(version)))
    return rows


def _of_publication(of: RankedList, home: Home, words: Wording) -> list[tuple[Value, ...]]:
    facts = publication_facts(home, str(of.publication_id))
    return [
        _fact(words, "publication", of.title, str(facts["publication_id"])),
        _fact(words, "document", of.title, str(facts["document"])),
        _fact(words, "public_at", of.title, words.moment(datetime.fromisoformat(str(facts["public_at"])))),
        _fact(words, "release", of.title, str(facts["release"])),
        _fact(words, "criteria_set", of.title, of.criteria),
    ]


def _fact(words: Wording, kind: str, subject: str, what: str, sha256: str = "") -> tuple[Value, ...]:
    return (words.say(f"export.source.{kind}"), subject, what, sha256, None, None, None, None)
