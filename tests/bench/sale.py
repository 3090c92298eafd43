"""A 4-line cash sale through the real HTTP API, against the same SQL by raw sqlite3.

Client, server and database share the machine. The limit is measured in the same run: the very
statements one sale issues (recorded from the driver), replayed with fresh keys, one transaction a
sale, on a file with the same settings. The books are checked afterwards.
"""

import asyncio
import json
import os
import statistics
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fair_pos.accounts.queries import till_of
from fair_pos.checkout import sales
from fair_pos.checkout.orders import SaleOrder
from fair_pos.core import ids
from fair_pos.core.clock import SystemClock
from fair_pos.db import store as stores
from fair_pos.db.engine import sqlite_driver
from tests.bench.figures import Figure, at_least, at_most
from tests.bench.scene import Scene, scene, server

SECONDS = 6
CLIENTS = (1, 16, 64, 256)
SHIFT = "01934f6e-5a00-7c3a-9b1e-2f4d6a8b0c12"


@dataclass(frozen=True)
class Load:
    clients: int
    rate: float
    p50: float
    p95: float
    p99: float
    errors: int
    sent: int


def run() -> list[Figure]:
    raw = _raw_limit()
    loads = _loads(CLIENTS, prints=False)
    printing = _loads((1, 64), prints=True)
    by = {load.clients: load for load in loads}
    lines = [
        Figure("raw sqlite3, same SQL, 1 sale a transaction", f"{raw:,.0f}/s"),
        *(_figure(load, "print jobs written") for load in loads),
        *(_figure(load, "and one virtual printer drawing them meanwhile") for load in printing),
    ]
    return [
        *lines,
        at_least("rate at 64 ÷ raw", by[64].rate / raw, 0.25, 0.45),
        at_most("p99 ÷ p50 at 64", by[64].p99 / by[64].p50, 3, 1.5),
        at_least("rate at 256 ÷ rate at 64", by[256].rate / by[64].rate, 0.8, 0.9),
        at_most("errors with 64 tills", by[64].errors, 0, 0),
    ]


def _loads(clients: tuple[int, ...], *, prints: bool) -> list[Load]:
    with scene(tills=max(clients)) as made, server(made.settings, prints=prints) as port:
        _warm(made, port)
        loads = [asyncio.run(closed_loop(made, port, number)) for number in clients]
        _check_books(made, sum(load.sent for load in loads))
    return loads


def _figure(load: Load, how: str) -> Figure:
    return Figure(
        f"sales at {load.clients} clients, {how}",
        f"{load.rate:,.0f}/s, p50 {load.p50:.1f}, p95 {load.p95:.1f}, p99 {load.p99:.1f} ms, "
        f"{load.errors} errors",
    )


def body(cast: Any, seq: int) -> dict[str, Any]:
    """The sale of the design pictures."""
    water = "Nước khoáng thiên nhiên Quang Hanh (bổ sung ga chất lượng cao)"
    ten = {"kind": "percent", "percent_milli": 10_000}
    return {
        "id": ids.new_id(),
        "seq": seq,
        "number": f"B017-1-{seq:06d}",
        "public_code": ids.new_code(10),
        "shift_id": SHIFT,
        "cashier_id": cast.hanh,
        "sold_at": datetime.now(UTC).isoformat(),
        "lines": [
            _line(cast.squid, "Mực một nắng Cô Tô loại 2", 450, 600_000),
            _line(cast.eggs, "Trứng vịt biển Đồng Rui", 2000, 45_000, discount=ten),
            _line(cast.water, water, 3000, 12_000),
            _line(cast.oranges, "Cam Vạn Yên", 1200, 45_000),
        ],
        "total_vnd": 441_000,
        "payments": [
            {
                "means": "cash",
                "amount_vnd": 441_000,
                "tendered_vnd": 500_000,
                "change_vnd": 59_000,
            }
        ],
    }


def _line(product: str, name: str, quantity: int, price: int, **more: Any) -> dict[str, Any]:
    return {
        "product_id": product,
        "name": name,
        "unit": "kg",
        "quantity_milli": quantity,
        "unit_price_vnd": price,
        "list_price_vnd": price,
        **more,
    }


def _warm(made: Scene, port: int) -> None:
    asyncio.run(closed_loop(made, port, 4, seconds=1.0))


async def closed_loop(made: Scene, port: int, clients: int, seconds: float = SECONDS) -> Load:
    times: list[float] = []
    errors = 0
    end = time.perf_counter() + seconds

    async def one(number: int) -> None:
        nonlocal errors
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = (
            f"POST /api/v1/till/sales HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Authorization: Bearer {made.tokens[number % len(made.tokens)]}\r\n"
            "Content-Type: application/json\r\n"
        )
        seq = int(time.time() * 1000) % 5_000_000
        while time.perf_counter() < end:
            seq += 1
            content = json.dumps(body(made.cast, seq)).encode()
            began = time.perf_counter()
            writer.write(f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content)
            good = await _read_answer(reader)
            times.append(time.perf_counter() - began)
            errors += not good
        writer.close()
        await writer.wait_closed()

    began = time.perf_counter()
    await asyncio.gather(*(one(number) for number in range(clients)))
    took = time.perf_counter() - began
    cut = statistics.quantiles(times, n=100)
    return Load(
        clients,
        (len(times) - errors) / took,
        cut[49] * 1000,
        cut[94] * 1000,
        cut[98] * 1000,
        errors,
        len(times) - errors,
    )


async def _read_answer(reader: asyncio.StreamReader) -> bool:
    status = await reader.readline()
    length = 0
    while (header := await reader.readline()) not in (b"\r\n", b""):
        name, _, value = header.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    answer = await reader.readexactly(length)
    return status.split()[1] == b"200" and b'"stored"' in answer


def _check_books(made: Scene, sent: int) -> None:
    """Sales = lines = payments = rollups, and not one less than was acknowledged."""
    driver = sqlite_driver()
    connection = driver.connect(made.settings.sqlite_file)
    sums = [
        connection.execute(f"SELECT sum({column}) FROM {table}").fetchone()[0]
        for table, column in (
            ("sale", "total_vnd"),
            ("sale_line", "amount_vnd"),
            ("payment", "amount_vnd"),
            ("rollup_booth_hour", "total_vnd"),
            ("rollup_booth_product", "amount_vnd"),
            ("rollup_booth_means", "amount_vnd"),
        )
    ]
    count = connection.execute("SELECT count(*) FROM sale").fetchone()[0]
    connection.close()
    assert len(set(sums)) == 1, sums
    assert count >= sent, (count, sent)


def _raw_limit(seconds: float = 4) -> float:
    """Replay the recorded statements of one sale by the bare driver."""
    with scene(tills=1) as made:
        recorded, tokens = _record(made)
        driver = sqlite_driver()
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "raw.db"
            source = driver.connect(made.settings.sqlite_file)
            target = driver.connect(file, isolation_level=None)
            source.backup(target)
            source.close()
            target.execute("PRAGMA journal_mode=WAL")
            target.execute("PRAGMA synchronous=FULL")
            target.execute("PRAGMA foreign_keys=ON")
            rate = _replay(target, recorded, tokens, seconds)
            target.close()
    return rate


def _record(made: Scene) -> tuple[list[tuple[str, Any, bool]], dict[str, Any]]:
    """Write one sale through the lane and note what the driver was asked."""
    store = stores.open_store(made.settings, SystemClock())
    with store.reading() as session:
        till = till_of(session, store.org_id, made.tokens[0])
    assert till is not None
    orders = [SaleOrder.model_validate(body(made.cast, seq)) for seq in (1, 2, 3)]
    for order in orders[:2]:
        store.lane.submit_trade(
            lambda session, order=order: sales.sell(session, store.clock, till, order)
        ).result()
    order = orders[2]
    calls: list[tuple[str, Any, bool]] = []
    with _listening(calls):
        store.lane.submit_trade(
            lambda session: sales.sell(session, store.clock, till, order)
        ).result()
    store.close()
    writes = [
        call
        for call in calls
        if not call[0].lstrip().upper().startswith(("PRAGMA", "SAVE", "RELEASE"))
    ]
    return writes, {"id": order.id, "code": order.public_code}


class _listening:  # noqa: N801
    """Notes every statement that passes db.fast, the path all of a sale's statements take."""

    def __init__(self, calls: list[tuple[str, Any, bool]]) -> None:
        self._calls = calls

    def __enter__(self) -> None:
        from fair_pos.db import fast

        self._run, self._first = fast.Prepared.run, fast.Prepared.first
        calls = self._calls

        def run(prepared: Any, connection: Any, *rows: Any) -> None:
            form = prepared._form(connection.dialect)
            for row in rows:
                calls.append((form.sql, form.parameters(row), False))
            self._run(prepared, connection, *rows)

        def first(prepared: Any, connection: Any, row: Any) -> Any:
            form = prepared._form(connection.dialect)
            calls.append((form.sql, form.parameters(row), True))
            return self._first(prepared, connection, row)

        fast.Prepared.run, fast.Prepared.first = run, first  # type: ignore[method-assign]

    def __exit__(self, *_: object) -> None:
        from fair_pos.db import fast

        fast.Prepared.run, fast.Prepared.first = self._run, self._first  # type: ignore[method-assign]


def _replay(
    connection: Any, calls: list[tuple[str, Any, bool]], known: dict[str, Any], seconds: float
) -> float:
    """Run the statements again with fresh keys until the time is over; returns sales a second."""
    journal_seq = connection.execute("SELECT max(seq) FROM journal").fetchone()[0]
    done = 0
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        fresh = {known["id"]: ids.new_id(), known["code"]: ids.new_code(10)}
        journal_seq += 1
        connection.execute("BEGIN IMMEDIATE")
        for sql, parameters, reads in calls:
            values = [
                fresh.get(value, value) if isinstance(value, str) else value for value in parameters
            ]
            if "INTO journal" in sql:
                values = _journal_values(sql, values, journal_seq)
            elif "INTO print_job" in sql:
                values[1] = ids.new_id()
            cursor = connection.execute(sql, values)
            if reads:
                cursor.fetchone()
        connection.execute("COMMIT")
        done += 1
    return done / (time.perf_counter() - began)


def _journal_values(sql: str, values: list[Any], seq: int) -> list[Any]:
    columns = [name.strip() for name in sql[sql.index("(") + 1 : sql.index(")")].split(",")]
    row = dict(zip(columns, values, strict=True))
    row["seq"], row["hash"] = seq, os.urandom(32).hex()
    return list(row.values())
