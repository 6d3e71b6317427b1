"""Numbers in text: the two formats by example and by property."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.intake.number_text import FORMATS, format_number, parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.049", "1049"), ("1.049,5", "1049.5"), ("0,5", "0.5"), ("1.234.567", "1234567"), ("1 049", "1049"),
        ("1\u00a0049,25", "1049.25"), ("-2", "-2"), ("\u22122,5", "-2.5"), ("\u200b0,5\ufeff", "0.5"),
        ("0\u00ad,5", "0.5"), ("+3", "3"), ("  7 ", "7"), ("007", "7"),
        ("0,123456785", "0.12345679"), ("５", "5"), ("１．０４９，５", "1049.5"), ("'0,5", "0.5"), ("'-2", "-2"),
    ],
)  # fmt: skip
def test_vietnamese(text, value):
    assert parse_number(text, "text", "vi") == (Decimal(value), False, None)


@pytest.mark.parametrize(
    "text",
    ["1,049.5", "0.5", "12.5", "0.500", "1.04", "1.0490", "10 49", "1.049 000", "1.000.00", "½", "", "-", "x", "không",
     "1,5,5", "5,", ",5", "(5)", "1e3", "--5", "٣", "²", "1²", "''5", "2 điểm", "12345678901",
     "9999999999,999999999", "1" * 70, "nan", "Infinity"],
)  # fmt: skip
def test_refused_in_vietnamese(text):
    assert parse_number(text, "text", "vi") == (None, False, "not_a_number")


def test_percent():
    assert parse_number("97,14%", "text", "vi") == (Decimal("97.14"), True, None)
    assert parse_number("97,14 %", "text", "vi").percent and parse_number("85％", "text", "vi").percent
    assert parse_number("85%", "number", "plain") == (Decimal(85), True, None)


def test_plain():
    assert parse_number("1.701", "text", "plain").value == Decimal("1.701")
    assert parse_number("9.5e-05", "text", "plain").value == Decimal("0.000095")
    assert parse_number("1,701", "text", "plain").problem == "not_a_number"
    assert parse_number("1e999", "text", "plain").problem == "not_a_number"


@pytest.mark.parametrize("number_format", FORMATS)
def test_a_numeric_cell_is_taken_as_it_is(number_format):
    assert parse_number("1.049", "number", number_format).value == Decimal("1.049")
    assert parse_number("0.30000000000000004", "number", number_format).value == Decimal("0.3")
    assert parse_number("#DIV/0!", "error", number_format).problem == "error_value"
    assert parse_number("=A1", "formula_without_value", number_format).problem == "formula_without_value"
    assert parse_number("2024-01-01", "date", number_format).problem == "not_a_number"
    assert parse_number("TRUE", "boolean", number_format).problem == "not_a_number"


STORED = st.decimals(min_value=-(10**10) + 1, max_value=10**10 - 1, places=8) | st.integers(-(10**9), 10**9).map(Decimal)


@given(STORED, st.sampled_from(FORMATS))
def test_written_and_read_is_the_same(value, number_format):
    assert parse_number(format_number(value, number_format), "text", number_format) == (value, False, None)


@given(st.text(), st.sampled_from(["text", "number", "date", "error"]), st.sampled_from(FORMATS))
def test_never_raises(text, kind, number_format):
    parsed = parse_number(text, kind, number_format)
    assert (parsed.value is None) == (parsed.problem is not None)


@given(st.text(alphabet="0123456789.,%+-− \u00a0eE", max_size=14), st.sampled_from(FORMATS))
def test_what_is_read_fits_the_column(text, number_format):
    value = parse_number(text, "text", number_format).value
    assert value is None or (abs(value) < 10**10 and value == round(value, 8))


@given(st.text(alphabet="0123456789.,", min_size=1, max_size=10))
def test_no_text_means_two_numbers(text):
    """Where both formats read a text with a separator they disagree, so the format must be declared; never by accident
    alike.
    """
    vi, plain = (parse_number(text, "text", name).value for name in FORMATS)
    if vi is not None and plain is not None and "." in text:
        assert vi == plain * 1000


def test_unknown_format_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="number format"):
        parse_number("1", "text", "us")
