"""Text that a spreadsheet shows and never runs.

Belongs here: that one guard. Does not: writing files.
"""

from __future__ import annotations

from warehouse.printable import printable


def text_in_spreadsheet(text: str) -> str:
    """Text that may be shown (warehouse/printable.py); where it begins like a formula a leading apostrophe keeps it text."""
    seen = printable(text)
    return "'" + seen if seen[:1] in ("=", "+", "-", "@", "\t", "\n") else seen
