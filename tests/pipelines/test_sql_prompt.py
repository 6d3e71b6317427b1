"""`cchc sql` without a query: at a real (pseudo-)terminal, from standard input; its completions and near names."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import stat
import subprocess
import termios
import time
from collections.abc import Iterator

import pytest

from pipelines.cli.sql_catalogue import Catalogue, NamedColumn, catalogue_of, plain
from pipelines.cli.sql_completion import suggestions
from pipelines.cli.sql_prompt import COMMANDS, MOST_ROWS, is_whole
from tests.pipelines.small_home import CCHC, environment
from warehouse.connection import open_release
from warehouse.home import PACKAGE_ROOT, Home
from warehouse.report_views import load_report_views

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("publication")]

_PAINT = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\x1b\][^\x07]*\x07|\r")


class Terminal:
    """`cchc sql` at a pseudo-terminal: types, and waits for what it answers."""

    def __init__(self, home: Home, *words: str, columns: int = 200) -> None:
        self.master, slave = pty.openpty()
        env = environment(home) | {"TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "COLUMNS": str(columns), "LINES": "50"}
        self.process = subprocess.Popen(
            [*CCHC, "sql", *words],
            env=env,
            cwd=PACKAGE_ROOT,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(slave, termios.TIOCSCTTY, 0),  # so that Ctrl+C is a signal
        )
        os.close(slave)
        self.said, self.seen = "", 0

    def until(self, text: str, seconds: float = 60) -> str:
        """What is answered from the last such place up to a text; fails when it does not come."""
        end = time.monotonic() + seconds
        while text not in self.said[self.seen :]:
            ready, _, _ = select.select([self.master], [], [], max(0, end - time.monotonic()))
            assert ready, f"«{text}» did not come; came: {self.said[self.seen :]}"
            try:
                raw = os.read(self.master, 65536)
            except OSError:
                raw = b""
            assert raw, f"ended before «{text}»; said: {self.said[self.seen :]}"
            self.said += _PAINT.sub("", raw.decode("utf-8", "replace"))
        start, self.seen = self.seen, self.said.index(text, self.seen) + len(text)
        return self.said[start : self.seen]

    def ask(self, text: str, answer: str) -> str:
        """Type a whole line, wait for an answer, and for the next prompt; what came up to the answer."""
        self.type(text + "\r")
        said = self.until(answer)
        self.until("cchc>")
        return said

    def type(self, text: str) -> None:
        os.write(self.master, text.encode())

    def ends(self, seconds: float = 30) -> int:
        """Wait for the end, reading on so that nothing blocks; the exit code."""
        end = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < end:
            if select.select([self.master], [], [], 0.1)[0]:
                try:
                    self.said += _PAINT.sub("", os.read(self.master, 65536).decode("utf-8", "replace"))
                except OSError:
                    break
        return self.process.wait(timeout=5)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.master)


@pytest.fixture
def terminal(publishing_home: Home) -> Iterator[Terminal]:
    made = Terminal(publishing_home)
    try:
        made.until("cchc>")
        yield made
    finally:
        made.close()


@pytest.fixture(scope="module")
def catalogue(released_ministries: Home) -> Catalogue:
    with open_release(released_ministries) as con:
        return catalogue_of(con)


def test_a_session_answers_over_several_lines_survives_errors_and_remembers(terminal: Terminal, publishing_home: Home) -> None:
    terminal.type("SELECT count(*) * 7 AS bay_lan\r")
    terminal.until("...")  # not whole yet: it waits for the semicolon
    terminal.type("FROM bao_cao.xep_hang;\r")
    with open_release(publishing_home) as con:
        (units,) = con.execute("SELECT count(*) FROM mart.par_index").fetchone() or (0,)
    answered = terminal.until("(1 dòng)")
    terminal.until("cchc>")
    assert re.search(rf"\b{units * 7}\b", answered)
    assert "thu_hang" in terminal.ask("SELECT thu_hag FROM bao_cao.xep_hang;", "Có phải là: thu_hang?")
    terminal.ask("SELECT * FROM mart.par_indx;", "Có phải là: mart.par_index")
    assert "42" in terminal.ask("SELECT 40 + 2 AS van_con_song;", "(1 dòng)")
    terminal.ask(".bảng", "mart.par_index_trace")
    terminal.ask(".cot bao_cao.xep_hang", "chi_so")
    terminal.ask(".cột xep_han", "bao_cao.xep_hang")
    terminal.ask(".nothing", "Không có lệnh .nothing")
    terminal.type("\x04")
    assert terminal.ends() == 0 and "Đã thoát." in terminal.said
    history = publishing_home.root / "sql_history"
    assert "bay_lan" in history.read_text(encoding="utf-8") and stat.S_IMODE(history.stat().st_mode) == 0o600
    again = Terminal(publishing_home)
    try:
        again.until("cchc>")
        again.type("\x1b[A" * 5)  # five times up: the statement that answered 42
        again.until("van_con_song")
        again.type("\x03")
        again.type(".thoát\r")
        assert again.ends() == 0
    finally:
        again.close()


def test_tab_completes_a_column(terminal: Terminal) -> None:
    terminal.type("SELECT x.index_perc")
    terminal.type("\x01")  # to the beginning, and back: the alias comes behind the cursor
    terminal.type("\x05 FROM mart.par_index AS x LIMIT 1;")
    terminal.type("\x01" + "\x1b[C" * len("SELECT x.index_perc") + "\t")
    terminal.until("ent FROM")  # only what changed is drawn
    assert "index_percent" in terminal.ask("\x05", "(1 dòng)")


def test_it_reads_only(terminal: Terminal, tmp_path) -> None:  # type: ignore[no-untyped-def]
    terminal.ask("CREATE TABLE mart.x (a INTEGER);", "read-only")
    terminal.ask(f"COPY (SELECT 1) TO '{tmp_path}/out.csv';", "disabled")
    terminal.ask("SET enable_external_access = true;", "Câu lệnh không chạy được")
    terminal.ask("SELECT 'sau' || '_cung' AS x;", "sau_cung")
    assert list(tmp_path.glob("out.csv")) == []


def test_odd_bytes_end_no_session(terminal: Terminal) -> None:
    os.write(terminal.master, b"SELECT '\xff' || 'x' AS a;\r")
    terminal.until("(1 dòng)")
    terminal.until("cchc>")
    assert "42" in terminal.ask("SELECT 40 + 2 AS van_con_song;", "(1 dòng)")


def test_long_results_are_cut_and_say_how_to_see_all(terminal: Terminal) -> None:
    answered = terminal.ask("SELECT 100000 + range AS so FROM range(250);", ".tất_cả")
    assert str(100000 + MOST_ROWS - 1) in answered and str(100000 + MOST_ROWS) not in answered
    terminal.ask(".tất_cả", "100249")


def test_ctrl_c_stops_a_query_and_not_the_session(terminal: Terminal) -> None:
    terminal.type("SELECT sum(a.range * b.range) FROM range(3000000) a, range(3000000) b;\r")
    time.sleep(2)
    terminal.type("\x03")
    terminal.until("Đã dừng câu lệnh")
    terminal.until("cchc>")
    terminal.ask("SELECT 40 + 2 AS x;", "42")


def test_a_wide_result_is_shown_row_by_row(terminal: Terminal) -> None:
    answered = terminal.ask("FROM bao_cao.tieu_chi LIMIT 1;", "so_lieu_gia_lap")
    assert "── dòng 1" in answered and re.search(r"ten_don_vi +Bộ ", answered)


def test_standard_input_is_a_query(released_ministries: Home) -> None:
    def asked(text: str) -> subprocess.CompletedProcess[str]:
        command = [*CCHC, "sql", "--format", "csv"]
        return subprocess.run(
            command, env=environment(released_ministries), cwd=PACKAGE_ROOT, input=text, capture_output=True, text=True, check=False
        )

    done = asked("-- năm\nSELECT DISTINCT nam FROM bao_cao.xep_hang;\n")
    assert (done.returncode, done.stdout.splitlines()) == (0, ["nam", "2023"])
    assert asked("").returncode == 1 and "Chưa có câu lệnh nào" in asked("").stderr
    assert "chỉ một câu lệnh" in asked("SELECT 1; SELECT 2;").stderr


def test_odd_bytes_in_and_odd_values_out(released_ministries: Home) -> None:
    def asked(how: str, given: bytes, *query: str) -> tuple[int, str]:
        command = [*CCHC, "sql", "--format", how, *query]
        done = subprocess.run(
            command, env=environment(released_ministries), cwd=PACKAGE_ROOT, input=given, capture_output=True, check=False
        )
        return done.returncode, (done.stdout or done.stderr).decode()

    assert asked("csv", "SELECT 'Bộ' AS a".encode("utf-16")) == (0, "a\nBộ\n")
    assert asked("csv", "SELECT 'Bộ' AS a".encode("utf-8-sig")) == (0, "a\nBộ\n")
    for code, said in (asked("csv", b"SELECT '\xe9'"), asked("csv", b"", "SELECT '\udce9'")):
        assert code == 1 and "không phải chữ UTF-8" in said
    assert json.loads(asked("json", b"SELECT 'nan'::DOUBLE AS a, ['inf'::DOUBLE, 1] AS b")[1]) == [{"a": None, "b": [None, 1.0]}]
    assert "\x1b" not in asked("table", b"SELECT chr(27) || '[31mred' AS a")[1]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("SELECT 1", False),
        ("SELECT 1;", True),
        ("SELECT 1;\n  ", True),
        (".bảng", True),
        ("", True),
        ("thoát", True),
        ("select ';' as a", False),
    ],
)
def test_enter_ends_what_is_whole(text: str, whole: bool) -> None:
    assert is_whole(text) is whole


def test_completions(catalogue: Catalogue) -> None:
    def texts(before: str, after: str = "") -> list[str]:
        return [each.text for each in suggestions(before, before + after, catalogue, COMMANDS)]

    assert "mart.par_index" in texts("SELECT * FROM mart.par_") and texts("SELECT * FROM xep_") == ["bao_cao.xep_hang"]
    assert "bao_cao." in texts("FROM bao")
    assert {f"bao_cao.{view.name}" for view in load_report_views()} == set(texts("FROM bao_cao."))
    assert texts("SELECT i.index_per", " FROM mart.par_index AS i") == ["i.index_percent"]
    assert texts("SELECT i.index_per", " FROM mart.par_index i WHERE") == ["i.index_percent"]
    assert texts("SELECT index_per", " FROM mart.par_index WHERE rank = 1")[0] == "index_percent"
    assert texts("SELECT par_index.index_per", "") == ["par_index.index_percent"]
    assert "SELECT" in texts("SEL") and texts("select * from mart.no_such.") == []
    assert set(texts(".b")) == {".bảng"} and texts(".cột bao_cao.xep") == ["bao_cao.xep_hang"]
    assert all(not table.startswith("ops.") for table in catalogue.columns)
    about = {each.text: each.about for each in suggestions("SELECT chi_", "SELECT chi_ FROM bao_cao.xep_hang", catalogue, COMMANDS)}
    assert "DECIMAL(18,8)" in about["chi_so"] and "Chỉ số CCHC" in about["chi_so"]


def test_a_name_with_accents_finds_the_plain_one() -> None:
    catalogue = Catalogue({"a.xep_hang": (NamedColumn("thu_hang", "BIGINT", ""),), "b.khac": (NamedColumn("x", "BIGINT", ""),)}, {})
    assert plain("Đơn vị") == "don_vi"
    assert catalogue.nearest_tables("Xếp hạng") == ["a.xep_hang"]
    assert catalogue.nearest_columns("Thứ hạng", 'SELECT "Thứ hạng" FROM xep_hang') == ["thu_hang"]
    assert catalogue.nearest_columns("thu_hang", "SELECT 1") == []
