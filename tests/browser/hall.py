"""A hall for tests: the real server in a process of its own, a network that fails, own browsers."""

import http.client
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect
from sqlmodel import Session, update

from fair_pos.accounts import actions as accounts
from fair_pos.catalogue.models import Price
from fair_pos.core.clock import SystemClock
from fair_pos.db import store as stores
from fair_pos.settings import Settings
from tests.bench.scene import environment_of, free_port, scene, wait_until_up
from tests.browser.conftest import BROWSERS, FLAGS, PATIENCE_MS, PHONE
from tests.browser.till import Hand, sign_in
from tests.cast import Cast

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
"""The server's clock is the machine's; the cast's prices are of 2027."""
LAN = "http://pos.fair"


@dataclass
class Hall:
    """The server process, its database, and cards and tokens for the devices of the tests."""

    settings: Settings
    cast: Cast
    tokens: list[str]
    cards: list[str]
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.port = self.port or free_port()
        command = [*program(), "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command,
            env=environment_of(self.settings),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until_up(self.port)

    def end(self, sign: signal.Signals = signal.SIGTERM) -> None:
        if self.process is not None:
            self.process.send_signal(sign)
            self.process.wait(20)
        self.process = None

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Accepts and never answers."""
        assert self.process is not None, "was started"
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def run(self, *words: str) -> None:
        """Run a command of the program on this database."""
        command = [*program(), *words]
        subprocess.run(command, env=environment_of(self.settings), check=True, capture_output=True)

    def sales(self, token: str) -> list[tuple[int, int]]:
        """The documents of a device's till as `(seq, total_vnd)`, in the order of their numbers."""
        from fair_pos.accounts.secrets import token_hash

        statement = """SELECT sale.seq, sale.total_vnd FROM sale JOIN till ON till.id = sale.till_id
                       WHERE till.token_hash = ? ORDER BY sale.seq"""
        return self.rows(statement, token_hash(token))

    def rows(self, statement: str, *values: object) -> list[tuple[int, int]]:
        file = self.settings.data / "fair-pos.db"
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
            found = database.execute(statement, values).fetchall()
        database.close()
        return found


def program() -> list[str]:
    return [str(Path(sys.executable).with_name("fair-pos"))]


@contextmanager
def hall(tills: int = 20, cards: int = 6) -> Iterator[Hall]:
    """A running server over the cast."""
    with scene(tills) as made:
        store = stores.open_store(made.settings, SystemClock())

        def card(session: Session) -> str:
            booth = made.cast.hanh_booth
            return accounts.make_card(session, store.clock, store.org_id, booth, None).code

        codes = [store.lane.run(card) for _ in range(cards)]
        store.lane.run(lambda session: session.exec(update(Price).values(valid_from=LONG_AGO)))
        store.close()
        built = Hall(made.settings, made.cast, list(made.tokens), codes)
        built.start()
        try:
            yield built
        finally:
            built.end()


Fault = Callable[[str], str]
"""Takes a path, says what happens to the request: "" passes, "lose", "hang", "html", "refuse"."""


@dataclass
class Network:
    """A way to the server on which answers get lost after the server has done its work."""

    server: Hall
    fault: Fault = lambda _: ""
    change: Callable[[str, bytes], bytes] = lambda _, content: content
    """What comes instead of an answer's content."""
    seen: list[tuple[str, str]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def lan_url(self) -> str:
        return f"{LAN}:{self.port}"


@contextmanager
def network(server: Hall) -> Iterator[Network]:
    """A proxy before the server."""
    made = Network(server)
    ended = threading.Event()

    class Way(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            fault = made.fault(self.path)
            made.seen.append((self.path, fault))
            if fault == "html":
                self._answer(200, [("Content-Type", "text/html")], b"<h1>Wi-Fi</h1>")
                return
            if fault == "refuse":
                self.close_connection = True
                return
            try:
                status, headers, answer = self._ask(body)
            except OSError:
                self.close_connection = True
                return
            if fault == "hang":
                ended.wait(20)
            if fault in ("hang", "lose"):
                self.close_connection = True
                return
            self._answer(status, headers, made.change(self.path, answer))

        def _ask(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
            way = http.client.HTTPConnection("127.0.0.1", made.server.port, timeout=15)
            asked = dict(self.headers) | {"Accept-Encoding": "identity"}
            way.request(self.command, self.path, body or None, asked)
            answer = way.getresponse()
            content = answer.read()
            way.close()
            return answer.status, answer.getheaders(), content

        def _answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
            self.send_response_only(status)
            for name, value in headers:
                if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _pass  # noqa: N815  named by http.server

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                self.close_connection = True

    way = ThreadingHTTPServer(("127.0.0.1", 0), Way)
    way.daemon_threads = True
    made.port = way.server_address[1]
    thread = threading.Thread(target=way.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        ended.set()
        way.shutdown()
        way.server_close()
        thread.join(5)


def chromium() -> str | None:
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


@dataclass
class OwnBrowser:
    """A browser process with a profile that outlives it: it can be killed and opened again."""

    play: Playwright
    profile: Path
    process: subprocess.Popen[bytes] | None = None
    browser: Browser | None = None

    def open(self) -> BrowserContext:
        found = chromium()
        assert found, "needs Chromium"
        port_file = self.profile / "DevToolsActivePort"
        port_file.unlink(missing_ok=True)
        command = [
            found, *FLAGS, "--headless=new", "--remote-debugging-port=0",
            f"--user-data-dir={self.profile}", "about:blank",
        ]  # fmt: skip
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        port = _written(port_file).splitlines()[0]
        self.browser = self.play.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        return self.browser.contexts[0]

    def kill(self) -> None:
        """End it like an empty battery."""
        if self.process is None:
            return
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)
        self.process = None


@contextmanager
def own_browser(play: Playwright) -> Iterator[OwnBrowser]:
    with tempfile.TemporaryDirectory(prefix="fair-pos-browser-", ignore_cleanup_errors=True) as one:
        made = OwnBrowser(play, Path(one))
        try:
            yield made
        finally:
            made.kill()


def _written(file: Path) -> str:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if file.exists() and (text := file.read_text()).count("\n"):
            return text
        time.sleep(0.02)
    raise TimeoutError(file)


def till_page(context: BrowserContext, url: str, token: str) -> Page:
    """Open the till of a token at an address."""
    context.add_cookies([{"name": "fair_pos_till", "value": token, "url": url}])
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.set_viewport_size(PHONE)
    page.goto(url + "/till")
    return page


def ready_to_sell(page: Page) -> Hand:
    """Sign in and open the shift; the server knows of it and the shell is kept where it can be."""
    hand = sign_in(page)
    expect(page.locator(".status")).to_contain_text("chờ gửi 0")
    if page.evaluate("() => isSecureContext"):
        page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    return hand


def waits(page: Page, number: int, timeout_ms: float = 40_000) -> None:
    """Wait until so many facts wait on the device."""
    words = re.compile(rf"chờ gửi {number}\b", re.IGNORECASE)
    expect(page.locator(".status .mid")).to_have_text(words, timeout=timeout_ms)


SELL = """async (times) => {
  const find = async (words) => {
    for (let at = 0; at < 2000; at += 1) {
      const found = document.querySelector(words);
      if (found && !found.disabled) return found;
      await new Promise((next) => setTimeout(next, 5));
    }
    throw new Error(`no ${words}`);
  };
  const numbers = [];
  for (let at = 0; at < times; at += 1) {
    await find('#screen[data-name=selling] .tile');
    const tiles = [...document.querySelectorAll('.tile')];
    tiles.find((one) => one.textContent.includes('Trứng')).click();
    (await find('.bottom .pay')).click();
    (await find('dialog [data-primary]')).click();
    const saved = await find('#screen[data-name=done] .saved');
    numbers.push(saved.textContent.match(/[A-Z0-9]+-[A-Z0-9]+-[0-9]{6}/)[0]);
    (await find('#screen[data-name=done] [data-primary]')).click();
  }
  return numbers;
}"""
"""Sells one tile's goods again and again by the same buttons that a thumb uses."""


def sell(page: Page, times: int) -> list[str]:
    """Sell by the page's buttons; the receipt numbers as they were shown.

    A tab in the background would wait a second for each of its timers.
    """
    page.bring_to_front()
    return list(page.evaluate(SELL, times))


def kept(page: Page) -> list[dict[str, object]]:
    """Read the facts that this device keeps."""
    text = page.evaluate(
        """async () => {
          const names = (await indexedDB.databases()).map((one) => one.name).sort();
          const open = (name) => new Promise((done) => {
            const request = indexedDB.open(name);
            request.onsuccess = () => done(request.result);
          });
          const found = [];
          for (const name of names.filter((one) => one.startsWith('fair-pos-till-'))) {
            const db = await open(name);
            found.push(...await new Promise((done) => {
              const request = db.transaction('facts').objectStore('facts').getAll();
              request.onsuccess = () => done(request.result);
            }));
            db.close();
          }
          return JSON.stringify(found);
        }"""
    )
    return list(json.loads(text))
