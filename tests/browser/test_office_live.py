"""The live board: shows a sale by itself, and says when it hears nothing any more."""

import pytest
from playwright.sync_api import expect

from tests.browser.till import sign_in

pytestmark = pytest.mark.browser

SOON_MS = 15_000
"""A renewal may be on its way when the clock is put forward; the next comes 10 seconds later."""


def test_the_board_renews_itself_and_says_when_contact_is_lost(fair, open_page, open_till):
    board = open_page(fair, "/v/XUAN-2027/live", login="ha")
    expect(board.locator(".live-figure")).to_have_text("0\u00a0đ")
    expect(board.locator("main")).to_contain_text("Chưa có đơn nào hôm nay. Mở cửa lúc 08:00.")

    till = open_till()
    hand = sign_in(till)
    hand.tile("Trứng vịt")
    hand.tap(till.locator(".bottom .pay"))
    hand.tap("Đã thu tiền")
    expect(till.locator(".status")).to_contain_text("chờ gửi 0")
    board.clock.fast_forward(11_000)
    expect(board.locator(".live-figure")).to_have_text("45.000\u00a0đ", timeout=SOON_MS)
    expect(board.locator("main")).to_contain_text("Trứng vịt biển Đồng Rui")
    expect(board.locator("main")).to_contain_text("tự làm mới 10 giây một lần")

    till.close()
    fair.stop()
    board.clock.fast_forward(11_000)
    lost = "Mất liên lạc với máy chủ từ 10:4"
    expect(board.get_by_role("alert")).to_contain_text(lost, timeout=SOON_MS)
    expect(board.locator(".live-figure")).to_have_text("45.000\u00a0đ")
    fair.start()
    board.clock.fast_forward(11_000)
    expect(board.get_by_role("alert")).to_be_hidden(timeout=SOON_MS)
