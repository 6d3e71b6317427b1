"""Sheet names: whatever is wanted, Excel takes what is made, and no two are the same to it."""

from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from xlsxwriter.workbook import Workbook

from assets.exporting.sheet_names import LONGEST, sheet_names

_ODD = st.text(alphabet=st.sampled_from("aAbBĐđẾếßẞıİ[]:*?/\\'\"=+-@ \t\n\x00\u2028😀́Σσς"), max_size=45)


@given(st.lists(st.one_of(st.text(max_size=60), _ODD), min_size=1, max_size=30))
@example(["History", "history", "HISTORY"])
@example(["a" * 40, "a" * 40, "A" * 40])
@example(["''", "", "[]", "'x'"])
@example(["😀" * 20, "😀" * 20])
def test_names_are_valid_and_different(wanted: list[str]) -> None:
    made = sheet_names(wanted)
    assert len(made) == len(wanted)
    folded = [unicodedata.normalize("NFC", name.upper().casefold()) for name in made]
    assert len(set(folded)) == len(made) and len({name.lower() for name in made}) == len(made)
    for name in made:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= LONGEST
        assert not set(name) & set("[]:*?/\\") and name.lower() != "history"
        assert not name.startswith("'") and not name.endswith("'") and name == name.strip()
        assert not any(unicodedata.category(char) == "Cc" for char in name)


@given(st.lists(_ODD, min_size=1, max_size=12))
def test_the_writer_takes_them(wanted: list[str]) -> None:
    book = Workbook(io.BytesIO(), {"in_memory": True})
    for name in sheet_names(wanted):
        book.add_worksheet(name)
    book.close()


@pytest.mark.parametrize(
    ("wanted", "made"),
    [
        (["Bộ Y tế", "bộ y tế"], ["Bộ Y tế", "bộ y tế (2)"]),
        (["LV 1 Công tác chỉ đạo, điều hành CCHC"], ["LV 1 Công tác chỉ đạo, điều…"]),
        (["Sở Tài chính / Kế hoạch"], ["Sở Tài chính Kế hoạch"]),
        (["x" * 31], ["x" * 31]),
        (["x" * 32], ["x" * 30 + "…"]),
        (["e\u0302\u0301"], ["ế"]),
    ],
)
def test_names_stay_readable(wanted: list[str], made: list[str]) -> None:
    assert sheet_names(wanted) == made
