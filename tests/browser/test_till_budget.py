"""The till on the wire: few bytes, few requests, nothing from elsewhere."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.goods import fill_shelf
from tests.browser.till import sign_in

pytestmark = pytest.mark.browser

COLD_LOAD_BYTES = 30 * 1024
COLD_LOAD_REQUESTS = 8


def test_a_cold_load_with_120_products_is_small(fair, open_till, browser):
    fill_shelf(fair.app.state.store, fair.cast, 116)
    sign_in(open_till())
    sizes, urls = cold_load(fair, browser)

    print({url.split("/")[-1]: size for url, size in zip(urls, sizes, strict=True)})
    assert all(url.startswith(fair.url) for url in urls)
    assert len(urls) <= COLD_LOAD_REQUESTS
    assert sum(sizes) <= COLD_LOAD_BYTES


def cold_load(fair, browser):
    """Open the till in an empty browser, until its tiles stand; bytes with headers."""
    context = browser.new_context(viewport=PHONE)
    context.add_cookies([{"name": "fair_pos_till", "value": fair.token, "url": fair.url}])
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    urls: dict[str, str] = {}
    sizes: dict[str, int] = {}
    wire.on(
        "Network.requestWillBeSent", lambda e: urls.update({e["requestId"]: e["request"]["url"]})
    )
    wire.on(
        "Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]})
    )
    page.goto(fair.url + "/till")
    expect(page.locator(".tile")).to_have_count(120)
    page.wait_for_load_state("networkidle")
    names = [urls[key] for key in sizes if not urls[key].startswith("data:")]
    context.close()
    return [int(sizes[key]) for key in sizes if not urls[key].startswith("data:")], names
