"""The slip template in a browser: typing renews the picture, and so the next slip prints."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import save
from tests.printing.test_logos import picture_file
from tests.web.test_layout_pages import in_force

pytestmark = pytest.mark.browser


def height_of(page: Page) -> int:
    return page.locator("img.paper").evaluate("one => one.naturalHeight")


def test_typing_and_a_logo_renew_the_picture_and_saving_keeps_them(fair, open_page):
    page = open_page(fair, f"/v/{fair.cast.venue_code}/layout", login="ha")
    expect(page.get_by_role("button", name="Xem thử")).to_be_hidden()
    seen = height_of(page)
    page.get_by_label("Dòng cuối phiếu").type("Hẹn gặp lại")
    page.wait_for_function(
        "before => document.querySelector('img.paper').naturalHeight > before", arg=seen
    )
    seen = height_of(page)
    logo = {"name": "a.png", "mimeType": "image/png", "buffer": picture_file()}
    page.locator("#picture").set_input_files(logo)
    page.wait_for_function(
        "before => document.querySelector('img.paper').naturalHeight > before", arg=seen
    )
    page.get_by_label("58 mm").check()
    page.wait_for_function("() => document.querySelector('img.paper').naturalWidth === 384")
    page.locator("#picture").set_input_files(
        {"name": "a.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"}
    )
    expect(page.locator("#picture-fault")).to_contain_text("Không nhận hình SVG")
    save(page)
    expect(page.locator(".saved")).to_contain_text("Đã lưu lúc")
    layout = in_force(fair.app.state.store, fair.cast)
    assert (layout.footer, layout.logo[:5]) == (("Hẹn gặp lại",), "line-")
