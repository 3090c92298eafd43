"""Scanning: from the first frame that shows a label to the painted line; a photo of 12 megapixels.

A fake camera plays a label, 1280 × 720; 6× CPU slows the page, not the worker that reads (as
Chromium does it), so a real cheap phone is slower than the second figure.
"""

import shutil
import statistics
import tempfile
import time
from io import BytesIO
from pathlib import Path

import qrcode
from PIL import Image
from playwright.sync_api import Page, sync_playwright
from sqlmodel import select

from fair_pos.catalogue.models import Product
from fair_pos.payments import pictures
from tests.bench.figures import Figure, at_most
from tests.bench.till import _fair
from tests.browser.camera import label_frame, write_film
from tests.browser.conftest import BROWSERS, FLAGS, PHONE, Fair
from tests.browser.till import sign_in

ROUNDS = 7
FRAME_TO_LINE = """() => new Promise((done) => {
  const total = document.querySelector('.bottom .pay');
  const before = total.textContent;
  let began = 0;
  const watch = setInterval(() => {
    const video = document.querySelector('.lens video');
    if (!video) return;
    clearInterval(watch);
    video.requestVideoFrameCallback(() => { began = performance.now(); });
  }, 5);
  new MutationObserver((_, observer) => {
    if (total.textContent === before) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
  }).observe(total.parentElement, {subtree: true, childList: true, characterData: true});
  document.querySelector('[data-do=scan]').click();
})"""


def run() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="fair-pos-scan-") as folder, _fair() as fair:
        label = f"HTTPS://POS.HALONG.EXAMPLE/P/{_label(fair)}"
        film = write_film(Path(folder) / "label.y4m", [(label_frame(label, turn=7), 1)])
        first, later = _camera(fair, film, 1)
        slow_first, slow = _camera(fair, film, 6)
        photo = _photo(label)
        here = _photo_in_page(fair, film, photo)
    return [
        at_most("frame to line, first scan (reader is loaded)", first, 2000, 1000, "ms"),
        at_most("frame to line, later scans, median", later, 1000, 300, "ms"),
        at_most("frame to line, first scan, 6× CPU", slow_first, 2000, 1500, "ms"),
        at_most("frame to line, later scans, 6× CPU, median", slow, 2000, 800, "ms"),
        at_most("photo of 12 megapixels to line, in the page, 6× CPU", here, 5000, 2000, "ms"),
        at_most("photo scaled to 1600 px, read by the server", _server(photo), 500, 150, "ms"),
    ]


def _label(fair: Fair) -> str:
    with fair.app.state.store.reading() as session:
        found = select(Product.label_code).where(Product.id == fair.cast.eggs)
        return str(session.exec(found).one())


def _opened(play: object, fair: Fair, film: Path, rate: int) -> Page:
    path = next(found for name in BROWSERS if (found := shutil.which(name)))
    flags = [
        *FLAGS, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]  # fmt: skip
    browser = play.chromium.launch(executable_path=path, args=flags)  # type: ignore[attr-defined]
    context = browser.new_context(viewport=PHONE, locale="vi-VN")
    context.add_cookies([{"name": "fair_pos_till", "value": fair.token, "url": fair.url}])
    page = context.new_page()
    page.goto(fair.url + "/till")
    page.locator(".name, .tiles").first.wait_for()
    if page.locator(".name").count():
        sign_in(page)
    page.locator(".tiles").wait_for()
    page.wait_for_timeout(4000)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})
    return page


def _camera(fair: Fair, film: Path, rate: int) -> tuple[float, float]:
    """The first scan, and the median of the later ones; milliseconds."""
    with sync_playwright() as play:
        page = _opened(play, fair, film, rate)
        times = []
        for _ in range(ROUNDS):
            times.append(float(page.evaluate(FRAME_TO_LINE)))
            page.wait_for_timeout(500)
        return times[0], statistics.median(times[1:])


def _photo(label: str) -> bytes:
    picture = Image.effect_noise((800, 600), 40).convert("RGB").resize((4000, 3000))
    picture.paste(qrcode.make(label, box_size=24).get_image().convert("RGB").rotate(5), (1200, 900))
    out = BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()


def _photo_in_page(fair: Fair, film: Path, photo: bytes) -> float:
    """From the chosen file to the line, without a camera; milliseconds."""
    with sync_playwright() as play:
        page = _opened(play, fair, film, 6)
        page.evaluate(
            """() => { navigator.mediaDevices.getUserMedia =
              () => Promise.reject(new DOMException('no', 'NotFoundError')); }"""
        )
        before = page.locator(".bottom .pay").inner_text()
        page.locator("[data-do=scan]").first.click()
        field = page.get_by_label("Chụp ảnh mã")
        field.wait_for(state="attached")
        began = time.perf_counter()
        file = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo}
        field.set_input_files(file)  # type: ignore[arg-type]
        page.wait_for_function(
            "(text) => document.querySelector('.bottom .pay').innerText !== text", arg=before
        )
        return (time.perf_counter() - began) * 1000


def _server(photo: bytes) -> float:
    """The median of reading the scaled photo; milliseconds."""
    small = Image.open(BytesIO(photo)).resize((1600, 1200))
    out = BytesIO()
    small.save(out, "JPEG", quality=85)
    times = []
    for _ in range(20):
        began = time.perf_counter()
        assert pictures.read_picture(out.getvalue())
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)
