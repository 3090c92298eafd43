import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_pos.core import quantity
from fair_pos.core.errors import BadQuantityError
from fair_pos.core.money import MAX_VND, Vnd
from fair_pos.core.quantity import MAX_MILLI, Milli


@pytest.mark.parametrize(
    ("text", "milli"),
    [
        ("0,45", 450),
        ("0.45", 450),
        ("3", 3000),
        (" 1,2 ", 1200),
        ("0,001", 1),
        ("01", 1000),
        ("99999,999", MAX_MILLI),
    ],
)
def test_what_people_write_for_a_quantity(text, milli):
    assert quantity.parse_quantity(text) == milli


@pytest.mark.parametrize(
    "text",
    ["", "0", "0,000", ",5", "5,", "1,2345", "-1", "100000", "1 2", "một", "1kg", "٣", "1e2"],
)
def test_what_is_no_quantity_is_refused_and_shown_back(text):
    with pytest.raises(BadQuantityError) as refusal:
        quantity.parse_quantity(text)
    assert f"“{text}”" in refusal.value.sentence()


@given(st.integers(1, MAX_MILLI))
def test_a_written_quantity_reads_back(milli):
    plain = quantity.format_quantity(milli).replace(".", "")
    assert quantity.parse_quantity(plain) == milli
    assert quantity.parse_quantity(quantity.format_weight(milli).replace(".", "")) == milli


@given(st.integers(1, MAX_MILLI))
def test_a_refunded_quantity_is_the_sold_one_with_a_minus(milli):
    assert quantity.format_weight(-milli) == f"\u2212{quantity.format_weight(milli)}"
    assert quantity.format_quantity(-milli) == f"\u2212{quantity.format_quantity(milli)}"


def test_the_forms_of_screen_and_paper():
    assert quantity.format_weight(1200) == "1,200"
    assert quantity.format_weight(1_234_567) == "1.234,567"
    assert quantity.format_quantity(1200) == "1,2"
    assert quantity.format_quantity(0) == "0"


@given(st.integers(0, MAX_VND).map(Vnd), st.integers(1, MAX_MILLI).map(Milli))
def test_a_line_is_price_times_quantity_to_half_a_dong(price, milli):
    amount = quantity.line_amount(price, milli)
    assert -500 < amount * 1000 - price * milli <= 500


def test_a_refunded_line_is_the_sold_one_with_a_minus():
    assert quantity.line_amount(Vnd(1001), Milli(-500)) == -501
