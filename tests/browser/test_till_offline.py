"""The server goes away in the middle of a sale, and comes back."""

import pytest
from playwright.sync_api import expect

from tests.browser.till import sign_in

pytestmark = pytest.mark.browser

BANNER = "Mất kết nối – cứ bán tiếp, đã lưu 2 đơn trên máy này"


def sell_eggs(hand):
    hand.tile("Trứng vịt")
    hand.tap(hand.page.locator(".bottom .pay"))
    hand.tap("Đã thu tiền")
    expect(hand.page.locator(".saved")).to_be_visible()


def test_a_sale_is_saved_here_and_sent_when_the_server_is_back(fair, open_till):
    page = open_till()
    hand = sign_in(page)
    hand.tile("Trứng vịt")
    hand.tap(page.locator(".bottom .pay"))
    fair.stop()

    hand.tap("Đã thu tiền")
    expect(page.locator(".saved")).to_contain_text("B017-1-000001")
    expect(page.locator(".printer")).to_contain_text("Đã lưu trên máy này, sẽ gửi lại")
    expect(page.locator(".status")).to_contain_text("Đã lưu · chờ gửi 1")
    hand.tap("Đơn mới")
    sell_eggs(hand)
    page.clock.fast_forward(61_000)
    expect(page.locator("#top .band")).to_have_text(BANNER)
    expect(page.locator(".status .mid")).to_have_text("Chờ gửi 2 · 1 phút")

    fair.start()
    page.clock.fast_forward(61_000)
    expect(page.locator(".status")).to_contain_text("chờ gửi 0")
    page.clock.fast_forward(3_000)
    expect(page.locator("#top .band")).to_have_count(0)
    assert sorted(sale["number"] for sale in fair.sales()) == ["B017-1-000001", "B017-1-000002"]


def test_a_reload_keeps_the_basket_and_what_waits(fair, open_till):
    page = open_till()
    hand = sign_in(page)
    fair.stop()
    sell_eggs(hand)
    hand.tap("Đơn mới")
    hand.tile("Nước khoáng")
    fair.start()

    page.reload()

    expect(page.locator(".bottom .pay strong")).to_have_text("12.000\u00a0đ")
    page.clock.fast_forward(4_000)
    expect(page.locator(".status")).to_contain_text("chờ gửi 0")
    assert len(fair.sales()) == 1


def test_an_answer_that_is_lost_makes_no_second_sale(fair, open_till):
    page = open_till()
    hand = sign_in(page)
    lost = []

    def lose_the_first(route):
        if lost:
            route.continue_()
            return
        lost.append(route.fetch())
        route.abort()

    page.route("**/api/v1/till/batch", lose_the_first)
    sell_eggs(hand)
    expect(page.locator(".status")).to_contain_text("chờ gửi 1")
    page.clock.fast_forward(2_000)

    expect(page.locator(".status")).to_contain_text("chờ gửi 0")
    assert lost[0].status == 200
    assert len(fair.sales()) == 1


def test_a_page_of_the_network_is_not_taken_for_an_answer(fair, open_till):
    page = open_till()
    hand = sign_in(page)
    page.route(
        "**/api/v1/till/**",
        lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>Wi-Fi</h1>"),
    )

    sell_eggs(hand)
    expect(page.locator(".status")).to_contain_text("chờ gửi 1")
    with page.expect_response("**/api/v1/till/batch"):
        page.clock.fast_forward(31_000)
    page.clock.fast_forward(12_000)

    expect(page.locator("#top .band")).to_have_text("Đã ở trên mạng khác, chưa tới máy chủ")
    assert fair.sales() == []


def test_what_the_device_cannot_keep_is_told_in_red_and_can_be_tried_again(fair, open_till):
    page = open_till()
    hand = sign_in(page)
    hand.tile("Trứng vịt")
    hand.tap(page.locator(".bottom .pay"))
    page.evaluate(
        """() => {
          const add = IDBObjectStore.prototype.add;
          window.mend = () => { IDBObjectStore.prototype.add = add; };
          IDBObjectStore.prototype.add = function () {
            this.transaction.abort();
            return {};
          };
        }"""
    )

    hand.tap("Đã thu tiền")
    alarm = page.get_by_role("alertdialog", name="CHƯA LƯU")
    expect(alarm).to_contain_text("Đừng đưa hàng")
    expect(alarm).to_contain_text("gọi Ban Tổ chức 0203 000 0000")
    page.keyboard.press("Escape")
    expect(alarm).to_be_visible()
    hand.tap("Xem đơn để ghi ra giấy")
    expect(alarm).to_contain_text("1 vỉ × 45.000")
    page.evaluate("window.mend()")
    hand.tap("Thử lưu lại")

    expect(page.locator(".saved")).to_contain_text("B017-1-000001")


def test_signing_the_device_out_waits_for_unsent_sales(fair, open_till):
    page = open_till()
    hand = sign_in(page)
    fair.stop()
    sell_eggs(hand)

    hand.tap("Mở menu")
    hand.tap("Đăng xuất máy này")
    expect(page.locator("dialog")).to_contain_text("Còn 1 đơn chưa gửi, chưa đăng xuất được.")
    with page.expect_download() as saved:
        hand.tap("Xuất đơn chưa gửi")
    assert saved.value.suggested_filename == "don-chua-gui-B017-1.json"
    fair.start()


def test_a_sale_that_the_server_cannot_read_is_kept_and_told(fair, open_till):
    page = open_till()
    hand = sign_in(page)

    def refuse(route):
        malformed = {"code": "malformed", "message": "Đơn sai mẫu, báo Ban Tổ chức."}
        facts = route.request.post_data_json["facts"]
        answers = [{"id": fact["id"], "status": 422, "answer": malformed} for fact in facts]
        route.fulfill(json={"server_time": "2027-01-30T03:42:00Z", "answers": answers})

    page.route("**/api/v1/till/batch", refuse)

    sell_eggs(hand)
    expect(page.locator("#top .band.fault")).to_have_text("Đơn sai mẫu, báo Ban Tổ chức.")
    hand.tap(page.locator(".status"))

    expect(page.locator("dialog")).to_contain_text("B017-1-000001")
    expect(page.locator("dialog")).to_contain_text("Đơn cần xem lại")
