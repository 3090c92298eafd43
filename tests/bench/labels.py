"""1,000 labels of 40 products of every size, 5,000 of one: CPU, bytes and memory of the whole."""

import re
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fair_pos.core import ids
from fair_pos.labels import built_in, rules, sheets
from fair_pos.labels.formats import LabelFormat
from fair_pos.labels.keys import Keys
from fair_pos.labels.sheets import Run
from fair_pos.printing import a4
from tests.bench.figures import Figure, at_most
from tests.labels.goods import BASE, certificate, goods

DAY = date(2027, 1, 30)
KEYS = Keys((("0", b"a key of the bench"),))
PRODUCTS = 40
LARGE = 5_000
MUST_MB, GOOD_MB = 300, 250


@dataclass(frozen=True)
class Drawn:
    """What drawing cost: as `DrawingRoom` does it, part by part."""

    cpu_s: float
    size_kib: float


def run() -> list[Figure]:
    figures = []
    for form in built_in.BUILT_IN:
        drawn = draw(form, 1_000)
        figures.append(at_most(f"1,000 labels {form.key}: CPU", drawn.cpu_s, 10, 3, "s"))
        figures.append(Figure(f"1,000 labels {form.key}: PDF", f"{drawn.size_kib:.0f} KiB"))
    cpu, size, memory = (float(one) for one in _alone().split())
    figures.append(at_most(f"{LARGE:,} labels 50x30: CPU", cpu, 50, 15, "s"))
    figures.append(Figure(f"{LARGE:,} labels 50x30: PDF", f"{size:.0f} KiB"))
    most = at_most(f"{LARGE:,} labels 50x30: peak memory", memory, MUST_MB, GOOD_MB, "MB")
    return [*figures, most]


def draw(form: LabelFormat, labels: int) -> Drawn:
    began = time.process_time()
    runs = [_run(number, labels // PRODUCTS) for number in range(PRODUCTS)]
    size = 0
    for part in sheets.sheets(form, runs).parts():
        size += len(sheets.part_pdf(part))
        a4.forget()
    return Drawn(time.process_time() - began, size / 1024)


def _run(number: int, labels: int) -> Run:
    text = rules.label_text(goods(f"Miến dong Bình Liêu {number}", certificate()), DAY)
    code = ids.code_of(number + 1000, 10)
    serials = [KEYS.serial(code, number * labels + 1 + step) for step in range(labels)]
    addresses = tuple(rules.serial_address(BASE, one) for one in serials)
    return Run(text, serials[0].number, addresses)


def _alone() -> str:
    """Draw the large printing in a process of its own, whose memory is only for that."""
    command = [sys.executable, "-m", "tests.bench.labels"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _peak_mb() -> float:
    """Return the most memory this process had; `getrusage` would count its parent's too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (kib,) = re.findall(r"VmHWM:\s*(\d+) kB", status)
    return int(kib) / 1024


if __name__ == "__main__":
    done = draw(built_in.BY_KEY["50x30"], LARGE)
    print(done.cpu_s, done.size_kib, _peak_mb())
