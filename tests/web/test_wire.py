"""Bodies as tills of the last two releases send them: each is taken, and means the same day."""

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from fair_pos.accounts import actions
from fair_pos.checkout.orders import RefundOrder, SaleOrder, VoidOrder
from fair_pos.core.ids import check_sign
from fair_pos.db.store import Store
from tests.cast import Cast
from tests.checkout.books import agree, counts
from tests.tills import TillClient

FOLDER = Path(__file__).parents[1] / "fixtures" / "wire"
CODE = "0123456BB" + check_sign("0123456BB")


def bodies(version: str, cast: Cast, card: str) -> list[tuple[str, dict[str, Any]]]:
    real = {"$HANH": cast.hanh, "$EGGS": cast.eggs, "$CARD": card, "$CODE": CODE}
    found = []
    for file in sorted((FOLDER / version).glob("*.json")):
        text = file.read_text(encoding="utf-8")
        for shown, stored in real.items():
            text = text.replace(shown, stored)
        one = json.loads(text)
        found.append((one["path"], one["body"]))
    return found


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_a_till_of_this_version_lives_its_day_and_sends_it_twice(
    web: TestClient, store: Store, cast: Cast, version: str
) -> None:
    card = store.lane.run(
        lambda one: actions.make_card(one, store.clock, cast.org_id, cast.hanh_booth, None)
    )
    (_, enrol), *day = bodies(version, cast, card.code)
    till = TillClient(web, "", "1", "B017", cast.hanh)
    till.token = till.post("/enrol", enrol).json()["token"]
    for _ in range(2):
        for path, body in day:
            answer = till.post(path, body)
            assert answer.status_code == 200, f"{path}: {answer.text}"
            told = [one["answer"] for one in answer.json().get("answers", [])] or [answer.json()]
            statuses = [one["status"] for one in answer.json().get("answers", [])]
            assert set(statuses) <= {200}, answer.text
            assert [one["flags"] for one in told if one.get("flags")] == []
        assert (counts(store)["sale"], agree(store)) == (4, 40_500)
    sheet = till.get("/day-sheet").json()
    assert sheet["shifts"][0]["difference_vnd"] == 0


def test_a_body_stored_by_an_earlier_server_is_known_again(cast: Cast) -> None:
    """The hash of a body must not change with a release: a retry over an upgrade is no conflict."""
    fixed = Cast(**{name: name for name in Cast.__dataclass_fields__} | UUIDS)
    by_path = {path: body for path, body in bodies("v1", fixed, "X") if body.get("seq") != 2}
    told = {
        "/sales": SaleOrder(**by_path["/sales"]).sha256(),
        "/refunds": RefundOrder(**by_path["/refunds"]).sha256(),
        "/voids": VoidOrder(**by_path["/voids"]).sha256(),
    }
    assert {path: digest[:16] for path, digest in told.items()} == HASHES_OF_V1


UUIDS = {
    "hanh": "01934f6e-5a00-7c3a-9b1e-2f4d6a8b0c02",
    "eggs": "01934f6e-5a00-7c3a-9b1e-2f4d6a8b0c03",
}
HASHES_OF_V1 = {
    "/sales": "49f409869b712459",
    "/refunds": "0450aee8bc5dd5f7",
    "/voids": "54f322c299cadcb6",
}
"""As version 0.1's server computed them for the bodies in v1."""
