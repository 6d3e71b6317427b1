"""What lies among submissions and is none: files that systems and office programs leave behind, hidden files, lock files.

Belongs here: telling them by their path, and the one sentence that says what was passed over. Does not: links, half-written files
(landing_folder.py), what is in a zip (zip_members.py). Whatever has a workbook's name is a submission, but for hidden and lock files.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from warehouse.printable import printable_name
from warehouse.wording import Wording

_HIDDEN = ("~$", ".")
_OF_A_SYSTEM = {"thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini", "icon\r"}
_OF_A_MAC = "__MACOSX"
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv")
_MOST_NAMED = 5


def is_no_submission(path: PurePath | str) -> bool:
    """True for hidden and lock files, the files of Windows and macOS beside a folder's own, and what lies in hidden folders; `path` is
    that within the folder or the zip."""
    parts = PurePath(path).parts
    if any(part.startswith(_HIDDEN) and part != ".." for part in parts):
        return True
    if not parts or parts[-1].lower().endswith(_WORKBOOKS):
        return False
    return parts[-1].lower() in _OF_A_SYSTEM or _OF_A_MAC in parts[:-1]


def passed_over_vi(where: str, names: Sequence[str]) -> str:
    """The sentence on what was passed over in a folder or a zip, counted, the first few named."""
    named = ", ".join(printable_name(name) for name in names[:_MOST_NAMED]) + (", …" if len(names) > _MOST_NAMED else "")
    return Wording().say("receiving.passed_over", where=where, count=len(names), names=named)
