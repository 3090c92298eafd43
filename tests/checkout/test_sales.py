"""Selling through the API: what is stored, answered, printed and written in the journal."""

import json

from sqlmodel import col, select

from fair_pos.checkout.models import BoothHour, BoothProduct, Payment, Sale, SaleLine
from fair_pos.core import ids
from fair_pos.db.journal import JournalLine
from fair_pos.db.store import Store
from fair_pos.printing.models import PrintJob
from tests.cast import LEADER_PIN, Cast
from tests.tills import TillClient, line

TEN_PERCENT = {"kind": "percent", "percent_milli": 10_000}


def reference_sale(till: TillClient, cast: Cast) -> dict:
    """The sale of the design pictures: 450.000 less 9.000, 500.000 given, 59.000 back."""
    water = "Nước khoáng thiên nhiên Quang Hanh (bổ sung ga chất lượng cao)"
    lines = [
        line(cast.squid, "Mực một nắng Cô Tô loại 2", 600_000, 450, unit="kg", sold_by="weight"),
        line(cast.eggs, "Trứng vịt biển Đồng Rui", 45_000, 2000, discount=TEN_PERCENT),
        line(cast.water, water, 12_000, 3000, unit="chai"),
        line(cast.oranges, "Cam Vạn Yên", 45_000, 1200, unit="kg", sold_by="weight"),
    ]
    paid = {"means": "cash", "amount_vnd": 441_000, "tendered_vnd": 500_000, "change_vnd": 59_000}
    return till.cash_sale(lines, 441_000, payments=[paid])


def test_a_sale_is_stored_whole(till: TillClient, cast: Cast, store: Store) -> None:
    body = reference_sale(till, cast)
    answer = till.sell(body)
    assert (answer["status"], answer["flags"], answer["total_vnd"]) == ("stored", [], 441_000)
    with store.reading() as session:
        sale = session.exec(select(Sale)).one()
        lines = session.exec(select(SaleLine).order_by(col(SaleLine.position))).all()
        payment = session.exec(select(Payment)).one()
        hour = session.exec(select(BoothHour)).one()
        products = session.exec(select(BoothProduct)).all()
        job = session.exec(select(PrintJob)).one()
    assert (sale.subtotal_vnd, sale.discount_vnd, sale.total_vnd) == (450_000, 9_000, 441_000)
    assert [row.amount_vnd for row in lines] == [270_000, 81_000, 36_000, 54_000]
    assert [row.stars for row in lines] == [None, 4, 4, None]
    assert sale.ocop_vnd == 117_000 == hour.ocop_vnd
    assert (payment.amount_vnd, payment.change_vnd) == (441_000, 59_000)
    assert (hour.hour, hour.sales, hour.total_vnd) == (10, 1, 441_000)
    assert sum(row.amount_vnd for row in products) == 441_000
    assert "PHIẾU TÍNH TIỀN" in job.payload


def test_the_journal_holds_the_sale(till: TillClient, cast: Cast, store: Store) -> None:
    body = reference_sale(till, cast)
    till.sell(body)
    with store.reading() as session:
        row = session.exec(select(JournalLine).where(JournalLine.kind == "sale.sold")).one()
    event = json.loads(row.body)
    assert event["id"] == body["id"]
    assert event["data"]["total_vnd"] == 441_000
    assert sum(one["amount_vnd"] for one in event["data"]["lines"]) == 441_000


def test_the_same_sale_twice_is_one_sale(till: TillClient, cast: Cast, store: Store) -> None:
    body = reference_sale(till, cast)
    first = till.sell(body)
    second = till.sell(body)
    assert (second["status"], second["number"]) == ("duplicate", first["number"])
    with store.reading() as session:
        assert len(session.exec(select(Sale)).all()) == 1
        assert session.exec(select(BoothHour)).one().total_vnd == 441_000


def test_another_body_under_the_same_id_is_kept_for_people(
    till: TillClient, cast: Cast, store: Store
) -> None:
    body = reference_sale(till, cast)
    till.sell(body)
    answer = till.post("/sales", {**body, "note": "khác"})
    assert (answer.status_code, answer.json()["code"]) == (409, "sale_conflict")
    with store.reading() as session:
        facts = session.exec(select(JournalLine.kind)).all()
    assert facts.count("sale.conflict") == 1


def test_a_sale_that_happened_is_never_refused(till: TillClient, cast: Cast, store: Store) -> None:
    unknown = line(ids.new_id(), "Hàng lạ", 10_000)
    dearer = line(cast.eggs, "Trứng vịt biển Đồng Rui", 50_000)
    body = till.cash_sale(
        [unknown, dearer], 60_000, cashier_id=cast.stranger, shift_id=ids.new_id()
    )
    answer = till.sell(body)
    assert answer["status"] == "stored"
    assert answer["flags"] == [
        "cashier_unknown",
        "price_differs",
        "product_unknown",
        "shift_unknown",
    ]


def test_a_total_other_than_the_rules_is_booked_and_flagged(
    till: TillClient, cast: Cast, store: Store
) -> None:
    body = till.cash_sale([line(cast.eggs, "Trứng", 45_000)], 44_000)
    assert till.sell(body)["flags"] == ["total_differs"]
    with store.reading() as session:
        row = session.exec(select(SaleLine)).one()
    assert (row.basket_discount_vnd, row.amount_vnd) == (1_000, 44_000)


def test_payments_that_do_not_sum_are_malformed(till: TillClient, cast: Cast) -> None:
    body = till.cash_sale([line(cast.eggs, "Trứng", 45_000)], 45_000)
    body["payments"][0]["amount_vnd"] = 40_000
    answer = till.post("/sales", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_a_discount_above_the_limit_needs_the_leader(till: TillClient, cast: Cast) -> None:
    half = {"kind": "percent", "percent_milli": 30_000}
    lines = [line(cast.eggs, "Trứng", 45_000, 2000, discount=half)]
    alone = till.sell(till.cash_sale(lines, 63_000))
    assert alone["flags"] == ["discount_above_limit"]
    approval = {"person_id": cast.leader, "pin": LEADER_PIN}
    agreed = till.sell(till.cash_sale(lines, 63_000, approval=approval))
    assert agreed["flags"] == []
