"""The cash drawer opens while cash changes hands, and for somebody with a reason and a PIN."""

from datetime import timedelta

import pytest
from sqlmodel import select

from fair_pos.checkout import cash_drawer
from fair_pos.core import ids
from fair_pos.core.clock import FixedClock, iso_utc
from fair_pos.db.journal import JournalLine
from fair_pos.db.store import Store
from fair_pos.printing import drawer
from fair_pos.printing.drawer import Opening
from fair_pos.printing.models import Printer, PrintJob
from tests.cast import LEADER_PIN, PIN, Cast, give_a_drawer, print_all
from tests.tills import TillClient, eggs

LATE = cash_drawer.FRESH_FOR + timedelta(seconds=1)


@pytest.fixture
def at(till: TillClient, store: Store, cast: Cast) -> TillClient:
    """Hạnh's till; a drawer hangs at its printer, and nothing prints by itself."""
    till.http.app.state.worker.stop()
    give_a_drawer(store, cast.printer)
    return till


def by(means: str) -> list[dict]:
    return [{"means": means, "amount_vnd": 45_000}]


def openings(store: Store, cast: Cast) -> list[Opening]:
    with store.reading() as session:
        return drawer.log(session, store.org_id, cast.printer)


def by_hand(till: TillClient, cast: Cast, pin: str = LEADER_PIN, **fields):
    approval = {"person_id": cast.leader, "pin": pin}
    body = {"id": ids.new_id(), "reason": "Đổi tiền lẻ", "approval": approval} | fields
    return till.post("/drawer", body)


def test_a_cash_sale_opens_it_and_says_so(at: TillClient, store: Store, cast: Cast) -> None:
    body = eggs(at, cast)
    at.sell(body)
    (line,) = openings(store, cast)
    assert (line.reason, line.by, line.booth_id) == ("cash_sale", cast.hanh, cast.hanh_booth)
    assert at.get(f"/sales/{body['id']}/print").json()["drawer"]["state"] == "waiting"
    print_all(store, cast)
    assert at.get(f"/sales/{body['id']}/print").json()["drawer"]["state"] == "opened"


def test_it_opens_before_the_receipt_comes_out(at: TillClient, store: Store, cast: Cast) -> None:
    """opensourcepos/opensourcepos#2841: the customer waits for the change behind the printer."""
    at.sell(eggs(at, cast))
    with store.reading() as session:
        kinds = session.exec(select(PrintJob.kind).order_by(PrintJob.id)).all()
    assert kinds == ["drawer", "receipt"]


@pytest.mark.parametrize("means", ["vietqr", "other"])
def test_no_cash_no_drawer(at: TillClient, store: Store, cast: Cast, means: str) -> None:
    """tngoman/Store-POS#45: it opened for cards, too."""
    at.sell(eggs(at, cast, payments=by(means)))
    assert openings(store, cast) == []


def test_a_sale_paid_partly_in_cash_opens_it(at: TillClient, store: Store, cast: Cast) -> None:
    parts = [{"means": "vietqr", "amount_vnd": 40_000}, {"means": "cash", "amount_vnd": 5_000}]
    at.sell(eggs(at, cast, payments=parts))
    assert len(openings(store, cast)) == 1


def test_sent_again_or_printed_again_it_stays_shut(
    at: TillClient, store: Store, cast: Cast
) -> None:
    """odoo/odoo#15081: printing the bill opened the drawer."""
    body = eggs(at, cast)
    at.sell(body)
    at.sell(body)
    print_all(store, cast)
    at.post(f"/sales/{body['id']}/reprint")
    print_all(store, cast)
    assert len(openings(store, cast)) == 1


def test_what_was_sold_without_the_server_opens_nothing_later(
    at: TillClient, store: Store, cast: Cast, clock: FixedClock
) -> None:
    bodies = [eggs(at, cast) for _ in range(3)]
    clock.advance(LATE)
    facts = [{"id": body["id"], "path": "/sales", "body": body} for body in bodies]
    assert at.post("/batch", {"facts": facts}).status_code == 200
    assert openings(store, cast) == []


def test_what_a_restored_server_is_told_again_opens_nothing(
    at: TillClient, store: Store, cast: Cast
) -> None:
    at.sell(eggs(at, cast, again=True))
    assert openings(store, cast) == []


@pytest.mark.parametrize("off", [timedelta(hours=-5), timedelta(days=400)], ids=["slow", "fast"])
def test_a_wrong_clock_of_the_till_is_no_lateness(
    at: TillClient, store: Store, cast: Cast, clock: FixedClock, off: timedelta
) -> None:
    at.post("/heartbeat", {"clock": iso_utc(clock.now() + off)})
    at.sell(eggs(at, cast, sold_at=iso_utc(clock.now() + off)))
    assert len(openings(store, cast)) == 1
    clock.advance(LATE)
    at.sell(eggs(at, cast, sold_at=iso_utc(clock.now() + off - LATE)))
    assert len(openings(store, cast)) == 1


def test_cash_given_back_opens_it_a_transfer_does_not(
    at: TillClient, store: Store, cast: Cast
) -> None:
    paid_in_cash, by_transfer = eggs(at, cast), eggs(at, cast, payments=by("vietqr"))
    for body in (paid_in_cash, by_transfer):
        at.sell(body)
        void = at.document(corrects_id=body["id"], reason="Bấm nhầm")
        assert at.post("/voids", void).status_code == 200
    assert [one.reason for one in openings(store, cast)] == ["cash_back", "cash_sale"]


@pytest.mark.parametrize("amount", [20_000, -20_000])
def test_cash_in_or_out_opens_it_once_while_it_is_fresh(
    at: TillClient, store: Store, cast: Cast, clock: FixedClock, amount: int
) -> None:
    body = {
        "id": ids.new_id(), "amount_vnd": amount, "reason": "Tiền đá",
        "moved_at": at.sold_at, "happened": True,
    }  # fmt: skip
    at.post(f"/shifts/{at.shift_id}/cash", body)
    at.post(f"/shifts/{at.shift_id}/cash", body)
    clock.advance(LATE)
    at.post(f"/shifts/{at.shift_id}/cash", body | {"id": ids.new_id()})
    assert [one.reason for one in openings(store, cast)] == ["Tiền đá"]


def test_somebody_opens_it_with_a_reason_and_a_leaders_pin(
    at: TillClient, store: Store, cast: Cast
) -> None:
    same = ids.new_id()
    assert by_hand(at, cast, id=same).json()["state"] == "waiting"
    by_hand(at, cast, id=same)
    (line,) = openings(store, cast)
    assert (line.by, line.approved_by, line.reason) == (cast.hanh, cast.leader, "Đổi tiền lẻ")
    with store.reading() as session:
        (told,) = session.exec(select(JournalLine.body).where(JournalLine.kind == "drawer.asked"))
    assert '"reason":"Đổi tiền lẻ"' in told
    assert cast.leader in told


def test_without_the_leaders_pin_it_stays_shut(at: TillClient, store: Store, cast: Cast) -> None:
    assert by_hand(at, cast, pin="0000").json()["code"] == "wrong_pin"
    own = {"person_id": cast.hanh, "pin": PIN}
    assert by_hand(at, cast, approval=own).json()["code"] == "approval_needed"
    at.post("/sign-out")
    assert by_hand(at, cast).json()["code"] == "nobody_signed_in"
    assert openings(store, cast) == []


def test_where_no_drawer_hangs_it_says_to_use_the_key(till: TillClient, cast: Cast) -> None:
    """odoo/odoo#285689: nothing opened and nothing was said."""
    answer = by_hand(till, cast)
    assert (answer.status_code, answer.json()["code"]) == (409, "no_drawer")
    assert "chìa" in answer.json()["message"]


def test_a_drawer_that_does_not_open_says_why(at: TillClient, store: Store, cast: Cast) -> None:
    def unplug(session) -> None:
        row = session.get_one(Printer, (store.org_id, cast.printer))
        row.driver, row.address = "file", "/dev/no/such"

    store.lane.run(unplug)
    body = eggs(at, cast)
    at.sell(body)
    print_all(store, cast)
    told = at.get(f"/drawer/{body['id']}").json()
    assert told == {"state": "failed", "fault": "not_found"}


def test_another_booth_learns_nothing_of_it(
    at: TillClient, stranger: TillClient, cast: Cast
) -> None:
    body = eggs(at, cast)
    at.sell(body)
    assert stranger.get(f"/drawer/{body['id']}").status_code == 404


def test_a_booth_without_a_drawer_asks_the_database_nothing_more(
    till: TillClient, store: Store, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    till.sell(eggs(till, cast))
    monkeypatch.setattr(cash_drawer.tills, "clock_skew", None)
    monkeypatch.setattr(cash_drawer.drawer, "open_it", None)
    till.sell(eggs(till, cast))
    assert openings(store, cast) == []
