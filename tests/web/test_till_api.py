"""The documented program, exactly as it stands in the docs, against a live server."""

import json
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from fair_pos.accounts import actions
from fair_pos.core.clock import FixedClock
from fair_pos.db.store import Store
from fair_pos.settings import Settings
from fair_pos.web.app import create_app
from tests.cast import LEADER_PIN, Cast
from tests.checkout.books import agree

DOCS = Path(__file__).parents[2] / "docs" / "api.md"
LINES_MAX = 30


def program() -> str:
    found = re.search(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert found, "the docs show a program"
    return found[1]


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Run a server on a free port."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        thread.join(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()


def test_the_program_has_thirty_lines() -> None:
    lines = [line for line in program().splitlines() if line.strip()]
    assert len(lines) <= LINES_MAX


def test_the_program_sells_refunds_and_reads_the_day(
    settings: Settings, clock: FixedClock, store: Store, cast: Cast, tmp_path: Path
) -> None:
    card = store.lane.run(
        lambda one: actions.make_card(one, store.clock, cast.org_id, cast.hanh_booth, None)
    )
    file = tmp_path / "till.py"
    file.write_text(program(), encoding="utf-8")
    with serving(create_app(settings, clock)) as address:
        command = [sys.executable, "-I", "-X", "utf8", str(file), address, card.code, LEADER_PIN]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr
    sheet = json.loads(ran.stdout)
    assert (sheet["sales"], sheet["corrections"]) == (1, 1)
    assert sheet["total_vnd"] == agree(store) > 0


def test_the_docs_name_every_route_and_every_flag() -> None:
    from fair_pos.checkout.models import Flag
    from fair_pos.web.till import api as till
    from fair_pos.web.till import sales, shifts

    text = DOCS.read_text(encoding="utf-8")
    paths = {
        route.path.removeprefix("/api/v1/till")
        for router in (till.router, sales.router, shifts.router)
        for route in router.routes
    }
    short = {re.sub(r"\{\w+\}", "{id}", path) for path in paths}
    assert [path for path in sorted(short) if path not in text] == []
    assert [flag for flag in Flag if f"`{flag}`" not in text] == []
