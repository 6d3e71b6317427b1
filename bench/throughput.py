"""A thousand workbooks from landing to release, beside the plain way and beside bare SQL, on the same files in the same run.

Belongs here: the three roads, their rates and ratios, memory. Does not: the steps of our road (bare_steps).

- Ours: a new process on a new home does all that a run does, without Dagster, and is told in two ways. Ingest: hash, archive confirmed
  by the disk, receipts, cells with addresses, lines, all rules on what was sent by Great Expectations and by SQL, findings, contracts,
  audit and release (of everything). Whole run: the index tables and their rules too, which cost the same however few workbooks came.
- Bare: python-calamine, one INSERT per 200 files, 25 checks as one SQL aggregate, in one process.
- Plain: what a script would do: pandas.read_excel and a suite of 25 expectations per file. It takes a third of a second a file, so it
  does the first few only, and its rate stands for the rest.

The workbooks are the demo's self-assessments of the 63 provinces (made up), some 130 rows each, as later versions of one another.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from bench.demo_files import distinct
from bench.ingest import bare_cells
from bench.measure import Plan, side_by_side, timed
from warehouse.home import PACKAGE_ROOT, Home

INGEST, WHOLE, BARE, PLAIN = "ours, ingest", "ours, whole run", "calamine + bare SQL", "pandas + one suite per file"
_ONCE = ("imports", "import of GX", "tables + reference")
"""Steps that a process pays once however many files it takes; told apart."""
_INDEX = ("core + mart tables", "table rules", "contracts, index")
"""Steps that make the index tables of what was ingested."""


@dataclass(frozen=True)
class Throughput:
    """Rates in workbooks per second; ratios are medians over the rounds, by how ours is told."""

    workbooks: int
    plain_workbooks: int
    rounds: int
    rates: dict[str, float]
    times_plain: dict[str, float]
    times_bare: dict[str, float]
    steps: dict[str, float]
    memory_mb: int

    def told(self) -> str:
        """The result in lines for people."""
        steps = ", ".join(f"{name} {seconds:.2f}" for name, seconds in self.steps.items())
        return "\n".join(
            [
                f"{self.workbooks} workbooks, {self.rounds} rounds (median); the plain way did the first {self.plain_workbooks}",
                *(f"  {road}: {rate:,.1f} workbooks/s" for road, rate in self.rates.items()),
                *(
                    f"  {road}: {self.times_plain[road]:.0f} times as fast as the plain way (wanted: 60 or more), "
                    f"{self.times_bare[road]:.1f} times as long as calamine + bare SQL (wanted: at most 3)"
                    for road in (INGEST, WHOLE)
                ),
                f"  memory at most {self.memory_mb} MB, reading processes included (wanted: under 1500)",
                f"  steps of ours, seconds: {steps}; told apart, once per process: {', '.join(_ONCE)}",
            ]
        )


def measure_throughput(demo: Path, scratch: Path, workbooks: int, plain_workbooks: int, plan: Plan) -> Throughput:
    """Compare the three roads. Raises CalledProcessError when ours fails, ValueError when the demo has no self-assessments."""
    files = _workbooks(demo, scratch / "workbooks", workbooks)
    told: list[dict[str, Any]] = []

    def ours() -> dict[str, float]:
        home = Home(scratch / f"home{len(told)}").create()
        for path in files:
            os.link(path, home.landing / path.name)
        told.append(json.loads(_process(home)))
        whole = {step: seconds for step, seconds in told[-1]["seconds"].items() if step not in _ONCE}
        return {WHOLE: sum(whole.values()), INGEST: sum(seconds for step, seconds in whole.items() if step not in _INDEX)}

    def bare() -> dict[str, float]:
        target = scratch / "bare.duckdb"
        target.unlink(missing_ok=True)
        return {BARE: timed(lambda: _bare(files, target))}

    def plain() -> dict[str, float]:
        return {PLAIN: timed(lambda: _plain_all(files[:plain_workbooks])) * len(files) / plain_workbooks}

    __import__("great_expectations")  # for the plain way: once, untimed, as for ours
    rounds = side_by_side([ours, bare, plain], plan)
    beside = {
        (road, other): rounds.line("throughput", 1, road, other, len(files), "workbooks")
        for road in (INGEST, WHOLE)
        for other in (BARE, PLAIN)
    }
    rates = {road: beside[road, BARE].rate for road in (INGEST, WHOLE)}
    rates |= {other: len(files) / beside[INGEST, other].bare_seconds for other in (BARE, PLAIN)}
    return Throughput(
        workbooks=len(files),
        plain_workbooks=plain_workbooks,
        rounds=len(told),
        rates=rates,
        times_plain={road: 1 / beside[road, PLAIN].ratio for road in (INGEST, WHOLE)},
        times_bare={road: beside[road, BARE].ratio for road in (INGEST, WHOLE)},
        steps=told[-1]["seconds"],
        memory_mb=max(each["memory_mb"] for each in told),
    )


def _workbooks(demo: Path, folder: Path, wanted: int) -> list[Path]:
    sources = [path for path in sorted(demo.glob("*_tu_danh_gia.xlsx")) if path.read_bytes()[:2] == b"PK"]
    provinces = [path for path in sources if path.name.startswith("2024")] or sources
    if not provinces:
        raise ValueError(f"{demo} holds no self-assessments")
    folder.mkdir(parents=True)
    files = []
    for number in range(wanted):
        source = provinces[number % len(provinces)]
        files.append(folder / f"{number:05}_{source.name}")
        files[-1].write_bytes(distinct(source.read_bytes(), number // len(provinces)))
    return files


def _process(home: Home) -> str:
    settings = {"CCHC_HOME": str(home.root), "GX_ANALYTICS_ENABLED": "false"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bench.bare_steps", str(home.root)],
        cwd=PACKAGE_ROOT,
        env={**os.environ, **settings},
        check=True,
        stdout=subprocess.PIPE,
    )
    return done.stdout.decode()


def _bare(files: Sequence[Path], target: Path) -> None:
    con = duckdb.connect(str(target))
    con.execute('CREATE TABLE cells (file VARCHAR, sheet_no INTEGER, sheet VARCHAR, "row" INTEGER, col INTEGER, text VARCHAR)')
    for start in range(0, len(files), 200):
        rows = [row for path in files[start : start + 200] for row in bare_cells(path)]
        con.register("new_rows", pl.DataFrame(rows, schema=["file", "sheet_no", "sheet", "row", "col", "text"], orient="row").to_arrow())
        con.execute("INSERT INTO cells SELECT * FROM new_rows")
    checks = [f"count(*) FILTER (WHERE {condition.format(col=col)})" for col in range(2, 7) for condition in _FIVE]
    con.execute(f"SELECT {', '.join(checks)} FROM cells").fetchall()
    con.close()


_FIVE = (
    "col = {col} AND text IS NULL",
    "col = {col} AND length(text) > 500",
    "col = {col} AND try_cast(text AS DOUBLE) < 0",
    "col = {col} AND try_cast(text AS DOUBLE) > 100",
    "col = {col} AND regexp_matches(text, '^[=+@-]')",
)


def _plain_all(files: Sequence[Path]) -> None:
    for path in files:
        _plain(path)


def _plain(path: Path) -> None:
    import great_expectations as gx
    import pandas as pd

    frame = pd.read_excel(path, header=None, dtype=str)
    frame.columns = [f"c{number}" for number in range(len(frame.columns))]
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    batch = context.data_sources.add_pandas("files").add_dataframe_asset("file").add_batch_definition_whole_dataframe("all")
    suite = context.suites.add(gx.ExpectationSuite("suite"))
    for column in list(frame.columns)[:5]:
        for expectation in (
            gx.expectations.ExpectColumnToExist(column=column),
            gx.expectations.ExpectColumnValuesToNotBeNull(column=column),
            gx.expectations.ExpectColumnValueLengthsToBeBetween(column=column, min_value=0, max_value=500),
            gx.expectations.ExpectColumnValuesToNotMatchRegex(column=column, regex="^[=+@-]"),
            gx.expectations.ExpectColumnValuesToNotBeInSet(column=column, value_set=["#REF!", "#DIV/0!"]),
        ):
            suite.add_expectation(expectation)
    definition = context.validation_definitions.add(gx.ValidationDefinition(name="check", data=batch, suite=suite))
    definition.run(batch_parameters={"dataframe": frame})
