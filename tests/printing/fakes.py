"""Fake printers: a real server on a free port of this machine, with faults to choose."""

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

FINE, PAPER_OUT, COVER_OPEN, CUTTER, OFFLINE = "fine", "paper", "cover", "cutter", "offline"
PAPER_LOW = "low"
_BITS = {
    PAPER_LOW: {4: 0x1E},
    PAPER_OUT: {4: 0x72, 2: 0x32},
    COVER_OPEN: {2: 0x16},
    CUTTER: {3: 0x1A},
    OFFLINE: {1: 0x1A},
    FINE: {},
}
_RESET = struct.pack("ii", 1, 0)


@dataclass
class FakePrinter:
    """What stands on its paper are the jobs that ended in a clean way."""

    address: str = ""
    state: str = FINE
    answers: bool = True
    done_answer: bool = True
    done_says: bytes = b"\x00"
    dies_after: list[int] = field(default_factory=list)
    """For each coming connection: reset it after so many bytes of the job."""
    reads: bool = True
    noise: bytes = b""
    slow_s: float = 0
    """Pause after each part that it reads."""
    """Bytes sent before every answer."""
    papers: list[bytes] = field(default_factory=list)
    broken: list[bytes] = field(default_factory=list)
    came: list[bytes] = field(default_factory=list)
    """The papers with what stood before them."""
    connections: int = 0
    most_at_once: int = 0
    _open: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def serve(self, line: socket.socket) -> None:
        with self._lock:
            self.connections += 1
            self._open += 1
            self.most_at_once = max(self.most_at_once, self._open)
        try:
            self._job(line)
        finally:
            with self._lock:
                self._open -= 1
            line.close()

    def _job(self, line: socket.socket) -> None:
        limit = self.dies_after.pop(0) if self.dies_after else None
        job = bytearray()
        while limit is None or len(job) < limit:
            try:
                part = line.recv(4096 if limit is None else min(4096, limit - len(job) + 3))
            except OSError:
                break
            if not part:
                break
            time.sleep(self.slow_s)
            job += self._answered(line, part)
        else:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            self.broken.append(bytes(job))
            return
        if job:
            self.papers.append(bytes(job).lstrip(b"\x00"))
            self.came.append(bytes(job))

    def _answered(self, line: socket.socket, part: bytes) -> bytes:
        """Answer the questions; what is none is the job's."""
        while part[:2] == b"\x10\x04":
            if self.answers:
                line.sendall(self.noise + bytes([_BITS[self.state].get(part[2], 0x12)]))
            part = part[3:]
        if part.endswith(b"\x1dr\x01"):
            if self.done_answer:
                line.sendall(self.noise + self.done_says)
            return part[:-3]
        return part


@contextmanager
def printer(**settings: object) -> Iterator[FakePrinter]:
    """Start a fake printer and stop it afterwards."""
    fake = FakePrinter(**settings)
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        fake.address = f"127.0.0.1:{server.getsockname()[1]}"
        threads: list[threading.Thread] = []

        def accept() -> None:
            with suppress(OSError):
                while True:
                    line, _ = server.accept()
                    if stop.is_set():
                        line.close()
                        return
                    if fake.reads:
                        threads.append(threading.Thread(target=fake.serve, args=(line,)))
                        threads[-1].start()
                    else:
                        threads.append(threading.Thread(target=_hold, args=(line, stop)))
                        threads[-1].start()

        accepting = threading.Thread(target=accept)
        accepting.start()
        try:
            yield fake
        finally:
            stop.set()
            with suppress(OSError):
                host, port = fake.address.split(":")
                socket.create_connection((host, int(port)), timeout=1).close()
            accepting.join(timeout=5)
            for thread in threads:
                thread.join(timeout=5)


def _hold(line: socket.socket, stop: threading.Event) -> None:
    with line:
        stop.wait(30)


def nobody_listens() -> str:
    """Return an address where a connection is refused."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"
