"""The receipt and the VietQR drawn on the device while the server is gone; kodlyft/xpos#148."""

import io

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from fair_pos.payments import vietqr
from tests.browser.till import reference_basket, sign_in
from tests.browser.till_alone import give_back_eggs, open_sale, sell_reference, sheet

pytestmark = pytest.mark.browser


def picture(page, hand):
    """Tap "send the picture"; the file that the browser saves."""
    with page.expect_download() as saved:
        hand.tap("Gửi ảnh phiếu")
    with open(saved.value.path(), "rb") as file:  # noqa: PTH123  the browser's own path
        return saved.value.suggested_filename, Image.open(io.BytesIO(file.read()))


def loaded(page):
    """Everything that is fetched after the first paint is there."""
    page.wait_for_load_state("networkidle")


def test_a_sale_without_the_server_has_its_paper_and_its_code(fair, open_till):
    page = open_till()
    hand = sign_in(page)
    loaded(page)
    fair.stop()
    reference_basket(hand)
    hand.tap(page.locator(".basket .pay"))
    hand.tap("500.000")
    hand.tap("Đã thu tiền")
    words = "Mất mạng: phiếu giấy in khi có mạng trở lại, hoặc gửi ảnh phiếu"
    expect(page.locator(".printer")).to_contain_text(words)

    name, paper = picture(page, hand)
    assert (name, paper.width) == ("B017-1-000001.png", 576)
    [code] = zxingcpp.read_barcodes(paper)
    assert code.text.startswith("HTTP://POS.TEST/R/")
    hand.tap("Xem phiếu")
    expect(sheet(page).locator(".paper img")).to_have_js_property("naturalWidth", 576)
    fair.start()
    with page.expect_response("**/batch"):
        page.clock.fast_forward(61_000)
    assert [one["number"] for one in fair.sales()] == ["B017-1-000001"]
    assert boxed_line(paper)


def boxed_line(paper):
    """The frame of "not an invoice" is the last thing on the paper: black from edge to edge."""
    grey = paper.convert("L")
    full = [
        y for y in range(grey.height)
        if sum(grey.getpixel((x, y)) < 128 for x in range(12, 564)) > 540
    ]  # fmt: skip
    return full and grey.height - full[-1] < 20


def test_a_refund_without_the_server_has_its_paper_too(fair, open_till):
    page = open_till()
    hand = sign_in(page)
    loaded(page)
    fair.stop()
    sell_reference(page, hand)
    open_sale(page, hand, "B017-1-000001")
    give_back_eggs(page, hand)
    expect(sheet(page)).to_contain_text("đã trả lại 1 vỉ")
    hand.tap("Quay lại")
    hand.tap("Quay lại")
    open_sale(page, hand, "B017-1-000002")
    expect(sheet(page).locator(".paper img")).to_have_js_property("naturalWidth", 576)

    name, paper = picture(page, hand)
    assert (name, paper.width) == ("B017-1-000002.png", 576)
    assert len(zxingcpp.read_barcodes(paper)) == 1
    fair.start()


def test_a_transfer_shown_without_the_server_reads_back_byte_for_byte(fair, open_till, tmp_path):
    page = open_till()
    hand = sign_in(page)
    loaded(page)
    fair.stop()
    reference_basket(hand)
    hand.tap(page.locator(".basket .pay"))
    page.get_by_role("tab", name="VietQR").click()
    file = tmp_path / "code.png"
    page.locator(".qr-code").screenshot(path=file)

    [found] = zxingcpp.read_barcodes(Image.open(file))
    memo = page.locator(".card.qr").inner_text().split("Nội dung")[1].split()[0]
    written = vietqr.build("970403", "0011012345678", amount_vnd=441_000, memo=memo)
    assert found.text == written
    hand.tap("Khách báo đã chuyển")
    hand.tap("Tiền đã về đủ")
    expect(page.locator(".saved")).to_be_visible()
    fair.start()
