"""A till of the http door goes to the https one; nothing sold before is lost or stuck."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from fair_pos.accounts.moving import MOVE_LIFE
from fair_pos.core import ids
from fair_pos.core.clock import FixedClock
from fair_pos.db.store import Store
from fair_pos.labels import cards
from fair_pos.settings import Settings
from fair_pos.tls import authority, hosts, keeping
from fair_pos.venues.models import Venue
from tests.cast import PIN, Cast, enrol
from tests.tills import TillClient, line

HOSTS = hosts.read(["pos.hoicho.vn"])
HOME = "https://pos.hoicho.vn:8443"


@pytest.fixture(autouse=True)
def https(settings: Settings, clock: FixedClock) -> None:
    now = clock.now()
    root = authority.make_authority(HOSTS, now, now + timedelta(days=90))
    keeping.keep_made(settings, HOSTS.first, root, authority.make_leaf(root, HOSTS, now))


def asked(till: TillClient) -> dict[str, str]:
    answer = till.post("/move")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


@pytest.fixture
def free(web: TestClient, store: Store, cast: Cast) -> TillClient:
    """A till of B017 without a shift."""
    new = enrol(store, cast.hanh_booth)
    client = TillClient(web, new.token, new.series, "B017", cast.hanh)
    assert client.sign_in(PIN).status_code == 200
    return client


def enrol_there(web: TestClient, code: str) -> TestClient:
    there = TestClient(web.app, base_url=HOME)
    answer = there.post(f"/T/{code}", data={"device_name": "Máy"}, headers={"origin": HOME})
    assert answer.url.path == "/till", answer.text
    return there


def test_the_new_address_gets_a_new_till_and_only_then_the_old_one_ends(
    web: TestClient, free: TillClient
) -> None:
    code = asked(free)
    assert code["url"] == f"{HOME}/T/{code['code']}"
    assert free.get("/catalogue").status_code == 200

    there = enrol_there(web, code["code"]).get("/api/v1/till/catalogue").json()

    assert there["till"]["series"] != free.series
    assert there["booth"]["code"] == "B017"
    refused = free.get("/catalogue")
    assert (refused.status_code, refused.json()["code"]) == (401, "till_moved")


def test_a_phone_that_cannot_open_the_new_address_sells_on_at_the_old_one(
    free: TillClient, cast: Cast, clock: FixedClock
) -> None:
    asked(free)
    clock.advance(MOVE_LIFE)
    free.open_shift()
    free.sell(free.cash_sale([line(cast.eggs, "Trứng", 45_000)], 45_000))
    assert free.get("/catalogue").status_code == 200


def test_what_the_old_database_still_holds_is_taken_after_the_move(
    web: TestClient, free: TillClient, cast: Cast
) -> None:
    enrol_there(web, asked(free)["code"])
    shift = {"id": ids.new_id(), "opened_at": free.sold_at, "float_vnd": 0, "happened": True}
    free.shift_id = shift["id"]
    late = free.cash_sale([line(cast.eggs, "Trứng", 45_000)], 45_000)
    facts = [
        {"id": body["id"], "path": path, "body": body}
        for path, body in (("/shifts", shift), ("/sales", late))
    ]
    answers = free.post("/batch", {"facts": facts}).json()["answers"]
    assert [one["status"] for one in answers] == [200, 200]


def test_an_open_shift_is_closed_before_its_till_moves(till: TillClient) -> None:
    answer = till.post("/move")
    assert (answer.status_code, answer.json()["code"]) == (409, "close_shift_first")


def test_asked_twice_the_code_is_the_same_and_works_once_for_ten_minutes(
    web: TestClient, free: TillClient, clock: FixedClock
) -> None:
    code = asked(free)["code"]
    assert asked(free)["code"] == code
    clock.advance(MOVE_LIFE)
    late = web.post(f"/T/{code}", headers={"origin": "http://pos.test"})
    assert late.status_code == 410
    fresh = asked(free)["code"]
    assert fresh != code
    enrol_there(web, fresh)
    again = web.post(f"/T/{fresh}", headers={"origin": "http://pos.test"})
    assert again.status_code == 409


def test_a_code_of_a_move_is_printed_on_no_booth_card(
    free: TillClient, store: Store, cast: Cast
) -> None:
    code = asked(free)["code"]
    with store.reading() as session:
        venue = session.get(Venue, (cast.org_id, cast.venue))
        assert venue
        found = cards.booth_cards(session, venue)
    assert code not in [one.card.code for one in found if one.card]


def test_a_till_at_the_public_address_has_nowhere_to_move(
    web: TestClient, free: TillClient
) -> None:
    there = enrol_there(web, asked(free)["code"])
    answer = there.post("/api/v1/till/move", headers={"origin": HOME})
    assert (answer.status_code, answer.json()["code"]) == (409, "nowhere_to_move")


def test_the_page_may_ask_the_new_address_and_links_to_the_certificate(web: TestClient) -> None:
    page = web.get("/move-till")
    assert f'data-secure="{HOME}"' in page.text
    assert 'href="/cai-dat"' in page.text
    assert f"connect-src 'self' {HOME} " in page.headers["content-security-policy"]
