"""Ids made from content, so that a rebuild gives the same ones.

Belongs here: the one way from natural key to id. Does not belong here: counters, clocks, random numbers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable


def content_id(*parts: str | int | None) -> str:
    """32 hexadecimal digits (half a SHA-256) of the parts; None differs from '', 1 differs from '1'."""
    # ascii() writes every part unambiguously and, unlike repr(), the same in every Python version.
    return hashlib.sha256(ascii(parts).encode()).hexdigest()[:32]


def content_ids(*parts: str | int | None) -> Callable[[str], str]:
    """A function that gives ``content_id(*parts, last)`` for many last parts, which are texts."""
    begun = hashlib.sha256(f"{ascii(parts).rstrip(',)')}, ".encode())

    def of(last: str) -> str:
        digest = begun.copy()
        digest.update(f"{last!a})".encode())
        return digest.hexdigest()[:32]

    return of
