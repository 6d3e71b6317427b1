"""All tables of what was sent are judged two at a time: as one after the other, and on the contract's word for their keys."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from assets import rule_application
from assets.checked_tables import contract_verdict
from assets.rule_application import CHECKED_TABLES, COMPARED, DECLARED, EVIDENCE, FIGURES, apply_rules, judge_what_was_sent
from assets.view_keys import rows_with_keys_of_their_own
from checks.catalogue import RULES_FOLDER, load_rules
from warehouse.connection import beside, open_read_only, open_scratch, open_work
from warehouse.contract import load_contracts
from warehouse.home import Home

pytestmark = pytest.mark.xdist_group("graph")

YEARS = [2022, 2023, 2024]
FOUND = "SELECT * FROM quality.line_findings ORDER BY ALL"
RESULTS = "SELECT * FROM quality.rule_results ORDER BY ALL"


@pytest.fixture
def con(demo_home: Home, tmp_path) -> Iterator[duckdb.DuckDBPyConnection]:  # type: ignore[no-untyped-def]
    """The demo's warehouse, nothing of whose lines was judged."""
    home = Home(tmp_path / "home").create()
    home.work_file.write_bytes(demo_home.release_file.resolve().read_bytes())
    with open_work(home) as work:
        forget_judgements(work)
        yield work


def forget_judgements(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("DELETE FROM ops.table_year WHERE table_name LIKE '%#%'")
    con.execute("DELETE FROM quality.line_findings WHERE table_name IN (SELECT unnest(?))", [list(CHECKED_TABLES)])
    con.execute("DELETE FROM quality.rule_results WHERE table_name IN (SELECT unnest(?))", [list(CHECKED_TABLES)])


@pytest.mark.slow
def test_two_at_a_time_find_what_one_after_the_other_find(con: duckdb.DuckDBPyConnection) -> None:
    rules = load_rules([RULES_FOLDER])
    judge_what_was_sent(con, rules, YEARS)
    found, results = con.execute(FOUND).fetchall(), con.execute(RESULTS).fetchall()
    forget_judgements(con)
    assert len(con.execute(FOUND).fetchall()) < len(found)
    for table in CHECKED_TABLES:
        apply_rules(con, rules, table, YEARS, "quality.line_findings")
    assert (con.execute(FOUND).fetchall(), con.execute(RESULTS).fetchall()) == (found, results)

    for view in (COMPARED, FIGURES, DECLARED, EVIDENCE):
        rows = rows_with_keys_of_their_own(con, view)
        key = ", ".join(load_contracts()[view].key)
        assert (rows, rows) == con.execute(f"SELECT count(*), count(DISTINCT ({key})) FROM {view}").fetchone()
        assert contract_verdict(con, view).evaluated == rows


def test_one_that_fails_is_told_when_the_others_are_done(con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    done = []

    def fail_first(own: duckdb.DuckDBPyConnection, rules: object, table: str, *_: object) -> None:
        if table == CHECKED_TABLES[0]:
            raise duckdb.IOException("no room")
        done.append((table, own is not con))

    monkeypatch.setattr(rule_application, "apply_rules", fail_first)
    with pytest.raises(duckdb.IOException, match="no room"):
        judge_what_was_sent(con, [], YEARS)
    assert sorted(done) == sorted((table, True) for table in CHECKED_TABLES[1:])


def test_days_are_those_of_vietnam_there_too(con: duckdb.DuckDBPyConnection) -> None:
    with beside(con) as own:
        assert own.execute("SELECT TIMESTAMPTZ '2025-01-01 00:30:00+07'::VARCHAR").fetchone() == ("2025-01-01 00:30:00+07",)


@pytest.mark.parametrize("open_one", [open_scratch, lambda: open_read_only(_a_file())])
def test_no_bar_is_drawn_in_the_midst_of_what_a_command_prints(open_one: Callable[[], duckdb.DuckDBPyConnection]) -> None:
    with open_one() as opened, beside(opened) as own:
        for con in (opened, own):
            assert con.execute("SELECT current_setting('enable_progress_bar')").fetchone() == (False,)


def _a_file() -> Path:
    file = Path(tempfile.mkdtemp()) / "a.duckdb"
    duckdb.connect(str(file)).close()
    return file
