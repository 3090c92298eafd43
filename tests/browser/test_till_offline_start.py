"""The till starts without a server: from the kept shell, after a reload, after a killed browser."""

import signal
import time

import pytest
from playwright.sync_api import expect

from tests.browser.hall import (
    network,
    own_browser,
    ready_to_sell,
    sell,
    till_page,
    waits,
)

pytestmark = pytest.mark.browser

TOLD = "() => document.querySelector('#top .band')?.textContent.includes('Mất kết nối')"
READY = "() => navigator.serviceWorker.controller !== null"


@pytest.fixture(autouse=True)
def up(server):
    """Every test begins with a running server."""
    if server.process is None:
        server.start()


def opened(context, server):
    page = till_page(context, server.url, server.tokens.pop())
    page.wait_for_function(READY)
    return page


def test_a_till_that_was_open_once_works_after_a_reload_without_a_server(server, context):
    """odoo/odoo#206775, #179505: a reload while offline is a black screen there."""
    token = server.tokens[-1]
    page = opened(context, server)
    ready_to_sell(page)
    sell(page, 2)
    waits(page, 0)
    server.end()

    began = time.monotonic()
    page.reload()
    expect(page.locator(".tile").first).to_be_visible()
    print(f"offline reload {time.monotonic() - began:.2f} s")
    numbers = sell(page, 3)
    waits(page, 3)
    server.start()
    waits(page, 0)

    assert numbers == [f"{numbers[0][:-7]}-{seq:06}" for seq in (3, 4, 5)]
    assert server.sales(token) == [(seq, 45_000) for seq in range(1, 6)]


def test_a_killed_browser_loses_no_sale_and_opens_without_a_server(server, browser, playwright_of):
    """Acceptance 5: kill -9 right after "Xong"; odoo/odoo#125037: a power cut emptied the queue."""
    token = server.tokens[-1]
    with own_browser(playwright_of) as device:
        page = opened(device.open(), server)
        ready_to_sell(page)
        server.end(signal.SIGKILL)
        numbers = sell(page, 7)
        device.kill()

        # a cookie is written to the disk within half a minute; a till's is days old
        page = till_page(device.open(), server.url, token)
        expect(page.locator(".tile").first).to_be_visible()
        waits(page, 7)
        server.start()
        waits(page, 0)
    assert len(numbers) == 7
    assert server.sales(token) == [(seq, 45_000) for seq in range(1, 8)]


def test_a_frozen_server_does_not_hold_up_the_first_paint(server, context):
    """Acceptance 6: painted within a second, told within ten."""
    page = opened(context, server)
    ready_to_sell(page)
    with server.frozen():
        began = time.monotonic()
        page.reload(wait_until="commit")
        expect(page.locator(".tile").first).to_be_visible()
        painted = time.monotonic() - began
        page.wait_for_function(TOLD, timeout=20_000)
        told = time.monotonic() - began
    print(f"frozen server: painted {painted:.2f} s, told {told:.2f} s")
    assert page.evaluate("() => navigator.onLine")


def test_the_worker_never_stands_before_the_api(server, context):
    page = opened(context, server)
    answer = page.evaluate("() => fetch('/api/v1/till/catalogue').then((one) => one.status)")
    cached = page.evaluate(
        """async () => {
          const names = await caches.keys();
          const all = await Promise.all(names.map(async (one) => (await caches.open(one)).keys()));
          return all.flat().map((one) => new URL(one.url).pathname);
        }"""
    )
    assert answer == 200
    assert [path for path in cached if path.startswith("/api")] == []
    assert cached.count("/till") == 1
    assert {path.rpartition("/")[2] for path in cached} >= {
        "start.js", "more.js", "till.css", "till-more.css", "index.mjs",
    }  # fmt: skip


def test_a_new_version_waits_until_the_basket_is_empty_and_is_asked_for(server, context):
    """Acceptance 19; POS-Awesome-V15#752, #1244: updates needed the site data cleared."""
    with network(server) as way:
        page = till_page(context, way.url, server.tokens.pop())
        hand = ready_to_sell(page)
        hand.tile("Trứng vịt")
        (old,) = cache_names(page)
        # the next release: the same program under another version
        way.change = lambda path, content: (
            content.replace(old.rpartition("till-")[2].encode(), b"next-release")
            if path == "/till-sw.js"
            else content
        )
        look = "navigator.serviceWorker.getRegistration('/till').then((one) => void one.update())"
        page.evaluate(look)

        strip = page.locator("#top .band", has_text="Có bản mới. Cập nhật khi giỏ trống.")
        expect(strip).to_be_visible()
        expect(strip.get_by_role("button")).to_have_count(0)
        assert cache_names(page) == sorted([old, "fair-pos-till-next-release"])
        page.reload()
        expect(page.locator(".bottom .pay strong")).to_have_text("45.000\u00a0đ")
        assert len(cache_names(page)) == 2

        hand.tap(page.locator(".bottom .pay"))
        hand.tap("Đã thu tiền")
        hand.tap("Đơn mới")
        with page.expect_navigation():
            hand.tap("Cập nhật")
        expect(page.locator(".tile").first).to_be_visible()
        expect(strip).to_have_count(0)
        assert cache_names(page) == ["fair-pos-till-next-release"]


def cache_names(page):
    return sorted(page.evaluate("() => caches.keys()"))


def test_sw_off_takes_the_shell_away_and_never_the_sales(server, context):
    page = opened(context, server)
    ready_to_sell(page)
    server.end()
    sell(page, 2)
    server.start()
    other = context.new_page()
    page.close()  # an open till might be keeping the shell at this very moment
    other.goto(server.url + "/sw-off")
    expect(other.locator("#done")).to_be_visible()

    assert cache_names(other) == []
    assert (
        other.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    )
    assert len(other.evaluate("() => indexedDB.databases()")) == 1
    other.goto(server.url + "/till")
    expect(other.locator(".status")).to_contain_text("chờ gửi 0", timeout=20_000)


def test_the_till_says_that_it_starts_without_a_server(server, context):
    page = opened(context, server)
    ready_to_sell(page)
    with page.expect_request("**/heartbeat", timeout=30_000) as beat:
        page.get_by_role("button", name="Mở menu").click()
    said = beat.value.post_data_json
    assert said["offline"] == "ready"
    assert said["persisted"] in (True, False)
    expect(page.locator("dialog .menu")).to_be_visible()
    expect(page.locator("dialog .band")).to_have_count(0)
