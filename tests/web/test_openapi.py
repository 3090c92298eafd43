"""The OpenAPI list: the till's API and nothing else, each body with an example that works."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from fair_pos.accounts import actions
from fair_pos.db.store import Store
from fair_pos.web.till import examples
from tests.cast import Cast, give_a_drawer
from tests.tills import TillClient
from tests.web.routes import all_routes

BASE = "/api/v1/till"
STORY = (
    "/enrol", "/sign-in", "/shifts", "/sales", "/refunds", "/voids", "/batch", "/heartbeat",
    "/drawer", "/shifts/{shift_id}/cash", "/shifts/{shift_id}/x/print", "/day-sheet/print",
    "/shifts/{shift_id}/counts", "/shifts/{shift_id}/close",
)  # fmt: skip
"""The order in which the examples tell one day."""


@pytest.fixture
def listed(web: TestClient) -> dict[str, Any]:
    return web.get("/openapi.json").json()["paths"]


def test_the_list_holds_the_till_s_api_and_nothing_else(web: TestClient, listed: dict) -> None:
    routes = [route for route in all_routes(web.app) if route.path.startswith("/api/")]
    assert {route.path for route in routes} == set(listed)


def test_every_route_says_what_it_does(listed: dict) -> None:
    silent = [
        f"{method} {path}"
        for path, methods in listed.items()
        for method, described in methods.items()
        if len(described.get("description", "")) < 15
    ]
    assert silent == []


def test_every_body_has_an_example(listed: dict) -> None:
    bodies = {
        path.removeprefix(BASE)
        for path, methods in listed.items()
        if "requestBody" in methods.get("post", {})
    }
    assert bodies == set(STORY)
    assert all(_examples(listed, path) for path in STORY)


def test_the_examples_tell_one_day(web: TestClient, listed: dict, store: Store, cast: Cast) -> None:
    card = store.lane.run(
        lambda one: actions.make_card(one, store.clock, cast.org_id, cast.hanh_booth, None)
    )
    give_a_drawer(store, cast.printer)
    real = {
        examples.PERSON_ID: cast.hanh,
        examples.LEADER_ID: cast.leader,
        examples.PRODUCT_ID: cast.eggs,
        "B4K7R2XQ9F": card.code,
    }
    client = TillClient(web, "", "1", "B017", cast.hanh)
    for path in STORY:
        for example in _examples(listed, path):
            body = json.dumps(example)
            for shown, stored in real.items():
                body = body.replace(shown, stored)
            answer = client.post(path.format(shift_id=examples.SHIFT_ID), json.loads(body))
            assert answer.status_code == 200, f"{path}: {answer.text}"
            assert answer.json().get("flags", []) == [], path
            client.token = client.token or answer.json()["token"]
    sheet = client.get("/day-sheet").json()
    assert (sheet["total_vnd"], sheet["sales"], sheet["corrections"]) == (0, 1, 2)
    assert sheet["shifts"][0]["difference_vnd"] == 0


def _examples(listed: dict, path: str) -> list[Any]:
    content = listed[BASE + path]["post"]["requestBody"]["content"]["application/json"]
    return [one["value"] for one in content.get("examples", {}).values()]
