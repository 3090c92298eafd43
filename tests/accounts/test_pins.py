"""PINs tried at the same time, and what a lock hides."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from fair_pos.accounts import pins, queries, secrets
from fair_pos.accounts.models import Attempts
from fair_pos.accounts.pins import SignIn
from fair_pos.accounts.queries import TillIdentity
from fair_pos.db import store as stores
from fair_pos.db.store import Store
from tests.cast import LEADER_PIN, PIN, Cast, enrol
from tests.tills import TillClient

WRONG = "0000"


@pytest.fixture
def identity(store: Store, cast: Cast) -> TillIdentity:
    token = enrol(store, cast.hanh_booth).token
    with store.reading() as session:
        found = queries.till_of(session, cast.org_id, token)
    assert found is not None
    return found


def attempt(store: Store, till: TillIdentity, person_id: str, state: SignIn) -> pins.PinResult:
    """Finish a try whose comparison came to a state."""
    check = pins.PinCheck(person_id, None, SignIn.OK)
    return store.lane.run(
        lambda session: pins.finish_pin_check(session, store.clock, till, check, state)
    )


def test_tries_compared_at_once_learn_nothing_after_the_lock(
    store: Store, cast: Cast, identity: TillIdentity
) -> None:
    """Forty requests pass the first look together; only five may be answered."""
    states = [attempt(store, identity, cast.hanh, SignIn.WRONG).state for _ in range(10)]
    assert states == [SignIn.WRONG] * 5 + [SignIn.WAIT] * 5
    assert attempt(store, identity, cast.hanh, SignIn.OK).state is SignIn.WAIT


def test_parallel_wrong_pins_are_counted_five_times(till: TillClient, store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: till.sign_in(WRONG).status_code, range(12)))
    assert answers.count(403) == 5
    assert answers.count(429) == 7


def test_the_right_pin_forgets_the_wrong_ones(till: TillClient) -> None:
    for _ in range(3):
        assert [till.sign_in(WRONG).status_code for _ in range(4)] == [403] * 4
        assert till.sign_in(PIN).status_code == 200


def test_somebody_unknown_is_told_the_same_and_leaves_no_row(
    till: TillClient, store: Store, cast: Cast
) -> None:
    answer = till.post("/sign-in", {"person_id": "x" * 500, "pin": PIN})
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_pin")
    with store.reading() as session:
        subjects = session.exec(select(Attempts.subject)).all()
    assert [one for one in subjects if "x" in one] == []


def test_a_pin_hash_is_useless_without_the_pepper(store: Store) -> None:
    pepper = stores.pepper(store.settings)
    stored = secrets.hash_pin(LEADER_PIN, pepper)
    assert secrets.pin_fits(LEADER_PIN, stored, pepper)
    assert not secrets.pin_fits(LEADER_PIN, stored, b"another")
    assert not secrets.password_fits(LEADER_PIN, stored)


def test_nobody_s_password_never_fits() -> None:
    assert not secrets.password_fits("", None)
