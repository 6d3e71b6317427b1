"""The benchmark runs on a handful of files and prints a positive ratio for every comparison."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from bench.__main__ import main
from bench.demo_files import distinct


@pytest.mark.parametrize("parts", [("ingest", "scoring"), pytest.param(("checks",), marks=pytest.mark.slow)])
def test_every_comparison_has_a_positive_ratio(parts: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figures = tmp_path / "figures.json"
    asked = ["--scale", "2", "--ingest-scales", "2", "--repeat", "1", "--files", "3", "--parts", *parts]
    main([*asked, "--json", str(figures), "--scratch", str(tmp_path)])
    printed = capsys.readouterr().out
    lines = json.loads(figures.read_text(encoding="utf-8"))["lines"]
    assert {line["part"] for line in lines} == set(parts)
    assert all(line["ratio"] > 0 and line["rows"] > 0 for line in lines)
    assert all(f"{line['ratio']:.1f}" in printed for line in lines)
    # Twice the lines by reading six files, and by multiplying those of three in the database.
    assert len({line["rows"] for line in lines if line["unit"] == "lines"}) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["figures.json"]


def test_what_was_left_out_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--scale", "100", "--ingest-scales", "1", "--files", "1", "--parts", "ingest", "--scratch", str(tmp_path)])
    assert "Left out: ingest at 100x (100 files); to measure it: --ingest-scales 100" in capsys.readouterr().out


def test_a_copy_is_other_bytes_with_the_same_members() -> None:
    book = BytesIO()
    with zipfile.ZipFile(book, "w") as package:
        package.writestr("a.xml", "<a/>")
    copies = [distinct(book.getvalue(), number) for number in range(3)]
    assert len(set(copies)) == 3
    for copy in copies:
        with zipfile.ZipFile(BytesIO(copy)) as package:
            assert package.testzip() is None and package.read("a.xml") == b"<a/>"
    assert distinct(b"", 2) == b""
