"""Servers in processes of their own, and a till that sends again to another epoch."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fair_pos.core import ids
from fair_pos.core.clock import SystemClock
from fair_pos.db.engine import sqlite_driver
from tests.tills import line

API = "/api/v1/till"
SHIFT = "01934f6e-5a00-7c3a-9b1e-2f4d6a8b0c12"


@dataclass
class Till:
    """A till of the second wire version: keeps every sale, sends all of them to another epoch."""

    port: int
    token: str
    series: str
    cashier: str
    product: str
    epoch: str = ""
    kept: list[dict[str, Any]] = field(default_factory=list)

    def sell(self, count: int) -> None:
        for _ in range(count):
            self.kept.append(self._sale())
        self._send(self.kept[-count:])

    def send_again_if_the_epoch_is_another(self) -> bool:
        if self._ask("GET", "/healthz")["epoch"] == self.epoch:
            return False
        self.send_all()
        return True

    def send_all(self) -> None:
        self._send(self.kept)

    def _sale(self) -> dict[str, Any]:
        seq = len(self.kept) + 1
        paid = {"means": "cash", "amount_vnd": 45_000, "tendered_vnd": 45_000, "change_vnd": 0}
        body = {
            "id": ids.new_id(), "seq": seq, "number": f"B017-{self.series}-{seq:06d}",
            "public_code": ids.new_code(10), "shift_id": SHIFT, "cashier_id": self.cashier,
            "sold_at": SystemClock().now().isoformat(), "total_vnd": 45_000, "payments": [paid],
            "lines": [line(self.product, "Trứng vịt biển Đồng Rui", 45_000)],
        }  # fmt: skip
        return {"id": body["id"], "path": "/sales", "body": body}

    def _send(self, facts: list[dict[str, Any]]) -> None:
        for at in range(0, len(facts), 20):
            answer = self._ask("POST", f"{API}/batch", {"facts": facts[at : at + 20]})
            assert {one["status"] for one in answer["answers"]} == {200}, answer
            self.epoch = answer["epoch"]

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", method=method,
            data=json.dumps(body).encode() if body else None,
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )  # fmt: skip
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)


@contextmanager
def program(data: Path, *words: object) -> Iterator[subprocess.Popen[str]]:
    command = [str(Path(sys.executable).with_name("fair-pos")), "--data", str(data)]
    environment = {**os.environ, "FAIR_POS_PRINTS": "false"}
    process = subprocess.Popen(
        [*command, *map(str, words)], env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=20)


def numbers(data: Path) -> list[str]:
    """Return the numbers of all stored sales, in order."""
    with closing(sqlite_driver().connect(str(data / "fair-pos.db"))) as opened:
        return [number for (number,) in opened.execute("SELECT number FROM sale ORDER BY number")]
