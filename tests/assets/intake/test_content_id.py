"""Ids from content: the quick way to many of them gives the same as the plain one."""

from hypothesis import given
from hypothesis import strategies as st

from assets.intake.content_id import content_id, content_ids


@given(st.lists(st.text() | st.integers() | st.none(), min_size=2, max_size=4), st.text())
def test_many_ids_are_the_ids_of_each(parts, last):
    assert content_ids(*parts)(last) == content_id(*parts, last)
