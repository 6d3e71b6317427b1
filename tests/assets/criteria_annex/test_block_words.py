"""Names of blocks of bonus and penalty points, and the words of a home laid over the shipped ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.criteria_annex.annex_words import FILE, load_annex_words
from tests.assets.criteria_annex.annex_book import HEADER, WORDS, outline, read, told
from warehouse.reference_data import SHIPPED


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("ĐIỂM KHUYẾN KHÍCH", {"bonus"}), ("Khối điểm thưởng", {"bonus"}), ("Điểm phạt", {"penalty"}), ("Trừ điểm", {"penalty"}),
        ("Điểm cộng, điểm trừ", {"bonus", "penalty"}), ("Thời điểm công bố", set()), ("Số điểm phát sinh", set()),
        ("DIEM TRU", {"penalty"}),
    ],
)  # fmt: skip
def test_names_of_blocks(name: str, kinds: set[str]) -> None:
    assert WORDS.blocks.kinds_in(name) == kinds


def test_a_block_without_a_code_opens_with_its_name() -> None:
    assert WORDS.blocks.opens("Các tiêu chí điểm phạt:") and WORDS.blocks.opens("ĐIỂM CỘNG") and WORDS.blocks.opens("Khoi diem cong")
    assert not WORDS.blocks.opens("Trừ điểm nếu chậm") and not WORDS.blocks.opens("Thời điểm công bố")


def test_a_negative_maximum_is_the_size_of_a_penalty_block_and_else_a_wrong_number() -> None:
    rows = [HEADER, ["I", "MỘT", 10], ["1", "a", 10, "Có: 10; Không: 0"], ["II", "Điểm phạt", -5], ["1", "Vi phạm", -5, "Có: 5; Không: 0"]]
    drafted = read([*rows, ["III", "Điểm khuyến khích", 3], ["1", "Giải", 3, "Có: 3; Không: 0"], [None, "Tổng", 10]])
    assert [field.counts_as for field in drafted.fields] == ["base", "penalty", "bonus"]
    assert outline(drafted)[3] == ("II/1", "criterion", "5") and told(drafted, blocks=True) == []
    drafted = read([*rows[:3], ["II", "HAI", -5], ["1", "b", 5]])
    assert told(drafted, blocks=True)[0] == ("C4", "điểm tối đa của mục II là số âm: “-5”")
    assert "Điểm phạt" in drafted.to_finish[0].mend_vi


def test_a_home_that_lists_columns_only_keeps_the_shipped_words(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.parent.mkdir()
    path.write_text('columns: {name: ["Việc"], max: ["Điểm"]}', encoding="utf-8")
    words = load_annex_words([SHIPPED, tmp_path])
    assert words.column_of("Việc") == "name" and words.column_of("STT") is None
    assert (words.totals, words.blocks) == (WORDS.totals, WORDS.blocks)
