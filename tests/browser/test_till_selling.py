"""Selling at the till, as the pictures tell it."""

import pytest
from playwright.sync_api import expect

from fair_pos.accounts import actions
from fair_pos.catalogue.models import Price
from fair_pos.core import ids
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
    expect(page.locator(".done-screen .primary")).to_be_enabled()
    press("Enter")
    expect(page.locator(".tiles")).to_be_visible()
    expect(page.locator(".status")).to_contain_text("chờ gửi 0")
    [sale] = fair.sales()
    assert (sale["total_vnd"], sale["line_count"]) == (441_000, 4)


def test_a_double_tap_is_one_sale(fair, open_till):
    page = open_till()
    hand = sign_in(page)
    hand.tile("Trứng vịt")
    hand.tap(page.locator(".bottom .pay"))

    page.locator("dialog .primary").dblclick()

    expect(page.locator(".saved")).to_be_visible()
    expect(page.locator(".done-screen .primary")).to_be_enabled()
    expect(page.locator(".status")).to_contain_text("chờ gửi 0")
    assert len(fair.sales()) == 1


def test_an_open_basket_keeps_the_price_it_showed(fair, open_till):
    page = open_till()
    hand = sign_in(page)
    hand.tile("Trứng vịt")
    change_price(fair, fair.cast.eggs, 50_000)

    page.clock.fast_forward(75_000)
    expect(page.locator("#top .band")).to_contain_text("Giỏ này giữ giá cũ.")
    expect(page.locator(".bottom .pay strong")).to_have_text("45.000\u00a0đ")
    hand.tile("Trứng vịt")

    expect(page.locator(".bottom .pay strong")).to_have_text("95.000\u00a0đ")


def change_price(fair, product_id, price_vnd):
    store = fair.app.state.store
    price = Price(
        org_id=store.org_id, id=ids.new_id(), product_id=product_id, price_vnd=price_vnd,
        valid_from=fair.clock.now(), is_demo=False, entered_by="", entered_at=fair.clock.now(),
    )  # fmt: skip
    store.lane.run(lambda session: session.add(price))


def test_four_wrong_digits_are_told_and_the_right_ones_open(fair, open_till):
    page = open_till()
    page.locator(".name", has_text="Hạnh").click()
    page.keyboard.type("1111")

    expect(page.get_by_role("alert")).to_have_text("Sai PIN, còn 4 lần")
    page.keyboard.type("2580")

    expect(page.locator("#screen")).to_contain_text("Tiền lẻ đầu ca")


def test_a_device_without_a_card_is_told_what_to_do(fair, open_till):
    page = open_till(token="not-a-token")

    expect(page.locator("#screen")).to_contain_text(
        "Máy này chưa được ghép với gian. Quét mã ghép."
    )


def test_a_card_leads_from_the_phone_to_the_till(fair, open_till):
    store = fair.app.state.store
    code = store.lane.run(
        lambda session: (
            actions.make_card(session, store.clock, store.org_id, fair.cast.hanh_booth, None).code
        )
    )
    page = open_till(token="not-a-token", path=f"/T/{code}")

    page.get_by_role("button", name="Bán bằng máy này").click()

    expect(page.get_by_role("heading", name="Ai bán hàng?")).to_be_visible()
