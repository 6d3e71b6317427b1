"""The command `cchc`: how people reach the platform from a terminal.

Belongs here: commands, exit codes, what is printed. Does not: the work itself. Heavy parts are imported by the command that needs them.
"""

from __future__ import annotations

from pipelines.cli.app import main

__all__ = ["main"]
