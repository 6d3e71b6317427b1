"""The evidence register: documents named in submissions, kept per text so that each is read once.

Belongs here: bringing intake.evidence_items up to intake.lines. Does not: reading a text (evidence_text.py and what it asks), rules.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb

from assets import evidence_cell, evidence_place, evidence_text
from assets.evidence_text import EvidenceItem, parse_evidence
from assets.intake_reading import append_rows
from warehouse.table_store import transaction

_PARSER = (Path(evidence_cell.__file__), Path(evidence_place.__file__), Path(evidence_text.__file__))


def parser_version() -> str:
    """A hash of the parser: when it changes, all texts are read again."""
    return hashlib.sha256(b"".join(part.read_bytes() for part in _PARSER)).hexdigest()[:16]


def register_evidence(con: duckdb.DuckDBPyConnection) -> int:
    """Read the evidence texts that were not read by this parser yet, drop those that no line has any more; returns texts read."""
    version = parser_version()
    with transaction(con):
        con.execute("DELETE FROM intake.evidence_items WHERE parser_version <> ?", [version])
        con.execute(
            "DELETE FROM intake.evidence_items WHERE (index_year, text) NOT IN "
            "(SELECT index_year, text FROM intake.lines WHERE measure = 'evidence' AND text IS NOT NULL)"
        )
        texts = con.execute(
            "SELECT DISTINCT index_year, text FROM intake.lines WHERE measure = 'evidence' AND state = 'text' "
            "AND (index_year, text) NOT IN (SELECT index_year, text FROM intake.evidence_items) ORDER BY ALL"
        ).fetchall()
        rows = [(year, text, version, *item) for year, text in texts for item in parse_evidence(text, year)]
        append_rows(con, "intake.evidence_items", ("index_year", "text", "parser_version", *EvidenceItem._fields), rows)
    return len(texts)
