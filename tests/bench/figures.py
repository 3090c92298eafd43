"""A measured figure beside its budget, and the page they are written to."""

import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"


@dataclass(frozen=True)
class Figure:
    """One line of a benchmark: what, how much, and what was wanted."""

    what: str
    value: str
    must: str = ""
    good: str = ""
    met: bool | None = None

    def row(self) -> str:
        verdict = {True: "yes", False: "**no**", None: ""}[self.met]
        return f"| {self.what} | {self.value} | {self.must} | {self.good} | {verdict} |"


def at_most(what: str, value: float, must: float, good: float, unit: str = "") -> Figure:
    return Figure(what, _text(value, unit), _text(must, unit), _text(good, unit), value <= must)


def at_least(what: str, value: float, must: float, good: float, unit: str = "") -> Figure:
    return Figure(what, _text(value, unit), _text(must, unit), _text(good, unit), value >= must)


def _text(value: float, unit: str) -> str:
    digits = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return f"{digits} {unit}".strip()


def table(figures: list[Figure]) -> str:
    head = "| what | measured | must | good | must met |\n|---|---|---|---|---|"
    return "\n".join([head, *(figure.row() for figure in figures)])


def machine() -> str:
    cores = os.cpu_count()
    model = platform.machine()
    for line in _cpuinfo():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    load = os.getloadavg()[0]
    return f"{cores} cores, {model}, Python {platform.python_version()}, load {load:.1f}"


def _cpuinfo() -> list[str]:
    file = Path("/proc/cpuinfo")
    return file.read_text().splitlines() if file.exists() else []


def write(sections: dict[str, list[Figure]]) -> None:
    """Replace the sections that were measured; keep the others as they are."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else "# Benchmarks\n"
    for name, figures in sections.items():
        start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        stamp = f"{datetime.now(UTC):%Y-%m-%d}, {machine()}, `uv run poe bench {name}`, {_commit()}"
        block = f"{start}\n{stamp}\n\n{table(figures)}\n{end}"
        if start in text:
            before, _, rest = text.partition(start)
            text = before + block + rest.partition(end)[2]
        else:
            text = f"{text.rstrip()}\n\n## {name}\n{block}\n"
    PAGE.write_text(text, encoding="utf-8")


def _commit() -> str:
    run = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return f"commit {run.stdout.strip()}" if run.returncode == 0 else sys.version.split()[0]
