"""A full disk: nothing is acknowledged, nothing is half written, and it goes on afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session

from fair_pos.db.store import Store
from tests.cast import Cast
from tests.checkout.books import agree, counts
from tests.tills import TillClient, line


@contextmanager
def no_room(web: TestClient) -> Iterator[None]:
    """Let the file grow no more."""
    store: Store = web.app.state.store
    if not store.database.is_sqlite:
        pytest.skip("PostgreSQL has no limit to set per connection")
    used = store.lane.run(lambda session: _pragma(session, "page_count"))
    store.lane.run(lambda session: _pragma(session, f"max_page_count={used}"))
    yield
    store.lane.run(lambda session: _pragma(session, "max_page_count=1000000"))


def _pragma(session: Session, name: str) -> int:
    return session.connection().exec_driver_sql(f"PRAGMA {name}").scalar()


def large_sale(till: TillClient, cast: Cast) -> dict:
    lines = [line(cast.eggs, "Trứng " + "x" * 200, 45_000, note="y" * 200) for _ in range(200)]
    return till.cash_sale(lines, 200 * 45_000)


def test_a_full_disk_is_told_and_nothing_is_stored(
    web: TestClient, till: TillClient, cast: Cast, store: Store
) -> None:
    before = till.get("/catalogue").json()["till"]["last_seq"]
    body = large_sale(till, cast)
    with no_room(web):
        answer = till.post("/sales", body)
        assert (answer.status_code, answer.json()["code"]) == (507, "disk_full")
        assert "chưa ghi được" in answer.json()["message"]
        assert set(counts(store).values()) == {0}
    assert till.get("/catalogue").json()["till"]["last_seq"] == before
    assert till.post("/sales", body).json()["status"] == "stored"
    assert agree(store) == 9_000_000


def test_small_sales_beside_a_large_one_are_whole_or_absent(
    web: TestClient, till: TillClient, cast: Cast, store: Store
) -> None:
    small = [till.cash_sale([line(cast.eggs, "Trứng", 45_000)], 45_000) for _ in range(5)]
    with no_room(web):
        states = [
            till.post("/sales", body).status_code for body in [large_sale(till, cast), *small]
        ]
    assert states[0] == 507
    assert agree(store) == 45_000 * states.count(200)
