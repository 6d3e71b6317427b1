"""A command line that cannot be understood is answered in Vietnamese, says which word is wrong, and ends with code 2."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.cli.app import main
from pipelines.cli.failure import USAGE

ENGLISH = ("Usage", "Error", "Invalid", "Missing", "No such", "requires", "should be", "unexpected")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CCHC_HOME", str(tmp_path))
    return tmp_path


def ended(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> int | str | None:
    monkeypatch.setattr(sys, "argv", ["cchc", *arguments])
    with pytest.raises(SystemExit) as end:
        main()
    return end.value.code


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["report", "abc"], "year (Năm của chỉ số) phải là một số nguyên từ 1900 đến 9999. Cách dùng: cchc report --help"),
        (["report", "99"], "year (Năm của chỉ số) phải là một số nguyên từ 1900 đến 9999."),
        (["report"], "Thiếu year (Năm của chỉ số)."),
        (["report", "2024", "2025"], "Thừa: 2025."),
        (["report", "2024", "--lang", "fr"], "--lang phải là một trong: vi, en."),
        (["report", "2024", "--to"], "Tùy chọn --to cần một giá trị đi kèm."),
        (["report", "2024", "--pdf=3"], "Tùy chọn --pdf không nhận giá trị."),
        (["export", "2024", "--foo"], "Không có tùy chọn --foo. Có phải là: --to?"),
        (["reprot"], "Không có lệnh “reprot”. Có phải là: export, report? Cách dùng: cchc --help"),
        (["criteria", "imp"], "Không có lệnh “imp”. Có phải là: import? Cách dùng: cchc criteria --help"),
        (["\x1b[2J"], "Không có lệnh “"),
    ],
)
def test_what_is_wrong_is_told_in_vietnamese(
    home: Path, arguments: list[str], told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(arguments, monkeypatch) == USAGE
    printed = capsys.readouterr()
    assert printed.err.startswith(f"cchc: {told}") and printed.out == "" and "\x1b" not in printed.err
    assert not any(word in printed.err for word in ENGLISH)


def test_without_a_command_the_help_is_shown(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended([], monkeypatch) == USAGE
    assert "scorecard" in capsys.readouterr().err
    assert ended(["--help"], monkeypatch) == 0
    assert "scorecard" in capsys.readouterr().out


def test_control_c_says_that_nothing_is_lost(tmp_path: Path) -> None:
    (tmp_path / "landing" / "check").mkdir(parents=True)
    command = [sys.executable, "-c", "from pipelines.cli import main; main()", "check", "--watch"]
    with subprocess.Popen(
        command, env={"CCHC_HOME": str(tmp_path), "PATH": ""}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as watching:
        assert watching.stdout is not None and watching.stdout.readline()
        watching.send_signal(signal.SIGINT)
        _, told = watching.communicate(timeout=60)
    assert watching.returncode == 130 and "đã dừng theo yêu cầu" in told.decode()
