"""What the organisers' list of tills says: silence worries only while a shift is open."""

from datetime import timedelta

import pytest

from fair_pos.accounts.models import Role
from fair_pos.accounts.queries import Viewer
from fair_pos.checkout.tills import LOST_AFTER, TillState, till_lines
from fair_pos.core.clock import FixedClock
from fair_pos.db.store import Store
from fair_pos.venues.models import Venue
from tests.cast import Cast, enrol
from tests.tills import TillClient, line


@pytest.fixture
def organiser(store: Store, cast: Cast, clock: FixedClock) -> Viewer:
    return Viewer(store.org_id, cast.organiser, "Hà", Role.ORGANISER, None, "vi", "s", clock.now())


def states(store: Store, cast: Cast, viewer: Viewer) -> dict[str, TillState]:
    with store.reading() as session:
        venue = session.get(Venue, (store.org_id, cast.venue))
        assert venue
        lines = till_lines(session, viewer, venue, store.clock.now())
    return {line.name: line.state for line in lines}


def test_a_selling_till_that_falls_silent_is_lost(
    till: TillClient, store: Store, cast: Cast, organiser: Viewer, clock: FixedClock
) -> None:
    clock.advance(LOST_AFTER + timedelta(minutes=1))
    assert states(store, cast, organiser) == {"B017-1": TillState.LOST}


def test_a_silent_till_without_a_shift_is_no_worry(
    store: Store, cast: Cast, organiser: Viewer, clock: FixedClock
) -> None:
    enrol(store, cast.hanh_booth)
    clock.advance(timedelta(days=1))
    assert states(store, cast, organiser) == {"B017-1": TillState.WELL}


def test_a_hole_in_the_numbers_is_told(
    till: TillClient, store: Store, cast: Cast, organiser: Viewer
) -> None:
    for seq in (1, 2, 4):
        body = till.cash_sale([line(cast.eggs, "Trứng", 45_000)], 45_000)
        till.sell({**body, "seq": seq})
    assert states(store, cast, organiser) == {"B017-1": TillState.GAPS}
