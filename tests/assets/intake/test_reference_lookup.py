"""Which unit a text names, and when."""

import datetime as dt

import pytest

from tests.golden.small_reference import small_lookup

LOOKUP = small_lookup()


@pytest.mark.parametrize(
    ("text", "unit_id"),
    [
        ("Hoà Bình", "17@pre2025"), ("TỈNH HÒA BÌNH", "17@pre2025"), ("17", "17@pre2025"), ("btp", "BTP@all"),
        ("1", "01@all"),
        ("UBND tỉnh Hòa Bình", "17@pre2025"), ("……Bộ Y tế…", "BYT@all"), ("Bộ Y tế (BYT)", "BYT@all"), ("Bộ Y tế (Vụ TCCB).", "BYT@all"),
        ("TP. Hồ Chí Minh", "79@all"), ("tp. hcm", "79@all"), ("33@pre2025", "33@pre2025"), ("Hưng Yên", "33@pre2025"),
    ],
)  # fmt: skip
def test_spellings_in_2024(text, unit_id):
    assert [unit.unit_id for unit in LOOKUP.find_units(text, LOOKUP.day_of(2024))] == [unit_id]


def test_brackets_that_name_another_unit_name_none():
    assert LOOKUP.find_units("Bộ Y tế (BTP)", LOOKUP.day_of(2024)) == []


def test_the_same_name_is_another_unit_later():
    assert [unit.unit_id for unit in LOOKUP.find_units("Hưng Yên", LOOKUP.day_of(2025))] == ["33@2025"]
    assert LOOKUP.find_units("Hòa Bình", LOOKUP.day_of(2025)) == []
    assert [unit.unit_id for unit in LOOKUP.ever_named("Hòa Bình")] == ["17@pre2025"]
    assert LOOKUP.find_units("Nơi Nào Đó", LOOKUP.day_of(2024)) == []


def test_units_of_a_year_are_those_of_its_last_day():
    assert LOOKUP.day_of(2022)(LOOKUP.units[2]) == dt.date(2022, 12, 31)
    assert LOOKUP.panels.sets[2023, "ministries"].nodes[2].node_id == "1/1.2"
