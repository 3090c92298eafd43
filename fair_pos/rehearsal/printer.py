"""The printers of a rehearsal: one process, a TCP port for each, faults by lines on its stdin.

Run as `python -m fair_pos.rehearsal.printer FOLDER COUNT`; its first line of output are the ports.
Every paper is kept in the folder: what came, whether it came whole, when.
"""

import hashlib
import json
import socket
import struct
import sys
import threading
import time
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

PAPERS = "papers.jsonl"
_RESET = struct.pack("ii", 1, 0)
_FINE, _PAPER_OUT = 0x12, 0x72
_STATUS, _DONE = b"\x10\x04", b"\x1dr\x01"
_PATIENCE_S = 60


@dataclass
class Printer:
    """One printer: it answers status questions and takes one job per connection."""

    number: int
    folder: Path
    listener: socket.socket
    off: bool = False
    paper_out: bool = False
    cuts: list[int] = field(default_factory=list)
    """For each coming job: reset the line after so many bytes."""
    lock: threading.Lock = field(default_factory=threading.Lock)
    papers: int = 0

    def serve(self) -> None:
        """Take jobs for ever."""
        while True:
            line, _ = self.listener.accept()
            threading.Thread(target=self._take, args=(line,), daemon=True).start()

    def obey(self, word: str, number: int) -> None:
        """Follow a line of stdin."""
        match word:
            case "off" | "on":
                self.off = word == "off"
            case "paper_out" | "paper_in":
                self.paper_out = word == "paper_out"
            case "cut":
                self.cuts.append(number)

    def _take(self, line: socket.socket) -> None:
        with line, suppress(OSError):
            line.settimeout(_PATIENCE_S)
            if self.off:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                return
            self._job(line)

    def _job(self, line: socket.socket) -> None:
        """Take a job; it is whole when the sender asks after its last byte whether it is done."""
        job, cut = bytearray(), None
        try:
            while part := line.recv(4096):
                if self._is_answered(line, part):
                    continue
                job += part.removesuffix(_DONE)
                if cut is None:
                    cut = self.cuts.pop(0) if self.cuts else 0
                if self.off or (cut and len(job) >= cut):
                    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                    return
                if part.endswith(_DONE):
                    self._keep(bytes(job), whole=True)
                    job.clear()
                    line.sendall(b"\x00")
        finally:
            if job:
                self._keep(bytes(job), whole=False)

    def _is_answered(self, line: socket.socket, part: bytes) -> bool:
        """Answer DLE EOT n; what is no question is the job's."""
        if len(part) != 3 or part[:2] != _STATUS:  # noqa: PLR2004
            return False
        is_paper = part[2] == 4  # noqa: PLR2004
        line.sendall(bytes([_PAPER_OUT if self.paper_out and is_paper else _FINE]))
        return True

    def _keep(self, job: bytes, *, whole: bool) -> None:
        with self.lock:
            self.papers += 1
            file = f"{self.number}-{self.papers}.z"
            (self.folder / file).write_bytes(zlib.compress(job, 1))
            said = {
                "printer": self.number,
                "at_s": time.monotonic(),
                "bytes": len(job),
                "sha256": hashlib.sha256(job).hexdigest(),
                "whole": whole,
                "file": file,
            }
            with (self.folder / PAPERS).open("a", encoding="utf-8") as handle:
                handle.write(json.dumps(said) + "\n")


def main(arguments: list[str]) -> None:
    """Print until stdin ends; a line is `NUMBER WORD [NUMBER]`, answered when it holds."""
    folder, count = Path(arguments[0]), int(arguments[1])
    printers = [
        Printer(number, folder, socket.create_server(("127.0.0.1", 0), backlog=64))
        for number in range(count)
    ]
    for printer in printers:
        threading.Thread(target=printer.serve, daemon=True).start()
    ports = [printer.listener.getsockname()[1] for printer in printers]
    sys.stdout.write(json.dumps(ports) + "\n")
    sys.stdout.flush()
    for text in sys.stdin:
        number, word, *rest = text.split()
        printers[int(number)].obey(word, int(rest[0]) if rest else 0)
        sys.stdout.write("ok\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
