"""The fair's server as a process of its own, that can be frozen, ended and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from types import SimpleNamespace

import httpx2
import uvicorn

from fair_pos.db import store as stores
from fair_pos.settings import Settings
from fair_pos.web.app import create_app
from tests.browser.conftest import Fair, RunningClock


@dataclass(kw_only=True)
class ProcessFair(Fair):
    """A server that can accept and never answer: SIGSTOP, as a laptop that sleeps."""

    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        if not self.port:
            with socket.create_server(("127.0.0.1", 0)) as free:
                self.port = free.getsockname()[1]
            self.app = SimpleNamespace(
                state=SimpleNamespace(store=stores.open_store(self.settings, self.clock))
            )
        given = [str(self.port), str(self.clock.start), self.settings.model_dump_json()]
        command = [sys.executable, "-m", "tests.browser.till_process", *given]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        self._wait_until_it_answers()

    def stop(self) -> None:
        assert self.process is not None, "was started"
        self.process.send_signal(signal.SIGCONT)
        self.process.terminate()
        self.process.wait(10)

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, which: signal.Signals) -> None:
        assert self.process is not None, "was started"
        self.process.send_signal(which)

    def _wait_until_it_answers(self) -> None:
        for _ in range(200):
            try:
                httpx2.get(f"{self.url}/healthz", timeout=2)
            except httpx2.TransportError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("the server does not answer")


def serve(port: int, start: float, settings: Settings) -> None:
    """Serve until ended, on the clock of the tests."""
    clock = RunningClock()
    clock.start = start
    app = create_app(settings, clock)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", timeout_graceful_shutdown=1)


if __name__ == "__main__":
    os.environ.pop("FAIR_POS_DATA", None)
    serve(int(sys.argv[1]), float(sys.argv[2]), Settings.model_validate_json(sys.argv[3]))
