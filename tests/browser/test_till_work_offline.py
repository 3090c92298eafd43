"""Refund, void, shift and PIN while the server is gone or says no; all of it arrives once."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.till import sign_in
from tests.browser.till_alone import (
    all_arrived,
    back_to_selling,
    day,
    documents,
    facts,
    give_back_eggs,
    open_sale,
    sell_eggs,
    sell_reference,
    sheet,
    void_eggs,
)
from tests.cast import PIN

pytestmark = pytest.mark.browser


def test_a_day_without_the_server_arrives_once_and_its_sums_are_the_servers(fair, open_till):
    """Sold, refunded in part, another voided, counted, closed.

    The expected cash has the float, the change and the refund in it: odoo/odoo#85007, #108694,
    Blair2004/NexoPOS#573; what was not sent yet does not block the close: odoo/odoo#16151.
    """
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
    void_eggs(page, hand)
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
    page.clock.fast_forward(3_000)
    expect(page.locator(".who")).to_contain_text("ca 2")
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


def test_a_late_no_changes_nothing_that_the_device_has_decided(fair, open_till):
    """The server was slow and would have refused; the money was given back all the same."""
    page = open_till()
    hand = sign_in(page)
    sell_eggs(page, hand)
    expect(page.locator(".status")).to_contain_text("chờ gửi 0")
    open_sale(page, hand, "B017-1-000001")
    held = []
    page.route("**/api/v1/till/voids", lambda route: held.append(route))  # noqa: PLW0108  Playwright marks it
    void_eggs(page, hand)
    expect(sheet(page)).to_contain_text("Đơn này đã hủy lúc")
    held[0].fulfill(status=403, json={"code": "approval_needed", "message": "Cần mã PIN."})

    all_arrived(page)
    assert [one["kind"] for one in documents(fair)] == ["sale", "void"]
    assert [one["state"] for one in facts(page) if one["path"] == "/voids"] == ["sent"]


def test_a_refused_correction_gives_its_number_back(fair, open_till):
    """Another till had voided it: no hole stays in the numbers."""
    page = open_till()
    hand = sign_in(page)
    sell_eggs(page, hand)
    expect(page.locator(".status")).to_contain_text("chờ gửi 0")
    open_sale(page, hand, "B017-1-000001")
    page.route(
        "**/api/v1/till/voids",
        lambda route: route.fulfill(
            status=409, json={"code": "already_voided", "message": "Đơn đã hủy."}
        ),
    )
    void_eggs(page, hand)
    expect(sheet(page)).to_contain_text("Đơn đã hủy.")
    back_to_selling(page, hand)

    sell_eggs(page, hand)
    all_arrived(page)
    assert [one["number"] for one in documents(fair)] == ["B017-1-000001", "B017-1-000002"]


def test_what_a_reload_left_undecided_is_handed_in_once(fair, open_till):
    page = open_till()
    hand = sign_in(page)
    sell_eggs(page, hand)
    expect(page.locator(".status")).to_contain_text("chờ gửi 0")
    open_sale(page, hand, "B017-1-000001")
    page.route("**/api/v1/till/voids", lambda _: None)
    page.clock.pause_at(fair.clock.now() + timedelta(seconds=5))
    void_eggs(page, hand)
    expect(sheet(page)).to_contain_text("Đang lưu…")
    page.reload()
    page.clock.resume()

    expect(page.locator(".tiles")).to_be_visible()
    expect(page.locator("dialog")).to_have_count(0)
    assert [one["state"] for one in facts(page) if one["path"] == "/voids"] == ["asked"]
    hand.tap("Mở menu")
    expect(sheet(page)).to_contain_text("Đơn trong ngày")
    with page.expect_response("**/api/v1/till/batch"):
        page.clock.fast_forward(61_000)
    all_arrived(page)
    assert [one["kind"] for one in documents(fair)] == ["sale", "void"]
