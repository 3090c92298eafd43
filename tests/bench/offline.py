"""The till's queue: 200 sales without a server over three tabs, then a network that loses answers.

40 % of the batches are committed and their answer lost, 20 % hang past the till's patience.
Once with the browser's locks, once on a plain-http origin without them.
"""

import random
import shutil
import time

from playwright.sync_api import Browser, sync_playwright

from tests.bench.figures import Figure, at_most
from tests.browser.conftest import BROWSERS, FIND_LAN, FLAGS
from tests.browser.hall import (
    Fault,
    Hall,
    Network,
    hall,
    network,
    ready_to_sell,
    sell,
    till_page,
    waits,
)

SALES = 200
TABS = 3
PRICE_VND = 45_000
LIMIT_S = 90


def run() -> list[Figure]:
    figures: list[Figure] = []
    with hall(tills=2) as server, network(server) as way, sync_playwright() as play:
        found = next(path for name in BROWSERS if (path := shutil.which(name)))
        browser = play.chromium.launch(executable_path=found, args=[*FLAGS, FIND_LAN])
        figures += _drained(server, way, browser, way.url, "locks")
        figures += _drained(server, way, browser, way.lan_url, "plain http, no locks")
        browser.close()
    return figures


def _drained(server: Hall, way: Network, browser: Browser, address: str, name: str) -> list[Figure]:
    token = server.tokens.pop()
    context = browser.new_context()
    pages = [till_page(context, address, token)]
    ready_to_sell(pages[0])
    pages += [till_page(context, address, token) for _ in range(TABS - 1)]
    for page in pages:
        page.locator(".tile").first.wait_for(state="visible")
    way.fault = lambda path: "refuse" if path.startswith("/api") else ""
    share = [SALES // TABS + (at < SALES % TABS) for at in range(TABS)]
    began = time.perf_counter()
    for page, times in zip(pages, share, strict=True):
        sell(page, times)
    sold_s = time.perf_counter() - began
    way.seen.clear()
    way.fault = _unlucky(random.Random(7))
    began = time.perf_counter()
    for page in pages:
        page.evaluate("() => void dispatchEvent(new Event('online'))")
    for page in pages:
        waits(page, 0, timeout_ms=300_000)
    seconds = time.perf_counter() - began
    context.close()
    rows = server.sales(token)
    posts = [fault for path, fault in way.seen if path.endswith("/batch")]
    way.fault = lambda _: ""
    return [
        _exactly(f"{name}: rows of {SALES} sales", len(rows), SALES),
        _exactly(f"{name}: sum, đ", sum(vnd for _, vnd in rows), SALES * PRICE_VND),
        _exactly(f"{name}: numbers 1..{SALES}, each once", _gapless(rows), SALES),
        at_most(f"{name}: time to drain", seconds, LIMIT_S, LIMIT_S, "s"),
        Figure(f"{name}: batches, and those that failed", f"{len(posts)}, {_failed(posts)}"),
        at_most(f"{name}: a sale by the buttons, without a server", sold_s / SALES, 1, 0.2, "s"),
    ]


def _unlucky(luck: random.Random) -> Fault:
    """Of every ten batches four lose their answer and two hang, in an order of chance."""
    deck: list[str] = []

    def fault(path: str) -> str:
        if not path.endswith("/batch"):
            return ""
        if not deck:
            deck.extend(luck.sample(["lose"] * 4 + ["hang"] * 2 + [""] * 4, 10))
        return deck.pop()

    return fault


def _exactly(what: str, value: int, wanted: int) -> Figure:
    return Figure(what, f"{value:,}", f"{wanted:,}", met=value == wanted)


def _gapless(rows: list[tuple[int, int]]) -> int:
    """Return how many numbers stand in an unbroken row from 1."""
    return next((at for at, (seq, _) in enumerate(rows) if seq != at + 1), len(rows))


def _failed(posts: list[str]) -> int:
    return sum(1 for fault in posts if fault)
