import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_pos.checkout.rules import (
    NOTHING,
    AmountOff,
    BadDiscountError,
    Discount,
    OrderLine,
    PercentOff,
    Portion,
    RefundTooMuchError,
    price_basket,
    refund_amount,
)
from fair_pos.core.errors import BadQuantityError, FairPosError
from fair_pos.core.money import Vnd
from fair_pos.core.quantity import Milli

FOLDER = Path(__file__).parents[1] / "cases"
BASKETS = json.loads((FOLDER / "basket.json").read_text("utf-8"))
REFUNDS = json.loads((FOLDER / "refund.json").read_text("utf-8"))


def discount_of(written: dict[str, int] | None) -> Discount | None:
    if written is None:
        return None
    if written["kind"] == "percent":
        return PercentOff(written["percent_milli"])
    return AmountOff(Vnd(written["amount_vnd"]))


def line_of(written: dict[str, int]) -> OrderLine:
    price, quantity = Vnd(written["unit_price_vnd"]), Milli(written["quantity_milli"])
    return OrderLine(price, quantity, discount_of(written["discount"]))


def ids(case: dict[str, str]) -> str:
    return case["story"]


@pytest.mark.parametrize("case", BASKETS, ids=ids)
def test_the_sums_of_a_basket(case):
    totals = price_basket([line_of(line) for line in case["lines"]], discount_of(case["discount"]))
    lines = [
        [line.gross_vnd, line.line_discount_vnd, line.basket_share_vnd, line.amount_vnd]
        for line in totals.lines
    ]
    assert {
        "lines": lines,
        "subtotal_vnd": totals.subtotal_vnd,
        "discount_vnd": totals.discount_vnd,
        "total_vnd": totals.total_vnd,
    } == case["expected"]


discounts = (
    st.none()
    | st.integers(0, 100_000).map(PercentOff)
    | st.integers(0, 5_000_000).map(lambda amount: AmountOff(Vnd(amount)))
)
lines = st.builds(
    OrderLine,
    unit_price_vnd=st.integers(0, 2_000_000).map(Vnd),
    quantity_milli=st.integers(1, 50_000).map(Milli),
    discount=discounts,
)


@given(st.lists(lines, max_size=12), discounts)
def test_parts_sum_to_the_whole_and_nothing_is_negative(basket, discount):
    totals = price_basket(basket, discount)
    assert sum(line.amount_vnd for line in totals.lines) == totals.total_vnd
    assert totals.subtotal_vnd - totals.discount_vnd == totals.total_vnd >= 0
    for line in totals.lines:
        assert line.gross_vnd == line.line_discount_vnd + line.basket_share_vnd + line.amount_vnd
        assert min(line.line_discount_vnd, line.basket_share_vnd, line.amount_vnd) >= 0


@given(st.lists(lines, min_size=1, max_size=6), discounts)
def test_a_basket_without_discounts_of_lines_gives_exactly_the_basket_discount(basket, discount):
    plain = [OrderLine(line.unit_price_vnd, line.quantity_milli) for line in basket]
    totals, alone = price_basket(plain, discount), price_basket(plain)
    one = price_basket([OrderLine(alone.total_vnd, Milli(1000), discount)])
    assert totals.total_vnd == one.total_vnd


@pytest.mark.parametrize("percent_milli", [-1, 100_001])
def test_a_percentage_outside_0_to_100_is_refused(percent_milli):
    with pytest.raises(BadDiscountError):
        PercentOff(percent_milli)


def test_a_negative_discount_is_refused_and_shown_back():
    with pytest.raises(BadDiscountError) as refusal:
        AmountOff(Vnd(-1_000))
    assert "\u22121.000" in refusal.value.sentence()


def portion(pair: list[int]) -> Portion:
    return Portion(Milli(pair[0]), Vnd(pair[1]))


@pytest.mark.parametrize("case", REFUNDS, ids=ids)
def test_the_money_of_a_refund(case):
    sold, refunded = portion(case["sold"]), portion(case["refunded"])
    quantity = Milli(case["quantity_milli"])
    if "refused" in case:
        with pytest.raises(FairPosError) as refusal:
            refund_amount(sold, refunded, quantity)
        assert type(refusal.value).__name__ == case["refused"]
    else:
        assert refund_amount(sold, refunded, quantity) == case["amount_vnd"]


def test_too_large_a_refund_says_what_is_left():
    with pytest.raises(RefundTooMuchError) as refusal:
        refund_amount(portion([2000, 81_000]), portion([500, 20_250]), Milli(2000))
    assert refusal.value.sentence() == "Trả nhiều hơn số đã bán. Còn trả được 1,5."


@given(st.integers(0, 10_000_000), st.lists(st.integers(1, 5_000), min_size=1, max_size=10))
def test_refunds_in_any_portions_give_back_exactly_what_was_paid(paid, quantities):
    sold = Portion(Milli(sum(quantities)), Vnd(paid))
    refunded = NOTHING
    for quantity in quantities:
        money = refund_amount(sold, refunded, Milli(quantity))
        assert money >= 0
        assert abs(money * sold.quantity_milli - paid * quantity) <= sold.quantity_milli
        refunded = Portion(
            Milli(refunded.quantity_milli + quantity), Vnd(refunded.amount_vnd + money)
        )
    assert refunded == sold
    with pytest.raises(RefundTooMuchError):
        refund_amount(sold, refunded, Milli(1))


def test_nothing_cannot_be_refunded():
    with pytest.raises(BadQuantityError):
        refund_amount(portion([1000, 5]), NOTHING, Milli(0))
