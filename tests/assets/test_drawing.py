"""Pictures of charts, of whatever names the data bring."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from warehouse.home import PACKAGE_ROOT

NAMES = ["Bộ\x01", "Bộ\x00", "Sở\x0bNội vụ", "\ufffe", '<b>&"😀\u202e', "x" * 5000, "😀" * 99, "x" + "😀" * 99]

DRAW = """
import json, sys
from assets.drawing import picture
from assets.report.charts.rank_chart import rank_chart
from warehouse.wording import Wording
for name in json.loads(sys.argv[1]):
    units = [{"rank": 1, "unit_name": name, "rank_low": 1, "rank_high": 2}]
    print(picture(rank_chart(units, Wording()), Wording())[:14], flush=True)
"""


@pytest.fixture(scope="module")
def drawn() -> subprocess.CompletedProcess[str]:
    """A process of its own that draws one name after the other: the drawing library aborts, it does not raise."""
    command = [sys.executable, "-c", DRAW, json.dumps(NAMES)]
    return subprocess.run(command, cwd=Path(PACKAGE_ROOT), capture_output=True, text=True, timeout=240, check=False)


@pytest.mark.parametrize("number", range(len(NAMES)), ids=[ascii(name)[:20] for name in NAMES])
def test_no_name_ends_the_process(drawn: subprocess.CompletedProcess[str], number: int) -> None:
    assert drawn.stdout.splitlines()[number : number + 1] == ["data:image/png"], drawn.stderr


def test_the_process_ends_well(drawn: subprocess.CompletedProcess[str]) -> None:
    assert (drawn.returncode, len(drawn.stdout.splitlines())) == (0, len(NAMES)), drawn.stderr
