"""Everybody can use it: axe, targets, no overflow, focus that comes back, two languages."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, TABLET
from tests.browser.crawl import Walk, check_access
from tests.browser.goods import fill_shelf
from tests.browser.till import Hand, sign_in

pytestmark = pytest.mark.browser

SIZES = {
    "phone": [{"width": 320, "height": 640}, PHONE],
    "desk": [{"width": 760, "height": 1024}, TABLET],
}
"""One on each side of every width at which the style changes."""
MENU = [
    "Đơn trong ngày",
    "Xem ca đang bán (X)",
    "Bảng bán trong ngày",
    "Thêm tiền vào",
    "Chốt ca",
]

MEASURE = """() => {
  const root = [...document.querySelectorAll('dialog')].at(-1) ?? document;
  const seen = (one) => one.checkVisibility() && one.getClientRects().length;
  const box = (one) => one.getBoundingClientRect();
  const px = (one) => `${Math.round(box(one).width)}×${Math.round(box(one).height)}`;
  const small = [...root.querySelectorAll('button, input')].filter(seen)
    .filter((one) => box(one).width < 48 || box(one).height < (one.id === 'search' ? 46 : 47.5))
    .map((one) => `${one.className || one.dataset.do} ${px(one)}`);
  const says = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const size = (one) => parseFloat(getComputedStyle(one).fontSize);
  const tiny = [...root.querySelectorAll('*')].filter(seen).filter(says)
    .filter((one) => size(one) < 14 && !one.matches('.dong'))
    .map((one) => one.className + one.textContent);
  const whole = 'button:not(.tile), b, strong, h1, h2, .tile-price, .primary span';
  const cut = [...root.querySelectorAll(whole)].filter(seen)
    .filter((one) => one.scrollWidth > one.clientWidth + 1)
    .filter((one) => getComputedStyle(one).display !== 'inline')
    .filter((one) => !['ellipsis'].includes(getComputedStyle(one).textOverflow))
    .map((one) => one.className + one.textContent.trim());
  return {small, tiny, cut, wide: document.documentElement.scrollWidth > innerWidth
    || (root.scrollWidth ?? 0) > (root.clientWidth ?? Infinity)};
}"""


FAULTS: list[str] = []


def check(page: Page, place: str) -> None:
    """Note what is wrong at this place: sizes, cut text, overflow, axe."""
    for size in SIZES["phone" if is_phone(page) else "desk"]:
        page.set_viewport_size(size)
        where = f"{place} at {size['width']}"
        measured = page.evaluate(MEASURE)
        FAULTS.extend(f"{where}: {name} {what}" for name, what in measured.items() if what)
        looked = Walk()
        check_access(page, where, looked)
        FAULTS.extend(looked.faults)


def is_phone(page: Page) -> bool:
    return page.viewport_size["width"] < 760


def walk(page: Page) -> None:
    """Visit every screen and sheet, checking each."""
    expect(page.locator(".names")).to_be_visible()
    check(page, "sign-in")
    hand = sign_in(page)
    check(page, "selling, empty")
    hand.tile("Cam Vạn Yên")
    hand.keys("1 , 2")
    check(page, "weight")
    hand.tap("Thêm vào giỏ")
    hand.tile("Nước khoáng")
    hand.tile("Bộ quà")
    check(page, "selling")
    if is_phone(page):
        hand.tap(page.locator(".basket-button"))
    page.locator(".line", has_text="Nước khoáng").get_by_label("Xóa món").click()
    check(page, "basket")
    sheets(page, hand)
    hand.tap(page.locator(".pay:visible"))
    check(page, "cash")
    for tab in ["VietQR", "Kết hợp", "Khác", "Tiền mặt"]:
        page.get_by_role("tab", name=tab).click()
        if tab == "VietQR":
            expect(page.locator(".qr-code")).to_be_visible()
        check(page, tab)
    page.get_by_role("tab", name="VietQR").click()
    hand.tap("Khách báo đã chuyển")
    check(page, "claimed")
    hand.tap("Tiền đã về đủ")
    expect(page.locator(".saved")).to_be_visible()
    expect(page.locator(".status")).to_contain_text("chờ gửi 0")
    check(page, "done")
    hand.tap("Xem phiếu")
    expect(page.locator("dialog")).to_contain_text("Trả hàng")
    check(page, "sale")
    for name in ["Trả hàng", "Hủy đơn"]:
        hand.tap(name)
        check(page, name)
        page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    hand.tap("Đơn mới")
    menu(page, hand)


def sheets(page: Page, hand: Hand) -> None:
    for words in ["Giảm giá", "Ghi chú"]:
        hand.tap(page.locator(".basket footer").get_by_role("button", name=words))
        check(page, words)
        page.keyboard.press("Escape")
    hand.tap(page.locator(".line-left", has_text="Bộ quà"))
    check(page, "line")
    page.keyboard.press("Escape")
    hand.tap(page.locator(".line", has_text="Bộ quà").locator("[data-do=count]"))
    check(page, "quantity")
    page.keyboard.press("Escape")


def menu(page: Page, hand: Hand) -> None:
    hand.tap("Mở menu")
    check(page, "menu")
    page.keyboard.press("Escape")
    for words in [
        "Đơn trong ngày",
        "Xem ca đang bán (X)",
        "Bảng bán trong ngày",
        "Thêm tiền vào",
        "Kiểm tra máy quét",
        "Chốt ca",
    ]:
        hand.tap("Mở menu")
        hand.tap(words)
        expect(page.locator("dialog")).not_to_contain_text("Đang tải…")
        check(page, words)
        page.keyboard.press("Escape")
    hand.tap(page.locator(".status"))
    check(page, "unsent")
    page.keyboard.press("Escape")
    hand.tap("Quét mã")
    check(page, "scan")
    page.keyboard.press("Escape")


@pytest.mark.parametrize("device", SIZES)
def test_every_screen_is_clean_and_fits(fair, open_till, device):
    fill_shelf(fair.app.state.store, fair.cast)
    FAULTS.clear()
    walk(open_till(SIZES[device][-1]))
    assert FAULTS == []


def test_a_closed_sheet_gives_the_focus_back(fair, open_till):
    page = open_till(TABLET)
    hand = sign_in(page)
    hand.tile("Trứng vịt")

    page.locator(".basket footer").get_by_role("button", name="Ghi chú").focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.locator(".basket footer").get_by_role("button", name="Ghi chú")).to_be_focused()


def test_the_till_speaks_english(fair, open_till):
    page = open_till()
    page.context.add_cookies([{"name": "language", "value": "en", "url": fair.url}])
    page.reload()

    expect(page.get_by_role("heading", name="Who is selling?")).to_be_visible()
