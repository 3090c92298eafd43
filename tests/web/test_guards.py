"""Every route has a guard, and every guard holds: nobody, the wrong role, the wrong commune."""

import json

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, text
from sqlmodel import Session

from fair_pos.accounts.models import Role
from fair_pos.db.store import Store
from fair_pos.db.tables import all_tables
from fair_pos.venues.models import Booth
from tests.cast import Cast
from tests.tills import TillClient, line
from tests.web.office import ORIGIN, sign_in
from tests.web.routes import Route, all_routes, places

PUBLIC = {
    "GET /healthz", "GET /login", "POST /login", "POST /language", "POST /api/v1/till/enrol",
    "GET /P/{code}", "GET /p/{code}", "GET /P/{code}/01/{gtin}", "GET /p/{code}/01/{gtin}",
    "GET /01/{gtin}", "GET /01/{gtin}/{rest}", "GET /R/{code}", "GET /r/{code}", "GET /C/{code}",
    "GET /c/{code}", "GET /T/{code}", "GET /t/{code}", "POST /T/{code}", "POST /t/{code}",
    "GET /cai-dat", "GET /cai-dat/thu", "GET /cai-dat/fair-pos.crt",
    "GET /cai-dat/fair-pos.mobileconfig", "GET /move-till",
    "GET /keys", "GET /keys.json",
    "GET /till", "GET /till-sw.js", "GET /sw-off", "GET /till/{version}/{language}/start.js",
    "GET /till/{version}/{language}/more.js", "GET /till/{version}/{language}/{part}.js",
    "GET /O/{code}", "GET /o/{code}",
    "GET /R/{code}/paper.png", "GET /r/{code}/paper.png", "GET /R/{code}/print",
    "GET /r/{code}/print",
}  # fmt: skip
"""What anybody may open; a new one is a decision and belongs into this list."""
WRITERS = {Role.ADMIN, Role.ORGANISER}
NOTES = "POST /v/{venue_code}/notes/new"
"""The one thing an inspector writes."""
SESSION_ONLY = {"office_session": {"last_seen_at"}}
"""Reading a page keeps its session alive; nothing else may change."""


def send(client: TestClient, route: Route, address: str):
    return client.request(route.method, address, headers=ORIGIN, follow_redirects=False)


def dump(store: Store) -> str:
    """Every row of every table."""
    rows = {}
    with store.reading() as session:
        for name, table in all_tables().tables.items():
            kept = [column for column in table.c if column.name not in SESSION_ONLY.get(name, ())]
            found = session.execute(select(*kept).order_by(*table.primary_key)).all()
            rows[name] = [[str(value) for value in row] for row in found]
    return json.dumps(rows, sort_keys=True, indent=0)


def test_every_route_says_who_may_come(web: TestClient) -> None:
    routes = all_routes(web.app)
    assert len(routes) > 100
    without = [
        str(route) for route in routes if not (route.is_public or route.is_of_till or route.roles)
    ]
    assert without == []


def test_the_list_of_public_routes_is_known(web: TestClient) -> None:
    assert {str(route) for route in all_routes(web.app) if route.is_public} == PUBLIC


def test_only_writers_may_write(web: TestClient) -> None:
    unsafe = [route for route in all_routes(web.app) if not route.is_safe and route.roles]
    wide = {str(route) for route in unsafe if not route.roles <= WRITERS}
    assert wide == {"POST /logout", NOTES}


def test_nobody_gets_in_without_a_session(web: TestClient, cast: Cast) -> None:
    known = places(cast)
    for route in all_routes(web.app):
        if route.is_public:
            continue
        answer = send(TestClient(web.app, base_url="http://pos.test"), route, route.at(known))
        if route.path.startswith("/api/"):
            assert (answer.status_code, answer.json()["code"]) == (401, "till_unknown"), route
        else:
            assert answer.status_code == 303, route
            assert answer.headers["location"].startswith("/login?next=/"), route


def test_a_till_s_cookie_opens_no_page_of_the_office(
    web: TestClient, till: TillClient, cast: Cast
) -> None:
    known = places(cast)
    client = TestClient(web.app, base_url="http://pos.test", cookies={"fair_pos_till": till.token})
    for route in all_routes(web.app):
        if route.roles:
            assert send(client, route, route.at(known)).status_code == 303, route


def test_an_office_session_sells_nothing(web: TestClient, store: Store, cast: Cast) -> None:
    clerk = sign_in(web, store, cast.admin, cast.venue_code)
    known = places(cast)
    for route in all_routes(web.app):
        if route.is_of_till:
            assert send(clerk.http, route, route.at(known)).status_code == 401, route


@pytest.mark.parametrize("who", ["inspector", "lead"])
def test_who_only_reads_cannot_write(web: TestClient, store: Store, cast: Cast, who: str) -> None:
    clerk = sign_in(web, store, getattr(cast, who), cast.venue_code)
    known = places(cast)
    before = dump(store)
    for route in all_routes(web.app):
        if who == "inspector" and str(route) == NOTES:
            continue
        if not route.is_safe and route.roles and route.path != "/logout":
            answer = send(clerk.http, route, route.at(known))
            assert answer.status_code == 403, f"{route}: {answer.status_code}"
    assert dump(store) == before


def test_reading_writes_nothing(
    web: TestClient, store: Store, cast: Cast, till: TillClient
) -> None:
    sale = till.sell(till.cash_sale([line(cast.eggs, "Trứng", 45_000)], 45_000))
    clerk = sign_in(web, store, cast.admin, cast.venue_code)
    clerk.get("/")
    known = places(cast, sale_id=sale["id"], shift_id=till.shift_id)
    bearer = {"Authorization": f"Bearer {till.token}"}
    web.app.state.worker.stop()
    before = dump(store)
    opened = 0
    for route in all_routes(web.app):
        if route.is_safe:
            answer = clerk.http.get(route.at(known), headers=bearer, follow_redirects=False)
            assert answer.status_code in {200, 303, 404, 409, 422}, f"{route}: {answer.status_code}"
            opened += answer.status_code == 200
    assert opened > 50
    assert dump(store) == before


def test_a_lead_never_sees_another_commune(
    web: TestClient, store: Store, cast: Cast, stranger: TillClient
) -> None:
    """C01 is of Lào; the lead is of phường Bãi Cháy."""
    beads = stranger.cash_sale([line(cast.beads, "Vòng hạt gỗ", 70_000)], 70_000)
    stranger.sell(beads)
    lead = sign_in(web, store, cast.lead, cast.venue_code)
    known = places(
        cast, booth_code="C01", product_id=cast.beads, person_id=cast.stranger, sale_id=beads["id"]
    )
    own = {"booth_code", "product_id", "person_id", "sale_id"}
    for route in all_routes(web.app):
        if not route.is_safe or not route.roles:
            continue
        answer = lead.http.get(route.at(known), follow_redirects=False)
        if any(f"{{{name}" in route.path for name in own):
            assert answer.status_code in {403, 404}, f"{route}: {answer.status_code}"
        for secret in ("C01", "Bounmy", "Vòng hạt gỗ"):
            assert secret not in answer.text, f"{route} tells {secret}"


def test_an_inspector_reads_every_booth(web: TestClient, store: Store, cast: Cast) -> None:
    inspector = sign_in(web, store, cast.inspector, cast.venue_code)
    assert inspector.get("booths/C01").status_code == 200


def test_a_lead_without_a_booth_sees_none(web: TestClient, store: Store, cast: Cast) -> None:
    def elsewhere(session: Session) -> None:
        session.execute(text("UPDATE booth SET commune_code = NULL, sponsor_kind = 'country'"))

    store.lane.run(elsewhere)
    with store.reading() as session:
        codes = session.scalars(select(Booth.code)).all()
    lead = sign_in(web, store, cast.lead, cast.venue_code)
    page = lead.get("booths").text
    assert [code for code in codes if f">{code}<" in page] == []
