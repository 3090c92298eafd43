"""Refund, void, shift and PIN while the server sleeps or is gone; all of it arrives once."""

import pytest
from playwright.sync_api import expect

from fair_pos.checkout import queries
from fair_pos.checkout.day_sheet import day_sheet
from fair_pos.core.clock import business_date
from fair_pos.db import store as stores
from fair_pos.web.till_forms import day_sheet_form, sale_form
from tests.browser.conftest import RunningClock
from tests.browser.till import reference_basket, sign_in
from tests.browser.till_process import ProcessFair
from tests.cast import PIN, enrol, raise_curtain

pytestmark = pytest.mark.browser


@pytest.fixture
def fair(settings):
    clock = RunningClock()
    store = stores.open_store(settings, clock)
    cast = raise_curtain(store)
    token = enrol(store, cast.hanh_booth).token
    store.close()
    running = ProcessFair(settings=settings, cast=cast, token=token, clock=clock)
    running.start()
    yield running
    running.stop()
    running.app.state.store.close()


def sheet(page):
    return page.locator("dialog").last


def sell_reference(page, hand):
    """The sale of design/till.md: 441.000 of 500.000 in cash."""
    reference_basket(hand)
    hand.tap(page.locator(".basket .pay"))
    hand.tap("500.000")
    hand.tap("Đã thu tiền")
    expect(page.locator(".change-card")).to_contain_text("59.000")
    hand.tap("Đơn mới")


def sell_eggs(page, hand):
    hand.tile("Trứng vịt")
    hand.tap(page.locator(".bottom .pay"))
    hand.tap("Đã thu tiền")
    expect(page.locator(".saved")).to_be_visible()
    hand.tap("Đơn mới")


def open_sale(page, hand, number):
    hand.tap("Mở menu")
    hand.tap("Đơn trong ngày")
    page.locator(".row-button", has_text=number).click()
    expect(sheet(page)).to_contain_text(f"Đơn {number}")


def give_back_eggs(page, hand):
    hand.tap("Trả hàng")
    sheet(page).locator(".row", has_text="Trứng vịt").get_by_label("Thêm 1").click()
    hand.tap("hàng hỏng")
    hand.tap("Trả lại khách 40.500")


def back_to_selling(page, hand):
    while page.locator("dialog").count():
        sheet(page).get_by_role("button", name="Quay lại").click()


def all_arrived(page):
    page.clock.fast_forward(61_000)
    expect(page.locator(".status")).to_contain_text("chờ gửi 0", timeout=10_000)


def documents(fair):
    store = fair.app.state.store
    with store.reading() as session:
        return [
            sale_form(queries.sale_view(session, store.org_id, str(row["id"])))
            for row in reversed(fair.sales())
        ]


def day(fair):
    store = fair.app.state.store
    with store.reading() as session:
        found = day_sheet(
            session, store.org_id, fair.cast.hanh_booth, business_date(fair.clock.now())
        )
        return day_sheet_form(found)


def test_a_day_without_the_server_arrives_once_and_its_sums_are_the_servers(fair, open_till):
    """Sold, refunded in part, another voided, counted, closed; odoo/odoo#85007, #108694."""
    page = open_till()
    hand = sign_in(page)
    expect(page.locator(".status")).to_contain_text("chờ gửi 0")
    fair.stop()

    sell_reference(page, hand)
    sell_eggs(page, hand)
    open_sale(page, hand, "B017-1-000001")
    give_back_eggs(page, hand)
    expect(sheet(page)).to_contain_text("đã trả lại 1 vỉ")
    back_to_selling(page, hand)
    open_sale(page, hand, "B017-1-000002")
    hand.tap("Hủy đơn")
    hand.tap("ghi hai lần")
    hand.tap("Hủy đơn · Trả lại khách 45.000")
    expect(sheet(page)).to_contain_text("Đơn này đã hủy lúc")
    expect(sheet(page).get_by_role("button", name="Hủy đơn")).to_have_count(0)
    back_to_selling(page, hand)

    hand.tap("Mở menu")
    hand.tap("Chốt ca")
    expect(sheet(page)).to_contain_text("Còn 4 đơn chưa gửi. Vẫn chốt được, máy tự gửi sau.")
    for _ in range(9):
        page.locator(".notes li").nth(2).get_by_label("Thêm 1").click()
    hand.tap("Đếm xong")
    expect(page.locator(".facts")).to_contain_text("900.500")
    expect(page.locator(".facts")).to_contain_text("Thiếu 500")
    hand.tap("tiền lẻ")
    hand.tap("Chốt ca, in tờ giao ca")
    hand.keys(" ".join(PIN))
    expect(page.locator("#top .band.done")).to_have_text("Đã chốt trên máy này, chờ gửi.")
    hand.tap(page.get_by_role("button", name="500.000", exact=True))
    hand.tap(page.get_by_role("button", name="Mở ca", exact=True))
    expect(page.locator(".tiles")).to_be_visible()

    fair.start()
    all_arrived(page)
    kinds = [(one["kind"], one["total_vnd"], one["flags"]) for one in documents(fair)]
    assert kinds == [
        ("sale", 441_000, []), ("sale", 45_000, []), ("refund", -40_500, []), ("void", -45_000, []),
    ]  # fmt: skip
    told = day(fair)
    assert (told["sales"], told["corrections"], told["total_vnd"]) == (2, 2, 400_500)
    assert list(told["shifts"]) == [
        {"number": 1, "z_number": 1, "difference_vnd": -500, "addenda_vnd": 0},
        {"number": 2, "z_number": None, "difference_vnd": None, "addenda_vnd": 0},
    ]
