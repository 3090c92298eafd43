"""The scanner's test page, and unsent sales handed over as codes from screen to camera."""

import re
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from fair_pos.core import qrchain
from tests.browser import keyboards
from tests.browser.conftest import Fair
from tests.browser.keyboards import keys_of
from tests.browser.test_till_offline import sell_eggs
from tests.browser.test_till_scanning import open_camera
from tests.browser.test_till_scanning_wedge import scan
from tests.browser.till import Hand, sign_in

pytestmark = pytest.mark.browser
__all__ = ["open_camera"]

TEST_LABEL = "HTTPS://FAIR-AA1.EXAMPLE/P/B4K7R2XQ96"


def open_check(page: Page) -> None:
    hand = sign_in(page)
    hand.tap("Mở menu")
    hand.tap("Kiểm tra máy quét")
    expect(page.locator(".test-label svg")).to_have_count(2)


def codes_on(page: Page) -> set[str]:
    picture = Image.open(BytesIO(page.screenshot()))
    return {code.text for code in zxingcpp.read_barcodes(picture)}


def test_the_test_label_reads_from_the_screen(open_till):
    page = open_till()
    open_check(page)
    assert codes_on(page) == {TEST_LABEL}


@pytest.mark.parametrize("typing", [keyboards.telex, keyboards.vni], ids=["telex", "vni"])
def test_a_vietnamese_keyboard_is_told_by_the_test_label(open_till, typing):
    page = open_till()
    open_check(page)
    scan(page, typing(TEST_LABEL))
    expect(page.locator("dialog")).to_contain_text("Bộ gõ tiếng Việt đang bật: tắt Unikey")


def test_a_right_scanner_a_missing_enter_and_another_layout_are_told(open_till):
    page = open_till()
    open_check(page)

    scan(page, keys_of(TEST_LABEL), gap=5)
    expect(page.locator("dialog")).to_contain_text("Máy quét đúng")
    expect(page.locator(".test-facts")).to_contain_text("Enter")
    expect(page.locator(".test-facts")).to_contain_text(re.compile(r"\d+ ms"))

    scan(page, keys_of(TEST_LABEL), end="Shift")
    expect(page.locator("dialog")).to_contain_text("Thiếu Enter: quét mã cài đặt hậu tố Enter")

    scan(page, keys_of(TEST_LABEL.replace("Q", "A")))
    expect(page.locator("dialog")).to_contain_text("Bàn phím không phải US")

    scan(page, keys_of("8930000000019"))
    expect(page.locator("dialog")).to_contain_text("Không phải tem thử")

    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator(".basket-button")).to_contain_text("0 món")


def sell_unsent(fair: Fair, page: Page, number: int) -> Hand:
    hand = sign_in(page)
    fair.stop()
    for _ in range(number):
        sell_eggs(hand)
        hand.tap("Đơn mới")
    hand.tap(page.locator(".status"))
    hand.tap("Bằng mã QR")
    return hand


def test_unsent_sales_go_from_screen_to_desk_as_codes(fair, open_till):
    page = open_till()
    sell_unsent(fair, page, 3)
    expect(page.locator(".chain-at")).to_contain_text(re.compile(r"Mã \d/\d"))
    count = int(page.locator(".chain-at b").inner_text().partition("/")[2])

    seen: set[str] = set()
    for _ in range(count):
        seen |= codes_on(page)
        page.get_by_role("button", name="Mã sau").click()

    [chain] = qrchain.collect(seen)
    assert '"format":"fair-pos-unsent"' in chain.document()
    assert '"pin":"' not in chain.document().replace('"pin":""', "")
    fair.start()


def test_the_codes_go_on_by_themselves_and_stop_by_a_tap(fair, open_till):
    page = open_till()
    hand = sell_unsent(fair, page, 5)
    at = page.locator(".chain-at b")
    first = at.inner_text()
    expect(at).not_to_have_text(first, timeout=4000)

    hand.tap("Dừng")
    stands = at.inner_text()
    page.clock.fast_forward(5_000)
    expect(at).to_have_text(stands)
    hand.tap("Mã sau")
    expect(at).not_to_have_text(stands)
    fair.start()


def test_more_than_ten_sales_go_as_a_file(fair, open_till):
    page = open_till()
    sell_unsent(fair, page, 11)
    expect(page.locator("dialog").last).to_contain_text("Quá 10 đơn")
    with page.expect_download():
        page.get_by_role("button", name="Xuất đơn chưa gửi").last.click()
    fair.start()
