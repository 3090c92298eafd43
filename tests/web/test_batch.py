"""Many facts at once: each judged for itself, in order, committed before the answer."""

from typing import Any

import pytest
from sqlmodel import select

from fair_pos.accounts import actions
from fair_pos.accounts.models import Attempts, Till
from fair_pos.checkout.models import Sale, Shift, ShiftClose
from fair_pos.core import ids
from fair_pos.db.store import Store
from fair_pos.printing.models import JobState, PrintJob
from tests.cast import LEADER_PIN, PIN, Cast, enrol
from tests.checkout.books import agree, counts
from tests.checkout.test_refunds import refund
from tests.checkout.test_voids import void
from tests.tills import TillClient, line

AT = "2027-01-30T03:45:00Z"
ICE = {"id": ids.new_id(), "amount_vnd": -5_000, "reason": "đá", "moved_at": AT}


def eggs(till: TillClient, cast: Cast, trays: int = 1, **fields: Any) -> dict[str, Any]:
    total = trays * 45_000
    return till.cash_sale([line(cast.eggs, "Trứng", 45_000, trays * 1000)], total, **fields)


def fact(path: str, body: dict[str, Any]) -> dict[str, Any]:
    return {"id": body.get("id", ids.new_id()), "path": path, "body": body}


def sale(body: dict[str, Any]) -> dict[str, Any]:
    return fact("/sales", body)


def send(at: TillClient, *facts: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    answer = at.post("/batch", {"facts": list(facts), **more})
    assert answer.status_code == 200, answer.text
    return answer.json()["answers"]


def statuses(answers: list[dict[str, Any]]) -> list[int]:
    return [one["status"] for one in answers]


def revoke(store: Store, token_till: str) -> None:
    store.lane.run(lambda one: actions.revoke_till(one, store.clock, store.org_id, token_till))


def own_id(store: Store, series: str = "1") -> str:
    with store.reading() as session:
        return session.exec(select(Till.id).where(Till.series == series)).one()


def test_answers_are_those_of_the_single_routes_in_the_order_given(
    till: TillClient, cast: Cast, store: Store
) -> None:
    bodies = [eggs(till, cast) for _ in range(3)]
    alone = till.sell(bodies[0])
    answers = send(till, *(sale(body) for body in bodies))
    assert [one["id"] for one in answers] == [body["id"] for body in bodies]
    assert answers[0]["answer"] == {**alone, "status": "duplicate"}
    assert [one["answer"]["status"] for one in answers[1:]] == ["stored"] * 2
    assert agree(store) == 135_000


def test_one_poisoned_sale_among_good_ones_spoils_nothing(
    till: TillClient, cast: Cast, store: Store
) -> None:
    """frappe/erpnext#13388: one invalid invoice blocked all later ones on that PC."""
    poisoned = {**eggs(till, cast), "total_vnd": 1}
    other = {**eggs(till, cast), "lines": "trứng"}
    answers = send(
        till, sale(eggs(till, cast)), sale(poisoned), sale(other), sale(eggs(till, cast))
    )
    assert statuses(answers) == [200, 422, 422, 200]
    assert answers[1]["answer"] == till.post("/sales", poisoned).json()
    assert (counts(store)["sale"], agree(store)) == (2, 90_000)


def test_the_same_id_with_another_body_is_a_conflict_and_both_are_kept(
    till: TillClient, cast: Cast, store: Store
) -> None:
    body = eggs(till, cast)
    other = {**body, "note": "khác"}
    answers = send(till, sale(body), sale(other), sale(body))
    assert statuses(answers) == [200, 409, 200]
    assert answers[1]["answer"]["code"] == "sale_conflict"
    assert agree(store) == 45_000


def test_a_whole_day_offline_arrives_in_one_batch(
    till: TillClient, cast: Cast, store: Store
) -> None:
    """Open, sell, give back, take cash out, count, close: queued in order behind each other."""
    close_now = till.post(
        f"/shifts/{till.shift_id}/counts", {"id": ids.new_id(), "notes": {}, "counted_at": AT}
    ).json()
    done = {"count_id": close_now["count_id"], "explanation": "đổi ca", "pin": PIN}
    assert till.post(f"/shifts/{till.shift_id}/close", done).status_code == 200
    till.shift_id, count_id = ids.new_id(), ids.new_id()
    base = {"person_id": cast.hanh, "happened": True}
    sold = eggs(till, cast, trays=2)
    path = f"/shifts/{till.shift_id}"
    told = {"pin": PIN, "closed_at": AT, "expected_vnd": 140_000}
    answers = send(
        till,
        fact("/shifts", {**base, "id": till.shift_id, "opened_at": AT, "float_vnd": 100_000}),
        sale(sold),
        fact("/refunds", refund(till, sold["id"], happened=True)),
        fact(f"{path}/cash", {**base, **ICE}),
        fact(f"{path}/counts", {**base, "id": count_id, "notes": {"20000": 7}, "counted_at": AT}),
        fact(f"{path}/close", {**base, **told, "count_id": count_id}),
    )
    assert statuses(answers) == [200] * 6
    assert answers[-1]["answer"]["difference_vnd"] == 0
    with store.reading() as session:
        done = session.get(ShiftClose, (cast.org_id, till.shift_id))
        assert done
        assert (done.flags, done.closed_by) == ("", cast.hanh)


def test_a_refund_before_its_sale_waits_for_it(till: TillClient, cast: Cast, store: Store) -> None:
    sold = eggs(till, cast)
    back = refund(till, sold["id"], happened=True)
    first = send(till, fact("/refunds", back))
    assert statuses(first) == [424]
    assert first[0]["answer"]["waits_for"] == sold["id"]
    assert statuses(send(till, sale(sold), fact("/refunds", back))) == [200, 200]
    assert agree(store) == 0


def test_cash_count_and_close_wait_for_their_shift_and_count(till: TillClient) -> None:
    unknown = ids.new_id()
    cash = {"id": ids.new_id(), "amount_vnd": 1_000, "reason": "lẻ", "moved_at": AT}
    answers = send(
        till,
        fact(f"/shifts/{unknown}/cash", cash),
        fact(f"/shifts/{unknown}/counts", {"id": ids.new_id(), "notes": {}, "counted_at": AT}),
        fact(f"/shifts/{till.shift_id}/close", {"count_id": unknown, "pin": PIN}),
    )
    assert [(one["status"], one["answer"]["waits_for"]) for one in answers] == [(424, unknown)] * 3


def test_a_sale_of_an_unknown_shift_is_stored_at_once(till: TillClient, cast: Cast) -> None:
    answers = send(till, sale(eggs(till, cast, shift_id=ids.new_id())))
    assert answers[0]["answer"]["flags"] == ["shift_unknown"]


def test_another_booth_s_sale_is_not_found_and_waits_for_nothing(
    till: TillClient, stranger: TillClient, cast: Cast
) -> None:
    theirs = stranger.cash_sale([line(cast.beads, "Vòng", 70_000)], 70_000)
    stranger.sell(theirs)
    answers = send(till, fact("/voids", void(till, theirs["id"], happened=True)))
    assert statuses(answers) == [404]


@pytest.mark.parametrize("path", ["/heartbeat", "/sales/", "/shifts/x/cash", "/../sales", ""])
def test_a_path_that_takes_no_facts_is_malformed(till: TillClient, path: str) -> None:
    assert statuses(send(till, {"id": "a", "path": path, "body": {}})) == [422]


@pytest.mark.parametrize("count", [0, 21])
def test_none_or_more_than_twenty_facts_are_malformed(
    till: TillClient, cast: Cast, count: int
) -> None:
    body = {"facts": [sale(eggs(till, cast)) for _ in range(count)]}
    answer = till.post("/batch", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_a_batch_with_a_token_of_nobody_is_refused_whole(till: TillClient, cast: Cast) -> None:
    till.token = "x" * 43
    answer = till.post("/batch", {"facts": [sale(eggs(till, cast))]})
    assert (answer.status_code, answer.json()["code"]) == (401, "till_unknown")


def test_the_epoch_stands_in_batch_heartbeat_and_catalogue(till: TillClient, cast: Cast) -> None:
    batch = till.post("/batch", {"facts": [sale(eggs(till, cast))]}).json()
    told = {
        batch["epoch"], till.post("/heartbeat").json()["epoch"],
        till.get("/catalogue").json()["epoch"],
    }  # fmt: skip
    assert len(told) == 1
    assert ids.is_id(told.pop())


def test_a_revoked_till_hands_in_what_happened_and_does_nothing_new(
    till: TillClient, cast: Cast, store: Store
) -> None:
    sold = eggs(till, cast)
    till.sell(sold)
    revoke(store, own_id(store))
    answers = send(
        till,
        sale(eggs(till, cast)),
        fact("/refunds", refund(till, sold["id"], happened=True)),
        fact("/refunds", refund(till, sold["id"])),
        fact("/shifts", {"id": ids.new_id(), "opened_at": AT, "happened": True}),
    )
    assert statuses(answers) == [200, 200, 401, 200]
    assert answers[1]["answer"]["flags"] == ["till_revoked"]
    assert till.post("/voids", void(till, sold["id"])).status_code == 401


class TestEarlierTill:
    """The device was another till before: its facts count under that one."""

    def test_a_known_one(self, till: TillClient, cast: Cast, store: Store) -> None:
        earlier = {"id": own_id(store), "series": "1"}
        late = eggs(till, cast)
        again = enrol(store, cast.hanh_booth)
        device = TillClient(till.http, again.token, again.series, "B017", cast.hanh)
        answers = send(device, sale(late), till=earlier)
        assert answers[0]["answer"]["flags"] == []
        with store.reading() as session:
            assert session.exec(select(Sale.till_id)).one() == earlier["id"]

    def test_one_that_a_restore_forgot_is_adopted_revoked(
        self, till: TillClient, cast: Cast, store: Store
    ) -> None:
        forgotten = {"id": ids.new_id(), "series": "7"}
        body = eggs(till, cast, number="B017-7-000001")
        answers = send(till, sale(body), till=forgotten)
        assert answers[0]["answer"]["flags"] == ["shift_unknown", "till_revoked"]
        assert statuses(send(till, sale(body), till=forgotten)) == [200]
        with store.reading() as session:
            row = session.get(Till, (cast.org_id, forgotten["id"]))
            assert row
            assert (row.series, row.revoked_at) == ("7", store.clock.now())
        assert enrol(store, cast.hanh_booth).series == "8"

    def test_one_whose_series_somebody_else_has_by_now(
        self, till: TillClient, cast: Cast, store: Store
    ) -> None:
        forgotten = {"id": ids.new_id(), "series": "1"}
        answers = send(till, sale(eggs(till, cast)), till=forgotten)
        assert answers[0]["answer"]["flags"] == ["shift_unknown", "till_revoked"]
        with store.reading() as session:
            row = session.get(Till, (cast.org_id, forgotten["id"]))
            assert row
            assert row.series == f"1-{forgotten['id'][-4:]}"

    def test_one_of_another_booth_is_not_found(
        self, till: TillClient, stranger: TillClient, cast: Cast, store: Store
    ) -> None:
        with store.reading() as session:
            theirs = session.exec(select(Till.id).where(Till.booth_id == cast.lao_booth)).one()
        answer = till.post(
            "/batch",
            {"till": {"id": theirs, "series": "1"}, "facts": [sale(eggs(till, cast))]},
        )
        assert answer.status_code == 404
        assert counts(store)["sale"] == 0


def test_a_wrong_pin_given_offline_is_a_flag_and_locks_nobody(
    till: TillClient, cast: Cast, store: Store
) -> None:
    sold = eggs(till, cast, trays=20)
    till.sell(sold)
    wrong = {"person_id": cast.leader, "pin": "0000"}
    for _ in range(6):
        body = refund(till, sold["id"], means="vietqr", approval=wrong, happened=True)
        assert send(till, fact("/refunds", body))[0]["answer"]["flags"] == ["not_approved"]
    right = {"person_id": cast.leader, "pin": LEADER_PIN}
    body = refund(till, sold["id"], means="vietqr", approval=right)
    assert till.post("/refunds", body).status_code == 200


def test_no_pin_is_found_by_trying_it_offline(till: TillClient, cast: Cast, store: Store) -> None:
    """After twenty wrong ones in a day even the right one is answered like a wrong one."""
    sold = eggs(till, cast, trays=40)
    till.sell(sold)

    def flags(pin: str) -> list[str]:
        approval = {"person_id": cast.leader, "pin": pin}
        body = refund(till, sold["id"], means="vietqr", approval=approval, happened=True)
        return send(till, fact("/refunds", body))[0]["answer"]["flags"]

    assert flags(LEADER_PIN) == []
    assert [flags(f"{number:04d}") for number in range(20)] == [["not_approved"]] * 20
    assert flags(LEADER_PIN) == ["not_approved"]


def test_an_exported_document_without_its_pin_tries_none(
    till: TillClient, cast: Cast, store: Store
) -> None:
    blank = {"person_id": cast.leader, "pin": ""}
    with store.reading() as session:
        before = session.exec(select(Attempts)).all()
    for _ in range(6):
        send(till, sale(eggs(till, cast, approval=blank)))
    with store.reading() as session:
        assert session.exec(select(Attempts)).all() == before


def test_shifts_opened_offline_stand_beside_each_other(
    till: TillClient, cast: Cast, store: Store
) -> None:
    body = {"id": ids.new_id(), "opened_at": AT, "happened": True}
    assert statuses(send(till, fact("/shifts", body), fact("/shifts", body))) == [200, 200]
    with store.reading() as session:
        shift = session.get(Shift, (cast.org_id, body["id"]))
        assert shift
        assert (shift.flags, shift.opened_by) == ("other_shift_open", cast.hanh)


def test_what_was_confirmed_before_a_restore_prints_no_second_original(
    till: TillClient, cast: Cast, store: Store
) -> None:
    body = eggs(till, cast)
    (answer,) = send(till, sale(body | {"again": True}))
    with store.reading() as session:
        job = session.exec(select(PrintJob).where(PrintJob.document_id == body["id"])).one()
    assert (job.state, job.copy_no) == (JobState.CANCELLED, 0)
    assert till.post(f"/sales/{body['id']}/reprint", {}).json()["copy_no"] == 1
    (second,) = send(till, sale(body))
    assert (answer["answer"]["status"], second["answer"]["status"]) == ("stored", "duplicate")
