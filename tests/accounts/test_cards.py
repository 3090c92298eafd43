"""Booth cards: one device each, once, in any case; and tills that end."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from fair_pos.accounts import actions
from fair_pos.accounts.models import TillCard
from fair_pos.db.store import Store
from tests.cast import Cast
from tests.tills import TillClient


@pytest.fixture
def card(store: Store, cast: Cast) -> TillCard:
    return store.lane.run(
        lambda one: actions.make_card(one, store.clock, cast.org_id, cast.hanh_booth, None)
    )


def enrol(web: TestClient, code: str):
    """Enrol as another device: one without the cookie of the last."""
    web.cookies.clear()
    return web.post("/api/v1/till/enrol", json={"code": code, "device_name": "Máy"})


def test_a_card_is_read_in_any_case_and_grouping(web: TestClient, card: TillCard) -> None:
    typed = f" {card.code[:5].lower()}-{card.code[5:].lower()} "
    assert enrol(web, typed).json()["booth"]["code"] == "B017"


def test_a_card_enrols_one_of_sixteen_devices(web: TestClient, card: TillCard) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: enrol(web, card.code).status_code, range(16)))
    assert sorted(answers) == [200] + [409] * 15


def test_a_revoked_card_enrols_nobody(
    web: TestClient, store: Store, cast: Cast, card: TillCard
) -> None:
    store.lane.run(lambda one: actions.revoke_card(one, store.clock, cast.org_id, card.id))
    answer = enrol(web, card.code)
    assert (answer.status_code, answer.json()["code"]) == (410, "card_revoked")


@pytest.mark.parametrize("code", ["", "B4K7R2XQ90", "một mã", "0" * 40])
def test_an_unknown_card_is_told(web: TestClient, cast: Cast, code: str) -> None:
    assert enrol(web, code).json()["code"] == "card_unknown"


def test_each_till_of_a_booth_has_its_own_series(web: TestClient, store: Store, cast: Cast) -> None:
    def next_series() -> str:
        made = store.lane.run(
            lambda one: actions.make_card(one, store.clock, cast.org_id, cast.hanh_booth, None)
        )
        return enrol(web, made.code).json()["series"]

    assert [next_series() for _ in range(3)] == ["1", "2", "3"]


def test_a_till_that_left_is_no_till(till: TillClient) -> None:
    assert till.post("/leave").status_code == 200
    assert till.get("/catalogue").json()["code"] == "till_unknown"
