"""Forms of the office: a refusal keeps what was typed; keyboard alone; no script at all."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import press_until, refusal_of, save
from tests.catalogue.books import BOOTH_HEADER, workbook, zipped

pytestmark = pytest.mark.browser

FAIR = "/v/XUAN-2027"


def test_a_fair_that_ends_before_it_begins_keeps_what_was_typed(demo_fair, open_page):
    page = open_page(demo_fair, "/venues/new", login="bantochuc")
    typed = {
        "Tên": "Hội chợ thử", "Mã trong địa chỉ trang": "THU-2027", "Ngày bắt đầu": "26/01/2027",
        "Ngày kết thúc": "20/1/27", "Địa điểm": "Cột Đồng Hồ",
    }  # fmt: skip
    for label, text in typed.items():
        page.get_by_label(label).first.fill(text)
    save(page)

    sentence = "Ngày kết thúc phải sau ngày bắt đầu (26/01/2027)."
    assert refusal_of(page, "Ngày kết thúc") == sentence
    expect(page.locator("[data-refused]")).to_be_focused()
    expect(page.locator("[data-refused]")).to_contain_text("Chưa lưu: có 1 chỗ cần sửa.")
    page.locator("[data-refused]").get_by_role("link", name=sentence).click()
    expect(page.get_by_label("Ngày kết thúc")).to_be_in_viewport()
    for label, text in typed.items():
        expect(page.get_by_label(label).first).to_have_value(text)


def test_a_booth_number_that_is_taken_names_the_booth(demo_fair, open_page):
    page = open_page(demo_fair, f"{FAIR}/booths/new", login="bantochuc")
    page.get_by_label("Số gian").fill("a01")
    page.get_by_label("Loại gian").select_option(label="Ẩm thực")
    page.get_by_label("Xã, phường, đặc khu").select_option(label="phường Hạ Long")
    save(page)

    assert refusal_of(page, "Số gian").startswith("Số này đã dùng cho gian A01.")
    assert page.get_by_label("Loại gian").input_value() == "food"


def test_a_price_with_half_a_dong_and_six_stars_are_refused(demo_fair, open_page):
    page = open_page(demo_fair, f"{FAIR}/products?q=nuoc+mam+cai+rong", login="bantochuc")
    page.locator("tbody a").first.click()
    page.get_by_label("Giá mới từ lúc này").fill("100.000,5")
    page.get_by_role("button", name="Đổi giá").click()

    said = refusal_of(page, "Giá mới từ lúc này")
    assert said == "Số tiền phải là số đồng, ví dụ 85.000. Đã ghi “100.000,5”."
    expect(page.get_by_label("Giá mới từ lúc này")).to_have_value("100.000,5")

    page.get_by_text("Nhập giấy chứng nhận").click()
    stars = page.locator("select[name=stars]")
    stars.evaluate("one => { one.options[1].value = '6'; one.selectedIndex = 1 }")
    page.locator("[name=decision_no]").fill("3456/QĐ-UBND")
    page.get_by_role("button", name="Lưu giấy chứng nhận").click()
    assert refusal_of(page, "Hạng sao") == "Chọn một mục trong danh sách."
    expect(page.locator("[name=decision_no]")).to_have_value("3456/QĐ-UBND")


LONG_LIST = workbook([BOOTH_HEADER, *[("Khu 1", f"A{n}") for n in range(20_000)]])


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("thu.xlsx", b"%PDF-1.7 \x00\xff\xfe", "Tệp không phải Excel (.xlsx)"),
        ("bom.xlsx", zipped({"xl/workbook.xml": b"0" * 60_000_000}), "giải nén"),
        ("dai.xlsx", LONG_LIST, "5.000"),
    ],
    ids=["no workbook", "zip bomb", "20.000 rows"],
)  # fmt: skip
def test_a_file_that_is_no_list_is_refused_with_what_to_do(
    demo_fair, open_page, name, content, sentence
):
    page = open_page(demo_fair, f"{FAIR}/import?kind=booths", login="bantochuc")
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_label("Tệp Excel (.xlsx)").set_input_files(file)
    page.get_by_role("button", name="Xem trước").click()

    assert sentence in refusal_of(page, "Tệp Excel (.xlsx)")
    page.goto(demo_fair.url + f"{FAIR}/booths")
    expect(page.locator(".sub")).to_contain_text("97 gian")


def test_a_list_with_foreign_columns_asks_for_the_header_row(demo_fair, open_page):
    page = open_page(demo_fair, f"{FAIR}/import?kind=booths", login="bantochuc")
    rows = [("Họ", "Tên"), ("Nguyễn", "Lan")]
    file = {"name": "ten.xlsx", "mimeType": "application/zip", "buffer": workbook(rows)}
    page.get_by_label("Tệp Excel (.xlsx)").set_input_files(file)
    page.locator("form.form").evaluate(
        "form => form.addEventListener('submit', event => event.preventDefault(), {once: true})"
    )
    for _ in range(2):
        page.get_by_role("button", name="Xem trước").click()
        expect(page.get_by_role("status")).to_have_text("Đang đọc tệp…")
    page.evaluate("dispatchEvent(new Event('pageshow'))")
    expect(page.get_by_role("status")).to_have_count(0)
    page.get_by_role("button", name="Xem trước").click()

    expect(page.locator("[role=alert]")).to_contain_text("Không tìm thấy dòng tiêu đề")
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator(".sub")).to_contain_text("Chưa ghi gì vào hệ thống.")


def test_the_keyboard_alone_adds_a_booth(fair, open_page):
    page = open_page(fair, login="ha")
    press_until(page, "Hội chợ OCOP Quảng Ninh – Xuân 2027 (mẫu)", within="main")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{FAIR}")
    press_until(page, "Gian hàng", within="nav")
    page.keyboard.press("Enter")
    page.wait_for_url("**/booths")
    press_until(page, "Thêm gian", within="main")
    page.keyboard.press("Enter")
    page.wait_for_url("**/booths/new")
    press_until(page, "code")
    page.keyboard.type("D07")
    press_until(page, "commune_code")
    page.keyboard.press("ArrowDown")
    press_until(page, "Lưu")
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("Gian D07")
    expect(page.locator("dl.facts")).to_contain_text("xã Ba Chẽ")


def test_the_skip_link_leads_past_the_menu(demo_fair, open_page):
    page = open_page(demo_fair, f"{FAIR}/booths", login="bantochuc")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_office_works_without_javascript(fair, open_page):
    page = open_page(fair, login="ha", java_script_enabled=False)
    page.get_by_role("link", name="Mở").first.click()
    page.get_by_role("link", name="Gian hàng", exact=True).click()
    page.get_by_label("Khu").select_option(label="Khu 1")
    page.get_by_role("button", name="Lọc").click()
    expect(page.locator(".foot")).to_contain_text("4 trên 4 gian")
    page.get_by_role("link", name="Thêm gian").click()
    page.get_by_label("Số gian").fill("B017")
    page.get_by_label("Đơn vị đưa gian tham gia").select_option("province")
    page.get_by_label("Tỉnh, thành phố", exact=True).select_option(label="tỉnh Lào Cai")
    save(page)
    assert refusal_of(page, "Số gian").startswith("Số này đã dùng cho gian B017.")
    page.get_by_label("Số gian").fill("B018")
    save(page)
    expect(page.locator("dl.facts")).to_contain_text("Lào Cai")
    for part, words in [("live", "Số này của"), ("reports/closing", "Khớp"), ("labels", "In tem")]:
        page.goto(fair.url + f"{FAIR}/{part}")
        expect(page.locator("main")).to_contain_text(words)
    see_the_paper_of_the_labels(page)


def see_the_paper_of_the_labels(page: Page) -> None:
    page.locator("input.count").first.fill("2")
    page.get_by_role("button", name="Xem trước khi in").click()
    expect(page.locator("h1")).to_contain_text("2 tem")
