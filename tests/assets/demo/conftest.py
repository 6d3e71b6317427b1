"""One demo and one reading of it for all tests here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from assets.demo.build import DemoSummary
from assets.intake.extract import extract, extract_unreadable
from assets.intake.intake_rows import Extraction, Stated
from assets.intake.layout_files import load_layouts
from assets.intake.reference_lookup import ReferenceLookup
from assets.workbooks.cells import read_cells
from assets.workbooks.unreadable import UnreadableFile
from warehouse.reference_data import SHIPPED, load_reference

Read = Callable[[str], Extraction]


@pytest.fixture(scope="session")
def reference() -> dict[str, pl.DataFrame]:
    return load_reference([SHIPPED])


@pytest.fixture(scope="session")
def said(built_demo) -> list[str]:
    return built_demo.said


@pytest.fixture(scope="session")
def demo(built_demo) -> DemoSummary:
    return built_demo.summary


@pytest.fixture(scope="session")
def read(demo: DemoSummary, reference: dict[str, pl.DataFrame]) -> Read:
    """What intake makes of a file of the demo, by its name."""
    lookup, layouts = ReferenceLookup.from_tables(reference), load_layouts([SHIPPED])
    done: dict[str, Extraction] = {}

    def read_one(name: str) -> Extraction:
        if name not in done:
            stated = Stated(name, name)
            try:
                cells = read_cells(Path(demo.folder / name).read_bytes(), name)
                done[name] = extract(cells, stated, lookup, layouts)
            except UnreadableFile as unreadable:
                done[name] = extract_unreadable(unreadable, stated)
        return done[name]

    return read_one
