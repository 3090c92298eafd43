"""The process of the rehearsal's printers as the play sees it, and what they got."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from fair_pos.printing.simulated import PAPERS


@dataclass(frozen=True)
class Paper:
    """What came over one connection."""

    printer: int
    at_s: float
    bytes: int
    sha256: str
    whole: bool
    file: str


@dataclass
class Printers:
    """The running process."""

    folder: Path
    process: "subprocess.Popen[str]"
    addresses: tuple[str, ...]

    @classmethod
    def started(cls, folder: Path, count: int) -> "Printers":
        """Start so many printers on free ports of this machine."""
        folder.mkdir(parents=True, exist_ok=True)
        process = subprocess.Popen(  # noqa: S603  our own program
            [sys.executable, "-m", "fair_pos.printing.simulated", str(folder), str(count)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None, "asked for"
        ports = json.loads(process.stdout.readline())
        return cls(folder, process, tuple(f"127.0.0.1:{port}" for port in ports))

    def tell(self, printer: int, word: str, number: int = 0) -> None:
        """Set a fault or end it: off, on, paper_out, paper_in, cut; returns when it holds."""
        assert self.process.stdin is not None, "asked for"
        assert self.process.stdout is not None, "asked for"
        self.process.stdin.write(f"{printer} {word} {number}\n")
        self.process.stdin.flush()
        self.process.stdout.readline()

    def papers(self) -> list[Paper]:
        """Return what the printers got so far, in the order it ended."""
        file = self.folder / PAPERS
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        return [Paper(**json.loads(line)) for line in lines]

    def close(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
