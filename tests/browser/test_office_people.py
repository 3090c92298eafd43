"""Who sees what: the lead its own booths, the inspector all and writes nothing, sellers none."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, TABLET
from tests.browser.crawl import Walk, pages_from, read, texts_of
from tests.cast import PIN

pytestmark = pytest.mark.browser

FAIR = "/v/XUAN-2027"
NOTES = f"{FAIR}/notes/new"
ALLOWED_FORMS = {"/logout", "/language", NOTES}
"""Notes are what inspectors write."""


def writing_forms(page: Page) -> set[str]:
    """Return where the forms of the page post to, signing out and the language left out."""
    actions = page.evaluate(
        """[...read.querySelectorAll('form[method=post]')].map(one =>
             new URL(one.getAttribute('action') ?? '', read.address).pathname)"""
    )
    return set(actions) - ALLOWED_FORMS


def test_the_inspector_sees_every_part_and_no_button_that_writes(demo_fair, open_page):
    page = open_page(demo_fair, login="kiemtra")
    walk = Walk()
    for kind in pages_from(page, [demo_fair.url + "/"], walk, read):
        if found := writing_forms(page):
            walk.blame(kind, found)

    assert walk.faults == []
    for part in ("booths", "products", "declared", "tills", "printers", "live", "reports/closing"):
        assert f"/v/*/{part}" in walk.seen
    assert not [
        one
        for one in walk.seen
        if one.endswith(("/new", "/edit", "/settings", "/import")) and "/notes/" not in one
    ]


def test_the_locality_lead_sees_its_own_booths_only(demo_fair, open_page):
    page = open_page(demo_fair, f"{FAIR}/booths?page=all", login="phuonghalong")
    codes = page.locator("td.code").all_inner_texts()
    assert len(codes) > 1
    assert "A02" not in codes  # of xã Ba Chẽ
    assert set(page.locator("tbody td:nth-child(4)").all_inner_texts()) == {"phường Hạ Long"}

    walk = Walk()
    for kind in pages_from(page, [f"{demo_fair.url}{FAIR}"], walk, read):
        if "A02" in " ".join(texts_of(page)).split() or writing_forms(page):
            walk.blame(kind, "shows booth A02, or writes")
    assert walk.faults == []
    for path in ("booths/A02", "import", "tills", "reports/closing", "settings"):
        answer = page.request.get(f"{demo_fair.url}{FAIR}/{path}")
        assert answer.status in {403, 404}, path


@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "laptop"])
def test_a_seller_finds_no_way_into_the_office(fair, open_page, size):
    page = open_page(fair, "/till", size)
    page.context.add_cookies([{"name": "fair_pos_till", "value": fair.token, "url": fair.url}])
    for path in (FAIR, f"{FAIR}/booths", f"{FAIR}/sales", "/programme", "/people"):
        page.goto(fair.url + path)
        assert "/login" in page.url, path
    page.get_by_label("Tên đăng nhập").fill("Hoàng Thị Hạnh")
    page.get_by_label("Mật khẩu").fill(PIN)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Sai tên đăng nhập hoặc mật khẩu")
    expect(page.get_by_label("Tên đăng nhập")).to_have_value("hoàng thị hạnh")
