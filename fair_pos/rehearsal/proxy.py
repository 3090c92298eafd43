"""The way between tills and server: loses answers, sends twice, late or in another order, lies.

Faults are armed by number: the next so many batches meet them, so that a run has as many as it
counts. What is not armed passes through unchanged.
"""

import contextlib
import http.client
import socket
import threading
from collections import Counter, deque
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

UPSTREAM_S = 30.0
LATE_S = 1.5
_CAPTIVE = "<!doctype html><title>Wi-Fi</title><p>Đăng nhập để dùng mạng.</p>".encode()
_PASSED_ON = ("Content-Type", "Authorization", "If-None-Match")


class Trick(StrEnum):
    """What the way may do to a batch."""

    LOST_ANSWER = "lost_answer"
    """The server has committed, the till hears nothing."""
    LOST_REQUEST = "lost_request"
    """The server never hears of it."""
    DUPLICATED = "duplicated"
    REORDERED = "reordered"
    """The till hears nothing; the batch arrives after later ones."""
    CAPTIVE_PORTAL = "captive_portal"
    """A page of the Wi-Fi with status 200."""


@dataclass(frozen=True)
class Message:
    """A request as it is passed on."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Way:
    """Passes on what tills send; `armed` are the tricks that wait for a batch."""

    upstream: int
    port: int = 0
    done: Counter[Trick] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    """Answers of the server to batches, by status."""
    _armed: deque[Trick] = field(default_factory=deque)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _late: list[threading.Timer] = field(default_factory=list)
    _server: ThreadingHTTPServer | None = None

    def start(self) -> None:
        """Listen on a free port of this machine."""
        way = self

        class Passing(_Passing):
            passes = way

        self._server = _Listener(("127.0.0.1", 0), Passing)
        self.port = self._server.server_address[1]
        threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="way", daemon=True
        ).start()

    def stop(self) -> None:
        """Stop listening; what is late does not arrive any more."""
        for timer in self._late:
            timer.cancel()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    def arm(self, trick: Trick, count: int) -> None:
        """Let the next so many batches meet a trick."""
        with self._lock:
            self._armed.extend([trick] * count)

    def disarm(self) -> None:
        """Let everything pass from now on."""
        with self._lock:
            self._armed.clear()

    def trick_for(self, message: Message) -> Trick | None:
        """Take the next armed trick, where a batch meets it."""
        if not is_batch(message):
            return None
        with self._lock:
            if not self._armed:
                return None
            trick = self._armed.popleft()
            self.done[trick] += 1
            return trick

    def pass_on(self, message: Message) -> "Answer":
        """Ask the server.

        Raises:
            OSError, HTTPException: it cannot be reached, or hung up.
        """
        line = http.client.HTTPConnection("127.0.0.1", self.upstream, timeout=UPSTREAM_S)
        try:
            line.request(message.method, message.path, message.body, message.headers)
            response = line.getresponse()
            kept = {n: v for n, v in response.getheaders() if n.lower() in _RETURNED}
            answer = Answer(response.status, kept, response.read())
        finally:
            line.close()
        if is_batch(message):
            with self._lock:
                self.statuses[answer.status] += 1
                for status in _inner_statuses(answer):
                    self.statuses[status] += 1
        return answer

    def pass_on_late(self, message: Message) -> None:
        """Let a message arrive when others have overtaken it."""
        timer = threading.Timer(LATE_S, self._pass_on_unheard, [message])
        timer.daemon = True
        self._late.append(timer)
        timer.start()

    def _pass_on_unheard(self, message: Message) -> None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            self.pass_on(message)


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: dict[str, str]
    body: bytes


_RETURNED = ("content-type", "etag")


def is_batch(message: Message) -> bool:
    """Say whether a message hands facts in."""
    return message.method == "POST" and message.path.endswith("/till/batch")


def _inner_statuses(answer: Answer) -> list[int]:
    """Return the faults of the server that are told fact by fact."""
    return [status for status in (500, 507) if b'"status":%d' % status in answer.body]


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 512
    allow_reuse_address = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a till that hung up is part of the play."""


class _Passing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    passes: Way

    def do_GET(self) -> None:
        """Pass a read on."""
        self._handle()

    def do_POST(self) -> None:
        """Pass a write on, or not quite."""
        self._handle()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base class's name
        """Keep quiet."""

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name: self.headers[name] for name in _PASSED_ON if self.headers.get(name)}
        message = Message(self.command, self.path, headers, body)
        try:
            answer = self._with_trick(message, self.passes.trick_for(message))
        except (OSError, http.client.HTTPException):
            answer = None
        if answer is None:
            self._hang_up()
        else:
            self._say(answer)

    def _with_trick(self, message: Message, trick: Trick | None) -> Answer | None:
        match trick:
            case Trick.LOST_REQUEST:
                return None
            case Trick.LOST_ANSWER:
                self.passes.pass_on(message)
                return None
            case Trick.DUPLICATED:
                self.passes.pass_on(message)
            case Trick.REORDERED:
                self.passes.pass_on_late(message)
                return None
            case Trick.CAPTIVE_PORTAL:
                return Answer(200, {"Content-Type": "text/html; charset=utf-8"}, _CAPTIVE)
        return self.passes.pass_on(message)

    def _say(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def _hang_up(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
