"""The camera and the photo: from a picture to a line of the basket."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.camera import bars_frame, empty_frame, label_frame, photo_of, write_film
from tests.browser.conftest import BROWSERS, FLAGS, PATIENCE_MS, PHONE, Fair
from tests.browser.test_till_baskets import label_of
from tests.browser.till import Hand, sign_in

pytestmark = pytest.mark.browser

LAN = "192.168.77.10"


@pytest.fixture
def open_camera(fair: Fair, browser) -> Iterator[Callable[..., Page]]:
    """Open the till in a browser of its own, before a film; no fault, no foreign address."""
    faults: list[str] = []
    opened = []
    found = next(path for name in BROWSERS if (path := shutil.which(name)))

    def start(film: Path | None, *, host: str = "", script: str = "", path="/till") -> Page:
        args = [*FLAGS]
        if film:
            args += [
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                f"--use-file-for-fake-video-capture={film}",
            ]
        url = fair.url.replace("127.0.0.1", host) if host else fair.url
        if host:
            args.append(f"--host-resolver-rules=MAP {host} 127.0.0.1")
        one = browser.browser_type.launch(executable_path=found, headless=True, args=args)
        opened.append(one)
        context = one.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale="vi-VN")
        context.add_cookies([{"name": "fair_pos_till", "value": fair.token, "url": url}])
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        context.on(
            "request",
            lambda sent: (
                faults.append(sent.url)
                if not sent.url.startswith((url, "blob:", "data:"))
                else None
            ),
        )
        page.clock.install(time=fair.clock.now())
        page.goto(url + path)
        return page

    yield start
    for one in opened:
        one.close()
    assert faults == []


def address_of(fair, product_id) -> str:
    return f"HTTPS://POS.HALONG.EXAMPLE/P/{label_of(fair, product_id)}"


def film_of(tmp_path: Path, *texts: str) -> Path:
    """Each text for a second and a half, nothing between them for half a second.

    Thirteen digits are bars, everything else is a square.
    """
    scenes = [
        ((bars_frame if text.isdigit() else label_frame)(text, turn=8 * at), 1.5)
        for at, text in enumerate(texts)
    ]
    return write_film(
        tmp_path / "hall.y4m", [one for s in scenes for one in (s, (empty_frame(), 0.5))]
    )


def open_scan(page: Page) -> Hand:
    hand = sign_in(page)
    hand.tap("Quét mã")
    return hand


def test_a_label_before_the_camera_is_a_line_within_two_seconds(fair, open_camera, tmp_path):
    """Row 14; the reader is loaded by the first use, the time is that of the second."""
    page = open_camera(film_of(tmp_path, address_of(fair, fair.cast.eggs)))
    hand = open_scan(page)
    expect(page.locator(".bottom .pay strong")).to_have_text("45.000\u00a0đ")
    expect(page.locator("#top .band.done")).to_have_text("Đã thêm: Trứng vịt biển Đồng Rui")

    hand.tap("Quét mã")
    expect(page.locator("dialog")).to_have_count(0, timeout=2000)
    expect(page.locator(".bottom .pay strong")).to_have_text("90.000\u00a0đ")


def test_several_in_a_row_need_no_second_opening(fair, open_camera, tmp_path):
    eggs, squid = (address_of(fair, one) for one in (fair.cast.eggs, fair.cast.squid))
    page = open_camera(
        film_of(tmp_path, eggs, "8930000000019", squid),
        script="localStorage.setItem('fair-pos-scan-many', 'yes')",
    )
    hand = open_scan(page)

    expect(page.locator("dialog .told")).to_contain_text("Đã thêm:")
    expect(page.locator("dialog[data-name=weight]")).to_be_visible(timeout=8000)
    hand.keys(", 4 5")
    hand.tap("Thêm vào giỏ")
    expect(page.locator("dialog[data-name=scan]")).to_be_visible()
    page.locator("dialog [data-do=close]").click()

    names = page.evaluate("() => document.querySelector('.basket-button').textContent")
    assert "3 món" in names


def test_a_code_that_stays_in_the_picture_is_one_piece(fair, open_camera, tmp_path):
    """Forceu/barcodebuddy-android#19, peterthepeter/groly#13, thulanesigasa/rulership_erp#64."""
    film = write_film(tmp_path / "still.y4m", [(label_frame(address_of(fair, fair.cast.eggs)), 1)])
    page = open_camera(film, script="localStorage.setItem('fair-pos-scan-many', 'yes')")
    open_scan(page)
    expect(page.locator("dialog .told")).to_contain_text("Đã thêm: Trứng vịt")

    page.wait_for_function("() => document.querySelector('video').currentTime > 4")

    page.locator("dialog [data-do=close]").click()
    expect(page.locator(".bottom .pay strong")).to_have_text("45.000\u00a0đ")


def test_the_camera_rests_after_twenty_seconds_and_goes_on_by_a_tap(fair, open_camera, tmp_path):
    page = open_camera(write_film(tmp_path / "empty.y4m", [(empty_frame(), 1)]))
    hand = open_scan(page)
    expect(page.locator("dialog")).to_contain_text("Đưa mã vào khung")

    page.clock.fast_forward(21_000)
    expect(page.locator("dialog")).to_contain_text("Máy ảnh đang nghỉ")
    assert page.locator("video").evaluate("(video) => video.srcObject") is None
    hand.tap("Quét tiếp")

    expect(page.locator("dialog")).to_contain_text("Đưa mã vào khung")


def test_leaving_the_sheet_puts_the_camera_out(fair, open_camera, tmp_path):
    page = open_camera(write_film(tmp_path / "empty.y4m", [(empty_frame(), 1)]))
    open_scan(page)
    expect(page.locator("dialog")).to_contain_text("Đưa mã vào khung")
    page.evaluate(
        "() => { window.track = document.querySelector('video').srcObject.getTracks()[0]; }"
    )

    page.locator("dialog [data-do=close]").click()

    assert page.evaluate("() => window.track.readyState") == "ended"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("NotAllowedError", "Chưa cho dùng máy ảnh. Mở Cài đặt của trình duyệt"),
        ("NotFoundError", "Máy này không có máy ảnh."),
        ("NotReadableError", "Máy ảnh đang bận ở ứng dụng khác."),
    ],
)
def test_a_camera_that_does_not_open_says_what_to_do(open_camera, name, words):
    script = f"""navigator.mediaDevices.getUserMedia =
        () => Promise.reject(new DOMException('no', '{name}'));"""
    page = open_camera(None, script=script)
    open_scan(page)

    expect(page.locator("dialog")).to_contain_text(words)
    expect(page.get_by_label("Chụp ảnh mã")).to_be_attached()


def test_a_reader_of_the_phone_without_formats_or_that_throws_is_not_used(
    fair, open_camera, tmp_path
):
    """gruhn/vue-qrcode-reader#450: a detector that is there and reads nothing."""
    script = """window.BarcodeDetector = class {
        static getSupportedFormats() { return Promise.resolve(['qr_code']); }
        detect() { return Promise.reject(new Error('service unavailable')); }
    };"""
    page = open_camera(film_of(tmp_path, address_of(fair, fair.cast.eggs)), script=script)
    open_scan(page)

    expect(page.locator(".bottom .pay strong")).to_have_text("45.000\u00a0đ")


def test_the_phone_s_own_reader_is_used_where_it_works(fair, open_camera, tmp_path):
    code = label_of(fair, fair.cast.eggs)
    script = f"""window.BarcodeDetector = class {{
        static getSupportedFormats() {{ return Promise.resolve(['qr_code', 'ean_13']); }}
        detect(picture) {{
          return Promise.resolve(picture.width > 8 ? [{{ rawValue: '{code}' }}] : []);
        }}
    }};"""
    page = open_camera(write_film(tmp_path / "e.y4m", [(empty_frame(), 1)]), script=script)
    asked = []
    page.on("request", lambda sent: asked.append(sent.url))
    open_scan(page)

    expect(page.locator(".bottom .pay strong")).to_have_text("45.000\u00a0đ")
    assert [url for url in asked if "zxing" in url] == []


def test_a_photo_works_on_plain_http(fair, open_camera):
    """Row 11: an address of the hall's network, where a browser gives no camera."""
    page = open_camera(None, host=LAN)
    assert page.evaluate("() => isSecureContext") is False
    hand = open_scan(page)

    page.get_by_label("Chụp ảnh mã").set_input_files(photo_of(address_of(fair, fair.cast.eggs)))
    expect(page.locator(".bottom .pay strong")).to_have_text("45.000\u00a0đ", timeout=15_000)
    hand.tap("Quét mã")
    page.get_by_label("Chụp ảnh mã").set_input_files(photo_of(""))

    expect(page.locator("dialog")).to_contain_text("Không thấy mã trong ảnh.")


def test_a_photo_goes_to_the_server_where_the_page_cannot_read_it(fair, open_camera):
    page = open_camera(None, host=LAN, script="delete window.Worker;")
    open_scan(page)

    with page.expect_request("**/api/v1/till/scan") as asked:
        page.get_by_label("Chụp ảnh mã").set_input_files(photo_of(address_of(fair, fair.cast.eggs)))

    expect(page.locator(".bottom .pay strong")).to_have_text("45.000\u00a0đ")
    assert len(asked.value.post_data_buffer or b"") < 700_000


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("https://check.example.vn/t/42", "Mã của trang khác: check.example.vn – không phải tem"),
        ("00020101021238570010A000000727", "Đây là mã chuyển khoản, không phải mã hàng."),
        ("HTTPS://POS.EXAMPLE/T/B4K7R2XQ96", "Đây là thẻ gian để ghép máy mới"),
        ("HTTPS://POS.EXAMPLE/P/B4K7R2XQ99", "Mã đọc chưa đủ, quét lại"),
        ("HTTPS://POS.EXAMPLE/R/B4K7R2XQ96", "Phiếu này không phải của gian mình"),
        ("WIFI:S:cho;;", "Không có mã này trong gian"),
    ],
)
def test_what_is_no_code_of_goods_is_named_and_the_basket_stays(open_till, text, words):
    page = open_till()
    open_scan(page)
    page.locator("dialog [data-input=take], dialog .lens-words").first.wait_for(state="attached")

    page.evaluate(
        """async (text) => {
          const { $codes } = await import(document.querySelector('script[src*="/start.js"]').src
            .replace('start.js', 'more.js'));
          await $codes.takeCode(text);
        }""",
        text,
    )

    expect(page.locator("dialog .told")).to_contain_text(words)
    expect(page.locator(".basket-button")).to_contain_text("0 món")


def test_the_code_of_a_receipt_opens_its_sale(fair, open_till):
    page = open_till()
    hand = sign_in(page)
    hand.tile("Trứng vịt")
    hand.tap(page.locator(".bottom .pay"))
    hand.tap("Đã thu tiền")
    expect(page.locator(".status")).to_contain_text("chờ gửi 0")
    hand.tap("Đơn mới")
    code = page.evaluate(
        """async () => {
          const [store] = await indexedDB.databases();
          const db = await new Promise((done) => {
            indexedDB.open(store.name).onsuccess = (event) => done(event.target.result);
          });
          return new Promise((done) => {
            db.transaction('facts').objectStore('facts').getAll().onsuccess = (event) =>
              done(event.target.result.find((fact) => fact.body.public_code).body.public_code);
          });
        }"""
    )

    page.keyboard.type(f"HTTPS://POS.EXAMPLE/R/{code}")
    page.keyboard.press("Enter")

    expect(page.locator("dialog[data-name=sale]")).to_contain_text("B017-1-000001")
