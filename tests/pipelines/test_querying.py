"""docs/querying.md: each block that is not marked as untested runs on the demo's release as it stands; which opens without set-up."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from tests.pipelines.small_home import environment
from warehouse.home import PACKAGE_ROOT, Home
from warehouse.report_views import load_report_views

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("graph")]

_SECTION = re.compile(r"(?ms)^## (?P<title>.*?)$(?P<text>.*?)(?=^## |\Z)")
_BLOCK = re.compile(r"(?ms)^```(?P<language>\w+)\n(?P<code>.*?)^```")
UNTESTED = "chưa kiểm thử"


class Block(NamedTuple):
    """One code block of a tested section."""

    title: str
    language: str
    code: str


def blocks(tested: bool = True) -> list[Block]:
    text = (PACKAGE_ROOT / "docs" / "querying.md").read_text(encoding="utf-8")
    sections = [found for found in _SECTION.finditer(text) if (UNTESTED not in found["title"]) is tested]
    return [Block(s["title"].strip(), b["language"], b["code"]) for s in sections for b in _BLOCK.finditer(s["text"])]


@pytest.fixture
def beside_data(demo_home: Home, tmp_path: Path) -> Path:
    """A folder in which data/ is the demo's home."""
    (tmp_path / "data").symlink_to(demo_home.root)
    return tmp_path


def test_only_what_is_marked_is_not_run() -> None:
    assert {block.language for block in blocks()} == {"sql", "sh", "python"}
    assert {"cchc sql", "Dòng lệnh DuckDB", "Python"} <= {block.title for block in blocks()}
    assert {block.language for block in blocks(tested=False)} == {"r"}


@pytest.mark.parametrize("block", [b for b in blocks() if b.language == "sql"], ids=lambda block: block.code[:40])
def test_queries_give_rows(demo_home: Home, block: Block) -> None:
    with duckdb.connect(str(demo_home.release_file), read_only=True) as con:
        assert con.execute(block.code).fetchall()


@pytest.mark.parametrize("block", [b for b in blocks() if b.language != "sql"], ids=lambda block: f"{block.title}: {block.code[:40]}")
def test_programs_and_commands_run_as_they_stand(demo_home: Home, beside_data: Path, block: Block) -> None:
    tools = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "HOME": str(beside_data)}
    command = [sys.executable, "-c", block.code] if block.language == "python" else ["bash", "-euo", "pipefail", "-c", block.code]
    done = subprocess.run(
        command, cwd=beside_data, env=environment(demo_home) | tools, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    written = [path.read_text(encoding="utf-8") for path in beside_data.glob("*.csv")]
    assert len((done.stdout + "".join(written)).splitlines()) >= 2


def test_the_first_ministries_are_those_of_the_ranking(demo_home: Home, beside_data: Path) -> None:
    """What the command of DuckDB prints is what the table holds."""
    (command,) = [block.code for block in blocks() if block.language == "sh" and "ORDER BY thu_hang LIMIT 3" in block.code]
    tools = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "HOME": str(beside_data)}
    as_csv = command.replace("-readonly", "-readonly -csv", 1)
    done = subprocess.run(["bash", "-c", as_csv], cwd=beside_data, env=os.environ | tools, capture_output=True, text=True, check=True)
    with duckdb.connect(str(demo_home.release_file), read_only=True) as con:
        rows = con.execute(
            "SELECT rank, unit_name, index_percent FROM mart.par_index WHERE index_year = 2023 ORDER BY rank LIMIT 3"
        ).fetchall()
    assert list(csv.reader(done.stdout.splitlines()))[1:] == [[str(rank), name, str(index)] for rank, name, index in rows]


def test_every_view_opens_in_a_plain_tool_and_is_its_table(demo_home: Home, tmp_path: Path) -> None:
    """No extension, no setting, no macro: DuckDB's own command, an empty home, loading of extensions off."""
    counts = " UNION ALL ".join(
        f"SELECT '{view.name}', (SELECT count(*) FROM {view.view}), (SELECT count(*) FROM {view.shows.table})"
        for view in load_report_views()
    )
    settings = "SET autoinstall_known_extensions = false; SET autoload_known_extensions = false;"
    tool = Path(sys.executable).parent / "duckdb"
    command = [str(tool), "-readonly", "-csv", "-noheader", str(demo_home.release_file), "-c", f"{settings} {counts}"]
    done = subprocess.run(command, env={"HOME": str(tmp_path)}, capture_output=True, text=True, check=True)
    told = [line.split(",") for line in done.stdout.splitlines()]
    assert [name for name, _, _ in told] == [view.name for view in load_report_views()]
    assert all(shown == source for _, shown, source in told)
    with duckdb.connect(str(demo_home.release_file), read_only=True) as con:
        for view in load_report_views():
            difference = (
                f"(FROM {view.view} EXCEPT ALL FROM {view.shows.table}) UNION ALL (FROM {view.shows.table} EXCEPT ALL FROM {view.view})"
            )
            assert con.execute(f"SELECT count(*) FROM ({difference})").fetchone() == (0,), view.name
        macros = con.execute("SELECT count(*) FROM duckdb_functions() WHERE NOT internal").fetchone()
        assert macros == (0,)
