"""Selling at the till, as the pictures tell it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import TABLET
from tests.browser.till import reference_basket, sign_in

pytestmark = pytest.mark.browser


def test_the_sale_of_the_pictures_by_touch_takes_at_most_26_taps(fair, open_till):
    page = open_till()
    hand = sign_in(page)

    reference_basket(hand)
    expect(page.locator(".basket .pay strong")).to_have_text("441.000\u00a0đ")
    hand.tap(page.locator(".basket .pay"))
    hand.tap("500.000")
    expect(page.locator(".change strong")).to_have_text("59.000\u00a0đ")
    hand.tap("Đã thu tiền")

    expect(page.locator(".change-card")).to_contain_text("59.000\u00a0đ")
    expect(page.locator(".saved")).to_contain_text("B017-1-000001")
    assert hand.taps <= 26
    expect(page.locator(".status")).to_contain_text("Đã lưu · chờ gửi 0")
    [sale] = fair.sales()
    assert (sale["total_vnd"], sale["line_count"], sale["flags"]) == (441_000, 4, [])


def test_three_pieces_with_exact_cash_take_5_taps(fair, open_till):
    page = open_till()
    hand = sign_in(page)

    for _ in range(3):
        hand.tile("Trứng vịt")
    hand.tap(page.locator(".bottom .pay"))
    hand.tap("Đã thu tiền")

    expect(page.locator(".change-card")).to_contain_text("Đủ tiền")
    assert hand.taps == 5


def test_the_sale_of_the_pictures_by_keyboard_alone(fair, open_till):
    page = open_till(TABLET)
    sign_in(page)
    press, type_ = page.keyboard.press, page.keyboard.type

    for words, weight in [
        ("muc mot nang", "0,45"),
        ("trung vit", ""),
        ("nuoc khoang", ""),
        ("cam van", "1,2"),
    ]:
        press("/")
        type_(words)
        press("Enter")
        if weight:
            expect(page.locator("dialog")).to_be_visible()
            type_(weight)
            press("Enter")
        elif words == "trung vit":
            type_("2")
            press("Enter")
        else:
            type_("3")
            press("Enter")
    press("ArrowUp")
    press("ArrowUp")
    press("Enter")
    type_("10")
    press("Enter")
    expect(page.locator(".basket .pay strong")).to_have_text("441.000\u00a0đ")
    press("F2")
    type_("500000")
    expect(page.locator(".change strong")).to_have_text("59.000\u00a0đ")
    press("F2")

    expect(page.locator(".change-card")).to_contain_text("59.000\u00a0đ")
    press("Enter")
    expect(page.locator(".tiles")).to_be_visible()
    expect(page.locator(".status")).to_contain_text("chờ gửi 0")
    [sale] = fair.sales()
    assert (sale["total_vnd"], sale["line_count"]) == (441_000, 4)
