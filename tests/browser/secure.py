"""A server with both doors, and browsers that trust the fair's authority or do not."""

import gc
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from fair_pos.accounts.actions import NewTill
from fair_pos.cli import doors
from fair_pos.cli.two_doors import TwoDoors
from fair_pos.core.clock import SystemClock
from fair_pos.db.store import Store
from fair_pos.settings import Settings
from fair_pos.tls import authority, folder, hosts, keeping
from fair_pos.tls.authority import Signed
from fair_pos.web.app import create_app
from tests.browser.conftest import BROWSERS, FLAGS, PATIENCE_MS, PHONE, RunningClock
from tests.cast import Cast
from tests.tls.wire import key_pem, pem

NAME = "pos.hoicho.vn"
ADDRESS = "192.168.77.10"
BANK = "bank.example"
RULES = ",".join(f"MAP {host} 127.0.0.1" for host in (NAME, ADDRESS, BANK))
"""The page believes that it is elsewhere: all of 127/8 is a secure context and proves nothing."""
LOCAL = [f"--host-resolver-rules={RULES}"]


@dataclass
class Doors:
    """The cast's fair behind http and https."""

    settings: Settings
    cast: Cast
    clock: RunningClock
    http_port: int = 0
    https_port: int = 0

    def http(self, host: str = NAME) -> str:
        return f"http://{host}:{self.http_port}"

    def https(self, host: str = NAME) -> str:
        return f"https://{host}:{self.https_port}"

    def start(self) -> None:
        plain = socket.create_server(("127.0.0.1", self.http_port))
        secure = socket.create_server(("127.0.0.1", self.https_port))
        self.http_port, self.https_port = plain.getsockname()[1], secure.getsockname()[1]
        ports = {"port": self.http_port, "tls_port": self.https_port, "public_url": ""}
        settings = folder.announced(self.settings.model_copy(update=ports))
        app = create_app(settings, self.clock)
        self.app = app
        self.store: Store = app.state.store
        context = doors._context(folder.needed(settings))
        config = uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1)
        self._server = TwoDoors(config, doors.Secure(secure, context))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [plain]})
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        del self._server, self._thread
        with warnings.catch_warnings():  # uvloop blames us for what the browser still holds open
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()


def make_certificates(settings: Settings) -> Signed:
    """Make the fair's authority for name and address; browsers ask the machine's clock."""
    now = SystemClock().now()
    known = hosts.read([NAME], [ADDRESS])
    root = authority.make_authority(known, now, now + timedelta(days=90))
    keeping.keep_made(settings, NAME, root, authority.make_leaf(root, known, now))
    return root


def trusting_home(home: Path, root: bytes) -> dict[str, str]:
    """Give the environment of a person who installed the authority; skips without certutil."""
    certutil = shutil.which("certutil")
    if certutil is None:
        assert not os.environ.get("CI"), "CI needs certutil: apt-get install libnss3-tools"
        pytest.skip("no certutil on this machine: apt-get install libnss3-tools")
    store = home / ".pki" / "nssdb"
    store.mkdir(parents=True)
    (home / "ca.pem").write_bytes(root)
    base = [certutil, "-d", f"sql:{store}"]
    subprocess.run([*base, "-N", "--empty-password"], check=True)
    added = ["-A", "-t", "C,,", "-n", "Fair POS", "-i", str(home / "ca.pem")]
    subprocess.run([*base, *added], check=True)
    return {**os.environ, "HOME": str(home)}


@contextmanager
def chromium(play: Playwright, env: dict[str, str], rules: list[str] = LOCAL) -> Iterator[Browser]:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        assert not os.environ.get("CI"), "CI needs Chromium: apt-get install chromium"
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    opened = play.chromium.launch(
        executable_path=found, headless=True, args=[*FLAGS, *rules], env=env
    )
    yield opened
    opened.close()


def phone(browser: Browser, doors: Doors) -> Page:
    context = browser.new_context(viewport=PHONE, has_touch=True, locale="vi-VN")
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.clock.install(time=doors.clock.now())
    return page


def make_till(context: BrowserContext, url: str, till: NewTill) -> None:
    """Give a browser the token of an enrolled till at one origin."""
    secure = url.startswith("https")
    cookie = {
        "name": "__Host-fair_pos_till" if secure else "fair_pos_till",
        "value": till.token,
        "url": url,
        "secure": secure,
    }
    context.add_cookies([cookie])


@contextmanager
def thief(root: Signed, folder_: Path) -> Iterator[int]:
    """A server at bank.example with a certificate signed by the stolen authority."""
    bank = hosts.read([BANK])
    leaf = authority.make_leaf(root, bank, SystemClock().now())
    file = folder_ / "bank.pem"
    file.write_bytes(pem(leaf.certificate) + key_pem(leaf))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()
