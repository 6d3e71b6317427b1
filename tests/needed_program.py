"""Programs of the machine that some tests need: without one a test skips with the reason, and fails in CI.

Belongs here: finding them. Does not: using them (browser.py, office.py).
"""

from __future__ import annotations

import os
import shutil

import pytest


def needed(program: str, package: str | None = None) -> str:
    """The path of a program that a test needs; without it the test skips with the reason, and fails in CI."""
    found = shutil.which(program)
    if found is None:
        reason = f"needs {program} (apt-get install {package or program}, or: make browser)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found
