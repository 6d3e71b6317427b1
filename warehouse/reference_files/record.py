"""One record of a reference file (a CSV row, a YAML mapping), read value by value.

Belongs here: turning the text of a value into its type, and the place to report. Does not belong here: splitting files
into records (csv_rows, yaml_document) and what the values mean (the reader of each kind of file).
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from warehouse.reference_files.problems import Problems

_WHOLE_DIGITS = {4: 5, 8: 10}  # decimals → digits before them, as in DECIMAL(9,4) and DECIMAL(18,8)
_INTEGER = re.compile(r"-?\d{1,9}")
_DECIMAL = re.compile(r"-?\d{1,12}(\.\d+)?")


@dataclass
class Record:
    """Values as written (None when empty) with their place. A value that cannot be read is reported once and replaced
    by a placeholder of its type, so that reading goes on; nothing is used while a problem stands."""

    file: str
    line: int
    values: Mapping[str, str | None]
    problems: Problems
    lines: Mapping[str, int] = field(default_factory=dict)

    def report(self, code: str, message: str, mend: str, key: str | None = None) -> None:
        """Note a problem at this record, or at the line of one of its keys."""
        self.problems.add(self.file, self.lines.get(key or "", self.line), code, message, mend)

    def optional_text(self, key: str) -> str | None:
        """Return the trimmed NFC text, None when empty."""
        raw = self.values.get(key)
        return (unicodedata.normalize("NFC", raw).strip() or None) if raw is not None else None

    def text(self, key: str) -> str:
        """Return the trimmed NFC text; an empty one is a problem."""
        value = self.optional_text(key)
        if value is None:
            self.report("value_missing", f"thiếu giá trị “{key}”", f"điền “{key}”", key)
        return value or ""

    def choice(self, key: str, options: Sequence[str], default: str | None = None) -> str:
        """Return one of `options`; anything else is a problem."""
        value = self.optional_text(key) or default or self.text(key)
        if value and value not in options:
            self.report("unknown_choice", f"“{key}” không nhận giá trị “{value}”", f"dùng: {', '.join(options)}", key)
        return value

    def optional_integer(self, key: str) -> int | None:
        """Return the whole number, None when empty."""
        value = self.optional_text(key)
        if value is None:
            return None
        if not _INTEGER.fullmatch(value):
            self.report("not_an_integer", f"“{key}” phải là số nguyên, đang là “{value}”", "viết số nguyên, ví dụ 2024", key)
            return 0
        return int(value)

    def integer(self, key: str) -> int:
        """Return the whole number; an empty value is a problem."""
        value = self.optional_integer(key)
        return int(self.text(key) or 0) if value is None else value

    def optional_decimal(self, key: str, places: int) -> Decimal | None:
        """Return the exact number with at most `places` (4 or 8) decimals, None when empty."""
        value = self.optional_text(key)
        if value is None:
            return None
        if not _DECIMAL.fullmatch(value):
            self.report("not_a_number", f"“{key}” phải là số, đang là “{value}”", "dùng dấu chấm thập phân, ví dụ 0.5", key)
            return Decimal(0)
        if len(value.partition(".")[2].rstrip("0")) > places:
            self.report("too_many_decimals", f"“{key}” có quá {places} chữ số thập phân: {value}", "viết gọn lại số", key)
        if len(value.partition(".")[0].lstrip("-0")) > _WHOLE_DIGITS[places]:
            self.report("out_of_range", f"“{key}” quá lớn: {value}", "xem lại số này", key)
        return Decimal(value)

    def decimal(self, key: str, places: int) -> Decimal:
        """Return the exact number; an empty value is a problem."""
        value = self.optional_decimal(key, places)
        return Decimal(self.text(key) or 0) if value is None else value

    def optional_date(self, key: str) -> date | None:
        """Return the date written as 2025-03-01, None when empty."""
        value = self.optional_text(key)
        if value is None:
            return None
        try:
            if len(value) != len("2025-03-01"):
                raise ValueError(value)
            return date.fromisoformat(value)
        except ValueError:
            mend = "viết năm-tháng-ngày, ví dụ 2025-03-01"
            self.report("not_a_date", f"“{key}” không phải ngày hợp lệ: “{value}”", mend, key)
            return date.min

    def date(self, key: str) -> date:
        """Return the date; an empty value is a problem."""
        value = self.optional_date(key)
        if value is None:
            self.text(key)
        return value or date.min

    def optional_flag(self, key: str) -> bool | None:
        """Return true or false, None when empty."""
        value = (self.optional_text(key) or "").lower()
        if value not in ("true", "false", ""):
            self.report("not_a_flag", f"“{key}” phải là true hoặc false, đang là “{value}”", "viết true hoặc false", key)
        return {"true": True, "false": False}.get(value)

    def flag(self, key: str) -> bool:
        """Return true or false; an empty value is a problem."""
        value = self.optional_flag(key)
        if value is None and self.optional_text(key) is None:
            self.text(key)
        return bool(value)


@dataclass(frozen=True)
class Entry:
    """A row of a reference table (column → value, in its type) with the record that it was read from."""

    values: dict[str, Any]
    record: Record

    def __getitem__(self, column: str) -> Any:
        return self.values[column]

    def report(self, code: str, message: str, mend: str) -> None:
        """Note a problem of this row."""
        self.record.report(code, message, mend)


def report_repeats(entries: Sequence[Entry], columns: Sequence[str], label: str) -> None:
    """Report every entry whose values in `columns` were met before; `label` names the thing in Vietnamese."""
    first: dict[tuple[Any, ...], Entry] = {}
    for entry in entries:
        key = tuple(entry[column] for column in columns)
        known = first.setdefault(key, entry)
        if known is not entry:
            shown = ", ".join(str(part) for part in key if part is not None)
            where = f"{known.record.file}, dòng {known.record.line}"
            entry.report("duplicate_id", f"{label} bị lặp: {shown} (đã có ở {where})", "giữ một dòng, bỏ dòng kia")
