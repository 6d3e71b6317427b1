"""Offices write names in many ways; all of them are still the same name."""

from __future__ import annotations

import unicodedata

import polars as pl
import pytest

from assets.demo.unit_spelling import file_name_part, office_spelling, other_tone_place
from warehouse.unit_names import fold_name


def test_every_spelling_is_the_same_name(reference: dict[str, pl.DataFrame]) -> None:
    for name, unit_type in reference["reference.unit"].select("unit_name", "unit_type").iter_rows():
        spelled = {office_spelling(name, unit_type, number) for number in range(24)}
        assert len(spelled) > 2
        assert {fold_name(text) for text in spelled} == {fold_name(name)}


def test_the_ways_that_trip_software_occur() -> None:
    spelled = {office_spelling("Hồ Chí Minh", "thành phố trực thuộc TW", number) for number in range(24)}
    assert "TP. Hồ Chí Minh" in spelled
    assert unicodedata.normalize("NFD", "TP. Hồ Chí Minh") in spelled
    assert "Bà Rịa – Vũng Tàu" in {office_spelling("Bà Rịa - Vũng Tàu", "tỉnh", number) for number in range(24)}


@pytest.mark.parametrize(
    ("one", "other"),
    [("Khánh Hòa", "Khánh Hoà"), ("Bộ Văn hóa, Thể thao", "Bộ Văn hoá, Thể thao"), ("Hà Nội", "Hà Nội")],
)
def test_tone_place(one: str, other: str) -> None:
    assert other_tone_place(one) == other
    assert other_tone_place(other) == one


def test_file_names_are_plain() -> None:
    assert file_name_part("Bà Rịa - Vũng Tàu") == "Ba_Ria_Vung_Tau"
    assert file_name_part("Đắk Lắk") == "Dak_Lak"
