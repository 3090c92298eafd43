"""Odd sales are stored and flagged; each flag by its own cause and no other."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from fair_pos.accounts import actions as accounts
from fair_pos.accounts.models import Till
from fair_pos.catalogue.models import Price, Product
from fair_pos.checkout.models import BoothHour, Sale
from fair_pos.core import ids
from fair_pos.core.clock import FixedClock
from fair_pos.db.store import Store
from fair_pos.venues.models import Booth, ClosedDay
from tests.cast import Cast
from tests.checkout.books import agree
from tests.checkout.test_shifts import FLOAT, close, count
from tests.tills import TillClient, line


@pytest.fixture
def eggs(till: TillClient, cast: Cast) -> Callable[..., dict]:
    def order(**fields) -> dict:
        return till.cash_sale([line(cast.eggs, "Trứng", 45_000)], 45_000, **fields)

    return order


def write(store: Store, action: Callable[[Session], None]) -> None:
    store.lane.run(action)


def test_an_ordinary_sale_has_no_flag(till: TillClient, eggs) -> None:
    assert till.sell(eggs())["flags"] == []


def test_a_suspended_booth(till: TillClient, eggs, cast: Cast, store: Store) -> None:
    till.sell(eggs())

    def suspend(session: Session) -> None:
        booth = session.get(Booth, (cast.org_id, cast.hanh_booth))
        booth.suspended_at = store.clock.now()
        session.add(booth)

    write(store, suspend)
    assert till.sell(eggs())["flags"] == ["booth_suspended"]


def test_a_closed_day(till: TillClient, eggs, cast: Cast, store: Store) -> None:
    day = ClosedDay(
        org_id=cast.org_id, id=ids.new_id(), venue_id=cast.venue, day=store.clock.now().date()
    )
    write(store, lambda session: session.add(day))
    assert till.sell(eggs())["flags"] == ["outside_days"]


def test_a_day_after_the_fair(till: TillClient, eggs, clock: FixedClock) -> None:
    clock.advance(timedelta(days=3))
    late = eggs(sold_at="2027-02-02T03:00:00Z")
    assert till.sell(late)["flags"] == ["outside_days"]


def test_a_withdrawn_product(till: TillClient, eggs, cast: Cast, store: Store) -> None:
    def withdraw(session: Session) -> None:
        product = session.get(Product, (cast.org_id, cast.eggs))
        product.withdrawn_at = store.clock.now() - timedelta(hours=1)
        session.add(product)

    write(store, withdraw)
    assert till.sell(eggs())["flags"] == ["product_withdrawn"]


def test_a_price_that_changed_meanwhile(till: TillClient, eggs, cast: Cast, store: Store) -> None:
    till.sell(eggs())
    now = store.clock.now()
    dearer = Price(
        org_id=cast.org_id, id=ids.new_id(), product_id=cast.eggs, price_vnd=50_000,
        valid_from=now - timedelta(minutes=1), entered_by="", entered_at=now,
    )  # fmt: skip
    write(store, lambda session: session.add(dearer))
    body = eggs()
    assert till.sell(body)["flags"] == ["price_differs"]
    stored = till.get(f"/sales/{body['id']}").json()["lines"][0]
    assert (stored["unit_price_vnd"], stored["amount_vnd"]) == (45_000, 45_000)


def test_a_number_that_was_given_twice(till: TillClient, eggs) -> None:
    first = eggs()
    till.sell(first)
    assert till.sell(eggs(seq=first["seq"]))["flags"] == ["number_taken"]


def test_a_code_that_another_receipt_has(till: TillClient, eggs, store: Store) -> None:
    first = eggs()
    till.sell(first)
    second = eggs(public_code=first["public_code"])
    answer = till.sell(second)
    assert (answer["status"], answer["flags"]) == ("stored", ["code_taken"])
    assert answer["receipt_url"] != f"/R/{first['public_code']}"
    assert till.sell(second)["receipt_url"] == answer["receipt_url"]
    assert agree(store) == 90_000


def test_a_revoked_till_still_hands_in_what_it_sold(
    till: TillClient, eggs, store: Store, cast: Cast
) -> None:
    till.sell(eggs())
    with store.reading() as session:
        till_id = session.exec(select(Till.id)).one()
    write(store, lambda one: accounts.revoke_till(one, store.clock, cast.org_id, till_id))
    assert till.sell(eggs())["flags"] == ["till_revoked"]
    assert till.get("/catalogue").status_code == 401


def test_a_seller_of_another_booth(till: TillClient, eggs, cast: Cast) -> None:
    assert till.sell(eggs(cashier_id=cast.stranger))["flags"] == ["cashier_unknown"]


def test_an_unknown_shift(till: TillClient, eggs) -> None:
    assert till.sell(eggs(shift_id=ids.new_id()))["flags"] == ["shift_unknown"]


def test_a_closed_shift(till: TillClient, eggs) -> None:
    close(till, count(till, FLOAT)["count_id"])
    assert till.sell(eggs())["flags"] == ["shift_closed"]


@pytest.mark.parametrize("wild", ["1970-01-01T00:00:00Z", "2099-06-01T00:00:00+07:00"])
def test_a_wild_clock_counts_today(till: TillClient, eggs, store: Store, wild: str) -> None:
    answer = till.sell(eggs(sold_at=wild))
    assert answer["flags"] == ["clock_off"]
    with store.reading() as session:
        sale, hour = session.exec(select(Sale)).one(), session.exec(select(BoothHour)).one()
    assert (sale.business_date.isoformat(), sale.hour) == ("2027-01-30", 10)
    assert sale.sold_at == datetime.fromisoformat(wild)
    assert hour.last_at <= store.clock.now()


def test_a_wild_clock_still_finds_today_s_price_and_stars(till: TillClient, eggs) -> None:
    body = eggs(sold_at="1970-01-01T00:00:00Z")
    till.sell(body)
    assert till.get(f"/sales/{body['id']}").json()["lines"][0]["stars"] == 4


def test_five_minutes_ahead_are_forgiven(till: TillClient, eggs, clock: FixedClock) -> None:
    ahead = (clock.now() + timedelta(minutes=5)).isoformat()
    assert till.sell(eggs(sold_at=ahead))["flags"] == []


def test_yesterday_s_sale_that_comes_today_counts_yesterday(
    till: TillClient, eggs, clock: FixedClock
) -> None:
    body = eggs(sold_at=clock.now().isoformat())
    clock.advance(timedelta(days=1))
    assert till.sell(body)["flags"] == []
    assert till.get("/day-sheet", day="2027-01-30").json()["total_vnd"] == 45_000


def test_a_sale_after_midnight_counts_on_its_own_day(
    till: TillClient, eggs, clock: FixedClock
) -> None:
    clock.at = datetime(2027, 1, 30, 17, 30, tzinfo=UTC)
    till.sell(eggs(sold_at=clock.now().isoformat()))
    sheet = till.get("/day-sheet", day="2027-01-31").json()
    assert [(one["hour"], one["total_vnd"]) for one in sheet["by_hour"]] == [(0, 45_000)]
