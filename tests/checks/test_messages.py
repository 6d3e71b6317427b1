"""What messages say of a cell: as the sender's office program shows it, in Vietnamese; in English as the warehouse keeps it."""

from __future__ import annotations

import pytest

from checks.evaluate import evaluate
from tests.checks.few_rows import open_with, rule


@pytest.mark.parametrize(
    ("kind", "text", "vietnamese"),
    [
        ("number", "0.5", "0,5"),
        ("number", "-1234.25", "-1234,25"),
        ("number", "97.14%", "97,14%"),
        ("number", "3", "3"),
        ("date", "2024-12-31", "31/12/2024"),
        ("date", "2024-12-31T00:00:00", "31/12/2024"),
        ("date", "2024-12-31T07:30:00", "2024-12-31T07:30:00"),
        ("text", "1.049", "1.049"),  # as typed: it may mean a thousand
        ("text", "2024-12-31", "2024-12-31"),
        ("error", "#DIV/0!", "#DIV/0!"),
        (None, None, "—"),
    ],
)
def test_a_cell_is_told_as_its_sender_sees_it(kind: str | None, text: str | None, vietnamese: str) -> None:
    table = "quality.checked_lines"
    always = rule(
        "NUMBER-TEXT", rows=None, where="TRUE", when=(), value=None, message_vi="ghi «{text}»", message_en="says “{text}”", mend_vi="Sửa."
    )
    shown = "NULL" if text is None else f"'{text}'"
    of = "NULL" if kind is None else f"'{kind}'"
    with open_with(table, f"SELECT 2024 AS index_year, 'l1' AS line_id, {of} AS kind, {shown} AS text, true AS counts") as con:
        evaluate(con, [always], table, None, with_gx=False)
        told = con.execute("SELECT message_vi, message_en FROM quality.line_findings").fetchall()
    assert told == [(f"ghi «{vietnamese}»", f"says “{text or '—'}”")]
