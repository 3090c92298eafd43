"""Codes, search, held baskets, removed lines, discounts."""

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from fair_pos.catalogue.models import Product
from tests.browser.conftest import TABLET
from tests.browser.goods import fill_shelf
from tests.browser.till import sign_in
from tests.cast import LEADER_PIN

pytestmark = pytest.mark.browser


def label_of(fair, product_id):
    with fair.app.state.store.reading() as session:
        return session.exec(select(Product.label_code).where(Product.id == product_id)).one()


@pytest.mark.parametrize("delay_ms", [0, 20, 90])
def test_a_scanner_adds_goods_wherever_the_focus_is(fair, open_till, delay_ms):
    page = open_till(TABLET)
    sign_in(page)
    eggs = label_of(fair, fair.cast.eggs)

    for code in [eggs, "8930000000019"]:
        page.keyboard.type(code, delay=delay_ms)
        page.keyboard.press("Enter")
    page.focus("#search")
    page.keyboard.type(f"http://pos.test/p/{eggs.lower()}", delay=delay_ms)
    page.keyboard.press("Enter")

    expect(page.locator(".line")).to_have_count(2)
    expect(page.locator(".basket .pay strong")).to_have_text("102.000\u00a0đ")
    expect(page.locator("#search")).to_have_value("")


def test_an_unknown_code_is_told_and_the_basket_stays(fair, open_till):
    page = open_till(TABLET)
    hand = sign_in(page)
    hand.tile("Trứng vịt")
    beads = label_of(fair, fair.cast.beads)

    page.keyboard.type(beads)
    page.keyboard.press("Enter")
    expect(page.locator("#top .band.fault")).to_have_text("Không có mã này trong gian")
    page.keyboard.type(beads[:-2] + ("0" if beads[-2] != "0" else "1") + beads[-1])
    page.keyboard.press("Enter")
    expect(page.locator("#top .band.fault")).to_have_text("Mã đọc chưa đủ, quét lại")

    expect(page.locator(".basket .pay strong")).to_have_text("45.000\u00a0đ")


def test_a_scan_after_the_sale_starts_the_next_one(fair, open_till):
    page = open_till(TABLET)
    hand = sign_in(page)
    hand.tile("Trứng vịt")
    hand.tap(page.locator(".basket .pay"))
    hand.tap("Đã thu tiền")
    expect(page.locator(".saved")).to_be_visible()

    page.keyboard.type("8930000000019")
    page.keyboard.press("Enter")

    expect(page.locator(".line")).to_contain_text("Nước khoáng")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("cha muc", "Chả mực Hạ Long"),
        ("nuoc mam", "Nước mắm Cái Rồng"),
        ("DAU SO", "Dầu sở Bình Liêu"),
    ],
)
def test_search_needs_no_marks(fair, open_till, words, found):
    fill_shelf(fair.app.state.store, fair.cast)
    page = open_till()
    sign_in(page)

    page.fill("#search", words)

    expect(page.locator(".tile .tile-name").first).to_have_text(found)


def test_search_puts_the_exact_spelling_first(fair, open_till):
    fill_shelf(fair.app.state.store, fair.cast)
    page = open_till()
    sign_in(page)

    page.fill("#search", "chè")
    expect(page.locator(".tile .tile-name").first).to_have_text("Chè Đinh Tân Cương")
    page.fill("#search", "không có hàng này")
    expect(page.locator(".empty")).to_contain_text("Không thấy “không có hàng này”")


def test_a_basket_is_held_and_comes_back(fair, open_till):
    page = open_till()
    hand = sign_in(page)
    hand.tile("Trứng vịt")
    hand.tap(page.locator(".basket-button"))
    hand.tap("Giữ đơn")
    page.locator("dialog input").fill("Khách áo đỏ")
    hand.tap("Giữ đơn")
    hand.tile("Nước khoáng")

    page.reload()
    page.clock.fast_forward(3_500)
    page.get_by_role("button", name="Đơn giữ 1").click()
    expect(page.locator("dialog")).to_contain_text("Khách áo đỏ")
    hand.tap("Lấy lại đơn")

    expect(page.locator(".bottom .pay strong")).to_have_text("45.000\u00a0đ")
    expect(page.get_by_role("button", name="Đơn giữ 1")).to_be_visible()


def test_a_removed_line_comes_back_in_its_place_for_five_seconds(fair, open_till):
    page = open_till(TABLET)
    hand = sign_in(page)
    hand.tile("Trứng vịt")
    hand.tile("Nước khoáng")

    page.locator(".line", has_text="Trứng vịt").get_by_label("Xóa món").click()
    expect(page.locator(".lines > li").first).to_contain_text("Đã xóa Trứng vịt biển Đồng Rui")
    hand.tap("Hoàn tác")
    expect(page.locator(".lines > li").first).to_contain_text("45.000/vỉ")

    page.keyboard.press("ArrowUp")
    page.keyboard.press("Delete")
    expect(page.locator(".removed")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.locator(".line")).to_have_count(2)
    page.locator(".line", has_text="Trứng vịt").get_by_label("Xóa món").click()
    page.clock.fast_forward(5_100)
    expect(page.locator(".removed")).to_have_count(0)
    expect(page.locator(".line")).to_have_count(1)


def test_a_discount_above_the_limit_needs_the_booth_leader(fair, open_till):
    page = open_till(TABLET)
    hand = sign_in(page)
    hand.tile("Trứng vịt")

    hand.tap(page.locator(".basket footer").get_by_role("button", name="Giảm giá"))
    hand.keys("4 0")
    expect(page.locator("dialog")).to_contain_text("Cần mã PIN trưởng gian.")
    expect(page.locator("dialog .primary")).to_be_disabled()
    page.locator("dialog input").fill("Hàng trưng bày")
    hand.tap("Xong")
    hand.keys(" ".join(LEADER_PIN))
    expect(page.locator(".basket .pay strong")).to_have_text("27.000\u00a0đ")
    hand.tap(page.locator(".basket .pay"))
    hand.tap("Đã thu tiền")
    expect(page.locator(".saved")).to_be_visible()

    expect(page.locator(".status")).to_contain_text("chờ gửi 0")
    [sale] = fair.sales()
    assert (sale["total_vnd"], sale["flags"]) == (27_000, [])


def test_a_weight_above_30_kg_is_asked_once(fair, open_till):
    page = open_till()
    hand = sign_in(page)
    hand.tile("Cam Vạn Yên")
    hand.keys("4 5")

    hand.tap("Thêm vào giỏ")
    expect(page.locator("dialog")).to_contain_text("Cân 45 kg? Kiểm tra dấu phẩy.")
    hand.tap("Thêm vào giỏ")

    expect(page.locator(".bottom .pay strong")).to_have_text("2.025.000\u00a0đ")
