"""Days in every spelling give one number; what is no day, or may be two, gives none."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.intake.choices import choice_number, read_choices
from assets.intake.date_text import day_number

DAYS = st.dates(dt.date(1980, 1, 1), dt.date(2100, 12, 31))
WORDS = ["Hoàn thành", "Đang thực hiện", "Chưa thực hiện", "Xin lùi thời hạn"]


def number(day: dt.date) -> int:
    return int(f"{day:%Y%m%d}")


@given(DAYS, st.sampled_from("/-."), st.booleans(), st.sampled_from(["{}", " {} ", "'{}", "{}\u00a0"]))
def test_a_day_written_in_any_usual_way(day: dt.date, between: str, padded: bool, around: str) -> None:
    parts = (f"{day:%d}", f"{day:%m}") if padded else (str(day.day), str(day.month))
    for text in (
        between.join([*parts, str(day.year)]),
        f" {between} ".join([*parts, str(day.year)]),
        f"{day.isoformat()}",
        f"{day:%Y%m%d}",
        f"ngày {parts[0]} tháng {parts[1]} năm {day.year}",
        f"NGÀY {parts[0]} THÁNG {parts[1]} NĂM {day.year}",
        between.join([*parts, str(day.year)]).translate({ord(digit): 0xFF10 + int(digit) for digit in "0123456789"}),
    ):
        assert day_number(around.format(text), "text") == number(day), text


@given(DAYS, st.sampled_from(["", "T00:00:00", "T07:30:15"]))
def test_a_day_as_excel_keeps_it(day: dt.date, time: str) -> None:
    serial = (day - dt.date(1899, 12, 30)).days
    assert day_number(day.isoformat() + time, "date") == number(day)
    assert day_number(str(serial), "number") == day_number(f"{serial}.5", "number") == day_number(str(serial), "text") == number(day)


@given(DAYS.filter(lambda day: day.year > 1931))
def test_a_bare_number_counts_from_the_day_zero_of_its_workbook(day: dt.date) -> None:
    zero = dt.date(1904, 1, 1)
    assert day_number(str((day - zero).days), "number", zero) == number(day)
    assert day_number(day.isoformat(), "date", zero) == day_number(f"{day:%d/%m/%Y}", "text", zero) == number(day)


@given(DAYS.filter(lambda day: day.day > 12))
def test_day_and_month_are_never_turned_round(day: dt.date) -> None:
    assert day_number(f"{day:%m/%d/%Y}", "text") is None


@given(st.text(max_size=80), st.sampled_from(["text", "number", "date", "boolean", "error", "formula_without_value"]))
def test_any_text_gives_a_real_day_or_none(text: str, kind: str) -> None:
    found = day_number(text, kind)
    if found is not None:
        dt.datetime.strptime(str(found), "%Y%m%d")
        assert kind in ("date", "number", "text") and 1980_01_01 <= found <= 2100_12_31


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("31/06/2024", "text"), ("29/02/2023", "text"), ("31/12/24", "text"), ("12/2024", "text"), ("2024", "number"), ("2024", "text"),
        ("quý IV/2024", "text"), ("31/12-2024", "text"), ("31/12/2204", "text"), ("07:30:00", "date"), ("TRUE", "boolean"), ("", "text"),
        ("1²/12/2024", "text"), ("31/12/2024", "number"), ("99999", "number"), ("-45000", "number"), ("trước 31/12/2024", "text"),
    ],
)  # fmt: skip
def test_nonsense_is_no_day(text: str, kind: str) -> None:
    assert day_number(text, kind) is None


@given(st.sampled_from(WORDS), st.sampled_from([str.upper, str.lower, str.title, lambda text: f"  - {text}. "]))
def test_a_choice_is_its_number_whatever_its_spelling(words: str, spelling) -> None:  # type: ignore[no-untyped-def]
    choices = read_choices([{"code": f"c{place}", "words_vi": [text]} for place, text in enumerate(WORDS)])
    assert choice_number(spelling(words), choices) == WORDS.index(words) + 1
    assert choice_number(f"c{WORDS.index(words)}", choices) == WORDS.index(words) + 1


@given(st.text(max_size=30))
def test_other_words_are_no_choice(text: str) -> None:
    choices = read_choices([{"code": "done", "words_vi": ["Xong"]}])
    assert choice_number(text, choices) in (None, 1)
    assert choice_number(f"{text} chưa xong", choices) is None


@pytest.mark.parametrize(
    "text", ["ngày 26/10/2024", "Ngày 26.10.2024", "Thứ bảy, 26/10/2024", "thứ 7 ngày 26-10-2024", "Thứ bảy, ngày 26 tháng 10 năm 2024"]
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_behind_words(text: str, form: str) -> None:
    assert day_number(unicodedata.normalize(form, text), "text") == 20241026
