from datetime import date

import pytest

from fair_pos.db.store import Store
from fair_pos.venues import actions
from fair_pos.venues.actions import VenueDraft
from fair_pos.venues.models import VenueKind


@pytest.mark.parametrize("name", ["Hội chợ Thu", "Hội chợ Thu (mẫu)"])
def test_a_sample_fair_carries_the_mark_in_its_name_once(store: Store, name: str) -> None:
    first, last = date(2027, 9, 1), date(2027, 9, 5)
    draft = VenueDraft("THU-2027", VenueKind.FAIR, name, first, last, is_demo=True)
    venue = store.lane.run(
        lambda session: actions.add_venue(session, store.clock, store.org_id, draft)
    )
    assert venue.name == "Hội chợ Thu (mẫu)"
