"""One-line errors and the exit codes that scripts can use.

Belongs here: what ends a command. Does not: what led there.
"""

from __future__ import annotations

OK = 0
BAD_INPUT = 1
"""A file could not be received, a query is wrong, a unit or year is not known."""
USAGE = 2
"""The command line itself is wrong (typer's own code)."""
NOTHING_YET = 3
"""There is no release, or nothing for what was asked."""
RUN_FAILED = 4
"""A run was stopped by a blocking check or failed; the old release stands."""
UNHEALTHY = 5
"""`cchc doctor` found something that must be mended."""


class CommandFailed(Exception):
    """Ends a command with one line for the person and a code for the script."""

    def __init__(self, message: str, code: int = BAD_INPUT) -> None:
        super().__init__(message)
        self.code = code
