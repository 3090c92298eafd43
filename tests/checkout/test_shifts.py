"""Shifts: opened once, counted blind, closed by a Z that never changes."""

import json

import pytest
from sqlmodel import select

from fair_pos.checkout.models import ShiftAddendum, ShiftClose, ShiftCount
from fair_pos.core import ids
from fair_pos.db.journal import JournalLine
from fair_pos.db.store import Store
from tests.cast import PIN, Cast, enrol
from tests.checkout.test_refunds import paid
from tests.tills import TillClient, eggs

AT = "2027-01-30T04:00:00Z"
FLOAT = {"200000": 1}


@pytest.fixture
def second(web, store: Store, cast: Cast) -> TillClient:
    """Another till of the same booth, its shift open."""
    new = enrol(store, cast.hanh_booth, "Máy hai")
    client = TillClient(web, new.token, new.series, "B017", cast.hanh)
    client.sign_in(PIN)
    client.open_shift()
    return client


def count(till: TillClient, notes: dict, **fields) -> dict:
    body = {"id": ids.new_id(), "notes": notes, "counted_at": AT} | fields
    answer = till.post(f"/shifts/{till.shift_id}/counts", body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def close(till: TillClient, count_id: str, explanation: str = "", pin: str = PIN):
    body = {"count_id": count_id, "explanation": explanation, "pin": pin}
    return till.post(f"/shifts/{till.shift_id}/close", body)


def move(till: TillClient, amount: int, **fields):
    body = {"id": ids.new_id(), "amount_vnd": amount, "reason": "Tiền đá", "moved_at": AT} | fields
    return till.post(f"/shifts/{till.shift_id}/cash", body)


def facts(store: Store, kind: str) -> list[dict]:
    with store.reading() as session:
        rows = session.exec(select(JournalLine.body).where(JournalLine.kind == kind)).all()
    return [json.loads(body)["data"] for body in rows]


def test_opening_again_gives_the_same_shift(till: TillClient, store: Store) -> None:
    body = {"id": till.shift_id, "opened_at": AT, "float_vnd": 1}
    again = till.post("/shifts", body).json()["shift"]
    assert (again["number"], again["float_vnd"]) == (1, 200_000)
    assert len(facts(store, "shift.opened")) == 1


def test_a_till_has_one_shift_at_a_time(till: TillClient) -> None:
    answer = till.post("/shifts", {"id": ids.new_id(), "opened_at": AT})
    assert (answer.status_code, answer.json()["code"]) == (409, "shift_open")
    assert answer.json()["message"] == "Máy này đang mở ca 1. Chốt ca đó trước."


def test_a_shift_belongs_to_somebody(web, store: Store, cast: Cast) -> None:
    new = enrol(store, cast.hanh_booth)
    client = TillClient(web, new.token, new.series, "B017", cast.hanh)
    answer = client.post("/shifts", {"id": ids.new_id(), "opened_at": AT})
    assert (answer.status_code, answer.json()["code"]) == (403, "nobody_signed_in")


def test_the_x_adds_up_and_never_tells_the_expected_cash(till: TillClient, cast: Cast) -> None:
    till.sell(eggs(till, cast))
    till.sell(eggs(till, cast, payments=[paid("vietqr", 45_000)]))
    move(till, -20_000)
    x = till.get(f"/shifts/{till.shift_id}/x").json()
    assert (x["sales"], x["sold_vnd"], x["corrections"]) == (2, 90_000, 0)
    assert [(one["means"], one["amount_vnd"]) for one in x["by_means"]] == [
        ("cash", 45_000),
        ("vietqr", 45_000),
    ]
    assert [one["amount_vnd"] for one in x["cash_moves"]] == [-20_000]
    assert "expected" not in json.dumps(x)


def test_the_same_cash_move_twice_is_one(till: TillClient, store: Store) -> None:
    body = {"id": ids.new_id(), "amount_vnd": -5_000, "reason": "Tiền đá", "moved_at": AT}
    for _ in range(2):
        assert till.post(f"/shifts/{till.shift_id}/cash", body).status_code == 200
    assert [fact["amount_vnd"] for fact in facts(store, "cash.moved")] == [-5_000]


def test_a_cash_move_says_why(till: TillClient) -> None:
    assert move(till, 5_000, reason="  ").status_code == 422


def test_counting_comes_before_the_books(till: TillClient, cast: Cast) -> None:
    till.sell(eggs(till, cast))
    move(till, -10_000)
    counted = count(till, {"200000": 1, "20000": 1, "5000": 3})
    assert (counted["counted_vnd"], counted["expected_vnd"]) == (235_000, 235_000)


def test_a_count_is_frozen_and_a_recount_stands_beside_it(till: TillClient, store: Store) -> None:
    first = count(till, {"100000": 1})
    again = count(till, {"500000": 9}, id=first["count_id"])
    assert again["counted_vnd"] == 100_000
    second = count(till, FLOAT)
    assert close(till, second["count_id"]).json()["difference_vnd"] == 0
    with store.reading() as session:
        kept = session.exec(select(ShiftCount.counted_vnd)).all()
    assert sorted(kept) == [100_000, 200_000]
    assert len(facts(store, "shift.counted")) == 2


def test_a_note_that_does_not_exist_is_refused(till: TillClient) -> None:
    body = {"id": ids.new_id(), "notes": {"30000": 1}, "counted_at": AT}
    assert till.post(f"/shifts/{till.shift_id}/counts", body).status_code == 422


def test_a_difference_wants_its_explanation(till: TillClient) -> None:
    short = count(till, {"100000": 1})
    silent = close(till, short["count_id"], "  ")
    assert (silent.status_code, silent.json()["code"]) == (422, "explanation_needed")
    told = close(till, short["count_id"], "Trả nhầm khách")
    assert told.json()["difference_vnd"] == -100_000


def test_closing_wants_the_pin(till: TillClient) -> None:
    counted = count(till, FLOAT)
    answer = close(till, counted["count_id"], pin="0000")
    assert (answer.status_code, answer.json()["message"]) == (403, "Sai PIN, còn 4 lần")


def test_closing_again_gives_the_same_z(till: TillClient, cast: Cast, store: Store) -> None:
    till.sell(eggs(till, cast))
    counted = count(till, {"200000": 1, "20000": 2, "5000": 1})
    first = close(till, counted["count_id"]).json()
    later = close(till, ids.new_id(), "khác").json()
    assert first == later
    assert (first["z_number"], first["totals"]["sold_vnd"]) == (1, 45_000)
    assert len(facts(store, "shift.closed")) == 1


def test_z_numbers_run_by_booth_without_a_gap(till: TillClient, second: TillClient) -> None:
    def z_of(one: TillClient) -> int:
        return close(one, count(one, FLOAT)["count_id"]).json()["z_number"]

    numbers = [z_of(second), z_of(till)]
    till.open_shift()
    assert [*numbers, z_of(till)] == [1, 2, 3]


def test_a_closed_shift_takes_no_cash_and_no_count(till: TillClient) -> None:
    counted = count(till, FLOAT)
    close(till, counted["count_id"])
    body = {"id": ids.new_id(), "notes": {}, "counted_at": AT}
    assert move(till, 1_000).json()["code"] == "shift_closed"
    late = till.post(f"/shifts/{till.shift_id}/counts", body)
    assert (late.status_code, late.json()["code"]) == (409, "shift_closed")
    again = count(till, {}, id=counted["count_id"])
    assert again["counted_vnd"] == 200_000


def test_a_late_sale_is_an_addendum_and_the_z_stays(
    till: TillClient, cast: Cast, store: Store
) -> None:
    close(till, count(till, FLOAT)["count_id"])
    with store.reading() as session:
        before = session.exec(select(ShiftClose)).one().model_dump()
    first, second = eggs(till, cast), eggs(till, cast)
    assert [till.sell(body)["flags"] for body in (first, second)] == [["shift_closed"]] * 2
    with store.reading() as session:
        added = session.exec(select(ShiftAddendum).order_by(ShiftAddendum.number)).all()
        after = session.exec(select(ShiftClose)).one().model_dump()
    assert [(row.number, row.total_vnd) for row in added] == [(1, 45_000), (2, 45_000)]
    assert before == after
    shifts = till.get("/day-sheet").json()["shifts"]
    assert [(one["z_number"], one["addenda_vnd"]) for one in shifts] == [(1, 90_000)]


def test_a_shift_of_another_till_is_not_found(till: TillClient, second: TillClient) -> None:
    theirs = till.shift_id
    assert second.get(f"/shifts/{theirs}/x").status_code == 404
    assert second.post("/shifts", {"id": theirs, "opened_at": AT}).status_code == 404


def test_a_count_of_another_shift_closes_nothing(till: TillClient, second: TillClient) -> None:
    theirs = count(till, FLOAT)
    assert close(second, theirs["count_id"]).status_code == 404
    body = {"id": theirs["count_id"], "notes": {}, "counted_at": AT}
    assert second.post(f"/shifts/{second.shift_id}/counts", body).status_code == 404


@pytest.mark.parametrize("wild", ["1970-01-01T00:00:00Z", "2099-12-31T23:00:00Z"])
def test_a_shift_opened_by_a_wild_clock_belongs_to_today(
    till: TillClient, cast: Cast, wild: str
) -> None:
    close(till, count(till, FLOAT)["count_id"])
    till.sold_at = wild
    till.open_shift()
    assert till.get("/catalogue").json()["shift"]["business_date"] == "2027-01-30"
    answer = till.sell(eggs(till, cast))
    assert answer["flags"] == ["clock_off"]
    assert till.get("/day-sheet", day="2027-01-30").json()["total_vnd"] == 45_000


@pytest.mark.parametrize("path", ["/shifts", "/shifts/{shift}/cash", "/shifts/{shift}/counts"])
def test_a_time_without_its_zone_is_malformed(till: TillClient, path: str) -> None:
    body = {
        "id": ids.new_id(), "opened_at": "2027-01-30T10:00:00", "notes": {},
        "moved_at": "2027-01-30T10:00:00", "counted_at": "2027-01-30T10:00:00",
        "amount_vnd": 1, "reason": "x",
    }  # fmt: skip
    answer = till.post(path.format(shift=till.shift_id), body)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
    assert "múi giờ" in answer.json()["message"]
