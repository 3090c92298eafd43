"""What a line keeps of its moment: price, stars, name; and how large a sale may be."""

import json
from datetime import date

import pytest
from sqlmodel import Session, select

from fair_pos.catalogue.models import Certificate
from fair_pos.checkout.models import SaleLine
from fair_pos.db.journal import JournalLine
from fair_pos.db.store import Store
from tests.cast import Cast
from tests.checkout.books import agree, counts
from tests.tills import TillClient, line


def expire(store: Store, cast: Cast, day: date) -> None:
    def action(session: Session) -> None:
        row = session.exec(select(Certificate).where(Certificate.product_id == cast.eggs)).one()
        row.expires_on = day
        session.add(row)

    store.lane.run(action)


def sell_eggs(till: TillClient, cast: Cast) -> dict:
    body = till.cash_sale([line(cast.eggs, "Trứng", 45_000)], 45_000)
    till.sell(body)
    return till.get(f"/sales/{body['id']}").json()


def test_stars_count_on_their_last_day(till: TillClient, cast: Cast, store: Store) -> None:
    expire(store, cast, date(2027, 1, 30))
    sale = sell_eggs(till, cast)
    assert (sale["lines"][0]["stars"], sale["ocop_vnd"]) == (4, 45_000)


def test_stars_that_expired_yesterday_are_none_today(
    till: TillClient, cast: Cast, store: Store
) -> None:
    before = sell_eggs(till, cast)
    expire(store, cast, date(2027, 1, 29))
    after = sell_eggs(till, cast)
    assert (after["lines"][0]["stars"], after["ocop_vnd"], after["flags"]) == (None, 0, [])
    kept = till.get(f"/sales/{before['id']}").json()
    assert (kept["lines"][0]["stars"], kept["ocop_vnd"]) == (4, 45_000)


def test_two_hundred_lines_are_one_sale(till: TillClient, cast: Cast, store: Store) -> None:
    lines = [line(cast.eggs, f"Trứng {n}", 45_000) for n in range(200)]
    till.sell(till.cash_sale(lines, 200 * 45_000))
    assert (agree(store), counts(store)["sale_line"]) == (9_000_000, 200)


def test_two_hundred_and_one_lines_are_too_many(till: TillClient, cast: Cast) -> None:
    lines = [line(cast.eggs, "Trứng", 45_000)] * 201
    answer = till.post("/sales", till.cash_sale(lines, 201 * 45_000))
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_a_total_far_below_makes_no_line_negative(
    till: TillClient, cast: Cast, store: Store
) -> None:
    lines = [line(cast.water, "Nước", 12_000), line(cast.squid, "Mực", 600_000)]
    till.sell(till.cash_sale(lines, 100_000))
    with store.reading() as session:
        amounts = session.exec(select(SaleLine.amount_vnd).order_by(SaleLine.position)).all()
    assert (min(amounts) >= 0, sum(amounts)) == (True, 100_000)
    assert agree(store) == 100_000


def test_a_total_above_is_booked_as_it_was_taken(
    till: TillClient, cast: Cast, store: Store
) -> None:
    lines = [line(cast.water, "Nước", 12_000), line(cast.eggs, "Trứng", 45_000)]
    assert till.sell(till.cash_sale(lines, 60_000))["flags"] == ["total_differs"]
    assert agree(store) == 60_000


def test_the_journal_can_add_a_sale_up_again(till: TillClient, cast: Cast, store: Store) -> None:
    sale = sell_eggs(till, cast)
    with store.reading() as session:
        body = session.exec(select(JournalLine.body).where(JournalLine.kind == "sale.sold")).one()
    data = json.loads(body)["data"]
    assert data.keys() >= {
        "kind", "number", "venue", "booth", "till", "shift", "seq", "sold_at", "business_date",
        "hour", "cashier", "corrects", "reason", "flags", "subtotal_vnd", "discount_vnd",
        "total_vnd", "ocop_vnd", "lines", "payments",
    }  # fmt: skip
    assert (data["venue"], data["booth"], data["number"]) == (
        "XUAN-2027",
        "B017",
        sale["number"],
    )
    assert data["total_vnd"] == sum(one["amount_vnd"] for one in data["payments"]) == 45_000
    assert data["ocop_vnd"] == sum(one["amount_vnd"] for one in data["lines"] if one["stars"])


WRONG = [
    ({"sold_at": "2027-01-30T10:42:00"}, "sold_at", "múi giờ"),
    ({"sold_at": "0001-01-01T00:00:00+14:00"}, "sold_at", "1970"),
    ({"sold_at": "hôm qua"}, "sold_at", "ISO 8601"),
    ({"id": "1"}, "id", "UUIDv7"),
    ({"public_code": "0123456789"}, "public_code", "10 ký hiệu"),
    ({"lines": []}, "lines", "ít nhất 1"),
    ({"total_vnd": 45_000.5}, "total_vnd", "số nguyên"),
    ({"total_vnd": -1}, "total_vnd", "từ 0"),
    ({"number": "B017\x00"}, "number", "điều khiển"),
    ({"payments": [{"means": "gold", "amount_vnd": 45_000}]}, "means", "một trong"),
    ({"payments": [{"means": "cash", "amount_vnd": 1}]}, "", "tổng"),
    (
        {"payments": [{"means": "vietqr", "amount_vnd": 45_000, "state": "confirmed_by_bank"}]},
        "state",
        "ngân hàng",
    ),
    ({"discount": {"kind": "gift"}}, "discount", "kind"),
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: "-".join(wrong[0]))
def test_what_cannot_be_understood_is_told_in_vietnamese(
    till: TillClient, cast: Cast, store: Store, wrong: tuple[dict, str, str]
) -> None:
    fields, place, words = wrong
    body = till.cash_sale([line(cast.eggs, "Trứng", 45_000)], 45_000)
    answer = till.post("/sales", body | fields)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
    assert place in answer.json()["message"]
    assert words in answer.json()["message"]
    assert counts(store)["sale"] == 0


def test_sums_that_no_database_holds_are_malformed(till: TillClient, cast: Cast) -> None:
    lines = [line(cast.eggs, "Trứng", 999_999_999_999, 99_999_999)] * 200
    assert till.post("/sales", till.cash_sale(lines, 1)).status_code == 422


def test_broken_text_in_an_unknown_field_is_passed_over(till: TillClient, cast: Cast) -> None:
    body = till.cash_sale([line(cast.eggs, "Trứng", 45_000)], 45_000, newer="x")
    raw = json.dumps(body).replace('"x"', '"\\ud800"')
    answer = till.http.post(
        "/api/v1/till/sales",
        content=raw,
        headers={"Authorization": f"Bearer {till.token}", "Content-Type": "application/json"},
    )
    assert (answer.status_code, answer.json()["status"]) == (200, "stored")
