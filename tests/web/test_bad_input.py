"""What is cut, too long, packed, forged or from another time is refused cleanly, or flagged."""

import gzip
import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from fair_pos.core import ids
from fair_pos.core.clock import FixedClock
from fair_pos.db.store import Store
from fair_pos.settings import Settings
from fair_pos.web.app import create_app
from fair_pos.web.security import BODY_LIMIT
from tests.cast import Cast
from tests.checkout.books import agree, counts
from tests.tills import API, TillClient, line
from tests.web.test_batch import eggs, fact, sale, send, statuses
from tests.web.test_till_api import serving

BATCH = f"{API}/batch"


def raw(till: TillClient, content: bytes | Iterator[bytes], **headers: str) -> tuple[int, str]:
    known = {"Authorization": f"Bearer {till.token}", "Content-Type": "application/json"}
    answer = till.http.post(BATCH, content=content, headers=known | headers)
    return answer.status_code, answer.json()["code"]


def wire(till: TillClient, cast: Cast) -> bytes:
    return json.dumps({"facts": [sale(eggs(till, cast))]}).encode()


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.99])
def test_a_cut_batch_is_malformed_and_nothing_of_it_is_stored(
    till: TillClient, cast: Cast, store: Store, share: float
) -> None:
    whole = wire(till, cast)
    assert raw(till, whole[: int(len(whole) * share)]) == (422, "malformed")
    assert counts(store)["sale"] == 0


@pytest.mark.parametrize(
    "content",
    [b"[]", b"null", b"7", b'"facts"', b"{}", b'{"facts": {}}', b'{"facts": [1]}', b"\xff\xfe\x00",
     b'{"facts": [{"id": 1, "path": "/sales"}]}', b'{"facts": [{"id": "a"}]}', b"[" * 5000],
)  # fmt: skip
def test_what_is_no_batch_is_malformed(till: TillClient, content: bytes) -> None:
    assert raw(till, content) in {(422, "malformed"), (400, "http")}


def test_a_body_above_the_limit_ends_before_it_is_read(till: TillClient, store: Store) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(BODY_LIMIT // 65_536 + 10):
            yield b" " * 65_536

    assert raw(till, endless()) == (413, "too_large")
    assert raw(till, b" ", **{"Content-Length": str(BODY_LIMIT + 1)}) == (413, "too_large")
    assert counts(store)["sale"] == 0


@pytest.mark.parametrize("packing", ["gzip", "deflate", "br", "gzip, gzip"])
def test_a_packed_body_is_refused_unread(till: TillClient, store: Store, packing: str) -> None:
    """A bomb: 10 MB of zeros in 10 kB."""
    bomb = gzip.compress(b"\0" * 10_000_000)
    assert raw(till, bomb, **{"Content-Encoding": packing}) == (415, "packed")


def test_more_bytes_than_declared_harm_nobody_else(
    settings: Settings, clock: FixedClock, cast: Cast, till: TillClient
) -> None:
    with serving(create_app(settings, clock)) as address:
        host, _, port = address.removeprefix("http://").partition(":")
        head = f"POST {BATCH} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 2\r\n\r\n"
        with socket.create_connection((host, int(port)), timeout=10) as line_open:
            line_open.sendall(head.encode() + b"{}" + b"x" * 100_000)
            first = line_open.recv(65_536)
        with socket.create_connection((host, int(port)), timeout=10) as after:
            after.sendall(f"GET /healthz HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            assert after.recv(12) == b"HTTP/1.1 200"
    assert first[9:12] in {b"422", b"401", b"400"}


@pytest.mark.parametrize("token", ["", "x", "x" * 10_000, "'; DROP TABLE till; --", "\t", "Bearer"])
def test_a_forged_token_hands_in_nothing(
    till: TillClient, cast: Cast, store: Store, token: str
) -> None:
    content = wire(till, cast)
    till.token = token
    assert raw(till, content) == (401, "till_unknown")
    assert counts(store)["sale"] == 0


@pytest.mark.parametrize(
    "bad",
    ["", "1", "01934f6e-5a00-4c3a-9b1e-2f4d6a8b0c12", "01934F6E-5A00-7C3A-9B1E-2F4D6A8B0C12",
     "01934f6e5a007c3a9b1e2f4d6a8b0c12", "x" * 100, 7, None, ["a"], "\u0000"],
)  # fmt: skip
def test_an_id_that_is_no_uuid7_is_malformed_alone(
    till: TillClient, cast: Cast, store: Store, bad: Any
) -> None:
    poisoned = {**eggs(till, cast), "id": bad}
    wrapped = {"id": "a", "path": "/sales", "body": poisoned}
    answers = send(till, wrapped, sale(eggs(till, cast)))
    assert statuses(answers) == [422, 200]
    assert "id" in answers[0]["answer"]["faults"]


@pytest.mark.parametrize("body", [None, 7, "x", [], {}, {"id": {"$gt": ""}}])
def test_a_body_that_is_none_is_malformed_alone(till: TillClient, cast: Cast, body: Any) -> None:
    wrapped = {"id": "a", "path": "/sales", "body": body}
    assert statuses(send(till, wrapped, sale(eggs(till, cast)))) == [422, 200]


@pytest.mark.parametrize("number", ["C01-1-000001", "B017-2-000001", "1", "B017-1", "đơn một"])
def test_a_number_of_another_till_is_stored_and_flagged(
    till: TillClient, cast: Cast, number: str
) -> None:
    answers = send(till, sale(eggs(till, cast, number=number)))
    assert answers[0]["answer"]["flags"] == ["number_not_own"]


@pytest.mark.parametrize("at", ["1970-01-01T00:00:00Z", "2099-12-31T23:59:59Z"])
def test_dates_of_another_time_are_stored_flagged_and_counted_today(
    till: TillClient, cast: Cast, store: Store, at: str
) -> None:
    late = {"happened": True, "person_id": cast.hanh}
    sold = eggs(till, cast, sold_at=at)
    back = till.document(
        corrects_id=sold["id"], reason="vỡ", happened=True, sold_at=at,
        lines=[{"position": 0, "quantity_milli": 1000}],
    )  # fmt: skip
    shift = {"id": ids.new_id(), "opened_at": at, **late}
    cash = {"id": ids.new_id(), "amount_vnd": 1, "reason": "x", "moved_at": at, **late}
    count = {"id": ids.new_id(), "notes": {}, "counted_at": at, **late}
    close = {"count_id": count["id"], "pin": "", "closed_at": at, "expected_vnd": 1, **late}
    path = f"/shifts/{shift['id']}"
    answers = send(
        till, sale(sold), fact("/refunds", back), fact("/shifts", shift),
        fact(f"{path}/cash", cash), fact(f"{path}/counts", count), fact(f"{path}/close", close),
    )  # fmt: skip
    assert statuses(answers) == [200] * 6
    assert [one["answer"]["flags"] for one in answers[:2]] == [["clock_off"]] * 2
    assert till.get("/day-sheet", day="2027-01-30").json()["sales"] == 1
    assert agree(store) == 0


@pytest.mark.parametrize(
    "at", ["1969-12-31T23:59:59Z", "3000-01-01T00:00:00Z", "2027-01-30", "now"]
)
def test_a_date_that_is_none_is_malformed_alone(till: TillClient, cast: Cast, at: str) -> None:
    assert statuses(send(till, sale(eggs(till, cast, sold_at=at)), sale(eggs(till, cast)))) == [
        422,
        200,
    ]


def test_a_removed_cashier_s_sale_is_stored_and_flagged(
    till: TillClient, cast: Cast, web: TestClient
) -> None:
    """POS-Awesome-V15#310: what was sold stays sold, whoever has left meanwhile."""
    gone = ids.new_id()
    answers = send(till, sale(eggs(till, cast, cashier_id=gone)))
    assert answers[0]["answer"]["flags"] == ["cashier_unknown"]


def test_a_product_of_nobody_is_stored_and_flagged(till: TillClient, cast: Cast) -> None:
    body = till.cash_sale([line(ids.new_id(), "Hàng lạ", 1_000)], 1_000)
    assert send(till, sale(body))[0]["answer"]["flags"] == ["product_unknown"]
