"""`python -m bench`: options, order of the parts, output.

Belongs here: the command. Does not: any measurement.
"""

from __future__ import annotations

import argparse
import compileall
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from bench.bigger_work_file import multiply
from bench.demo_files import fill_landing, write_demo
from bench.ingest import fresh_home, ingest, measure_ingest
from bench.measure import Line, Plan
from bench.report import machine, table
from bench.rule_checks import check_lines, measure_checks
from bench.scoring import measure_scoring
from bench.scoring_engine import measure_engine
from bench.throughput import measure_throughput
from bench.whole_run import measure_whole_run
from warehouse.home import PACKAGE_ROOT

PARTS = ("ingest", "checks", "scoring", "engine", "run", "throughput")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the table, and write the JSON file if one is wanted."""
    asked = _options().parse_args(arguments)
    plan = Plan(asked.repeat, asked.budget)
    lines: list[Line] = []
    steps: dict[str, float] = {}
    for package in ("assets", "bench", "checks", "pipelines", "warehouse"):  # processes start as they do from their second time on
        compileall.compile_dir(PACKAGE_ROOT / package, quiet=2)
    facts = machine()
    print("Machine: " + ", ".join(f"{name} {value}" for name, value in facts.items()))
    print("Seconds are medians and depend on the machine and on who else uses it; the ratios are what to compare.")
    with tempfile.TemporaryDirectory(prefix="bench-", dir=asked.scratch) as folder:
        scratch = Path(folder)
        if "engine" in asked.parts:
            _say(f"scoring engine: {asked.engine_units} units x 100 lines x {asked.engine_years} years")
            lines += measure_engine(asked.engine_units, asked.engine_years, plan)
        _say("making the demo")
        files = write_demo(scratch / "demo", asked.files)
        if "ingest" in asked.parts:
            for scale in [scale for scale in asked.scale if scale in asked.ingest_scales]:
                _say(f"ingest at {scale}x: {files * scale} files")
                lines += measure_ingest(scratch / "demo", scratch / "ingest", scale, plan)
        if {"checks", "scoring"} & set(asked.parts):
            base = fresh_home(scratch / "base")
            fill_landing(scratch / "demo", base.landing, 1)
            ingest(base)
            for scale in asked.scale:
                lines += _on_bigger_file(base.work_file, scratch / "bigger", scale, plan, asked.parts)
        if "run" in asked.parts:
            _say("a whole run, with Dagster and without")
            found, steps = measure_whole_run(scratch / "demo", scratch / "run", plan)
            lines += found
        throughput = None
        if "throughput" in asked.parts:
            _say(f"throughput: {asked.workbooks} workbooks")
            throughput = measure_throughput(scratch / "demo", scratch / "throughput", asked.workbooks, asked.plain_workbooks, plan)
    if lines:
        print("\n" + table(lines))
    if throughput:
        print("\n" + throughput.told())
    if steps:
        shown = ", ".join(f"{name} {seconds:.2f}" for name, seconds in steps.items())
        print(f"\nBare steps of a run, seconds: {shown}")
    left_out = [scale for scale in asked.scale if scale not in asked.ingest_scales]
    if "ingest" in asked.parts and left_out:
        named = ", ".join(f"{scale}x ({files * scale} files)" for scale in left_out)
        print(f"\nLeft out: ingest at {named}; to measure it: --ingest-scales {' '.join(map(str, asked.scale))}")
    if asked.json:
        content = {
            "machine": facts,
            "lines": [line.as_dict() for line in lines],
            "bare_steps": steps,
            "throughput": throughput and asdict(throughput),
        }
        asked.json.write_text(json.dumps(content, indent=1), encoding="utf-8")


def _on_bigger_file(work_file: Path, root: Path, scale: int, plan: Plan, parts: Sequence[str]) -> list[Line]:
    """Checks and scoring at one scale; scoring reads the findings, so the rules run in any case."""
    _say(f"checks and scoring at {scale}x")
    home, lines = multiply(work_file, root, scale), []
    if "checks" in parts:
        lines += measure_checks(home, scale, plan)
    else:
        check_lines(home)
    if "scoring" in parts:
        lines += measure_scoring(home, scale, plan)
    return lines


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m bench", description="Times the platform beside bare roads.")
    add = options.add_argument
    add("--scale", type=int, nargs="+", default=[1, 10, 100], help="times the demo (1 10 100)")
    add("--ingest-scales", type=int, nargs="+", default=[1, 10, 100], help="scales that read files (1 10 100)")
    add("--repeat", type=int, default=5, help="rounds per comparison, at most (5)")
    add("--budget", type=float, default=90, help="seconds per comparison after which no round begins (90)")
    add("--parts", nargs="+", choices=PARTS, default=PARTS, help="what to measure (all)")
    add("--files", type=int, help="only the first N workbooks of the demo")
    add("--workbooks", type=int, default=1000, help="workbooks of the throughput part (1000)")
    add("--plain-workbooks", type=int, default=20, help="how many of them the plain way reads (20)")
    add("--engine-units", type=int, default=10_000, help="units of the engine part (10000)")
    add("--engine-years", type=int, default=13, help="years of the engine part (13)")
    add("--json", type=Path, help="write the figures to this file too")
    add("--scratch", type=Path, help="folder for scratch files while it runs (the system's own)")
    return options


def _say(text: str) -> None:
    print(f"  {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
