"""What the till is told of a sale's paper."""

import pytest

from fair_pos.db.store import Store
from fair_pos.printing import worker
from fair_pos.printing.leases import LAST_RETRY
from fair_pos.printing.models import Printer
from tests.cast import Cast
from tests.printing import fakes
from tests.printing.conftest import patient
from tests.tills import TillClient, line


@pytest.mark.parametrize(
    ("state", "fault"),
    [
        (fakes.PAPER_OUT, "paper_out"),
        (fakes.COVER_OPEN, "cover_open"),
        (fakes.OFFLINE, "offline"),
    ],
)
def test_the_till_says_what_is_wrong_and_after_it_exactly_one_receipt_comes(
    till: TillClient, store: Store, cast: Cast, state: str, fault: str
) -> None:
    """Acceptance check 7 of printing, from the sale to the paper."""
    till.http.app.state.worker.stop()
    with fakes.printer(state=state) as fake:

        def connect(session) -> None:
            row = session.get_one(Printer, (store.org_id, cast.printer))
            row.driver, row.address = "network", fake.address

        store.lane.run(connect)
        body = till.cash_sale([line(cast.eggs, "Trứng", 45_000)], 45_000)
        till.sell(body)
        told = after_a_try(till, store, cast, body["id"])
        assert (told["state"], told["fault"], fake.papers) == ("queued", fault, [])
        fake.state = fakes.FINE
        told = after_a_try(till, store, cast, body["id"])
        assert (told["state"], told["fault"], told["copy_no"]) == ("confirmed", "", 0)
        after_a_try(till, store, cast, body["id"])
    assert len(fake.papers) == 1


def after_a_try(till: TillClient, store: Store, cast: Cast, sale: str) -> dict:
    store.clock.advance(LAST_RETRY)
    worker.print_next(store, cast.printer, patient)
    return till.get(f"/sales/{sale}/print").json()
