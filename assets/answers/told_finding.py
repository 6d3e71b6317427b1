"""One finding as an answer tells it.

Belongs here: its shape, how it is told in Vietnamese, and the order in which people read findings. Does not: where findings come from.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import duckdb

from warehouse.wording import Wording, first_upper

_VI = Wording("vi")
_ORDER = {"error": 0, "warning": 1, "info": 2}


class ToldFinding(NamedTuple):
    """What is wrong, where, and how to mend it; sheet and cell are None where there is no one place."""

    rule: str
    severity: str
    sheet: str | None
    cell: str | None
    value: str | None
    message_vi: str
    message_en: str
    mend_vi: str

    @property
    def severity_vi(self) -> str:
        """«Lỗi», «Cảnh báo» or «Lưu ý»."""
        return first_upper(_VI.code("severity", self.severity))

    @property
    def shown_value(self) -> str:
        """What the cell says, numbers with a decimal comma as the sender's program shows them."""
        value = self.value or ""
        return value.replace(".", ",") if re.fullmatch(r"-?[0-9]+\.[0-9]+%?", value) else value

    @property
    def place(self) -> str:
        """'Tự đánh giá!E17', the sheet alone, or nothing."""
        return "!".join(part for part in (self.sheet, self.cell) if part)


def findings_of_file(con: duckdb.DuckDBPyConnection, file_sha256: str) -> list[ToldFinding]:
    """The findings of one file's files-and-lines rules that are not superseded, in reading order."""
    rows = con.execute(
        f"SELECT DISTINCT {', '.join(ToldFinding._fields)} FROM quality.line_findings WHERE file_sha256 = ? AND NOT superseded",
        [file_sha256],
    ).fetchall()
    return in_reading_order([ToldFinding(*row) for row in rows])


def in_reading_order(findings: list[ToldFinding]) -> list[ToldFinding]:
    """Errors first, then by sheet, row and column."""
    return sorted(findings, key=lambda f: (_ORDER[f.severity], f.sheet or "", *_row_and_column(f.cell), f.rule, f.message_vi))


def _row_and_column(cell: str | None) -> tuple[int, int, str]:
    found = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", cell or "")
    return (int(found[2]), len(found[1]), found[1]) if found else (0, 0, "")
