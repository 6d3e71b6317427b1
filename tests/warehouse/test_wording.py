"""Messages in two languages from one table; numbers and dates as each writes them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from warehouse.wording import MessageUnknown, Wording, first_upper, messages, ranks_beside

VI, EN = Wording("vi"), Wording("en")


def test_numbers_are_written_as_each_language_does() -> None:
    assert (VI.number(Decimal("1049.255")), EN.number(Decimal("1049.255"))) == ("1.049,26", "1,049.26")
    assert (VI.number(2, 1, signed=True), VI.number(Decimal("-0.004")), VI.number(None)) == ("+2,0", "0,00", "–")
    assert (VI.percent(Decimal("97.135")), EN.percent(97.135)) == ("97,14 %", "97.14%")


def test_days_and_moments_are_those_of_viet_nam() -> None:
    late = datetime(2024, 12, 31, 18, 5, tzinfo=UTC)
    assert (VI.day(date(2024, 2, 1)), EN.day(date(2024, 2, 1))) == ("01/02/2024", "1 Feb 2024")
    assert (VI.moment(late), EN.moment(late)) == ("01:05 ngày 01/01/2025", "1 Jan 2025, 01:05")


def test_both_languages_of_a_message_take_the_same_values() -> None:
    for key, texts in messages().items():
        taken = [sorted(re.findall(r"{(\w+)}", text)) for text in texts.values()]
        assert taken[0] == taken[1], key


def test_a_word_goes_with_its_number() -> None:
    given = {"list": "ministries", "year": 2024}
    assert EN.say("report.answer.all_doubtful", n=1, **given) == "2024, ministries: all 1 unit."
    assert EN.say("report.answer.all_doubtful", n=0, **given).endswith("all 0 units.")
    assert EN.say("report.tile.claims", n=1, bad=2) == "1 claim, 2 do not close"
    assert VI.say("report.tile.claims", n=1, bad=2) == "1 phát biểu, 2 không khớp"


def test_words_of_a_number_stand_beside_the_number() -> None:
    for key, texts in messages().items():
        for text in texts.values():
            worded = re.findall(r"{(\w+):([^}]*)}", text)
            assert all(words.count("|") == 1 and f"{{{name}}}" in text for name, words in worded), key


def test_an_unknown_key_and_a_missing_value_are_told() -> None:
    with pytest.raises(MessageUnknown, match="no_such_message"):
        VI.say("no_such_message")


def test_a_key_that_stands_twice_is_told_with_its_line(tmp_path: Path) -> None:
    table = tmp_path / "messages.csv"
    table.write_text("key,vi,en\na,Một,One\na,Hai,Two\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"messages.csv, dòng 3"):
        messages(table)


def test_a_code_is_told_in_words_and_an_unknown_one_as_it_is() -> None:
    assert (VI.code("coverage", "missing"), EN.code("panel", "ministries"), VI.code("coverage", None)) == ("chưa nộp", "ministries", "–")
    assert VI.code("panel", "so-hung-yen") == "so-hung-yen" and EN.code("panel", "so-hung-yen", otherwise="departments") == "departments"
    assert first_upper(VI.code("severity", "error")) == "Lỗi"


def test_figures_of_the_scorecard_have_decimals_where_they_need_them() -> None:
    whole, share = Decimal("4673.00"), Decimal("97.135")
    assert (VI.figure(whole, "count"), VI.figure(share, "count"), VI.figure(Decimal(97), "percent")) == ("4.673", "97,14", "97,00")
    assert (VI.figure(share, "percent", signed=True), VI.figure(None, "count")) == ("+97,14", "–")


@pytest.mark.parametrize(
    ("ranks", "told"),
    [((5, 17, 9, 17), "5 → 9"), ((57, 58, 6, 34), "57/58 → 6/34"), ((None, None, 3, 17), "– → 3"), ((3, 17, None, 17), "3 → –")],
)
def test_ranks_of_lists_of_other_lengths_stand_with_their_lengths(ranks: tuple[int | None, ...], told: str) -> None:
    assert ranks_beside(*ranks) == told
