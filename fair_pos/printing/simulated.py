"""Printers without metal: a process with a TCP port for each, faults to choose, papers as pictures.

Run as `python -m fair_pos.printing.simulated FOLDER COUNT [PORT]`, or `fair-pos printers simulate`.
Its first line of output are the ports; then it obeys lines of stdin, `NUMBER WORD [NUMBER]`:
off, on, paper_out, paper_low, cover_open, cutter, hang, silent, fine; `cut N` resets the next job
after N bytes, `slow MS` pauses after each part it reads, `pictures` draws each paper as PNG.
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
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

PAPERS = "papers.jsonl"
_RESET = struct.pack("ii", 1, 0)
_FINE = 0x12
#: What a question (DLE EOT n) is answered in each mood. Source: Epson ESC/POS command reference.
_ANSWERS: dict[str, dict[int, int]] = {
    "fine": {},
    "paper_out": {4: 0x72, 2: 0x32},
    "paper_low": {4: 0x1E},
    "cover_open": {2: 0x16},
    "cutter": {3: 0x1A},
    "offline": {1: 0x1A},
    "silent": {},
    "hang": {},
    "off": {},
}
_ENDS = {"on": "fine", "paper_in": "fine"}
_STATUS, _QUESTION_BYTES, _DONE = b"\x10\x04", 3, b"\x1dr\x01"
#: The same of label printers: TSPL <ESC>!? is answered by a byte, ZPL ~HS by three lines.
_TSPL, _ZPL = b"\x1b!?", b"~HS"
_TSPL_ANSWERS = {"paper_out": 0x04, "cover_open": 0x01, "cutter": 0x80, "offline": 0x10}
_ZPL_ANSWER = (
    "\x02030,{paper},{pause},0240,000,0,0,0,000,0,0,0\x03\r\n"
    "\x02000,0,{cover},0,0,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n"
)
_LAST, _PULSE = (b"\x1dV", b"\x1bd"), b"\x1bp"
_LAST_OF_LABELS = (b"PRINT 1,1\r\n", b"^XZ\r\n")
_PATIENCE_S = 60


@dataclass
class Machine:
    """One printer: it answers status questions and takes one job per connection."""

    number: int
    folder: Path
    listener: socket.socket
    mood: str = "fine"
    cuts: list[int] = field(default_factory=list)
    """For each coming job: reset the line after so many bytes."""
    slow_ms: int = 0
    draws: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)
    papers: int = 0

    def serve(self) -> None:
        """Take jobs for ever."""
        while True:
            line, _ = self.listener.accept()
            threading.Thread(target=self._take, args=(line,), daemon=True).start()

    def obey(self, word: str, number: int) -> None:
        """Follow a line of stdin; a word that is none changes nothing."""
        match word:
            case "cut":
                self.cuts.append(number)
            case "slow":
                self.slow_ms = number
            case "pictures":
                self.draws = True
            case _:
                mood = _ENDS.get(word, word)
                self.mood = mood if mood in _ANSWERS else self.mood

    def _take(self, line: socket.socket) -> None:
        with line, suppress(OSError):
            line.settimeout(_PATIENCE_S)
            while self.mood == "hang":
                time.sleep(0.05)
            if self.mood == "off":
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                return
            self._job(line)

    def _job(self, line: socket.socket) -> None:
        """Take a job; it is whole when its sender asks whether it is done, or it ends with a cut.

        The paper is kept before the answer: who hears "done" finds it.
        """
        job, cut = bytearray(), None
        try:
            while part := line.recv(4096):
                time.sleep(self.slow_ms / 1000)
                question = _question(part)
                job += part.removesuffix(question)
                if job and cut is None:
                    cut = self.cuts.pop(0) if self.cuts else 0
                if self.mood == "off" or (cut and len(job) >= cut):
                    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                    return
                if question == _DONE or (question and _ends(job)):
                    self._keep(bytes(job), whole=True)
                    job.clear()
                if question and self.mood != "silent":
                    line.sendall(_answer(question, self.mood))
            if _ends(job):
                self._keep(bytes(job), whole=True)
                job.clear()
        finally:
            if job:
                self._keep(bytes(job), whole=False)

    def _keep(self, job: bytes, *, whole: bool) -> None:
        job = job.lstrip(b"\x00")  # NUL between commands says nothing
        with self.lock:
            self.papers += 1
            file = f"{self.number}-{self.papers}.z"
            (self.folder / file).write_bytes(zlib.compress(job, 1))
            if self.draws and whole:
                _draw(job, self.folder / f"{self.number}-{self.papers}.png")
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


def run(folder: Path, ports: Iterable[int], *, draws: bool = False) -> list[Machine]:
    """Start a printer on each port of this machine, 0 for a free one; they end with the process.

    Raises:
        OSError: a port is taken.
    """
    folder.mkdir(parents=True, exist_ok=True)
    machines = [
        Machine(number, folder, socket.create_server(("127.0.0.1", port), backlog=64), draws=draws)
        for number, port in enumerate(ports)
    ]
    for machine in machines:
        threading.Thread(target=machine.serve, daemon=True).start()
    return machines


def obey(machines: list[Machine], lines: Iterable[str]) -> Iterator[str]:
    """Follow the lines of stdin until it ends; says of each when it holds."""
    for text in lines:
        match text.split():
            case [number, word, *rest] if number.isdigit() and int(number) < len(machines):
                machines[int(number)].obey(word, int(rest[0]) if rest else 0)
        yield "ok"


def port_of(machine: Machine) -> int:
    """Return where a printer listens."""
    port: int = machine.listener.getsockname()[1]
    return port


def _ends(job: bytearray) -> bool:
    """Say whether a job ends with a cut, a feed for tearing, the drawer's pulse, or a label."""
    is_receipt = bytes(job[-3:-1]) in _LAST or bytes(job[-5:-3]) == _PULSE
    return is_receipt or job.endswith(_LAST_OF_LABELS)


def _question(part: bytes) -> bytes:
    """Return what a part that came asks at its end: how the printer is, whether it is done."""
    is_status = len(part) == _QUESTION_BYTES and part.startswith(_STATUS)
    return part[-_QUESTION_BYTES:] if is_status or part.endswith((_DONE, _TSPL, _ZPL)) else b""


def _answer(question: bytes, mood: str) -> bytes:
    match question:
        case b"~HS":
            flags = {"paper_out": "paper", "cover_open": "cover", "offline": "pause"}
            is_set = dict.fromkeys(("paper", "cover", "pause"), 0)
            return _ZPL_ANSWER.format(**is_set | {flags.get(mood, ""): 1}).encode()
        case b"\x1b!?":
            return bytes([_TSPL_ANSWERS.get(mood, 0)])
        case b"\x1dr\x01":
            return b"\x00"
    return bytes([_ANSWERS[mood].get(question[2], _FINE)])


def _draw(job: bytes, file: Path) -> None:
    """Draw what the paper shows; what no printer of ours is sent is kept as bytes only."""
    # Pillow, only for who wants pictures.
    from fair_pos.printing import paper  # noqa: PLC0415
    from fair_pos.printing.unread import UnknownBytesError  # noqa: PLC0415

    with suppress(UnknownBytesError):
        if paper.read(job).sheets:
            file.write_bytes(paper.png(job))


def main(arguments: list[str]) -> None:
    """Print until stdin ends."""
    first = int(arguments[2]) if arguments[2:] else 0
    ports = [first + number if first else 0 for number in range(int(arguments[1]))]
    machines = run(Path(arguments[0]), ports)
    sys.stdout.write(json.dumps([port_of(machine) for machine in machines]) + "\n")
    sys.stdout.flush()
    for answer in obey(machines, sys.stdin):
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
