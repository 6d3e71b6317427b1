"""What a person may be shown: no character that commands a terminal, turns the line round or is none."""

from __future__ import annotations

import pytest

from warehouse.printable import printable, printable_name
from warehouse.spreadsheet_text import text_in_spreadsheet


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Sở Nội vụ\n\t1. Đạt", "Sở Nội vụ\n\t1. Đạt"),
        ("a\r\nb", "a\nb"),
        ("\x1b]0;tên\x07\x1b[31mđỏ", "�]0;tên��[31mđỏ"),
        ("\x00\x0b\x0c\x7f\x9b", "�����"),
        ("exe.\u202excod\u2066", "exe.�xcod�"),
        ("\ud800\ufffe\uffff", "���"),
        ("Thừa Thiên – Huế\u00a0😀 {{7*7}} <b>", "Thừa Thiên – Huế\u00a0😀 {{7*7}} <b>"),
    ],
)
def test_text_keeps_its_lines_and_loses_what_commands(text: str, seen: str) -> None:
    assert printable(text) == seen and printable(seen) == seen


def test_a_name_is_on_one_line() -> None:
    assert printable_name("a\nb\x1b\udcff.xlsx") == "a�b��.xlsx"


@pytest.mark.parametrize(("text", "seen"), [("\r\n=1+1", "'\n=1+1"), ("\n=1+1", "'\n=1+1"), ("\x00=1", "�=1"), ("=\x1b1", "'=�1")])
def test_a_spreadsheet_runs_nothing_behind_a_new_line(text: str, seen: str) -> None:
    assert text_in_spreadsheet(text) == seen
