"""The organisers' desk reads a till's chain of codes with its own camera."""

import json

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from fair_pos.accounts.models import Till
from fair_pos.core import ids
from tests.browser.camera import WIDE, empty_frame, write_film
from tests.browser.conftest import PASSWORD
from tests.browser.test_till_scanning import open_camera
from tests.core.test_qrchain import cut

pytestmark = pytest.mark.browser
__all__ = ["open_camera"]


def chain_of(fair) -> list[str]:
    """A shift of the till that waits, as four codes."""
    with fair.app.state.store.reading() as session:
        till = session.exec(select(Till).where(Till.booth_id == fair.cast.hanh_booth)).first()
    shift = {"id": ids.new_id(), "opened_at": "2027-01-30T03:42:00Z", "float_vnd": 200_000}
    body = shift | {"person_id": fair.cast.hanh, "happened": True}
    file = {
        "format": "fair-pos-unsent", "version": 1, "till": {"id": till.id, "series": till.series},
        "booth": {"id": fair.cast.hanh_booth, "code": "B017"},
        "facts": [{"id": shift["id"], "path": "/shifts", "body": body}],
    }  # fmt: skip
    return cut(json.dumps(file), signs=150)


def frame_of(text: str):
    import qrcode

    frame = empty_frame()
    code = qrcode.make(text, box_size=8).get_image().convert("RGB").resize((500, 500))
    frame.paste(code, ((WIDE - 500) // 2, 110))
    return frame


def test_the_camera_of_the_desk_collects_the_codes_and_the_import_takes_them(
    fair, open_camera, tmp_path
):
    codes = chain_of(fair)
    assert len(codes) >= 3
    film = write_film(tmp_path / "chain.y4m", [(frame_of(one), 1.5) for one in codes])
    page = open_camera(film, path="/login")
    page.get_by_label("Tên đăng nhập").fill("ha")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{fair.url}/")
    page.goto(f"{fair.url}/v/{fair.cast.venue_code}/tills/unsent")

    page.get_by_role("button", name="Quét chuỗi mã bằng máy ảnh").click()
    expect(page.locator("[data-chain] [role=status]")).to_contain_text("còn thiếu mã")
    expect(page.locator("[data-chain] [role=status]")).to_contain_text(
        f"Đủ {len(codes)} mã. Bấm Nhập.", timeout=20_000
    )
    page.get_by_role("button", name="Nhập", exact=True).click()

    expect(page.locator("main")).to_contain_text("1 nhập được")
