"""Names of ranked lists: they become names of files and folders, so they are letters without marks, digits, “-” and “_”.

Belongs here: what such a name may be. Does not: which lists there are (panels*.csv), what they are called in sentences (ranked_lists*.csv).
"""

import re

from warehouse.reference_files.record import Record

_PANEL_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
PANEL_NAME_MEND = "chỉ dùng chữ cái không dấu, chữ số, dấu “-” và “_”, bắt đầu bằng chữ hoặc số, ví dụ so-hung-yen"


def is_panel_name(text: str) -> bool:
    """Whether a list may be called so."""
    return bool(_PANEL_NAME.fullmatch(text))


def panel_name(record: Record) -> str:
    """Return the “panel” of a record; one that cannot be the name of a file is a problem."""
    return _checked(record, record.text("panel"))


def optional_panel_name(record: Record) -> str | None:
    """Return the “panel” of a record, None when empty."""
    value = record.optional_text("panel")
    return None if value is None else _checked(record, value)


def _checked(record: Record, value: str) -> str:
    if value and not is_panel_name(value):
        record.report("bad_panel_name", f"“{value}” không dùng được làm tên danh sách", PANEL_NAME_MEND, "panel")
    return value
