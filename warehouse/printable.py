"""Text that a person may be shown, on a page, in a workbook or at a terminal: nothing in it commands a device or hides what is there.

Belongs here: that one guard. Does not: escaping (template engine, spreadsheets, Markdown), what is stored (as it was sent).
"""

from __future__ import annotations

import os
import re

REPLACED = "\ufffd"
_NOT_SHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Control characters but tab and new line (escape sequences among them), turns of the writing direction, and what is no character."""


def printable(text: str) -> str:
    """The text with � for each character that nobody may be shown; its lines stay."""
    return _NOT_SHOWN.sub(REPLACED, text.replace("\r\n", "\n"))


def printable_name(text: str) -> str:
    """A file name or a word of a command line: on one line, its odd bytes and control characters as �."""
    decoded = os.fsencode(text).decode("utf-8", "replace")
    return "".join(each if each.isprintable() else REPLACED for each in decoded)
