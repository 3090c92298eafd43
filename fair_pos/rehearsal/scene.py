"""The fair of a rehearsal: booths, goods, printers, and a till with a seller at every booth."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import count, groupby

from sqlmodel import Session, col, select

from fair_pos import resources
from fair_pos.accounts import actions as accounts
from fair_pos.accounts import secrets
from fair_pos.accounts.actions import NewPerson
from fair_pos.accounts.models import Role
from fair_pos.catalogue.importing import booths, products, queries, write
from fair_pos.catalogue.importing.reference import load_reference
from fair_pos.catalogue.models import Product
from fair_pos.core.clock import Clock
from fair_pos.db import store as stores
from fair_pos.db.store import Store, create, open_store
from fair_pos.labels import keys
from fair_pos.payments import reference as banks
from fair_pos.printing.models import DriverKind
from fair_pos.programme import seed
from fair_pos.rehearsal import crew
from fair_pos.rehearsal.acts import Stall
from fair_pos.settings import Settings
from fair_pos.venues import actions as venues
from fair_pos.venues import printers
from fair_pos.venues.actions import VenueDraft
from fair_pos.venues.models import Booth, Venue, VenueKind
from fair_pos.venues.printers import PrinterDraft

CODE = "DIEN-TAP"
PIN = "2468"
_LABELS = 200


@dataclass(frozen=True)
class Kit:
    """What a seller has: the stall, its till's identity, the PIN."""

    stall: Stall
    till_id: str
    token: str
    pin: str
    labels: tuple[str, ...] = ()
    """Codes of single labels on the packs of its first ware."""


@dataclass(frozen=True)
class Cast:
    """How many booths, on which days, with which printers (`host:port`)."""

    booths: int
    days: tuple[date, ...]
    printers: tuple[str, ...]


def build(settings: Settings, clock: Clock, cast: Cast) -> list[Kit]:
    """Make a fresh database with a fair in it; returns a kit for each booth."""
    create(settings, clock, is_demo=True)
    store = open_store(settings, clock)
    try:
        store.lane.run(seed.load)
        store.lane.run(banks.load)
        venue = store.lane.run(partial(_venue, store=store, cast=cast))
        _import(store, venue, cast.booths)
        store.lane.run(partial(_furnish, store=store, venue=venue, cast=cast))
        members = store.lane.run(lambda session: crew.gather(session, store, venue, clock.now()))
        labels = _labels(store, [one.stall for one in members])
    finally:
        store.close()
    return [
        Kit(one.stall, one.till.till_id, one.token, PIN, own)
        for one, own in zip(members, labels, strict=True)
    ]


def _labels(store: Store, stalls: list[Stall]) -> list[tuple[str, ...]]:
    """Return the labels of each stall's first ware: ours by their proofs, printed nowhere."""
    ours, numbers = keys.load(store.settings.data), count(1)
    with store.reading() as session:
        goods = [session.get(Product, (store.org_id, one.wares[0].product_id)) for one in stalls]
    return [
        tuple(ours.serial(one.label_code, next(numbers)).code for _ in range(_LABELS))
        for one in goods
        if one is not None
    ]


def _venue(session: Session, store: Store, cast: Cast) -> Venue:
    draft = VenueDraft(
        code=CODE,
        kind=VenueKind.FAIR,
        name="Hội chợ diễn tập",
        first_day=cast.days[0],
        last_day=cast.days[-1],
        is_demo=True,
    )
    return venues.add_venue(session, store.clock, store.org_id, draft)


def _import(store: Store, venue: Venue, count: int) -> None:
    """Bring booths and goods in by the organiser's own way: two lists."""
    demo = _demo_goods()
    codes = [f"R{number:03d}" for number in range(1, count + 1)]
    exhibitors = [
        ["Khu 1", code, f"Hợp tác xã diễn tập {code}", "hợp tác xã", "Phường Hạ Long"]
        + (["VietinBank", f"00110120{place:05d}"] if place % 3 else ["", ""])
        for place, code in enumerate(codes)
    ]
    heads = ["Khu", "Gian số", "Tên đơn vị", "Loại hình", "Địa phương", "Ngân hàng", "Số tài khoản"]
    seen = booths.preview_booths(_csv([heads, *exhibitors]), load_reference())
    by = ""
    store.lane.run(lambda session: write.import_booths(session, store.clock, venue, seen, by))
    goods = [
        [code, *row[1:]]
        for place, code in enumerate(codes)
        for row in demo.goods[place % len(demo.goods)]
    ]
    with store.reading() as session:
        known = queries.known_booths(session, venue)
    wares = products.preview_products(_csv([demo.heads, *goods]), load_reference(), known)
    store.lane.run(lambda session: write.import_products(session, store.clock, venue, wares, by))


def _furnish(session: Session, store: Store, venue: Venue, cast: Cast) -> None:
    """Put printers up, in turn, and a leader with a PIN at every booth."""
    made = [
        printers.add_printer(session, store.clock, venue, _printer(number, address))
        for number, address in enumerate(cast.printers, start=1)
    ]
    pin_hash = secrets.hash_pin(PIN, stores.pepper(store.settings))
    rows = session.exec(select(Booth).where(Booth.venue_id == venue.id).order_by(col(Booth.code)))
    for place, booth in enumerate(rows.all()):
        booth.printer_id = made[place % len(made)].id
        session.add(booth)
        leader = NewPerson("Người bán diễn tập", Role.BOOTH_LEADER, pin_hash=pin_hash)
        accounts.add_booth_person(session, store.clock, venue.org_id, booth.id, leader)


def _printer(number: int, address: str) -> PrinterDraft:
    return PrinterDraft(f"Máy in {number}", driver=DriverKind.NETWORK, address=address)


@dataclass(frozen=True)
class _DemoGoods:
    heads: list[str]
    goods: list[list[list[str]]]
    """The rows of each demo booth."""


def _demo_goods() -> _DemoGoods:
    file = resources.folder("seed") / "demo" / "san-pham-bo-sung.csv"
    heads, *rows = csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig")))
    return _DemoGoods(heads, [list(some) for _, some in groupby(rows, lambda row: row[0])])


def _csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
