"""Refunds: by line and quantity, never above what was sold, by whose leave and which means."""

import json

import pytest
from sqlmodel import select

from fair_pos.core import ids
from fair_pos.db.journal import JournalLine
from fair_pos.db.store import Store
from tests.cast import LEADER_PIN, Cast
from tests.checkout.books import agree
from tests.tills import TillClient, line

CASH, VIETQR = "cash", "vietqr"


@pytest.fixture
def leader(cast: Cast) -> dict[str, str]:
    return {"person_id": cast.leader, "pin": LEADER_PIN}


def sell_eggs(till: TillClient, cast: Cast, trays: int = 3, total: int = 100_000, **fields) -> str:
    """Sell trays of eggs for a total that three do not divide."""
    less = {"kind": "amount", "amount_vnd": trays * 45_000 - total}
    lines = [line(cast.eggs, "Trứng", 45_000, trays * 1000, discount=less)]
    return till.sell(till.cash_sale(lines, total, **fields))["id"]


def refund(till: TillClient, sale_id: str, quantity: int = 1000, **fields) -> dict:
    lines = fields.pop("lines", [{"position": 0, "quantity_milli": quantity}])
    wanted = {"corrects_id": sale_id, "reason": "Vỡ", "lines": lines}
    return till.document(**wanted | fields)


def give_back(till: TillClient, sale_id: str, quantity: int = 1000, **fields) -> int:
    answer = till.post("/refunds", refund(till, sale_id, quantity, **fields))
    assert answer.status_code == 200, answer.text
    return answer.json()["total_vnd"]


def paid(means: str, amount: int) -> dict:
    return {"means": means, "amount_vnd": amount}


def payments_of(till: TillClient, sale_id: str) -> dict[str, int]:
    rows = till.get(f"/sales/{sale_id}").json()["payments"]
    return {row["means"]: row["amount_vnd"] for row in rows}


def test_parts_of_a_line_sum_to_what_was_paid(till: TillClient, cast: Cast, store: Store) -> None:
    sale = sell_eggs(till, cast)
    assert [give_back(till, sale) for _ in range(3)] == [-33_333, -33_334, -33_333]
    assert agree(store) == 0


def test_half_a_piece_of_weighed_goods_comes_back_in_proportion(
    till: TillClient, cast: Cast
) -> None:
    squid = line(cast.squid, "Mực", 600_000, 450, unit="kg", sold_by="weight")
    sale = till.sell(till.cash_sale([squid], 270_000))["id"]
    assert give_back(till, sale, 125) == -75_000


def test_more_than_was_sold_is_refused_and_nothing_is_written(
    till: TillClient, cast: Cast, store: Store
) -> None:
    sale = sell_eggs(till, cast)
    give_back(till, sale, 2000)
    answer = till.post("/refunds", refund(till, sale, 1001))
    assert (answer.status_code, answer.json()["code"]) == (422, "refund_too_much")
    assert answer.json()["message"] == "Trả nhiều hơn số đã bán. Còn trả được 1."
    assert agree(store) == 33_333


def test_the_same_line_named_twice_counts_together(till: TillClient, cast: Cast) -> None:
    sale = sell_eggs(till, cast)
    twice = [{"position": 0, "quantity_milli": 2000}] * 2
    assert till.post("/refunds", refund(till, sale, lines=twice)).status_code == 422


def test_a_line_that_was_never_sold_is_not_found(till: TillClient, cast: Cast) -> None:
    sale = sell_eggs(till, cast)
    ghost = [{"position": 7, "quantity_milli": 1000}]
    assert till.post("/refunds", refund(till, sale, lines=ghost)).status_code == 404


def test_the_same_refund_twice_is_one_refund(till: TillClient, cast: Cast, store: Store) -> None:
    sale = sell_eggs(till, cast)
    body = refund(till, sale)
    first, second = till.post("/refunds", body).json(), till.post("/refunds", body).json()
    assert (first["status"], second["status"]) == ("stored", "duplicate")
    assert (agree(store), second["total_vnd"]) == (66_667, -33_333)


def test_money_goes_back_the_way_it_came(till: TillClient, cast: Cast) -> None:
    sale = sell_eggs(till, cast, payments=[paid(VIETQR, 100_000)])
    body = refund(till, sale)
    till.post("/refunds", body)
    assert payments_of(till, body["id"]) == {VIETQR: -33_333}


def test_a_mixed_sale_gives_back_in_proportion(till: TillClient, cast: Cast) -> None:
    sale = sell_eggs(till, cast, payments=[paid(CASH, 75_000), paid(VIETQR, 25_000)])
    body = refund(till, sale, 3000)
    till.post("/refunds", body)
    assert payments_of(till, body["id"]) == {CASH: -75_000, VIETQR: -25_000}


def test_other_means_need_the_leader(till: TillClient, cast: Cast, leader: dict) -> None:
    sale = sell_eggs(till, cast, payments=[paid(VIETQR, 100_000)])
    alone = till.post("/refunds", refund(till, sale, means=CASH))
    assert (alone.status_code, alone.json()["code"]) == (403, "approval_needed")
    body = refund(till, sale, means=CASH, approval=leader)
    assert till.post("/refunds", body).status_code == 200
    assert payments_of(till, body["id"]) == {CASH: -33_333}


def test_after_other_means_the_rest_still_comes_back_whole(
    till: TillClient, cast: Cast, leader: dict, store: Store
) -> None:
    sale = sell_eggs(till, cast, payments=[paid(CASH, 50_000), paid(VIETQR, 50_000)])
    give_back(till, sale, 2000, means=CASH, approval=leader)
    give_back(till, sale, 1000)
    assert agree(store) == 0


def test_a_sale_of_another_shift_needs_the_leader(
    till: TillClient, cast: Cast, leader: dict
) -> None:
    sale = sell_eggs(till, cast)
    other = ids.new_id()
    alone = till.post("/refunds", refund(till, sale, shift_id=other))
    assert (alone.status_code, alone.json()["code"]) == (403, "approval_needed")
    assert give_back(till, sale, shift_id=other, approval=leader) == -33_333


def test_a_wrong_pin_is_counted(till: TillClient, cast: Cast, leader: dict) -> None:
    sale = sell_eggs(till, cast)
    wrong = {**leader, "pin": "0000"}
    body = refund(till, sale, means=VIETQR, approval=wrong)
    answers = [till.post("/refunds", body).json()["message"] for _ in range(5)]
    assert answers[0] == "Sai PIN, còn 4 lần"
    right = till.post("/refunds", {**body, "approval": leader})
    assert (right.status_code, right.json()["code"]) == (429, "wait")


def test_a_cashier_cannot_approve(till: TillClient, cast: Cast) -> None:
    sale = sell_eggs(till, cast)
    own = {"person_id": cast.hanh, "pin": "2580"}
    answer = till.post("/refunds", refund(till, sale, means=VIETQR, approval=own))
    assert (answer.status_code, answer.json()["code"]) == (403, "approval_needed")


def test_a_stored_refund_sent_again_asks_for_no_pin(
    till: TillClient, cast: Cast, leader: dict
) -> None:
    sale = sell_eggs(till, cast)
    body = refund(till, sale, means=VIETQR, approval=leader)
    till.post("/refunds", body)
    again = [till.post("/refunds", {**body, "approval": {**leader, "pin": "1"}}) for _ in range(9)]
    assert {answer.json()["status"] for answer in again} == {"duplicate"}


def test_a_free_sale_can_come_back(till: TillClient, cast: Cast, store: Store) -> None:
    free = {"kind": "percent", "percent_milli": 100_000}
    lines = [line(cast.eggs, "Trứng", 45_000, discount=free)]
    sale = till.sell(till.cash_sale(lines, 0, payments=[]))["id"]
    assert give_back(till, sale) == 0
    assert agree(store) == 0


def test_a_refund_is_no_sale_to_refund(till: TillClient, cast: Cast) -> None:
    sale = sell_eggs(till, cast)
    body = refund(till, sale)
    till.post("/refunds", body)
    answer = till.post("/refunds", refund(till, body["id"]))
    assert (answer.status_code, answer.json()["code"]) == (409, "not_a_sale")


def test_a_refund_of_nothing_known_is_not_found(till: TillClient) -> None:
    assert till.post("/refunds", refund(till, ids.new_id())).status_code == 404


def test_the_journal_names_the_sale_that_was_corrected(
    till: TillClient, cast: Cast, store: Store
) -> None:
    sale = sell_eggs(till, cast)
    give_back(till, sale)
    with store.reading() as session:
        row = session.exec(select(JournalLine).where(JournalLine.kind == "sale.refunded")).one()
    data = json.loads(row.body)["data"]
    assert (data["corrects"], data["reason"], data["total_vnd"]) == (sale, "Vỡ", -33_333)
    assert data["payments"] == [
        {"amount_vnd": -33_333, "means": "cash", "state": "confirmed_by_person"}
    ]
    assert [(one["quantity_milli"], one["amount_vnd"]) for one in data["lines"]] == [
        (-1000, -33_333)
    ]


def test_the_stars_of_a_refund_are_those_of_its_sale(
    till: TillClient, cast: Cast, store: Store
) -> None:
    sale = sell_eggs(till, cast)
    body = refund(till, sale)
    till.post("/refunds", body)
    assert till.get(f"/sales/{body['id']}").json()["ocop_vnd"] == -33_333
