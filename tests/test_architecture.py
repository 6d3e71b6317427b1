"""The rooms and their one direction; every table has a contract, a maker and a check."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from checks.catalogue import load_rules
from pipelines.definitions import defs
from warehouse.contract import load_contracts
from warehouse.home import PACKAGE_ROOT
from warehouse.model import load_models

ROOMS = ("pipelines", "assets", "checks", "warehouse")


def _imports(path: Path) -> set[str]:
    """Top-level names of everything that a file imports, in functions too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def _files(room: str) -> list[Path]:
    return sorted((PACKAGE_ROOT / room).rglob("*.py"))


def test_imports_go_one_way() -> None:
    """The layers contract of import-linter in pyproject.toml."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=PACKAGE_ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_dagster_stays_out_of_checks_and_warehouse() -> None:
    for room in ("checks", "warehouse"):
        assert [path for path in _files(room) if "dagster" in _imports(path)] == []


def test_great_expectations_stays_in_one_corner() -> None:
    users = {path.relative_to(PACKAGE_ROOT).parts[:2] for room in ROOMS for path in _files(room) if "great_expectations" in _imports(path)}
    assert users == {("checks", "gx")}


@pytest.fixture(scope="module")
def imported_with_the_definitions() -> set[str]:
    """Every module that is there after the definitions were imported in a fresh process."""
    code = "import sys, pipelines.definitions; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=PACKAGE_ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("library", ["great_expectations", "altair", "vl_convert", "jinja2", "xlsxwriter"])
def test_heavy_libraries_are_not_imported_with_the_definitions(imported_with_the_definitions: set[str], library: str) -> None:
    assert "pipelines.definitions" in imported_with_the_definitions
    assert library not in imported_with_the_definitions


def test_workbook_readers_stay_in_one_corner() -> None:
    readers = {"python_calamine", "fastexcel", "xlrd"}
    users = {path.relative_to(PACKAGE_ROOT).parts[:2] for room in ROOMS for path in _files(room) if readers & _imports(path)}
    assert users == {("assets", "workbooks")}


def test_every_table_has_a_contract_a_maker_and_a_check() -> None:
    contracts, models = load_contracts(), load_models()
    assert set(models) <= set(contracts)
    graph = defs.resolve_asset_graph()
    assets = {".".join(key.path) for key in graph.get_all_asset_keys()} - {"release.reform_index", "release.outbox"}
    assert assets == set(contracts)
    checked = {".".join(key.asset_key.path) for key in graph.asset_check_keys}
    assert checked == set(contracts)
    for contract in contracts.values():
        if contract.is_view or contract.schema in ("core", "mart"):
            assert contract.table in models, contract.table


def test_every_rule_looks_at_a_table_that_exists_and_is_checked() -> None:
    tables = set(load_contracts())
    rules = load_rules([PACKAGE_ROOT / "checks" / "rules"])
    assert {rule.table for rule in rules} <= tables


def test_every_public_column_is_described_in_both_languages() -> None:
    for contract in load_contracts().values():
        for column in contract.columns:
            assert column.vi.strip() and column.en.strip(), (contract.table, column.name)


def test_public_columns_that_others_rely_on() -> None:
    """The columns promised to readers, in order."""
    promised = {
        "mart.par_index": "index_year level panel unit_id unit_code unit_name region criteria_set self_points appraised_points "
        "survey_points total_points applicable_max index_percent rank ranked_units group_label maturity",
        "mart.outside_index": "index_name index_year unit_id unit_code unit_name total rank ranked_units group_label note",
        "quality.findings": "rule severity index_year unit_id form file_sha256 file_name sheet cell value message_vi message_en",
    }
    for table, columns in promised.items():
        has = [column.name for column in load_contracts()[table].columns]
        assert [name for name in has if name in columns.split()] == columns.split()


def test_modules_say_what_belongs_there() -> None:
    silent = [
        path for room in ROOMS for path in _files(room) if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []
