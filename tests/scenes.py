"""What stands in the database when a test begins: played once by the program, then copied."""

from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi.testclient import TestClient

from fair_pos.core.clock import FixedClock
from fair_pos.db import store as stores
from fair_pos.settings import Settings
from fair_pos.web.app import create_app
from tests.cast import PIN, Cast, enrol, raise_curtain
from tests.tills import TillClient

MORNING = datetime(2027, 1, 30, 3, 42, tzinfo=UTC)
"""30/01/2027 10:42 in Vietnam: the fifth day of the fair of the cast."""


def curtain(settings: Settings) -> Cast:
    """The cast is there, nobody has sold."""
    store = stores.open_store(settings, FixedClock(MORNING))
    cast = raise_curtain(store)
    store.close()
    return cast


@dataclass(frozen=True)
class OpenTill:
    """Hạnh's till at B017, signed in, shift open with 200.000."""

    cast: Cast
    token: str
    series: str
    shift_id: str

    def client(self, web: TestClient) -> TillClient:
        return TillClient(web, self.token, self.series, "B017", self.cast.hanh, self.shift_id)


def open_till(settings: Settings) -> OpenTill:
    """The cast is there and Hạnh has opened her shift."""
    cast = curtain(settings)
    clock = FixedClock(MORNING)
    store = stores.open_store(settings, clock)
    new = enrol(store, cast.hanh_booth)
    store.close()
    with TestClient(create_app(settings, clock), base_url=settings.public_url) as web:
        client = TillClient(web, new.token, new.series, "B017", cast.hanh)
        assert client.sign_in(PIN).status_code == 200
        client.open_shift()
    return OpenTill(cast, new.token, new.series, client.shift_id)
