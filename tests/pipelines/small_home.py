"""Small homes for scenarios that need a run of their own: three ministries of the demo.

Belongs here: making such a home and running `cchc` in a process of its own on it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from warehouse.home import PACKAGE_ROOT, Home

CCHC = [sys.executable, "-W", "ignore", "-c", "from pipelines.cli import main; main()"]
MINISTRIES = ("BTP", "BYT", "BNG")


def small_home(root: Path, demo: Path, pattern: str = "2023_{}_*.xlsx") -> Home:
    """A new home with the workbooks of three ministries in landing/, copied from the demo's workbooks."""
    home = Home(root).create()
    for ministry in MINISTRIES:
        for path in sorted(demo.glob(pattern.format(ministry))):
            shutil.copy2(path, home.landing / path.name)
    return home


def environment(home: Home) -> dict[str, str]:
    return {**os.environ, "CCHC_HOME": str(home.root), "DAGSTER_DISABLE_TELEMETRY": "yes"}


def cchc(home: Home, *words: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        [*CCHC, *words], env=environment(home), cwd=PACKAGE_ROOT, capture_output=True, text=True, timeout=timeout, check=False
    )


def start_cchc(home: Home, *words: str) -> subprocess.Popen[str]:
    """Start the command; its progress comes on standard error."""
    return subprocess.Popen(
        [*CCHC, *words], env=environment(home), cwd=PACKAGE_ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
