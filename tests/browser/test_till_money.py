"""VietQR, mixed, other; giving back; the shift from float to hand-over."""

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Response, expect

from fair_pos.payments import vietqr
from tests.browser.till import reference_basket, sign_in
from tests.cast import LEADER_PIN, PIN

pytestmark = pytest.mark.browser


def pay_sheet(open_till, tab):
    page = open_till()
    hand = sign_in(page)
    reference_basket(hand)
    hand.tap(page.locator(".basket .pay"))
    page.get_by_role("tab", name=tab).click()
    return page, hand


def read_code(page, tmp_path):
    file = tmp_path / "code.png"
    page.locator(".qr-code").screenshot(path=file)
    [found] = zxingcpp.read_barcodes(Image.open(file))
    return vietqr.parse(found.text)


def payments_of(fair):
    from fair_pos.checkout import queries
    from fair_pos.web.till.forms import sale_form

    [sale] = fair.sales()
    store = fair.app.state.store
    with store.reading() as session:
        return sale_form(queries.sale_view(session, store.org_id, sale["id"]))["payments"]


def test_a_transfer_is_shown_claimed_and_confirmed_by_a_person(fair, open_till, tmp_path):
    page, hand = pay_sheet(open_till, "VietQR")

    expect(page.locator(".steps .now")).to_have_text("Đang chờ")
    for words in ["Bốn trăm bốn mươi mốt nghìn đồng", "TRUNG TAM OCOP HA LONG", "số cuối 5678"]:
        expect(page.locator(".card.qr")).to_contain_text(words)
    code = read_code(page, tmp_path)
    assert (code.amount_vnd, code.account, code.bank_bin) == (441_000, "0011012345678", "970403")
    assert code.memo.startswith("HLB017")
    hand.tap("Khách báo đã chuyển")
    expect(page.locator(".steps .now")).to_have_text("Khách báo đã chuyển")
    expect(page.locator(".qr-code")).to_have_count(0)
    hand.tap("Chưa thấy tiền")
    expect(page.locator(".steps .now")).to_have_text("Đang chờ")
    hand.tap("Khách báo đã chuyển")
    hand.tap("Tiền đã về đủ")

    expect(page.locator(".change-card")).to_contain_text("người bán xác nhận")
    expect(page.locator(".status")).to_contain_text("chờ gửi 0")
    [paid] = payments_of(fair)
    assert (paid["means"], paid["state"], paid["memo"]) == (
        "vietqr",
        "confirmed_by_person",
        code.memo,
    )


def test_cash_and_transfer_together_sum_to_the_total(fair, open_till, tmp_path):
    page, hand = pay_sheet(open_till, "Kết hợp")

    hand.keys("2 4 1 000")
    expect(page.locator(".panel")).to_contain_text("Vừa đủ 441.000")
    hand.tap("Hiện mã 200.000")
    assert read_code(page, tmp_path).amount_vnd == 200_000
    hand.tap("Quay lại")
    expect(page.locator(".basket")).to_contain_text("Đã cầm 241.000 tiền mặt")
    hand.tap(page.locator(".basket .pay"))
    page.get_by_role("tab", name="Kết hợp").click()
    hand.keys("2 4 1 000")
    hand.tap("Hiện mã 200.000")
    hand.tap("Khách báo đã chuyển")
    hand.tap("Tiền đã về đủ")
    expect(page.locator(".saved")).to_be_visible()

    expect(page.locator(".status")).to_contain_text("chờ gửi 0")
    assert [(one["means"], one["amount_vnd"]) for one in payments_of(fair)] == [
        ("cash", 241_000), ("vietqr", 200_000),
    ]  # fmt: skip


def test_another_means_is_written_down(fair, open_till):
    page, hand = pay_sheet(open_till, "Khác")

    expect(page.locator("dialog .primary")).to_be_disabled()
    hand.tap("Thẻ ngân hàng")
    hand.tap("Đã thu tiền")
    expect(page.locator(".saved")).to_be_visible()

    expect(page.locator(".status")).to_contain_text("chờ gửi 0")
    assert payments_of(fair)[0]["means"] == "other"


def test_too_little_cash_is_told_and_not_taken(fair, open_till):
    page, hand = pay_sheet(open_till, "Tiền mặt")

    hand.tap("Xóa")
    hand.keys("5 0 0")

    expect(page.locator(".change.short")).to_contain_text("440.500\u00a0đ")
    expect(page.locator("dialog .primary")).to_have_text("Còn thiếu 440.500")
    expect(page.locator("dialog .primary")).to_be_disabled()


def sold(open_till):
    page, hand = pay_sheet(open_till, "Tiền mặt")
    hand.tap("Đã thu tiền")
    expect(page.locator(".saved")).to_be_visible()
    expect(page.locator(".status")).to_contain_text("chờ gửi 0")
    hand.tap("Mở menu")
    hand.tap("Đơn trong ngày")
    page.locator(".row-button").first.click()
    return page, hand


def test_goods_come_back_by_line_and_quantity(fair, open_till):
    page, hand = sold(open_till)

    hand.tap("Trả hàng")
    eggs = page.locator("dialog").last.locator(".row", has_text="Trứng vịt")
    eggs.get_by_label("Thêm 1").click()
    hand.tap("hàng hỏng")
    hand.tap("Trả lại khách 40.500")
    expect(page.locator("dialog").last).to_contain_text("đã trả lại 1 vỉ")

    refund, sale = fair.sales()
    assert (refund["kind"], refund["total_vnd"]) == ("refund", -40_500)
    assert sale["refunded_vnd"] == 40_500


def test_giving_back_by_another_means_needs_the_leader_and_a_wrong_pin_is_asked_again(
    fair, open_till
):
    page, hand = sold(open_till)

    hand.tap("Trả hàng")
    page.locator("dialog").last.get_by_label("Thêm 1").nth(1).click()
    hand.tap("khách đổi ý")
    page.locator("dialog").last.get_by_role("button", name="VietQR").click()
    hand.tap("Trả lại khách 40.500")
    hand.keys("9 9 9 9")
    expect(page.locator("dialog").last).to_contain_text("Sai PIN")
    hand.keys(" ".join(LEADER_PIN))

    expect(page.locator("dialog").last).to_contain_text("đã trả lại 1 vỉ")
    assert [sale["kind"] for sale in fair.sales()] == ["refund", "sale"]
    assert fair.sales()[0]["means"] == ["vietqr"]


def test_a_voided_sale_stays_in_the_list_and_says_so(fair, open_till):
    page, hand = sold(open_till)

    hand.tap("Hủy đơn")
    hand.tap("ghi hai lần")
    hand.tap("Hủy đơn · Trả lại khách 441.000")

    expect(page.locator("dialog").last).to_contain_text("Đơn này đã hủy lúc")
    assert [sale["kind"] for sale in fair.sales()] == ["void", "sale"]


def test_the_expected_cash_is_nowhere_before_the_count(fair, open_till):
    page = open_till()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108  Playwright marks it
    hand = sign_in(page)
    hand.tile("Trứng vịt")
    hand.tap(page.locator(".bottom .pay"))
    hand.tap("Đã thu tiền")
    hand.tap("Đơn mới")
    hand.tap("Mở menu")
    hand.tap("Chốt ca")
    for _ in range(3):
        page.locator(".notes li").nth(1).get_by_label("Thêm 1").click()
    expect(page.locator(".closing .due")).to_contain_text("600.000")

    before = " ".join([page.content(), page.inner_text("body"), *map(_text, answers)])
    assert "545000" not in before
    assert "545.000" not in before
    hand.tap("Đếm xong")

    expect(page.locator(".facts")).to_contain_text("545.000")
    expect(page.locator(".facts")).to_contain_text("Thừa 55.000")
    expect(page.locator("dialog .primary")).to_be_disabled()
    hand.tap("quên ghi")
    hand.tap("Chốt ca, in tờ giao ca")
    hand.keys(" ".join(PIN))
    expect(page.locator("#top .band")).to_have_text("Ca đã chốt. Mở ca mới để bán.")
    expect(page.locator("#screen")).to_contain_text("Tiền lẻ đầu ca")


def _text(answer):
    try:
        return answer.text()
    except Exception:
        return ""


def test_a_shift_with_held_baskets_is_not_closed(fair, open_till):
    page = open_till()
    hand = sign_in(page)
    hand.tile("Trứng vịt")

    hand.tap("Mở menu")
    hand.tap("Chốt ca")

    expect(page.locator("dialog")).to_contain_text("Còn đơn đang giữ.")


def test_cash_taken_out_is_in_the_x_with_its_reason(fair, open_till):
    page = open_till()
    hand = sign_in(page)
    hand.tap("Mở menu")
    hand.tap("Lấy tiền ra")
    hand.keys("2 0 0 000")
    page.locator("dialog input").fill("Nộp về nhà")
    hand.tap("Lấy tiền ra")
    expect(page.locator(".status")).to_contain_text("chờ gửi 0")

    hand.tap("Mở menu")
    hand.tap("Xem ca đang bán (X)")

    expect(page.locator("dialog")).to_contain_text("Nộp về nhà")
    expect(page.locator("dialog")).to_contain_text("−200.000")
