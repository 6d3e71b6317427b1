"""Whether a sheet's XML holds a sign, asked by its rare byte: as a plain search says, however often that byte stands there."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assets.workbooks.rare_bytes import holds

SIGNS = [(b"<f", b"f"), (b":f", b"f"), (b":c", b":"), (b"<!DOCTYPE", b"!")]


@pytest.mark.parametrize(("sign", "rare"), SIGNS)
@given(data=st.data())
def test_it_is_the_plain_search(sign: bytes, rare: bytes, data: st.DataObject) -> None:
    pieces = st.sampled_from([sign, rare, sign[:-1], sign[1:], rare * 250, b"<c r=", b"x", b""])
    xml = b"".join(data.draw(st.lists(pieces, max_size=12)))
    assert holds(xml, sign, rare) == (sign in xml)


@given(xml=st.binary(max_size=60), sign=st.binary(min_size=1, max_size=3))
@example(xml=b"f", sign=b"<f")
def test_for_any_bytes(xml: bytes, sign: bytes) -> None:
    assert holds(xml, sign, sign[-1:]) == (sign in xml)
