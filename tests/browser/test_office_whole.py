"""The organiser's whole way: from the Excel lists to the final report, with one sale on a phone."""

import io
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import python_calamine
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, Route, expect

from fair_pos.resources import folder
from tests.browser.conftest import PHONE
from tests.browser.till import Hand

pytestmark = pytest.mark.browser

DEMO = folder("seed") / "demo"
EDITION = "/v/HL-2027"
SELLER_PIN = "4826"


def test_the_organiser_takes_a_fair_from_its_excel_lists_to_the_final_report(fair, open_page):
    office = open_page(fair, login="ha")

    create_the_edition(office)
    import_the_booths(office)
    import_the_products(office)
    name, price_vnd = the_first_product_of(office, "A01")
    give_the_booth_a_seller_and_a_printer(office)
    card = make_the_cards(office)
    number = sell_on_a_phone(open_page(fair, f"/T/{card}", PHONE), name, price_vnd)
    see_the_paper(office)
    see_it_live(office, price_vnd)
    follow_the_figure_of_the_report(office, number, price_vnd)
    take_the_files(office, price_vnd)
    label = print_labels(office, name)
    scan_the_label(open_page(fair, size=PHONE), label, name)
    issue_the_report(office, price_vnd)


def vnd(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def create_the_edition(office: Page) -> None:
    office.get_by_role("link", name="Thêm hội chợ").click()
    office.get_by_label("Tên", exact=True).fill("Hội chợ OCOP Hạ Long 2027")
    office.get_by_label("Mã trong địa chỉ trang").fill("HL-2027")
    office.get_by_label("Ngày bắt đầu").fill("28/1/27")
    office.get_by_label("Ngày kết thúc").fill("01/02/2027")
    office.get_by_label("Ngày nghỉ trong kỳ").fill("29/01/2027")
    office.get_by_label("Khu thứ 1: tên").fill("Khu 1")
    office.get_by_label("Khu thứ 2: tên").fill("Khu 2")
    office.get_by_role("button", name="Lưu").click()
    office.wait_for_url(f"**{EDITION}?saved=*")
    expect(office.locator("h1")).to_contain_text("Hôm nay là ngày thứ 2 trên 4")
    expect(office.locator("main")).not_to_contain_text("29/01")


def upload(office: Page, words: str, file: Path) -> None:
    office.goto(office.url.split("/v/")[0] + f"{EDITION}/import")
    office.get_by_label("Danh sách nào").select_option(label=words)
    office.get_by_label("Tệp Excel (.xlsx)").set_input_files(file)
    office.get_by_role("button", name="Xem trước").click()


def figures(office: Page) -> str:
    return " · ".join(office.locator(".figures li").all_inner_texts())


def import_the_booths(office: Page) -> None:
    file = DEMO / "danh-sach-gian-hang.xlsx"
    upload(office, "Gian hàng và chủ thể", file)
    expect(office.locator(".sub b")).to_have_text("Chưa ghi gì vào hệ thống.")
    assert "86 dòng hợp lệ · 2 dòng có lỗi" in figures(office)
    expect(office.locator(".strip")).to_contain_text("Số gian")
    faults = office.locator("table.keep tbody tr")
    expect(faults).to_have_count(3)
    expect(faults.nth(0)).to_contain_text("Số gian A01 đã có ở dòng 5")
    expect(faults.nth(1)).to_contain_text("Thiếu số gian. Ghi số gian vào cột C rồi nhập lại.")

    correct_in_place(office, "Nội dung đúng của dòng 91", "A99")
    assert "87 dòng hợp lệ · 1 dòng có lỗi" in figures(office)
    office.get_by_role("button", name="Nhập 87 dòng").click()
    expect(office.locator(".saved")).to_contain_text("Đã nhập 87 dòng lúc")
    expect(office.locator(".remedy")).to_contain_text("Còn 1 dòng lỗi.")

    upload(office, "Gian hàng và chủ thể", file)
    assert "86 gian đã có từ trước" in figures(office)
    office.get_by_role("button", name="Nhập 86 dòng").click()
    assert figures(office).startswith("0 thêm mới · 0 ")
    office.goto(office.url.split("/import")[0] + "/booths")
    expect(office.locator(".sub")).to_contain_text("87 gian, 3 khu")
    expect(office.locator(".tabs")).to_contain_text("Tất cả 87")


def correct_in_place(office: Page, label: str, text: str) -> None:
    office.get_by_role("link", name="Sửa tại đây").first.click()
    office.get_by_label(label).fill(text)
    office.get_by_role("button", name="Sửa", exact=True).click()


def import_the_products(office: Page) -> None:
    for again in (False, True):
        upload(office, "Sản phẩm, giá, hạng sao", DEMO / "danh-muc-san-pham.xlsx")
        expect(office.locator(".sub b")).to_have_text("Chưa ghi gì vào hệ thống.")
        good = int(re.match(r"(\d+) dòng hợp lệ", figures(office))[1])
        office.get_by_role("button", name=f"Nhập {good} dòng").click()
        expect(office.locator(".saved")).to_contain_text(f"Đã nhập {good} dòng")
        assert figures(office).startswith("0 thêm mới" if again else f"{good} thêm mới")
    office.get_by_role("link", name="Xem sản phẩm").click()
    expect(office.locator(".foot")).to_contain_text(f"trên {good} sản phẩm")


def the_first_product_of(office: Page, booth: str) -> tuple[str, int]:
    """Return name and price of a product sold by the piece."""
    office.goto(office.url.split("/products")[0] + f"/booths/{booth}")
    rows = office.locator("table").last.locator("tbody tr").filter(has_not_text="/kg")
    price = rows.first.locator("td").last.inner_text().split("/")[0]
    return rows.first.get_by_role("link").inner_text(), int(price.replace(".", ""))


def give_the_booth_a_seller_and_a_printer(office: Page) -> None:
    office.get_by_role("link", name="Thêm người bán").first.click()
    office.get_by_label("Họ và tên").fill("Vũ Thị Thắm")
    office.get_by_label("Cách gọi").fill("Chị")
    office.get_by_label("Mã PIN").fill(SELLER_PIN)
    office.get_by_role("button", name="Lưu").click()
    expect(office.locator("table").first).to_contain_text("Chị Vũ Thị Thắm")
    office.get_by_role("link", name="Sửa gian").click()
    office.get_by_label("Máy in phiếu").select_option(index=1)
    office.get_by_role("button", name="Lưu").click()
    expect(office.locator(".saved")).to_contain_text("Đã lưu lúc")


def make_the_cards(office: Page) -> str:
    """Return the code of A01's card, which also stands on the paper."""
    office.get_by_role("link", name="Gian hàng", exact=True).click()
    office.get_by_role("link", name="In thẻ gian").click()
    office.get_by_role("button", name="Tạo 87 thẻ còn thiếu").click()
    row = office.locator("tbody tr", has=office.get_by_text("A01", exact=True))
    code = row.locator("td.code").nth(1).inner_text()
    assert code in text_of(download(office, "In 87 thẻ gian"))
    return code.replace("-", "")


def save_not_show(route: Route) -> None:
    """Let the browser save a PDF that it would show."""
    answer = route.fetch()
    headers = answer.headers | {"content-disposition": "attachment"}
    route.fulfill(response=answer, headers=headers)


def download(office: Page, words: str) -> bytes:
    office.route(re.compile(r"/cards\.pdf|/labels/print"), save_not_show)
    main = office.locator("main, .bar")
    with office.expect_download() as waiting:
        main.locator("a, button").filter(has_text=words).first.click()
    return Path(waiting.value.path()).read_bytes()


def text_of(pdf: bytes) -> str:
    assert pdf.startswith(b"%PDF")
    assert shutil.which("pdftotext"), "reading PDF back needs poppler-utils"
    reading = ["pdftotext", "-layout", "-", "-"]
    return subprocess.run(reading, input=pdf, capture_output=True, check=True).stdout.decode()


def first_page(pdf: bytes) -> Image.Image:
    drawing = ["pdftoppm", "-r", "200", "-gray", "-f", "1", "-l", "1", "-"]
    return Image.open(
        io.BytesIO(subprocess.run(drawing, input=pdf, capture_output=True, check=True).stdout)
    )


def sell_on_a_phone(phone: Page, name: str, price_vnd: int) -> str:
    """Sell one piece for exact cash; returns the number of the sale."""
    assert phone.get_by_role("button").count() == 1
    phone.get_by_role("button").click()
    phone.wait_for_url("**/till")
    hand = Hand(phone)
    expect(phone.locator(".name")).to_contain_text("Vũ Thị Thắm")
    hand.keys(" ".join(SELLER_PIN))
    hand.tap("500.000")
    hand.tap("Mở ca")
    hand.tile(name)
    hand.tap(phone.locator(".bottom .pay"))
    expect(phone.locator("dialog")).to_contain_text(vnd(price_vnd))
    hand.tap("Đã thu tiền")
    expect(phone.locator(".change-card")).to_contain_text("Đủ tiền")
    expect(phone.locator(".status")).to_contain_text("chờ gửi 0")
    return re.search(r"A01-\d+-\d{6}", phone.locator(".saved").inner_text())[0]


def see_the_paper(office: Page) -> None:
    office.goto(office.url.split("/cards")[0] + "/printers")
    expect(office.locator("table.dense tbody tr")).to_have_count(1)
    paper = office.locator("img.paper")
    expect(paper).to_be_visible()
    assert paper.evaluate("one => one.naturalWidth") >= 384
    assert paper.evaluate("one => one.naturalHeight") > 400


def see_it_live(office: Page, price_vnd: int) -> None:
    office.get_by_role("link", name="Trực tiếp").click()
    expect(office.locator(".live-figure")).to_have_text(f"{vnd(price_vnd)}\u00a0đ")
    expect(office.locator("main")).to_contain_text("Số này của 1 trên 87 gian bán hàng")


def follow_the_figure_of_the_report(office: Page, number: str, price_vnd: int) -> None:
    office.get_by_role("link", name="Báo cáo", exact=True).click()
    expect(office.locator(".agrees")).to_contain_text(f"Khớp: 1 đơn = {vnd(price_vnd)}\u00a0đ")
    office.locator("main table a[href*='/sales?']").first.click()
    expect(office.locator(".total-line")).to_contain_text(f"{vnd(price_vnd)}\u00a0đ")
    expect(office.locator("tbody tr")).to_have_count(1)
    office.get_by_role("link", name=number).click()
    expect(office.locator("main")).to_contain_text("Vũ Thị Thắm")


def take_the_files(office: Page, price_vnd: int) -> None:
    office.get_by_role("link", name="Báo cáo", exact=True).click()
    report = json.loads(download(office, "JSON"))
    assert str(price_vnd) in json.dumps(report["total"])
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(download(office, "Excel")))
    cells = [
        cell
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for cell in row
    ]
    assert price_vnd in cells
    paper = text_of(office.request.get(office.url.split("?")[0] + ".pdf").body())
    assert f"1 đơn = {vnd(price_vnd)}" in " ".join(paper.split())


def print_labels(office: Page, name: str) -> str:
    """Print five labels; returns the address that one of them opens."""
    office.get_by_role("link", name="Sản phẩm và tem").click()
    office.get_by_role("link", name="In tem").first.click()
    office.get_by_label(f"Số tem của {name}").first.fill("5")
    office.get_by_role("button", name="Xem trước khi in").click()
    expect(office.locator("h1")).to_contain_text("5 tem")
    assert zxingcpp.read_barcodes(
        Image.open(io.BytesIO(picture(office))), formats=zxingcpp.BarcodeFormat.QRCodeModel2
    )
    button = office.locator(".bar .first")
    sheet = download(office, button.inner_text())
    assert name.split(maxsplit=1)[0] in text_of(sheet)
    codes = zxingcpp.read_barcodes(first_page(sheet), formats=zxingcpp.BarcodeFormat.QRCodeModel2)
    assert len({code.text for code in codes}) == 5
    office.goto(office.url.split("/labels")[0] + "/labels/log")
    expect(office.locator("tbody .band")).to_contain_text("Nguyễn Thu Hà")
    expect(office.locator("tbody .band")).to_contain_text("30/01/2027")
    expect(office.locator("tbody tr").nth(1)).to_contain_text("000001 – 000005")
    return re.search(r"/P/\w+", codes[0].text, re.IGNORECASE)[0]


def picture(office: Page) -> bytes:
    address = office.locator("img.paper").get_attribute("src")
    return office.request.get(office.url.split("/v/")[0] + address).body()


def scan_the_label(phone: Page, address: str, name: str) -> None:
    phone.goto(phone.url.split("/login")[0] + address)
    expect(phone.locator("h1")).to_have_text(name)
    expect(phone.locator("body")).to_contain_text("Tem thật")


def issue_the_report(office: Page, price_vnd: int) -> None:
    office.get_by_role("link", name="Báo cáo", exact=True).click()
    draft = text_of(download(office, "Tải PDF"))
    assert "SỐ LIỆU SƠ BỘ" in draft
    office.reload()
    expect(office.locator("#issued + ul")).to_contain_text("Số liệu sơ bộ 1")
    office.get_by_role("link", name="Chốt số liệu chính thức").click()
    expect(office.locator("main")).to_contain_text("Hội chợ chưa kết thúc.")
    office.get_by_role("button", name=f"{vnd(price_vnd)}").click()
    expect(office.locator("#issued + ul")).to_contain_text("Số liệu chính thức")
    office.get_by_role("link", name="Đối chiếu với hiện nay").first.click()
    expect(office.locator(".proof")).to_contain_text("Bản in này khớp số liệu lúc")
