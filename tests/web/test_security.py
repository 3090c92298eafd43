"""Foreign pages, headers, cookies, ends of sessions, locks, and what is kept of secrets."""

import io
import logging
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from fair_pos.accounts import rules
from fair_pos.accounts.models import OfficeSession, Person, Till
from fair_pos.core.clock import FixedClock
from fair_pos.db.journal import JournalLine
from fair_pos.db.store import Store
from tests.cast import LEADER_PIN, PASSWORD, PIN, Cast
from tests.tills import TillClient, line
from tests.web.office import ORIGIN, sign_in
from tests.web.routes import all_routes, places
from tests.web.test_guards import dump

WRONG = "0000"


def log_in(web: TestClient, password: str = PASSWORD, **fields: str):
    form = {"login": "ha", "password": password} | fields
    return web.post("/login", data=form, headers=ORIGIN, follow_redirects=False)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.test"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site", "origin": "http://pos.test"},
        {"sec-fetch-site": "same-site"},
        {},
    ],
)
def test_a_foreign_page_writes_nothing(
    web: TestClient, store: Store, cast: Cast, headers: dict
) -> None:
    clerk = sign_in(web, store, cast.admin, cast.venue_code)
    before = dump(store)
    for route in all_routes(web.app):
        if not route.is_safe:
            answer = clerk.http.request(route.method, route.at(places(cast)), headers=headers)
            assert answer.status_code == 403, route
    assert dump(store) == before


def test_our_own_pages_may_write(web: TestClient) -> None:
    assert log_in(web).status_code == 303


def test_a_program_with_a_token_needs_no_origin(till: TillClient) -> None:
    assert till.post("/heartbeat").status_code == 200


def test_every_answer_carries_the_policy(web: TestClient, store: Store, cast: Cast) -> None:
    clerk = sign_in(web, store, cast.admin, cast.venue_code)
    for route in all_routes(web.app):
        if not route.is_safe:
            continue
        answer = clerk.http.get(route.at(places(cast)), follow_redirects=False)
        policy = answer.headers["content-security-policy"]
        for rule in ("default-src 'self'", "object-src 'none'", "frame-ancestors 'none'"):
            assert rule in policy, route
        assert "unsafe-inline" not in policy, route
        assert answer.headers["x-content-type-options"] == "nosniff", route


def test_cookies_are_for_no_script_and_no_other_site(web: TestClient, cast: Cast) -> None:
    cookie = log_in(web).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    safe = TestClient(web.app, base_url="https://pos.test")
    form = {"login": "ha", "password": PASSWORD}
    secure = safe.post("/login", data=form, headers={"origin": "https://pos.test"})
    assert "Secure" in secure.history[0].headers["set-cookie"]


def test_a_till_s_cookie_is_strict(web: TestClient, store: Store, cast: Cast) -> None:
    from fair_pos.accounts import actions

    card = store.lane.run(
        lambda one: actions.make_card(one, store.clock, cast.org_id, cast.hanh_booth, None)
    )
    answer = web.post("/api/v1/till/enrol", json={"code": card.code})
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=strict" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    "target", ["https://evil.test", "//evil.test", "/\\evil.test", "javascript:1", "/a\r\nb"]
)
def test_the_sign_in_leads_to_no_foreign_page(web: TestClient, target: str) -> None:
    assert log_in(web, next=target).headers["location"] == "/"


def test_the_sign_in_leads_back(web: TestClient) -> None:
    assert log_in(web, next="/v/XUAN-2027").headers["location"] == "/v/XUAN-2027"


def test_a_session_ends_when_idle(
    web: TestClient, store: Store, cast: Cast, clock: FixedClock
) -> None:
    clerk = sign_in(web, store, cast.organiser, cast.venue_code)
    clock.advance(rules.OFFICE_IDLE - timedelta(minutes=1))
    assert clerk.get().status_code == 200
    clock.advance(rules.OFFICE_IDLE - timedelta(minutes=1))
    assert clerk.get().status_code == 200
    clock.advance(rules.OFFICE_IDLE)
    assert clerk.http.get("/", follow_redirects=False).status_code == 303


def test_a_session_ends_after_its_life(
    web: TestClient, store: Store, cast: Cast, clock: FixedClock
) -> None:
    clerk = sign_in(web, store, cast.organiser, cast.venue_code)
    for _ in range(13):
        clock.advance(timedelta(hours=1))
        assert clerk.get().status_code == 200
    clock.advance(timedelta(hours=1))
    assert clerk.http.get("/", follow_redirects=False).status_code == 303


def test_logging_out_ends_the_session_on_the_server(web: TestClient, cast: Cast) -> None:
    log_in(web)
    token = web.cookies["fair_pos_office"]
    web.post("/logout", headers=ORIGIN, follow_redirects=False)
    kept = TestClient(web.app, base_url="http://pos.test", cookies={"fair_pos_office": token})
    assert kept.get("/", follow_redirects=False).headers["location"].startswith("/login")


def test_signing_in_again_makes_a_new_session(web: TestClient) -> None:
    log_in(web)
    first = web.cookies["fair_pos_office"]
    log_in(web)
    assert web.cookies["fair_pos_office"] != first


def test_somebody_who_left_has_no_session(web: TestClient, store: Store, cast: Cast) -> None:
    clerk = sign_in(web, store, cast.organiser, cast.venue_code)

    def leave(session) -> None:
        person = session.get(Person, (cast.org_id, cast.organiser))
        person.active = False
        session.add(person)

    store.lane.run(leave)
    assert clerk.http.get("/", follow_redirects=False).status_code == 303


def test_five_wrong_passwords_lock_for_a_minute(web: TestClient, clock: FixedClock) -> None:
    statuses = [log_in(web, WRONG).status_code for _ in range(5)]
    assert (statuses, log_in(web).status_code) == ([403] * 5, 429)
    clock.advance(rules.TILL_LOCK)
    assert log_in(web).status_code == 303


def test_an_unknown_login_is_told_the_same(web: TestClient) -> None:
    known, unknown = log_in(web, WRONG), log_in(web, WRONG, login="nobody")
    assert (known.status_code, unknown.status_code) == (403, 403)
    assert unknown.text.replace("nobody", "ha") == known.text


def test_five_wrong_pins_lock_the_till_for_a_minute(till: TillClient, clock: FixedClock) -> None:
    told = [till.sign_in(WRONG).json()["message"] for _ in range(5)]
    assert told[0] == "Sai PIN, còn 4 lần"
    locked = till.sign_in(PIN)
    assert (locked.status_code, locked.json()["code"]) == (429, "wait")
    clock.advance(rules.TILL_LOCK)
    assert till.sign_in(PIN).status_code == 200


def test_twenty_wrong_pins_lock_the_person_for_the_day(till: TillClient, clock: FixedClock) -> None:
    for _ in range(4):
        assert [till.sign_in(WRONG).status_code for _ in range(5)] == [403] * 5
        clock.advance(rules.TILL_LOCK)
    assert till.sign_in(PIN).json()["code"] == "person_locked"
    clock.advance(timedelta(days=1))
    assert till.sign_in(PIN).status_code == 200


def test_a_stranger_cannot_spend_another_booth_s_tries(
    till: TillClient, stranger: TillClient, cast: Cast, clock: FixedClock
) -> None:
    for _ in range(4):
        for _ in range(5):
            stranger.post("/sign-in", {"person_id": cast.hanh, "pin": WRONG})
        clock.advance(rules.TILL_LOCK)
    assert till.sign_in(PIN).status_code == 200


def test_secrets_are_kept_as_hashes_only(
    web: TestClient, till: TillClient, store: Store, cast: Cast
) -> None:
    log_in(web)
    everything = dump(store)
    for secret in (till.token, web.cookies["fair_pos_office"], PASSWORD):
        assert secret not in everything
    with store.reading() as session:
        assert all(len(row) == 64 for row in session.exec(select(OfficeSession.id)))
        assert all(len(row) == 64 for row in session.exec(select(Till.token_hash)))
        pins = session.exec(select(Person.pin_hash).where(Person.pin_hash.is_not(None))).all()
    assert all(pin.startswith("$argon2id$") for pin in pins)


def test_no_secret_reaches_journal_log_or_catalogue(
    web: TestClient, till: TillClient, store: Store, cast: Cast
) -> None:
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.DEBUG)
    approval = {"person_id": cast.leader, "pin": LEADER_PIN}
    half = {"kind": "percent", "percent_milli": 50_000}
    lines = [line(cast.eggs, "Trứng", 45_000, 2000, discount=half)]
    till.sell(till.cash_sale(lines, 45_000, approval=approval))
    till.sign_in(PIN)
    logging.getLogger().removeHandler(handler)
    logging.getLogger().setLevel(logging.WARNING)
    with store.reading() as session:
        journal = "\n".join(session.exec(select(JournalLine.body)))
    shown = till.get("/catalogue").text
    for text in (journal, heard.getvalue(), shown):
        assert f'"{LEADER_PIN}"' not in text
        assert till.token not in text
        assert "argon2" not in text
    assert "pin" not in till.get("/catalogue").json()["staff"][0]


def test_a_body_above_the_limit_is_refused_early(web: TestClient, till: TillClient) -> None:
    answer = web.post("/login", content=b"x" * (12 * 1024 * 1024 + 1), headers=ORIGIN)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_body_without_a_length_is_counted(web: TestClient, till: TillClient) -> None:
    def stream():
        for _ in range(13):
            yield b" " * 1024 * 1024

    bearer = {"Authorization": f"Bearer {till.token}", "Content-Type": "application/json"}
    answer = web.post("/api/v1/till/sales", content=stream(), headers=bearer)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_broken_json_is_told_in_vietnamese(web: TestClient, till: TillClient) -> None:
    bearer = {"Authorization": f"Bearer {till.token}", "Content-Type": "application/json"}
    answer = web.post("/api/v1/till/sales", content=b'{"id": ', headers=bearer)
    assert (answer.status_code, answer.json()["message"]) == (422, "Gửi sai mẫu. không phải JSON.")


def test_a_wrong_method_and_a_wrong_address_are_told(web: TestClient) -> None:
    assert "Địa chỉ này không nhận" in web.get("/api/v1/till/enrol").json()["message"]
    assert "Không có trang này" in web.get("/nothing").text


@pytest.mark.parametrize("path", ["/R/%00", "/P/%00", "/login?next=%00", "/v/%00"])
def test_a_zero_byte_breaks_nothing(web: TestClient, store: Store, cast: Cast, path: str) -> None:
    clerk = sign_in(web, store, cast.admin, cast.venue_code)
    assert clerk.http.get(path).status_code in {200, 404}
