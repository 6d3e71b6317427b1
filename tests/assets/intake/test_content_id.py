"""Ids from content: the same parts give the same id, other parts another; a line is told by its submission and its cell."""

from hypothesis import given
from hypothesis import strategies as st

from assets.intake.content_id import content_id, line_id

parts = st.lists(st.text(max_size=5) | st.integers(-9, 9) | st.none(), min_size=1, max_size=4)


@given(parts, parts)
def test_ids_are_equal_where_all_parts_are(one, other):
    same = [(type(part), part) for part in one] == [(type(part), part) for part in other]
    assert (content_id(*one) == content_id(*other)) is same


@given(
    parts, parts, st.from_regex(r"[A-Z]{1,3}[1-9][0-9]{0,3}", fullmatch=True), st.from_regex(r"[A-Z]{1,3}[1-9][0-9]{0,3}", fullmatch=True)
)
def test_lines_are_told_apart_by_submission_and_cell(one, other, cell, another):
    ids = line_id(content_id(*one), cell), line_id(content_id(*other), another)
    assert (ids[0] == ids[1]) is ((content_id(*one), cell) == (content_id(*other), another))
