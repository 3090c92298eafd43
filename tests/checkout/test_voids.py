"""Voids: the rest of a sale taken back whole, once."""

import json

from sqlmodel import select

from fair_pos.core import ids
from fair_pos.db.journal import JournalLine
from fair_pos.db.store import Store
from tests.cast import LEADER_PIN, Cast
from tests.checkout.books import agree
from tests.checkout.test_refunds import give_back, paid, payments_of, refund, sell_eggs
from tests.tills import TillClient


def void(till: TillClient, sale_id: str, **fields) -> dict:
    return till.document(**{"corrects_id": sale_id, "reason": "Bấm nhầm"} | fields)


def test_a_void_takes_everything_back_by_its_means(
    till: TillClient, cast: Cast, store: Store
) -> None:
    sale = sell_eggs(till, cast, payments=[paid("cash", 60_000), paid("vietqr", 40_000)])
    body = void(till, sale)
    answer = till.post("/voids", body).json()
    assert (answer["status"], answer["total_vnd"]) == ("stored", -100_000)
    assert payments_of(till, body["id"]) == {"cash": -60_000, "vietqr": -40_000}
    assert (agree(store), till.get(f"/sales/{sale}").json()["voided"]) == (0, True)


def test_a_void_takes_the_rest_of_a_partly_refunded_sale(
    till: TillClient, cast: Cast, store: Store
) -> None:
    sale = sell_eggs(till, cast)
    give_back(till, sale)
    assert till.post("/voids", void(till, sale)).json()["total_vnd"] == -66_667
    assert agree(store) == 0


def test_a_voided_sale_is_voided_once(till: TillClient, cast: Cast, store: Store) -> None:
    sale = sell_eggs(till, cast)
    body = void(till, sale)
    till.post("/voids", body)
    assert till.post("/voids", body).json()["status"] == "duplicate"
    other = till.post("/voids", void(till, sale))
    assert (other.status_code, other.json()["code"]) == (409, "already_voided")
    assert till.post("/refunds", refund(till, sale)).status_code == 422
    assert agree(store) == 0


def test_a_void_of_another_shift_needs_the_leader(till: TillClient, cast: Cast) -> None:
    sale = sell_eggs(till, cast)
    other = ids.new_id()
    assert till.post("/voids", void(till, sale, shift_id=other)).status_code == 403
    leader = {"person_id": cast.leader, "pin": LEADER_PIN}
    body = void(till, sale, shift_id=other, approval=leader)
    assert till.post("/voids", body).status_code == 200


def test_the_journal_holds_the_void(till: TillClient, cast: Cast, store: Store) -> None:
    sale = sell_eggs(till, cast)
    till.post("/voids", void(till, sale))
    with store.reading() as session:
        row = session.exec(select(JournalLine).where(JournalLine.kind == "sale.voided")).one()
    data = json.loads(row.body)["data"]
    assert (data["kind"], data["corrects"], data["total_vnd"]) == ("void", sale, -100_000)
