"""A running server over the cast, and Debian's Chromium at the two sizes of the pictures."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from fair_pos.cli import demo_fair as demo_fairs
from fair_pos.cli.demo_fair import Demo
from fair_pos.core.clock import FixedClock
from fair_pos.db import store as stores
from fair_pos.settings import Settings
from fair_pos.web.app import create_app
from tests.cast import PASSWORD, Cast, enrol, raise_curtain
from tests.databases import Played, Template
from tests.scenes import MORNING

if TYPE_CHECKING:
    from tests.browser.hall import Hall, Network

PHONE = {"width": 360, "height": 640}
TABLET = {"width": 1280, "height": 800}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
FIND_LAN = "--host-resolver-rules=MAP pos.fair 127.0.0.1"
"""`http://pos.fair` is found on loopback; to the browser it is a plain-http machine of the LAN."""
PATIENCE_MS = 20_000
"""How long a loaded machine may take; what is there sooner is taken at once."""


class RunningClock:
    """Ticks like the machine's clock, but on the fair's fifth day."""

    def __init__(self) -> None:
        self.start = time.monotonic()

    def now(self) -> datetime:
        return MORNING + timedelta(seconds=time.monotonic() - self.start)


@dataclass(kw_only=True)
class Server:
    """A server that can go away and come back on the same port."""

    settings: Settings
    clock: RunningClock
    port: int = 0
    password: str = PASSWORD
    _server: uvicorn.Server | None = None
    _thread: threading.Thread | None = None
    answers: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        app = create_app(self.settings, self.clock)
        self.app = app
        listening = socket.create_server(("127.0.0.1", self.port))
        self.port = listening.getsockname()[1]
        config = uvicorn.Config(app, log_level="error", lifespan="on", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listening]})
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)

    def stop(self) -> None:
        assert self._server is not None, "was started"
        assert self._thread is not None, "was started"
        self._server.should_exit = True
        self._thread.join(10)


@dataclass(kw_only=True)
class Fair(Server):
    """A server over the cast, with one enrolled till."""

    cast: Cast
    token: str

    def sales(self) -> list[dict[str, object]]:
        """Read the booth's documents of the day from the database."""
        from fair_pos.checkout import queries
        from fair_pos.core.clock import business_date
        from fair_pos.web.till.forms import sale_row_form

        store = self.app.state.store
        with store.reading() as session:
            rows = queries.sales_of_day(
                session, store.org_id, self.cast.hanh_booth, business_date(self.clock.now())
            )
            return [sale_row_form(row) for row in rows]


@pytest.fixture
def scene(request: pytest.FixtureRequest, template: Template) -> Played[Any]:
    """One enrolled till stands in the copied database of a fair that is served."""
    return template.after(enrolled) if "fair" in request.fixturenames else Played(template, None)


def enrolled(settings: Settings) -> tuple[Cast, str]:
    store = stores.open_store(settings, FixedClock(MORNING))
    cast = raise_curtain(store)
    token = enrol(store, cast.hanh_booth).token
    store.close()
    return cast, token


@pytest.fixture
def fair(settings: Settings, scene: Played[tuple[Cast, str]]) -> Iterator[Fair]:
    cast, token = scene.told
    running = Fair(settings=settings, cast=cast, token=token, clock=RunningClock())
    running.start()
    yield running
    running.stop()


@dataclass(kw_only=True)
class DemoFair(Server):
    """A server over the demo fair; its tests look and write nothing."""

    demo: Demo


@pytest.fixture(scope="session")
def demo_fair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoFair]:
    """Build the demo fair once for all tests that only look."""
    settings = Settings(data=tmp_path_factory.mktemp("demo"), public_url="http://pos.test")
    clock = RunningClock()
    made = demo_fairs.build(settings, clock, lambda _: None)
    running = DemoFair(settings=settings, clock=clock, demo=made, password=made.password)
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def playwright_of() -> Iterator[Playwright]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as play:
        yield play


@pytest.fixture(scope="session")
def browser(playwright_of: Playwright) -> Iterator[Browser]:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        assert not os.environ.get("CI"), "CI needs Chromium: apt-get install chromium"
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    opened = playwright_of.chromium.launch(
        executable_path=found, headless=True, args=[*FLAGS, FIND_LAN]
    )
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def server() -> Iterator["Hall"]:
    """Run the server in a process of its own, once for all tests of a file."""
    from tests.browser.hall import hall

    with hall() as running:
        yield running


@pytest.fixture
def way(server: "Hall") -> Iterator["Network"]:
    """Stand between the browser and the server, where answers can get lost."""
    from tests.browser.hall import network

    with network(server) as made:
        yield made


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Open a device of its own, with nothing kept from before."""
    device = browser.new_context(locale="vi-VN")
    yield device
    device.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open pages of a server as different devices; none may err or call a foreign host."""
    contexts = []
    faults: list[str] = []

    def opened(
        server: Server,
        path: str = "/",
        size: dict[str, int] = TABLET,
        *,
        login: str = "",
        **context: Any,
    ) -> Page:
        device = browser.new_context(
            viewport=size, has_touch=size["width"] < 760, locale="vi-VN", **context
        )
        contexts.append(device)
        page = device.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda fault: faults.append(f"{page.url}: {fault}"))
        page.on(
            "console",
            lambda said: faults.append(f"{page.url}: {said.text}") if _is_fault(said) else None,
        )
        page.on(
            "request",
            lambda sent: (
                faults.append(f"{page.url} asks {sent.url}")
                if _is_foreign(server, sent.url)
                else None
            ),
        )
        page.clock.install(time=server.clock.now())
        if login:
            sign_in_office(page, server, login)
        page.goto(server.url + path)
        return page

    yield opened
    for device in contexts:
        device.close()
    assert faults == []


def sign_in_office(page: Page, server: Server, login: str) -> None:
    """Sign in to the office by its form."""
    page.goto(f"{server.url}/login")
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(server.password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server.url}/")


def _is_foreign(server: Server, address: str) -> bool:
    return not address.startswith((server.url, "data:", "blob:"))


@pytest.fixture
def open_till(fair: Fair, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open the enrolled till; the page's clock runs on the fair's day."""
    contexts = []
    faults: list[str] = []

    def opened(size: dict[str, int] = PHONE, *, path: str = "/till", token: str = "") -> Page:
        context = browser.new_context(
            viewport=size, has_touch=size["width"] < 760, locale="vi-VN", bypass_csp=False
        )
        contexts.append(context)
        context.add_cookies(
            [{"name": "fair_pos_till", "value": token or fair.token, "url": fair.url}]
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda said: faults.append(said.text) if _is_fault(said) else None)
        page.clock.install(time=fair.clock.now())
        page.goto(fair.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def _is_fault(said: object) -> bool:
    text = getattr(said, "text", "")
    return getattr(said, "type", "") == "error" and "Failed to load resource" not in text
