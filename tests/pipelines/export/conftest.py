"""A release with texts that look like formulas, its workbook, and the same workbook opened and saved by LibreOffice."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from pipelines.cli.export import export
from tests.office import saved_by_office
from tests.pipelines.conftest import home_in_use
from tests.pipelines.export.exported import FILE, FORMULA, UNIT
from tests.pipelines.released_home import run_through
from warehouse.home import Home
from warehouse.reference_data import SHIPPED


@pytest.fixture(scope="session")
def planted_home(released_ministries: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """Three ministries; a reason, a file name and a unit's name begin like formulas, all by the ways by which they come in."""
    root = tmp_path_factory.mktemp("planted") / "home"
    shutil.copytree(released_ministries.root, root, symlinks=True)
    with home_in_use(root) as home:
        units = (SHIPPED / "units" / "ministries.csv").read_text(encoding="utf-8")
        renamed = "BXD@pre2025,BXD,ministry,Bộ Xây dựng,"
        assert renamed in units
        quoted = '"' + UNIT.replace('"', '""') + '"'
        (home.root / "reference" / "units").mkdir(parents=True)
        (home.root / "reference" / "units" / "ministries.csv").write_text(
            units.replace(renamed, f"BXD@pre2025,BXD,ministry,{quoted},"), encoding="utf-8"
        )
        _plant_reason(home)
        run_through(home, [2023])
        yield home


def _plant_reason(home: Home) -> None:
    """The appraisal of the Ministry of Health again, with another reason on the first line that has one."""
    book = openpyxl.load_workbook(home.landing_done / "2023_BYT_tham_dinh.xlsx")
    sheet = book["Thẩm định"]
    reasons = [column for row in sheet.iter_rows() for column, cell in enumerate(row) if "Lý do" in str(cell.value)]
    cell = next(row[reasons[0]] for row in sheet.iter_rows() if str(row[0].value)[:2] in ("1.", "2.") and row[reasons[0]].value)
    cell.value = FORMULA
    cell.data_type = "s"  # a text, as a person gets it by typing an apostrophe first
    book.save(home.landing / FILE)


@pytest.fixture(scope="session")
def workbook(planted_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    with home_in_use(planted_home.root):
        export(2023, None, folder, [], False, "vi")
    (file,) = folder.iterdir()
    assert file.name == "cchc-2023-gia-lap.xlsx"
    return file


@pytest.fixture(scope="session")
def seen_elsewhere(workbook: Path, tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    """The workbook opened by LibreOffice and saved again."""
    saved = saved_by_office([workbook], "xlsx", tmp_path_factory.mktemp("office"))
    return openpyxl.load_workbook(saved / workbook.name)
