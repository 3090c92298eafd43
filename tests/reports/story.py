"""A small fair with totals counted by hand, sold through the real checkout.

26/01: B017 sells squid 270.000 and eggs 90.000 for cash at 10:42. A05 declares 500.000,
of it OCOP 200.000. 27/01: A05 declares 300.000, corrected to 350.000.
30/01: B017 sells water 36.000 and oranges 54.000 by VietQR at 11:42; gives 45.000 back for eggs of
the 26th; C01 (Lào) sells beads for 140.000, of it 100.000 cash.

Measured 545.000 = B017 405.000 + C01 140.000; OCOP 81.000. Declared 850.000, OCOP 200.000.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from fair_pos.accounts import queries as accounts
from fair_pos.accounts.queries import TillIdentity
from fair_pos.checkout import corrections, declared, sales, shifts
from fair_pos.checkout.declared import SlipDraft
from fair_pos.checkout.orders import RefundOrder, SaleOrder
from fair_pos.core import ids
from fair_pos.core.clock import FixedClock, iso_utc
from fair_pos.db.store import Store
from fair_pos.venues import actions as venues
from fair_pos.venues.models import SideResult, VisitorCount
from tests import cast as casting
from tests.cast import Cast


@dataclass
class Counter:
    """One till with its shift, that hands in documents as a till does."""

    store: Store
    clock: FixedClock
    till: TillIdentity
    person: str
    booth: str = "B017"
    shift: str = ""
    seq: int = field(default=0)

    def open(self) -> None:
        new = shifts.NewShift(ids.new_id(), self.clock.now(), 200_000, self.person)
        self.shift = new.id
        self.store.lane.run(lambda s: shifts.open_shift(s, self.clock, self.till, new))

    def sell(self, lines: list[tuple[str, str, int, int]], **means: int) -> str:
        """Sell (product, name, price, thousandths) paid by `cash=…, vietqr=…`."""
        order = SaleOrder(
            **self._document(),
            lines=[
                {
                    "product_id": p, "name": name, "unit": "kg", "sold_by": "weight",
                    "quantity_milli": milli, "unit_price_vnd": price, "list_price_vnd": price,
                }
                for p, name, price, milli in lines
            ],
            total_vnd=sum(means.values()),
            payments=[{"means": name, "amount_vnd": vnd} for name, vnd in means.items()],
        )  # fmt: skip
        self.store.lane.run(lambda s: sales.sell(s, self.clock, self.till, order))
        return order.id

    def refund(self, sale_id: str, position: int, milli: int, leader: str) -> str:
        order = RefundOrder(
            **self._document(),
            corrects_id=sale_id,
            reason="vỡ",
            lines=[{"position": position, "quantity_milli": milli}],
        )
        self.store.lane.run(
            lambda s: corrections.refund(s, self.clock, self.till, order, approved_by=leader)
        )
        return order.id

    def _document(self) -> dict[str, Any]:
        self.seq += 1
        return {
            "id": ids.new_id(),
            "seq": self.seq,
            "number": f"{self.booth}-{self.till.series}-{self.seq:06d}",
            "public_code": ids.new_code(10),
            "shift_id": self.shift,
            "cashier_id": self.person,
            "sold_at": iso_utc(self.clock.now()),
        }


@dataclass(frozen=True)
class Story:
    cast: Cast
    hanh: Counter
    lao: Counter
    first_sale: str
    refund: str

    def again(self, store: Store, clock: FixedClock) -> "Story":
        """The same story in a copy of its database."""
        hanh, lao = (replace(one, store=store, clock=clock) for one in (self.hanh, self.lao))
        return replace(self, hanh=hanh, lao=lao)


def at(day: int, hour: int) -> datetime:
    """A moment of January 2027 in Vietnam, at minute 42."""
    return datetime(2027, 1, day, hour - 7, 42, tzinfo=UTC)


END = at(30, 11)


def counter(
    store: Store, clock: FixedClock, booth: str, person: str, code: str = "B017"
) -> Counter:
    token = casting.enrol(store, booth).token
    with store.reading() as session:
        till = accounts.till_of(session, store.org_id, token)
    assert till is not None
    return Counter(store, clock, till, person, code)


def declare(
    store: Store, clock: FixedClock, cast: Cast, day: int, *, total: int, ocop: int
) -> None:
    draft = SlipDraft(
        cast.venue, cast.declared_booth, date(2027, 1, day), total, ocop, cast.organiser
    )
    store.lane.run(lambda s: declared.declare(s, clock, store.org_id, draft))


def count(store: Store, clock: FixedClock, cast: Cast, *, day: int, gate: str, n: int) -> None:
    row = VisitorCount(
        org_id=store.org_id, id=ids.new_id(), venue_id=cast.venue, gate=gate,
        day=date(2027, 1, day), visitors=n, entered_by=cast.organiser, entered_at=clock.now(),
    )  # fmt: skip
    store.lane.run(lambda s: venues.count_visitors(s, clock, row))


def tell(store: Store, clock: FixedClock) -> Story:
    """Play the small fair; the clock ends at 30/01 11:42."""
    cast = casting.raise_curtain(store)
    clock.at = at(26, 10)
    hanh = counter(store, clock, cast.hanh_booth, cast.hanh)
    lao = counter(store, clock, cast.lao_booth, cast.stranger, "C01")
    hanh.open()
    eggs = (cast.eggs, "Trứng vịt biển Đồng Rui", 45_000, 2000)
    squid = (cast.squid, "Mực một nắng Cô Tô loại 2", 600_000, 450)
    first = hanh.sell([squid, eggs], cash=360_000)
    declare(store, clock, cast, 26, total=500_000, ocop=200_000)
    count(store, clock, cast, day=26, gate="Cổng 1", n=1000)
    count(store, clock, cast, day=26, gate="Cổng 2", n=700)
    count(store, clock, cast, day=26, gate="Cổng 2", n=800)
    clock.at = at(27, 20)
    declare(store, clock, cast, 27, total=300_000, ocop=0)
    declare(store, clock, cast, 27, total=350_000, ocop=0)
    clock.at = at(30, 10)
    lao.open()
    lao.sell([(cast.beads, "Vòng hạt gỗ", 70_000, 2000)], cash=100_000, vietqr=40_000)
    count(store, clock, cast, day=30, gate="Cổng 1", n=1200)
    clock.at = END
    water = (cast.water, "Nước khoáng thiên nhiên Quang Hanh", 12_000, 3000)
    hanh.sell([water, (cast.oranges, "Cam Vạn Yên", 45_000, 1200)], vietqr=90_000)
    refund = hanh.refund(first, 1, 1000, cast.leader)
    result = SideResult(
        org_id=store.org_id, id=ids.new_id(), venue_id=cast.venue, kind="contracts", number=3,
        entered_by=cast.organiser, entered_at=clock.now(),
    )  # fmt: skip
    store.lane.run(lambda s: venues.count_side_result(s, clock, result))
    return Story(cast, hanh, lao, first, refund)
