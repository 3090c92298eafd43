"""A device file such as /dev/usb/lp0, written by a process of its own that can be killed.

A printer that is off blocks its writer inside the kernel, where no time limit of a thread reaches;
python-escpos' `File` writes in the caller's own thread. Nothing can be read back on this way.
"""

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from fair_pos.printing.outcome import (
    SLOWEST_BYTES_A_SECOND,
    Condition,
    Fault,
    Outcome,
    Reach,
    Sheet,
)

OPEN_S = 3.0
_WRITER = """
import json, os, sys
def tell(**said):
    sys.stdout.write(json.dumps(said) + "\\n"); sys.stdout.flush()
path = sys.argv[1]
create = 0 if path.startswith("/dev/") else os.O_CREAT
try:
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | create | getattr(os, "O_BINARY", 0), 0o644)
except OSError as error:
    tell(error=error.errno); sys.exit()
tell(error=0)
job, written = sys.stdin.buffer.read(), 0
try:
    while written < len(job):
        written += os.write(handle, job[written:written + 4096])
    os.close(handle)
    tell(error=0, written=written)
except OSError as error:
    tell(error=error.errno, written=written)
"""
"""A device that is unplugged must not become a plain file of its name."""


@dataclass(frozen=True, slots=True)
class FileDriver:
    """Writes to a device, or appends to a plain file; it gives no answer."""

    file: Path
    limit_s: float = 30.0
    bytes_a_second: int = SLOWEST_BYTES_A_SECOND

    def send(self, sheet: Sheet, begin: Callable[[], None]) -> Outcome:
        """Write a job in a process that is killed when its time is over; see `Driver.send`."""
        with _Writer(self.file) as writer:
            if not writer.is_open(OPEN_S):
                return Outcome(Reach.NOTHING, Fault.NOT_FOUND)
            begin()
            return writer.write(sheet.bytes, self.limit_s + len(sheet.bytes) / self.bytes_a_second)

    def condition(self) -> Condition:
        """Say whether it can be opened; see `Driver.condition`."""
        with _Writer(self.file) as writer:
            is_open = writer.is_open(OPEN_S)
        return Condition(reached=is_open, fault=Fault.NONE if is_open else Fault.NOT_FOUND)


class _Writer:
    """The process that writes."""

    def __init__(self, file: Path) -> None:
        self._process = subprocess.Popen(  # noqa: S603  our own program, the path as an argument
            [sys.executable, "-I", "-S", "-c", _WRITER, str(file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._said: queue.Queue[dict[str, int]] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        # Inside the kernel even a kill waits: then the process ends when the printer does.
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1)
            self._listener.join(timeout=1)
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()

    def is_open(self, limit_s: float) -> bool:
        """Say whether the device could be opened in time."""
        try:
            return self._said.get(timeout=limit_s)["error"] == 0
        except queue.Empty:
            return False

    def write(self, job: bytes, limit_s: float) -> Outcome:
        """Let it write; killed in the middle, nobody knows how much came out."""
        assert self._process.stdin is not None, "asked for"
        try:
            self._process.stdin.write(job)
            self._process.stdin.close()
            said = self._said.get(timeout=limit_s)
        except queue.Empty:
            return Outcome(Reach.UNKNOWN, Fault.TIMED_OUT)
        except OSError:  # the process ended before it had the whole job: nothing was written
            return Outcome(Reach.NOTHING, Fault.BROKE_OFF)
        if said["error"]:
            return Outcome(Reach.UNKNOWN if said["written"] else Reach.NOTHING, Fault.BROKE_OFF)
        return Outcome(Reach.SENT)

    def _listen(self) -> None:
        assert self._process.stdout is not None, "asked for"
        for line in self._process.stdout:
            self._said.put(json.loads(line))
