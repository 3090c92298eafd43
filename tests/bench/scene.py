"""A fair for benchmarks: the cast with many tills, and a server process of its own."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fair_pos.core.clock import SystemClock
from fair_pos.db import store as stores
from fair_pos.db.store import Store
from fair_pos.payments import reference as banks
from fair_pos.programme import seed
from fair_pos.settings import Settings
from fair_pos.signing import keys
from tests import cast as casts
from tests.cast import Cast


@dataclass(frozen=True)
class Scene:
    settings: Settings
    cast: Cast
    tokens: list[str]


@contextmanager
def scene(tills: int) -> Iterator[Scene]:
    """A fresh database with the cast and some tills at B017."""
    with tempfile.TemporaryDirectory(prefix="fair-pos-bench-") as folder:
        settings = Settings(data=Path(folder))
        clock = SystemClock()
        stores.create(settings, clock)
        keys.make(settings.data, clock.now())
        store = stores.open_store(settings, clock)
        try:
            made = _fill(store, tills)
        finally:
            store.close()
        yield Scene(settings, *made)


def _fill(store: Store, tills: int) -> tuple[Cast, list[str]]:
    store.lane.run(seed.load)
    store.lane.run(banks.load)
    cast = casts.raise_curtain(store)
    return cast, [casts.enrol(store, cast.hanh_booth).token for _ in range(tills)]


@contextmanager
def server(settings: Settings, *, prints: bool = True) -> Iterator[int]:
    """The real server in a process of its own; gives its port."""
    port = free_port()
    environment = environment_of(settings) | {"FAIR_POS_PRINTS": str(prints)}
    command = [str(Path(sys.executable).with_name("fair-pos")), "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_until_up(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def environment_of(settings: Settings) -> dict[str, str]:
    """A user's environment: the data folder named, compiled modules kept as usual."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "FAIR_POS_DATA": str(settings.data)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_up(port: int, seconds: float = 30) -> float:
    """Wait for the first good answer; returns the seconds it took."""
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return time.perf_counter() - began
        except OSError:
            time.sleep(0.02)
    raise TimeoutError(port)
