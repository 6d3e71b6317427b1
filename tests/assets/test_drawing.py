"""Pictures of charts, of whatever names the data bring."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from warehouse.home import PACKAGE_ROOT

DRAW = """
import sys
from assets.drawing import picture
from assets.report.charts.rank_chart import rank_chart
from warehouse.wording import Wording
units = [{"rank": 1, "unit_name": eval(sys.argv[1]), "rank_low": 1, "rank_high": 2}]
print(picture(rank_chart(units, Wording()), Wording())[:14])
"""


@pytest.mark.parametrize(
    "name", [r"Bộ\x01", r"Bộ\x00", r"Sở\x0bNội vụ", r"\ufffe", r"<b>&\"😀\u202e", "x" * 5000, "😀" * 99, "x" + "😀" * 99]
)
def test_no_name_ends_the_process(name: str) -> None:
    """In a process of its own: the drawing library aborts, it does not raise."""
    command = [sys.executable, "-c", DRAW, f"'{name}'"]
    done = subprocess.run(command, cwd=Path(PACKAGE_ROOT), capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (0, "data:image/png\n"), done.stderr
