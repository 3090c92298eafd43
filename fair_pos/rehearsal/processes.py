"""The server as a process that can be killed, frozen and started again; commands beside it."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from fair_pos.core.errors import FairPosError

START_S = 60.0
STOP_S = 20.0
CAN_FREEZE = hasattr(signal, "SIGSTOP")


class SiteSilentError(FairPosError):
    """The rehearsed server did not come up, or a command beside it failed."""

    code = "site_silent"
    vi = "Máy chủ diễn tập không chạy được: {detail}"
    en = "The rehearsed server does not run: {detail}"


@dataclass
class Site:
    """The server of a rehearsal; one process at a time, always on the same port."""

    data: Path
    folder: Path
    """Of the rehearsal: score, skew, log."""
    port: int
    process: "subprocess.Popen[bytes] | None" = None
    starts: int = 0
    _log: IO[bytes] | None = field(default=None, repr=False)

    @property
    def score_file(self) -> Path:
        """Where the processes find the clock."""
        return self.folder / "score.json"

    @property
    def skew_file(self) -> Path:
        """Where the server finds how wrong its clock is, in seconds."""
        return self.folder / "skew"

    @property
    def log_file(self) -> Path:
        """What the server says on stderr, over all its lives."""
        return self.folder / "server.log"

    def start(self) -> None:
        """Start it and wait until it answers.

        Raises:
            SiteSilentError: it ended, or is silent for a minute.
        """
        self._log = self._log or self.log_file.open("ab")
        arguments = [str(self.data), str(self.port), str(self.score_file), str(self.skew_file)]
        self.process = subprocess.Popen(  # noqa: S603  our own program
            [sys.executable, "-m", "fair_pos.rehearsal.site", *arguments],
            stdin=subprocess.PIPE,
            stdout=self._log,
            stderr=self._log,
        )
        self.starts += 1
        until = time.monotonic() + START_S
        while not _answers(self.port):
            if self.process.poll() is not None or time.monotonic() > until:
                raise SiteSilentError(self._last_words())
            time.sleep(0.05)

    def kill(self) -> None:
        """Kill it as a power switch would: no goodbye."""
        if self.process is not None:
            self.process.kill()
            self._ended()

    def stop(self) -> None:
        """Stop it cleanly; one that does not end is killed and that is an error.

        Raises:
            SiteSilentError: it had to be killed.
        """
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.kill()
            raise SiteSilentError("không chịu dừng") from None
        self._ended()

    def freeze(self) -> None:
        """Let it keep its connections and answer nothing."""
        assert self.process is not None, "only a running server freezes"
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)

    def skew(self, seconds: float) -> None:
        """Set its clock wrong."""
        unfinished = self.skew_file.with_suffix(".part")
        unfinished.write_text(str(seconds), encoding="utf-8")
        unfinished.replace(self.skew_file)

    def command(self, *words: str) -> str:
        """Run a command of the program over the data folder; returns what it said.

        Raises:
            SiteSilentError: it refused.
        """
        ran = subprocess.run(  # noqa: S603  our own program
            [sys.executable, "-m", "fair_pos.cli", "--data", str(self.data), *words],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=120,
            env=_environment(),
        )
        if ran.returncode:
            raise SiteSilentError(f"{words[0]}: {ran.stderr.strip() or ran.stdout.strip()}")
        return ran.stdout

    def close(self) -> None:
        """Leave no process behind, whatever state it is in."""
        with contextlib.suppress(ProcessLookupError, OSError):
            if CAN_FREEZE:
                self.thaw()
        self.kill()
        if self._log is not None:
            self._log.close()
            self._log = None

    def _ended(self) -> None:
        assert self.process is not None, "it was running"
        self.process.wait()
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.process = None

    def _last_words(self) -> str:
        lines = self.log_file.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return lines[-1] if lines else "không trả lời"


def free_port() -> int:
    """Return a port of this machine that nobody has now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        line.close()


def _environment() -> dict[str, str]:
    """Return the environment without the organiser's own settings: they are not rehearsed."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("FAIR_POS_")}
    return {**own, "PYTHONUTF8": "1"}
