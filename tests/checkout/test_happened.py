"""What happened without the server is never refused: it is stored, flagged, and the books agree."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from fair_pos.checkout.models import CashMove, ShiftClose, ShiftCount
from fair_pos.core import ids
from fair_pos.db.store import Store
from fair_pos.reports import journal_export, verify_journal
from fair_pos.reports.verify import verify
from tests.cast import LEADER_PIN, PIN, Cast
from tests.checkout.books import agree
from tests.checkout.test_refunds import payments_of, refund, sell_eggs
from tests.checkout.test_shifts import FLOAT, close, count, eggs
from tests.checkout.test_voids import void
from tests.tills import TillClient, line

AT = "2027-01-30T03:45:00Z"
Proven = Callable[[], None]


@pytest.fixture
def proven(store: Store) -> Proven:
    """Both verifiers find the books whole."""

    def prove() -> None:
        with store.reading() as session:
            found = verify(session, store.org_id)
            told = verify_journal.verify(journal_export.lines(session, store.org_id))
        assert found.intact, found.sentence()
        assert told.total.total_vnd == found.total_vnd == agree(store)

    return prove


def flags(till: TillClient, path: str, body: dict[str, Any]) -> list[str]:
    answer = till.post(path, {**body, "happened": True})
    assert answer.status_code == 200, answer.text
    assert till.post(path, {**body, "happened": True}).json()["status"] == "duplicate"
    return answer.json()["flags"]


def test_a_refund_above_what_was_sold_gives_the_money_that_went(
    till: TillClient, cast: Cast, store: Store, proven: Proven
) -> None:
    sale = sell_eggs(till, cast, trays=2, total=90_000)
    assert flags(till, "/refunds", refund(till, sale, 3000)) == ["refund_above_sold"]
    assert agree(store) == -45_000
    proven()


def test_two_refunds_of_the_whole_take_the_second_from_the_cash_box(
    till: TillClient, cast: Cast, store: Store, proven: Proven
) -> None:
    """frappe/erpnext#50787: closing failed because refunds and sales are netted in batch."""
    sale = sell_eggs(
        till, cast, trays=2, total=90_000, payments=[{"means": "vietqr", "amount_vnd": 90_000}]
    )
    assert flags(till, "/refunds", refund(till, sale, 2000)) == []
    second = refund(till, sale, 1000)
    assert flags(till, "/refunds", second) == ["refund_above_sold"]
    assert payments_of(till, second["id"]) == {"cash": -45_000}
    proven()


def test_a_line_that_was_never_sold_gives_nothing_back(
    till: TillClient, cast: Cast, proven: Proven
) -> None:
    sale = sell_eggs(till, cast, trays=2, total=90_000)
    ghost = [{"position": 7, "quantity_milli": 1000}, {"position": 0, "quantity_milli": 1000}]
    body = refund(till, sale, lines=ghost)
    assert flags(till, "/refunds", body) == ["refund_above_sold"]
    assert payments_of(till, body["id"]) == {"cash": -45_000}
    proven()


def test_a_second_void_is_stored_with_no_lines_and_0_dong(
    till: TillClient, cast: Cast, store: Store, proven: Proven
) -> None:
    """Voided here and elsewhere: both recorded, the second marked."""
    sale = sell_eggs(till, cast)
    first, second = void(till, sale), void(till, sale)
    assert flags(till, "/voids", first) == []
    assert flags(till, "/voids", second) == ["already_voided"]
    stored = till.get(f"/sales/{second['id']}").json()
    assert (stored["lines"], stored["payments"], stored["total_vnd"]) == ([], [], 0)
    assert till.get(f"/sales/{second['id']}/receipt.png").status_code == 200
    assert till.get("/day-sheet").json()["corrections"] == 2
    assert agree(store) == 0
    proven()


@pytest.mark.parametrize("path", ["/refunds", "/voids"])
def test_what_corrects_a_correction_gives_nothing_back(
    till: TillClient, cast: Cast, store: Store, proven: Proven, path: str
) -> None:
    sale = sell_eggs(till, cast)
    first = void(till, sale)
    flags(till, "/voids", first)
    body = (refund if path == "/refunds" else void)(till, first["id"])
    assert flags(till, path, body) == ["not_a_sale"]
    assert agree(store) == 0
    proven()


def test_without_the_leader_s_leave_it_is_flagged(
    till: TillClient, cast: Cast, proven: Proven
) -> None:
    sale = sell_eggs(till, cast)
    other_shift = ids.new_id()
    body = refund(till, sale, means="vietqr", shift_id=other_shift)
    assert flags(till, "/refunds", body) == ["not_approved", "shift_unknown"]
    leave = {"person_id": cast.leader, "pin": LEADER_PIN}
    agreed = refund(till, sale, means="vietqr", shift_id=other_shift, approval=leave)
    assert flags(till, "/refunds", agreed) == ["shift_unknown"]
    proven()


@pytest.mark.parametrize("lines", [1, 2])
def test_a_refund_of_more_than_can_be_counted_is_refused_all_the_same(
    till: TillClient, cast: Cast, store: Store, lines: int
) -> None:
    jewel = line(cast.eggs, "Ngọc trai", 90_000_000)
    sale = till.sell(till.cash_sale([jewel], 90_000_000))["id"]
    many = [{"position": 0, "quantity_milli": 99_999_999}] * lines
    answer = till.post("/refunds", {**refund(till, sale, lines=many), "happened": True})
    assert (answer.status_code, answer.json()["code"]) == (422, "refund_too_much")
    assert agree(store) == 90_000_000


def test_a_refund_sent_first_online_then_as_happened_is_one(
    till: TillClient, cast: Cast, store: Store
) -> None:
    sale = sell_eggs(till, cast)
    body = refund(till, sale)
    till.post("/refunds", body)
    again = till.post("/refunds", {**body, "happened": True}).json()
    assert (again["status"], agree(store)) == ("duplicate", 66_667)


class TestShifts:
    def test_cash_and_counts_after_the_z_stand_beside_it(
        self, till: TillClient, cast: Cast, store: Store, proven: Proven
    ) -> None:
        """odoo/odoo#16151, #182058: what happened after the close is neither lost nor in the Z."""
        done = close(till, count(till, FLOAT)["count_id"]).json()
        path = f"/shifts/{till.shift_id}"
        late = {"happened": True, "person_id": cast.hanh}
        cash = {"id": ids.new_id(), "amount_vnd": -5_000, "reason": "đá", "moved_at": AT}
        counted = {"id": ids.new_id(), "notes": {"5000": 1}, "counted_at": AT}
        assert till.post(f"{path}/cash", {**cash, **late}).status_code == 200
        assert till.post(f"{path}/counts", {**counted, **late}).status_code == 200
        with store.reading() as session:
            assert session.exec(select(CashMove.flags)).one() == "shift_closed"
            row = session.get(ShiftCount, (cast.org_id, counted["id"]))
            assert row
            assert row.flags == "shift_closed"
        assert close(till, "", "").json()["code"] == "malformed"
        assert close(till, ids.new_id()).json() == done
        proven()

    def test_a_close_that_differs_without_a_word_and_by_a_wrong_pin(
        self, till: TillClient, cast: Cast, store: Store, proven: Proven
    ) -> None:
        """odoo/odoo#212105, #35286: the real difference stays visible for ever."""
        till.sell(eggs(till, cast))
        counted = count(till, FLOAT)
        body = {
            "count_id": counted["count_id"], "pin": "0000", "person_id": cast.hanh,
            "closed_at": AT, "expected_vnd": 200_000, "happened": True,
        }  # fmt: skip
        done = till.post(f"/shifts/{till.shift_id}/close", body).json()
        assert (done["expected_vnd"], done["difference_vnd"]) == (245_000, -45_000)
        assert till.post(f"/shifts/{till.shift_id}/close", body).json() == done
        with store.reading() as session:
            row = session.exec(select(ShiftClose)).one()
        assert row.flags == "expected_differs,not_approved,not_explained"
        assert row.closed_at.isoformat() == "2027-01-30T03:45:00+00:00"
        assert till.sign_in(PIN).status_code == 200
        proven()

    @pytest.mark.parametrize("wild", ["1970-01-01T00:00:00Z", "2099-12-31T23:00:00Z"])
    def test_wild_clocks_are_flagged_and_the_z_is_dated_now(
        self, till: TillClient, cast: Cast, store: Store, wild: str
    ) -> None:
        late = {"happened": True, "person_id": cast.hanh}
        path = f"/shifts/{till.shift_id}"
        counted = {"id": ids.new_id(), "notes": {"200000": 1}, "counted_at": wild, **late}
        cash = {"id": ids.new_id(), "amount_vnd": 0, "reason": "x", "moved_at": wild, **late}
        assert till.post(f"{path}/cash", cash).status_code == 200
        assert till.post(f"{path}/counts", counted).status_code == 200
        done = {"count_id": counted["id"], "pin": PIN, "closed_at": wild, **late}
        assert till.post(f"{path}/close", done).status_code == 200
        with store.reading() as session:
            row = session.exec(select(ShiftClose)).one()
            assert (row.flags, row.closed_at) == ("clock_off", store.clock.now())
            assert session.exec(select(CashMove.flags)).one() == "clock_off"

    def test_a_stranger_s_act_is_flagged(self, till: TillClient, cast: Cast, store: Store) -> None:
        cash = {
            "id": ids.new_id(), "amount_vnd": 1_000, "reason": "lẻ", "moved_at": AT,
            "person_id": cast.stranger, "happened": True,
        }  # fmt: skip
        assert till.post(f"/shifts/{till.shift_id}/cash", cash).status_code == 200
        with store.reading() as session:
            assert session.exec(select(CashMove.flags)).one() == "cashier_unknown"

    def test_nobody_signed_in_any_more_is_flagged_too(
        self, till: TillClient, cast: Cast, store: Store
    ) -> None:
        """An expired log-in: the fact stands, whose it was is not known."""
        till.post("/sign-out")
        cash = {"id": ids.new_id(), "amount_vnd": 1, "reason": "lẻ", "moved_at": AT}
        path = f"/shifts/{till.shift_id}/cash"
        assert till.post(path, cash).json()["code"] == "nobody_signed_in"
        assert till.post(path, {**cash, "happened": True}).status_code == 200
        with store.reading() as session:
            row = session.exec(select(CashMove)).one()
        assert (row.flags, row.moved_by) == ("cashier_unknown", "")
