"""Text that a spreadsheet shows and never runs.

Belongs here: that one guard. Does not: writing files.
"""

from __future__ import annotations


def text_in_spreadsheet(text: str) -> str:
    """Text that begins like a formula gets a leading apostrophe, which keeps it text; all else is left as it is."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
