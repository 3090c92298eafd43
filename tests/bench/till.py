"""The till in Chromium: bytes and requests of a cold load with 120 products, time to usable, tap.

Throttled as a cheap phone on a busy hall's Wi-Fi: 6× CPU slowdown, 150 ms, 1.6 Mbit/s.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from fair_pos.core.clock import FixedClock
from fair_pos.db import store as stores
from fair_pos.payments import reference as banks
from fair_pos.programme import seed
from fair_pos.settings import Settings
from tests.bench.figures import Figure, at_most
from tests.browser.conftest import BROWSERS, FLAGS, MORNING, PHONE, Fair, RunningClock
from tests.browser.goods import fill_shelf
from tests.browser.till import sign_in
from tests.cast import enrol, raise_curtain

ROUNDS = 5
TAPS = 60
SLOW = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}


def run() -> list[Figure]:
    with _fair() as fair, _browser() as browser:
        context = browser.new_context(viewport=PHONE)
        _enrolled(context, fair)
        sign_in(_till(context, fair))
        context.close()
        sizes = _cold_load(browser, fair)
        cold, warm, taps = _throttled(browser, fair)
    return [
        at_most("cold load, 120 products: bytes on the wire", sum(sizes), 30 * 1024, 15 * 1024),
        at_most("cold load: requests", len(sizes), 8, 6),
        at_most("usable, cold, 6× CPU, 150 ms, 1.6 Mbit/s", statistics.median(cold), 3, 2, "s"),
        at_most("usable, warm (same tab reloaded)", statistics.median(warm), 1.5, 0.9, "s"),
        at_most(
            "tap to painted at 6× CPU, p95", statistics.quantiles(taps, n=20)[18], 150, 100, "ms"
        ),
    ]


@contextmanager
def _fair() -> Iterator[Fair]:
    with tempfile.TemporaryDirectory(prefix="fair-pos-bench-") as folder:
        settings = Settings(data=Path(folder))
        clock = RunningClock()
        stores.create(settings, FixedClock(MORNING))
        store = stores.open_store(settings, clock)
        store.lane.run(seed.load)
        store.lane.run(banks.load)
        cast = raise_curtain(store)
        token = enrol(store, cast.hanh_booth).token
        fill_shelf(store, cast, 116)
        store.close()
        fair = Fair(settings=settings, cast=cast, token=token, clock=clock)
        fair.start()
        try:
            yield fair
        finally:
            fair.stop()


@contextmanager
def _browser() -> Iterator[Browser]:
    import shutil

    found = next(path for name in BROWSERS if (path := shutil.which(name)))
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=found, args=list(FLAGS))
        yield opened
        opened.close()


def _enrolled(context: Any, fair: Fair) -> None:
    context.add_cookies([{"name": "fair_pos_till", "value": fair.token, "url": fair.url}])


def _till(context: Any, fair: Fair) -> Page:
    page: Page = context.new_page()
    page.clock.install(time=fair.clock.now())
    page.goto(fair.url + "/till")
    return page


def _cold_load(browser: Browser, fair: Fair) -> list[int]:
    context = browser.new_context(viewport=PHONE)
    _enrolled(context, fair)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[int] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto(fair.url + "/till")
    page.locator(".tile").nth(119).wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    context.close()
    return sizes


def _throttled(browser: Browser, fair: Fair) -> tuple[list[float], list[float], list[float]]:
    cold, warm, taps = [], [], []
    for _ in range(ROUNDS):
        context = browser.new_context(viewport=PHONE)
        _enrolled(context, fair)
        page = context.new_page()
        wire = context.new_cdp_session(page)
        _slow_down(wire)
        cold.append(_until_usable(page, fair.url + "/till"))
        warm.append(_until_usable(page, ""))
        taps.extend(_taps(page, TAPS // ROUNDS))
        context.close()
    return cold, warm, taps


def _slow_down(wire: CDPSession) -> None:
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": 6})


def _until_usable(page: Page, address: str) -> float:
    """Open an address, or reload where it is empty, until a tile is seen; seconds."""
    began = time.perf_counter()
    if address:
        page.goto(address, wait_until="commit")
    else:
        page.reload(wait_until="commit")
    page.locator(".tile").first.wait_for(state="visible")
    return time.perf_counter() - began


def _taps(page: Page, number: int) -> list[float]:
    """Click tiles by piece and wait for the frame after the change; milliseconds each."""
    script = """async () => {
      const tile = [...document.querySelectorAll('.tile')].find(t => !t.querySelector('.scale'));
      const began = performance.now();
      tile.click();
      await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
      return performance.now() - began;
    }"""
    return [float(page.evaluate(script)) for _ in range(number)]
