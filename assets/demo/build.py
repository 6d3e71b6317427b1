"""The way in: writes all made-up submissions into one folder, and beside it the list of the faults put in.

Belongs here: order, disk, summary. Does not belong here: what a file contains (demo_files.py, outside_scores.py).
"""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from assets.demo.demo_files import DemoFile, FaultRecord, panel_files
from assets.demo.demo_units import Reference
from assets.demo.outside_scores import outside_scores_csv
from assets.demo.panel_plans import PanelPlan, ministry_plans, ministry_plans_before, province_plans
from assets.demo.register_files import register_files
from assets.demo.report_books import report_files

MANIFEST = "demo_faults.csv"
SEED = 2023
_PROGRESS_EVERY = 50


@dataclass(frozen=True)
class DemoSummary:
    """What was written: file names in order, faults, and the exact points of each unit before any fault, by index year and unit_id."""

    folder: Path
    manifest: Path
    files: tuple[str, ...]
    faults: tuple[FaultRecord, ...]
    appraised_points: dict[tuple[int, str], Decimal]
    survey_points: dict[tuple[int, str], Decimal]


def build_demo(
    folder: Path,
    reference: Reference,
    *,
    seed: int = SEED,
    say: Callable[[str], object] | None = None,
) -> DemoSummary:
    """Write the demo's submissions into folder (made when missing), and demo_faults.csv next to it.

    reference: tables as warehouse.reference_data.load_reference gives them. Same seed and reference, same bytes. say
    gets progress in Vietnamese. Raises ValueError when the reference data lacks a panel, a unit or lines that the demo
    needs.
    """
    before = ministry_plans_before(reference, seed)
    plans = (ministry_plans(reference, seed), province_plans(reference, seed))
    files = [*_files(plans, reference, seed), *panel_files(before)]
    folder.mkdir(parents=True, exist_ok=True)
    for number, file in enumerate(files, start=1):
        (folder / file.name).write_bytes(file.content())
        if say and (number % _PROGRESS_EVERY == 0 or number == len(files)):
            say(f"Đã tạo {number}/{len(files)} tệp giả lập")
    faults = tuple(file.fault for file in files if file.fault)
    manifest = folder.parent / MANIFEST
    manifest.write_bytes(_manifest(faults))
    scores = {(plan.panel.index_year, unit.unit.unit_id): unit.scores.totals for plan in (before, *plans) for unit in plan.units}
    return DemoSummary(
        folder=folder,
        manifest=manifest,
        files=tuple(file.name for file in files),
        faults=faults,
        appraised_points={key: totals.appraised for key, totals in scores.items()},
        survey_points={key: totals.survey for key, totals in scores.items()},
    )


def _files(plans: tuple[PanelPlan, ...], reference: Reference, seed: int) -> Iterator[DemoFile]:
    for plan in plans:
        yield from panel_files(plan)
    provinces = tuple(unit.unit for unit in plans[-1].units)
    yield DemoFile("papi_gia_lap.csv", lambda: outside_scores_csv(reference, provinces, seed))
    yield from report_files(reference, seed)
    yield from register_files(reference, seed)


def _manifest(faults: tuple[FaultRecord, ...]) -> bytes:
    """CSV in UTF-8 with a mark, so that Excel shows the Vietnamese."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [field.name for field in dataclasses.fields(FaultRecord)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(dataclasses.asdict(fault) for fault in faults)
    return out.getvalue().encode("utf-8-sig")
