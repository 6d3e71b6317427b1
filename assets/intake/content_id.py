"""Ids made from content, so that a rebuild gives the same ones.

Belongs here: the one way from natural key to id. Does not belong here: counters, clocks, random numbers.
"""

from __future__ import annotations

import hashlib


def content_id(*parts: str | int | None) -> str:
    """32 hexadecimal digits (half a SHA-256) of the parts; None differs from '', 1 differs from '1'."""
    # ascii() writes every part unambiguously and, unlike repr(), the same in every Python version.
    return hashlib.sha256(ascii(parts).encode()).hexdigest()[:32]


def line_id(submission_id: str, cell: str, further_sheet: str | None = None) -> str:
    """A line is its submission and its cell, in a form that goes on over several sheets with the sheet where that is not the first: no hash
    is needed to tell lines apart."""
    return f"{submission_id}-{cell}" if further_sheet is None else f"{submission_id}-{further_sheet}!{cell}"
