"""Where an imported set is written, under which name and version, and whether it can be loaded there.

Belongs here: names, versions, trying a set before it is written. Does not belong here: its content (read_annex.py), the command line.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from assets.criteria_annex.drafted_set import ToFinish
from warehouse.home import Home
from warehouse.reference_data import ReferenceError, load_reference
from warehouse.reference_files.overlay import ReferenceFiles
from warehouse.unit_levels import PANEL_OF_LEVEL

FOLDER = "criteria_sets"


def set_name(level: str, panel: str, year: int, version: int) -> str:
    """'province-2024-v1'; a list of its own gives its name: 'so-hung-yen-2025-v1'."""
    return f"{level if panel == PANEL_OF_LEVEL[level] else panel}-{year}-v{version}"


def next_version(tables: Mapping[str, pl.DataFrame], year: int, panel: str) -> int:
    """The first version that no set of the year and list has."""
    taken = tables["reference.criteria_set"].filter((pl.col("index_year") == year) & (pl.col("panel") == panel))["version"].to_list()
    return max(taken, default=0) + 1


def set_file(home: Home, name: str) -> Path | None:
    """The file of a set that counts in this home, its own or the shipped one."""
    return dict(ReferenceFiles(home.reference_folders).matching(f"{FOLDER}/*.yml")).get(f"{FOLDER}/{name}.yml")


def sets_folder(home: Home) -> Path:
    return home.root / "reference" / FOLDER


def drafts_folder(home: Home) -> Path:
    """A set that cannot be loaded yet lies here: in the reference folder it would stop every command."""
    return home.root / "drafts" / FOLDER


def what_loading_refuses(text: str, name: str, folders: Sequence[Path]) -> list[ToFinish]:
    """What load_reference says of the set among the reference data of a home. Raises ReferenceError where these are refused without it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FOLDER / f"{name}.yml"
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
        try:
            load_reference([*folders, Path(folder)])
        except ReferenceError as refused:
            ours = [problem for problem in refused.problems if problem.file == str(path)]
            if not ours:
                raise
            return [ToFinish(True, None, None, f"dòng {problem.line}: {problem.message}", problem.mend) for problem in ours]
    return []
