"""A till of another booth: every route of the OpenAPI list, with the ids of B017."""

import pytest
from fastapi.testclient import TestClient

from fair_pos.core import ids
from fair_pos.db.store import Store
from tests.cast import LEADER_PIN, PIN, Cast, enrol
from tests.checkout.books import agree, counts
from tests.tills import TillClient, line
from tests.web.routes import all_routes

AT = "2027-01-30T04:00:00Z"
OPEN_TO_ALL = "/labels/{code}"
"""Says of any label whether its proof is ours; it names nobody's goods."""


@pytest.fixture
def theirs(till: TillClient, cast: Cast) -> dict:
    """A sale of B017."""
    body = till.cash_sale([line(cast.eggs, "Trứng vịt biển Đồng Rui", 45_000)], 45_000)
    till.sell(body)
    return body


def bodies(stranger: TillClient, cast: Cast, theirs: dict, shift_id: str) -> dict[str, dict]:
    """A well-formed body by path, pointing at what belongs to B017."""
    back = {"corrects_id": theirs["id"], "reason": "x", "shift_id": shift_id}
    lines = [{"position": 0, "quantity_milli": 1000}]
    leader = {"person_id": cast.leader, "pin": LEADER_PIN}
    return {
        "/refunds": stranger.document(**back, lines=lines, approval=leader),
        "/voids": stranger.document(**back, approval=leader),
        "/sign-in": {"person_id": cast.hanh, "pin": PIN},
        "/shifts": {"id": shift_id, "opened_at": AT, "float_vnd": 0},
        "/shifts/{shift_id}/cash": {
            "id": ids.new_id(), "amount_vnd": -1, "reason": "x", "moved_at": AT,
        },
        "/shifts/{shift_id}/counts": {"id": ids.new_id(), "notes": {}, "counted_at": AT},
        "/shifts/{shift_id}/x/print": {"id": ids.new_id()},
        "/drawer": {"id": ids.new_id(), "reason": "x", "approval": leader},
        "/shifts/{shift_id}/close": {"count_id": ids.new_id(), "pin": LEADER_PIN},
    }  # fmt: skip


def test_nothing_of_another_booth_is_told_or_changed(
    till: TillClient, stranger: TillClient, cast: Cast, store: Store, theirs: dict
) -> None:
    sent = bodies(stranger, cast, theirs, till.shift_id)
    names = {
        "sale_id": theirs["id"], "document_id": theirs["id"], "shift_id": till.shift_id,
        "logo_id": theirs["id"],
        "code": theirs["public_code"],
    }  # fmt: skip
    secrets = (theirs["number"], theirs["public_code"], "Đồng Rui", cast.hanh, "Hạnh")
    for route in all_routes(till.http.app):
        if not route.path.startswith("/api/") or route.path.endswith(
            ("/enrol", "/leave", "/sign-out")
        ):
            continue
        path = route.path.removeprefix("/api/v1/till")
        body = sent.get(path, {})
        answer = (
            stranger.get(path.format(**names))
            if route.is_safe
            else stranger.post(path.format(**names), body)
        )
        if path == OPEN_TO_ALL:
            assert answer.json() == {"is_ours": False, "sold": None}
        elif "{" in path or path in {"/refunds", "/voids", "/shifts"}:
            assert answer.status_code == 404, f"{route}: {answer.status_code} {answer.text}"
        for secret in secrets:
            assert secret not in answer.text, f"{route} tells {secret}"
    assert (agree(store), counts(store)["sale"]) == (45_000, 1)
    assert till.get(f"/shifts/{till.shift_id}/x").json()["cash_moves"] == []


def test_the_day_of_another_booth_is_empty(stranger: TillClient, theirs: dict) -> None:
    assert stranger.get("/sales").json()["sales"] == []
    assert stranger.get("/day-sheet").json()["total_vnd"] == 0


def test_a_seller_of_another_booth_cannot_sign_in(stranger: TillClient, cast: Cast) -> None:
    answer = stranger.post("/sign-in", {"person_id": cast.hanh, "pin": PIN})
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_pin")


def test_a_leader_of_another_booth_approves_nothing(
    till: TillClient, cast: Cast, theirs: dict
) -> None:
    approval = {"person_id": cast.stranger, "pin": LEADER_PIN}
    body = till.document(
        corrects_id=theirs["id"], reason="x", shift_id=ids.new_id(), approval=approval
    )
    assert till.post("/voids", body).json()["code"] == "approval_needed"


def test_a_second_till_of_the_same_booth_reads_its_sales(
    web: TestClient, store: Store, cast: Cast, theirs: dict
) -> None:
    new = enrol(store, cast.hanh_booth)
    second = TillClient(web, new.token, new.series, "B017", cast.hanh)
    assert [one["id"] for one in second.get("/sales").json()["sales"]] == [theirs["id"]]


def test_a_foreign_token_is_no_till(web: TestClient, cast: Cast) -> None:
    forged = TillClient(web, "x" * 43, "1", "B017", cast.hanh)
    assert forged.get("/catalogue").json()["code"] == "till_unknown"
