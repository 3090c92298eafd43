"""A booth without a device: its slip with a photo, its correction, its place in the report."""

import io
import json

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.office import refusal_of, save

pytestmark = pytest.mark.browser

FAIR = "/v/XUAN-2027"


def a_photo() -> dict[str, object]:
    picture = io.BytesIO()
    Image.new("RGB", (60, 90), "white").save(picture, "JPEG")
    return {"name": "phieu.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}


def enter_slip(page: Page, total: str, ocop: str) -> None:
    page.get_by_label("Doanh thu trong ngày, đồng").fill(total)
    page.get_by_label("trong đó sản phẩm OCOP, đồng").fill(ocop)


def test_slips_visitors_and_results_stand_apart_in_the_report(fair, open_page):
    page = open_page(fair, f"{FAIR}/declared", login="ha")
    page.get_by_role("link", name="Nhập phiếu").first.click()
    expect(page.locator("h1")).to_contain_text("Phiếu tự khai của gian A05, Thứ Sáu 29/01/2027")

    enter_slip(page, "3.000.000", "4.000.000")
    page.get_by_role("button", name="Lưu phiếu").click()
    assert "OCOP" in refusal_of(page, "trong đó sản phẩm OCOP, đồng")
    enter_slip(page, "3.000.000", "1.200.000")
    page.get_by_label("Ảnh chụp phiếu").set_input_files(a_photo())
    page.get_by_role("button", name="Lưu phiếu").click()
    expect(page.locator(".saved")).to_contain_text("Đã lưu lúc")

    page.get_by_role("link", name="3.000.000").click()
    photo = page.get_by_role("link", name="Xem ảnh").get_attribute("href")
    assert page.request.get(fair.url + photo).headers["content-type"] == "image/jpeg"
    enter_slip(page, "3500000", "1200000")
    page.get_by_role("button", name="Lưu bản sửa").click()
    row = page.locator("tbody tr", has_text="A05")
    expect(row).to_contain_text("3.500.000")
    expect(row).to_contain_text("đã sửa")
    row.get_by_role("link", name="3.500.000").click()
    expect(page.locator("table.dense tbody tr")).to_have_count(2)

    page.goto(f"{fair.url}{FAIR}/visitors")
    page.get_by_label("Cổng 1, 29/01/2027").fill("6.412")
    page.get_by_label("Hợp đồng, bản ghi nhớ đã ký").fill("7")
    page.get_by_label("Vi phạm đã lập biên bản").fill("0")
    save(page)
    expect(page.locator(".saved")).to_be_visible()

    page.goto(f"{fair.url}{FAIR}/reports/closing")
    figures = page.locator(".figures")
    expect(figures).to_contain_text("0,00 ghi tại quầy + 0,00 tự khai")
    expect(figures).to_contain_text("6.412")
    total = page.locator("table.report tbody tr").first.locator("td")
    assert total.all_inner_texts()[:3] == ["–", "3,5", "3,5"]
    report = json.loads(page.request.get(page.url + ".json").body())
    assert report["total"]["measured_vnd"] == 0
    assert report["total"]["declared_vnd"] == 3_500_000
    assert report["side_results"]["contracts"] == 7
