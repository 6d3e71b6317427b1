"""A form typed in a font from before Unicode is told as such; signs of other texts are not taken for it."""

from __future__ import annotations

from tests.assets.intake.test_extract import TABLE, read

TCVN3 = [["PHIÕU Tù §¸NH GI¸, CHÊM §IÓM"], ["§¬n vÞ: Bé T\u00ad ph¸p"], ["N¨m ®¸nh gi¸: 2023"]]


def test_text_in_an_old_font_is_told_with_its_cell():
    (told,) = read(("A", False, [*TCVN3, *TABLE])).problems
    assert (told.problem, told.sheet, told.cell) == ("form_unknown", "A", "A1") and "Unicode" in told.detail


def test_other_texts_without_a_form_are_not():
    for rows in (
        [["Bảng kê"], ["§ 5, mục 2 · ghi chú"], ["Windows®"], ["«Bộ Y tế», «Bộ Tư pháp», «Hà Nội», ·một, ·hai"]],
        [["Đơn vị: Bộ Tư pháp"]],
    ):
        (told,) = read(("A", False, [*rows, *TABLE])).problems
        assert told.problem == "form_unknown" and told.cell is None and "Unicode" not in told.detail
