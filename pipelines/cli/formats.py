"""How a result is printed.

Belongs here: the choices. Does not: printing (printing.py).
"""

from enum import StrEnum


class Format(StrEnum):
    """How a result is printed."""

    table = "table"
    csv = "csv"
    json = "json"
