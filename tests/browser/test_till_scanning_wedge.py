"""Row 15: a wedge scanner at any speed, anywhere, through any keyboard."""

import random

import pytest
from playwright.sync_api import Page, expect

from fair_pos.core import ids
from fair_pos.payments import vietqr
from tests.browser import keyboards
from tests.browser.conftest import PHONE, TABLET
from tests.browser.keyboards import Key, keys_of
from tests.browser.test_till_baskets import label_of
from tests.browser.till import sign_in

SPEEDS = [2, 20, 90]
TRANSFER = vietqr.build("970403", "0011012345678", 441_000, "HLB01760MXXK")

SEND = """async ([keys, gap, end]) => {
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  for (const key of [...keys, { code: end, key: end }]) {
    const target = document.activeElement ?? document.body;
    const event = new KeyboardEvent('keydown', { ...key, bubbles: true, cancelable: true });
    const taken = !target.dispatchEvent(event);
    if (!taken && target instanceof HTMLInputElement && key.key.length === 1) {
      target.setRangeText(key.key, target.selectionStart, target.selectionEnd, 'end');
      target.dispatchEvent(new InputEvent('input', { bubbles: true }));
    } else if (!taken && target instanceof HTMLInputElement && key.key === 'Backspace') {
      target.value = target.value.slice(0, -1);
      target.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
    if (gap) await wait(gap);
  }
}"""


def scan(page: Page, keys: list[Key], gap: int = 2, end: str = "Enter") -> None:
    page.evaluate(SEND, [[key.event() for key in keys], gap, end])


def address(code: str) -> str:
    return f"HTTPS://POS.HALONG-OCOP.EXAMPLE/P/{code}"


@pytest.mark.parametrize("typing", [keyboards.telex, keyboards.vni], ids=["telex", "vni"])
def test_a_thousand_codes_pass_a_vietnamese_keyboard_unchanged(typing):
    chance = random.Random(2027)
    codes = [ids.code_of(chance.randrange(28**9), 10) for _ in range(1000)]
    assert [keyboards.text_of(typing(code)) for code in codes] == codes


def test_the_model_of_the_keyboards_changes_what_they_change():
    words = {
        keyboards.text_of(keyboards.telex(one)) for one in ("POS", "HALOONG", "DDAWNG", "TEST")
    }
    assert words == {"PÓ", "HALÔNG", "ĐĂNG", "TÉT"}
    assert keyboards.text_of(keyboards.vni("D9A8NG")) == "ĐĂNG"
    assert keyboards.text_of(keyboards.telex(address("B4K7R2XQ96"))) != address("B4K7R2XQ96")


@pytest.mark.browser
@pytest.mark.parametrize("gap", SPEEDS)
def test_labels_addresses_and_trade_numbers_at_any_speed_with_a_busy_page(fair, open_till, gap):
    """A rule of 60 ms per key cut codes on a busy machine; ours asks no speed."""
    page = open_till(TABLET)
    sign_in(page)
    page.evaluate(
        "() => setInterval(() => { for (const t = Date.now(); Date.now() - t < 200;); }, 450)"
    )
    eggs = label_of(fair, fair.cast.eggs)

    for text in [eggs, address(eggs), "8930000000019", eggs.lower()]:
        page.keyboard.type(text, delay=gap)
        page.keyboard.press("Enter")

    expect(page.locator(".basket .pay strong")).to_have_text("147.000\u00a0đ")
    expect(page.locator("#top .band.fault")).to_have_count(0)


@pytest.mark.browser
@pytest.mark.parametrize("end", ["Enter", "Tab"])
@pytest.mark.parametrize("caps", [False, True], ids=["plain", "caps lock"])
def test_suffix_and_caps_lock_change_nothing(fair, open_till, end, caps):
    page = open_till(TABLET)
    sign_in(page)
    eggs = label_of(fair, fair.cast.eggs)

    for text in [eggs, address(eggs), address(eggs).lower()]:
        scan(page, keys_of(text, caps=caps), end=end)

    expect(page.locator(".basket .pay strong")).to_have_text("135.000\u00a0đ")


@pytest.mark.browser
@pytest.mark.parametrize("typing", [keyboards.telex, keyboards.vni], ids=["telex", "vni"])
@pytest.mark.parametrize("focus", ["", "#search"], ids=["nowhere", "search box"])
def test_an_address_mangled_by_a_vietnamese_keyboard_still_finds_its_goods(
    fair, open_till, typing, focus
):
    page = open_till(TABLET)
    sign_in(page)
    if focus:
        page.focus(focus)
    eggs = label_of(fair, fair.cast.eggs)

    for text in [address(eggs), f"HTTP://AAWS.DDOW1.EXAMPLE/P/{eggs}", eggs]:
        scan(page, typing(text))

    expect(page.locator(".basket .pay strong")).to_have_text("135.000\u00a0đ")
    expect(page.locator("#search")).to_have_value("")


@pytest.mark.browser
def test_a_scan_finds_its_way_from_every_place(fair, open_till):
    """ucraft-com/POS-Awesome#393, GanuM/profitGuruPOS#378: focus lost, the scan goes nowhere."""
    page = open_till(PHONE)
    hand = sign_in(page)
    eggs = keys_of(address(label_of(fair, fair.cast.eggs)))
    total = page.locator(".bottom .pay strong")

    page.fill("#search", "cha m")
    page.focus("#search")
    scan(page, eggs)
    expect(total).to_have_text("45.000\u00a0đ")

    hand.tap(page.locator(".basket-button"))
    scan(page, eggs)
    expect(page.locator(".basket .pay strong")).to_have_text("90.000\u00a0đ")

    hand.tap(page.locator(".line [data-do=count]"))
    scan(page, eggs)
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator(".basket .pay strong")).to_have_text("135.000\u00a0đ")

    hand.tap(page.locator(".basket .pay"))
    scan(page, eggs)
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator(".basket .pay strong")).to_have_text("180.000\u00a0đ")

    hand.tap(page.locator(".basket .pay"))
    hand.tap("Đã thu tiền")
    expect(page.locator(".saved")).to_be_visible()
    scan(page, eggs)
    expect(total).to_have_text("45.000\u00a0đ")
    expect(page.locator(".status")).to_contain_text("chờ gửi 0")
    assert [sale["total_vnd"] for sale in fair.sales()] == [180_000]


@pytest.mark.browser
def test_a_second_scan_adds_and_does_not_replace(fair, open_till):
    """opensourcepos#752: a scan replaces the line before it."""
    page = open_till(TABLET)
    sign_in(page)
    for goods in [fair.cast.eggs, fair.cast.water, fair.cast.eggs]:
        scan(page, keys_of(label_of(fair, goods)))

    expect(page.locator(".line")).to_have_count(2)
    expect(page.locator(".basket .pay strong")).to_have_text("102.000\u00a0đ")


@pytest.mark.browser
def test_a_code_never_counts_as_a_number_of_notes_or_money(fair, open_till):
    page = open_till(PHONE)
    hand = sign_in(page)
    hand.tap("Mở menu")
    hand.tap("Thêm tiền vào")
    before = page.locator("dialog").count()

    scan(page, keys_of("8930000000019"))

    expect(page.locator("dialog")).to_have_count(before)
    expect(page.locator("dialog .told")).to_contain_text("Ở đây quét mã không thêm hàng.")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("https://check.example.vn/t/42?x=1", "Mã của trang khác: check.example.vn"),
        (TRANSFER, "Đây là mã chuyển khoản, không phải mã hàng."),
        ("HTTPS://POS.EXAMPLE/T/B4K7R2XQ96", "Đây là thẻ gian"),
        ("SP-2024-AEIOU", "Không có mã này trong gian"),
    ],
)
def test_what_a_scanner_types_that_is_no_code_of_goods_is_named(fair, open_till, text, words):
    page = open_till(TABLET)
    sign_in(page)

    scan(page, keys_of(text))

    expect(page.locator("#top .band.fault")).to_contain_text(words)
    expect(page.locator(".line")).to_have_count(0)
