"""Ids made from content, so that a rebuild gives the same ones.

Belongs here: the one way from natural key to id. Does not belong here: counters, clocks, random numbers.
"""

from __future__ import annotations

import hashlib


def content_id(*parts: str | int | None) -> str:
    """32 hexadecimal digits (half a SHA-256) of the parts; None differs from '', 1 differs from '1'."""
    # ascii() writes every part unambiguously and, unlike repr(), the same in every Python version.
    return hashlib.sha256(ascii(parts).encode()).hexdigest()[:32]


def line_id(submission_id: str, cell: str) -> str:
    """A line is its submission and its cell, since a submission is read from one sheet: no hash is needed to tell lines apart."""
    return f"{submission_id}-{cell}"
