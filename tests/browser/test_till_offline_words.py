"""What the till says of itself: on plain http, in Zalo, when its clock is off.

Behind a certificate that was clicked through: `test_tls.py`.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.hall import hall, network, ready_to_sell, sell, till_page, waits

pytestmark = pytest.mark.browser

HTTP = "Máy này bán được khi mất mạng, nhưng chưa chạy được khi mất mạng nếu tải lại trang."
ZALO = "Mozilla/5.0 (Linux; Android 13; SM-A045F) AppleWebKit/537.36 Chrome/120 Mobile Zalo/24.1"


@pytest.fixture(scope="module")
def server():
    with hall(tills=6, cards=3) as made:
        yield made


@pytest.fixture
def device(browser):
    contexts = []

    def opened(**settings):
        contexts.append(browser.new_context(locale="vi-VN", viewport=PHONE, **settings))
        return contexts[-1]

    yield opened
    for made in contexts:
        made.close()


def test_plain_http_sells_without_a_network_and_says_what_it_cannot(server, device):
    """Acceptance 11; wcpos/woocommerce-pos#1202: no offline promise that does not hold."""
    faults = []
    with network(server) as way:
        token = server.tokens.pop()
        context = device()
        context.on("console", lambda said: faults.append(said.text) if said.type == "error" else 0)
        context.on("weberror", lambda fault: faults.append(str(fault.error)))
        page = till_page(context, way.lan_url, token)
        assert not page.evaluate("() => isSecureContext")
        expect(page.locator("#top .band")).to_have_text(HTTP)
        hand = ready_to_sell(page)
        expect(page.locator("#top .band")).to_have_count(0)
        assert faults == []
        page.get_by_placeholder("Tìm hàng, gõ không dấu").fill("trung vit")
        expect(page.locator(".tile")).to_have_count(1)
        with page.expect_request("**/heartbeat", timeout=30_000) as beat:
            way.fault = lambda path: "refuse" if path.endswith("/batch") else ""
            page.get_by_placeholder("Tìm hàng, gõ không dấu").fill("")
            sell(page, 2)
            hand.tap("Mở menu")
            expect(page.locator("dialog .band")).to_have_text(HTTP)
        assert beat.value.post_data_json["offline"] == "http"
        way.fault = lambda _: ""
        hand.tap("Quay lại")
        waits(page, 0)
    assert server.sales(token) == [(1, 45_000), (2, 45_000)]


def test_an_apps_own_window_is_sent_to_chrome(server, device):
    """Zalo and Facebook open links in a window with storage of its own."""
    page = device(user_agent=ZALO).new_page()
    page.goto(f"{server.url}/T/{server.cards[0]}")
    link = page.get_by_role("link", name="Mở bằng Chrome")
    expect(link).to_be_visible()
    address = link.get_attribute("href")
    assert address.startswith(f"intent://127.0.0.1:{server.port}/T/{server.cards[0]}#Intent;")
    plain = device().new_page()
    plain.goto(f"{server.url}/T/{server.cards[0]}")
    expect(plain.get_by_role("link", name="Mở bằng Chrome")).to_have_count(0)


def test_a_clock_that_is_off_is_told_until_it_is_right(server, device):
    page = till_page(device(), server.url, server.tokens.pop())
    ready_to_sell(page)
    page.evaluate(
        """() => {
          const now = Date.now;
          Date.now = () => now() + 12 * 60_000;
          window.mend = () => { Date.now = now; };
        }"""
    )
    strip = page.locator("#top .band", has_text="Giờ máy lệch 12 phút. Chỉnh lại giờ tự động.")
    expect(strip).to_be_visible(timeout=30_000)
    page.evaluate("() => window.mend()")
    expect(strip).to_have_count(0, timeout=30_000)
