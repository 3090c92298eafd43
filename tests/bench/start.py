"""Cold start of the server to its first page, and its memory with a fair open."""

import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.bench.figures import Figure, at_most
from tests.bench.scene import Scene, environment_of, free_port, scene, wait_until_up

ROUNDS = 5


def run() -> list[Figure]:
    with scene(tills=1) as made:
        _start(made)
        rounds = [_start(made) for _ in range(ROUNDS)]
    seconds = statistics.median(took for took, _ in rounds)
    memory = statistics.median(size for _, size in rounds)
    return [
        at_most("cold start to first page, median of 5", seconds, 2, 1, "s"),
        at_most("resident memory after the first pages", memory, 200, 120, "MiB"),
    ]


def _start(made: Scene) -> tuple[float, float]:
    port = free_port()
    command = [str(Path(sys.executable).with_name("fair-pos")), "serve", "--port", str(port)]
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        env=environment_of(made.settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_up(port)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/login", timeout=10) as page:
            assert page.status == 200
        took = time.perf_counter() - began
        return took, _resident_mib(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _resident_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(row for row in status.splitlines() if row.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
