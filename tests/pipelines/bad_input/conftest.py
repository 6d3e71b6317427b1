"""Fixtures of the tests of bad input: an empty small home, reference data, good workbooks by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from assets.demo.demo_files import panel_files
from assets.demo.panel_plans import ministry_plans
from tests.pipelines.bad_input.working_home import Books, SmallHome, new_home
from warehouse.reference_data import SHIPPED, load_reference


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallHome]:
    made = new_home(tmp_path / "Thư mục dữ liệu")
    yield made
    made.con.close()


@pytest.fixture(scope="module")
def reference() -> dict[str, pl.DataFrame]:
    return load_reference([SHIPPED])


@pytest.fixture(scope="module")
def books(reference: dict[str, pl.DataFrame]) -> Books:
    """Good workbooks of the demo's ministries by file name, made when asked for."""
    files = {file.name: file for file in panel_files(ministry_plans(reference, 2023))}
    return lambda name: files[name].content()
