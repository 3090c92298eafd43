"""An inspector's note from a phone whose connection goes away."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect
from sqlmodel import select

from fair_pos.labels.models import LabelNote
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser


def photo() -> bytes:
    made = io.BytesIO()
    Image.effect_noise((3000, 2000), 60).save(made, "JPEG")
    return made.getvalue()


def test_a_refusal_or_a_lost_connection_keeps_what_was_written(fair, open_page):
    shot = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    page = open_page(fair, "/v/XUAN-2027/notes/new?code=B4K7R2XQ96", PHONE, login="lan")
    page.get_by_label("Nghi giả").check()
    page.get_by_label("Đã thấy gì").fill("Chữ mờ")
    page.get_by_label("Ảnh 1").set_input_files(shot)
    page.get_by_label("Ảnh 2").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"<svg/>"}
    )
    page.get_by_role("button", name="Lưu ghi nhận").click()
    expect(page.get_by_text("Chưa lưu: Ảnh phải là JPEG, PNG hoặc WebP")).to_be_visible()
    page.get_by_label("Ảnh 2").set_input_files([])

    page.context.set_offline(True)
    page.get_by_role("button", name="Lưu ghi nhận").click()
    expect(page.get_by_text("Chưa gửi được vì mất kết nối.")).to_be_visible()
    assert page.get_by_label("Ảnh 1").evaluate("field => field.files.length") == 1

    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_label("Đã thấy gì")).to_have_value("Chữ mờ")
    expect(page.get_by_label("Nghi giả")).to_be_checked()
    page.get_by_label("Ảnh 1").set_input_files(shot)
    with page.expect_request("**/notes/new?*") as sent:
        page.get_by_role("button", name="Lưu ghi nhận").click()
    assert int(sent.value.all_headers()["content-length"]) < len(shot["buffer"]) / 2
    page.wait_for_url("**/notes?**")
    expect(page.get_by_text("Nghi giả · cần xem")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0

    store = fair.app.state.store
    with store.reading() as session:
        (note,) = session.exec(select(LabelNote)).all()
    with Image.open(store.settings.data / "photos" / note.photos) as kept:
        assert max(kept.size) == 1600
