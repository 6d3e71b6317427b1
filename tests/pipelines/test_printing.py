"""What commands print: of what was sent to us nothing commands the terminal, whichever command tells it."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from pipelines.cli import app
from pipelines.cli.failure import CommandFailed
from pipelines.cli.printing import console, print_json, table
from pipelines.cli.run import _progress_shown

HOSTILE = "\x1b]0;tiêu đề\x07\x1b[31m\x9b31m\u202eđỏ\x00"


def _commands(text: str) -> list[str]:
    return [char for char in text if char in HOSTILE and not char.isprintable()]


def test_sentences_titles_headings_and_cells(capsys: pytest.CaptureFixture[str]) -> None:
    out = console()
    out.print(f"✗ {HOSTILE}", soft_wrap=True)
    out.print(table([HOSTILE], [[HOSTILE]], title=HOSTILE))
    shown = capsys.readouterr().out
    assert shown.count("đỏ") == 4 and _commands(shown) == []


def test_json_is_the_same_for_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    print_json([{"name": HOSTILE}])
    shown = capsys.readouterr().out
    assert json.loads(shown) == [{"name": HOSTILE}] and _commands(shown) == []


def test_progress_and_failures(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**_: object) -> None:
        raise CommandFailed(HOSTILE)

    with _progress_shown():
        logging.getLogger("cchc.progress").warning(HOSTILE)
    monkeypatch.setattr("pipelines.cli.app.app", fails)
    monkeypatch.setattr(sys, "argv", ["cchc"])
    with pytest.raises(SystemExit):
        app.main()
    shown = capsys.readouterr().err
    assert shown.count("đỏ") == 2 and _commands(shown) == []
