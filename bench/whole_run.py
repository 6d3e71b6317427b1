"""What Dagster costs: a whole `cchc run` on the demo beside the same steps called one after the other.

Belongs here: two fresh processes on two fresh homes, side by side. Does not: the steps (bare_steps).
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

from bench.demo_files import fill_landing
from bench.measure import Line, Plan, side_by_side, timed
from warehouse.home import PACKAGE_ROOT, Home

_CCHC = "from pipelines.cli import main; main()"


def measure_whole_run(demo: Path, scratch: Path, plan: Plan) -> tuple[list[Line], dict[str, float]]:
    """The comparison, and the median seconds of each bare step. Raises CalledProcessError when a run fails."""
    steps: list[dict[str, float]] = []
    files = 0

    def home_with_demo() -> Home:
        nonlocal files
        shutil.rmtree(scratch, ignore_errors=True)
        home = Home(scratch).create()
        files = fill_landing(demo, home.landing, 1)
        return home

    def whole() -> dict[str, float]:
        home = home_with_demo()
        return {"cchc run": timed(lambda: _process(["-c", _CCHC, "run"], home))}

    def bare() -> dict[str, float]:
        home = home_with_demo()
        printed: list[str] = []
        seconds = timed(lambda: printed.append(_process(["-m", "bench.bare_steps", str(home.root)], home)))
        steps.append(json.loads(printed[0])["seconds"])
        return {"bare process": seconds, "sum of bare steps": sum(steps[-1].values())}

    rounds = side_by_side([whole, bare], plan)
    shutil.rmtree(scratch)
    beside = ("bare process", "sum of bare steps")
    lines = [rounds.line("whole run", 1, "cchc run", bare_road, files, "files") for bare_road in beside]
    return lines, {name: statistics.median(step[name] for step in steps) for name in steps[0]}


def _process(arguments: list[str], home: Home) -> str:
    settings = {"CCHC_HOME": str(home.root), "DAGSTER_DISABLE_TELEMETRY": "yes", "GX_ANALYTICS_ENABLED": "false"}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=PACKAGE_ROOT,
        env={**os.environ, **settings},
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    return done.stdout.decode()
