"""Other spellings of a line's code mean that line only, and none of them is told as recovered."""

import pytest

from assets.intake.code_spelling import spelt_otherwise
from tests.golden.small_reference import small_lookup

SET = small_lookup().set_of(2023, small_lookup().find_units("Bộ Tư pháp", small_lookup().day_of(2023, "self_assessment"))[0], "criteria")


@pytest.mark.parametrize(
    ("text", "node_id"),
    [
        ("TC 1.1", "1/1.1"), ("TC1.1", "1/1.1"), ("tc: 1.10", "1/1.10"), ("TCTP 2.1", "2/2.1"), ("LV 2", "2"), ("1.1/", "1/1.1"),
        ("1.1 -", "1/1.1"), ("1.1 –", "1/1.1"), ("2.1:", "2/2.1"), ("I.1", "1/1.1"), ("II.2.", "2/2.2"), ("II", "2"), ("I.10", "1/1.10"),
    ],
)  # fmt: skip
def test_it_is_that_line(text: str, node_id: str) -> None:
    assert SET is not None
    assert [node.node_id for node in spelt_otherwise(text, SET)] == [node_id]


@pytest.mark.parametrize("text", ["TC", "TX 1.1", "1.1-2.1", "I.9", "IIII.1", "1/1", "-", "", "."])
def test_it_is_none(text: str) -> None:
    assert SET is not None
    assert spelt_otherwise(text, SET) == []
