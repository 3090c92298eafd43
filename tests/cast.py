"""The named cast: one fair, its booths, exhibitors, products and people, as in the pictures.

Names are real products and communes; persons, prices and certificates are invented for tests.
"""

import functools
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, date, datetime

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlmodel import Session

from fair_pos.accounts import actions as accounts
from fair_pos.accounts.actions import NewPerson, NewTill
from fair_pos.accounts.models import Role
from fair_pos.catalogue.models import Certificate, Listing, Price, Product
from fair_pos.core import ids
from fair_pos.core.text import fold
from fair_pos.db import store as stores
from fair_pos.db.store import Store
from fair_pos.printing import worker
from fair_pos.printing.models import Printer
from fair_pos.programme.models import Exhibitor
from fair_pos.programme.reference import CRITERIA
from fair_pos.venues.models import Booth, BoothExhibitor, Venue, Zone

PIN = "2580"
LEADER_PIN = "1379"
PASSWORD = "mat-khau-thu-nghiem"
BEFORE = datetime(2027, 1, 20, tzinfo=UTC)


@dataclass(frozen=True)
class Cast:
    """Ids of everybody and everything."""

    org_id: str
    venue: str
    venue_code: str
    zone: str
    hanh_booth: str
    """B017, sponsored by phường Bãi Cháy: two leaders' goods."""
    lao_booth: str
    """C01, from Lào: sells nothing of OCOP."""
    declared_booth: str
    """A05: hands in slips."""
    show_booth: str
    """E01: exhibits, sells nothing."""
    printer: str
    exhibitor: str
    squid: str
    eggs: str
    water: str
    oranges: str
    beads: str
    hanh: str
    leader: str
    stranger: str
    """Sells at C01."""
    admin: str
    organiser: str
    lead: str
    """Locality lead of phường Bãi Cháy."""
    inspector: str


def raise_curtain(store: Store) -> Cast:
    """Write the cast into a fresh database."""
    return store.lane.run(lambda session: _write(session, store))


def enrol(store: Store, booth_id: str, name: str = "Máy thử") -> NewTill:
    """Enrol a till at a booth by a new card."""

    def action(session: Session) -> NewTill:
        card = accounts.make_card(session, store.clock, store.org_id, booth_id, None)
        return accounts.enrol(session, store.clock, store.org_id, card.code, name)

    return store.lane.run(action)


def give_a_drawer(store: Store, printer_id: str, profile: str = "generic-80") -> None:
    """Hang a cash drawer at a printer."""

    def action(session: Session) -> None:
        row = session.get_one(Printer, (store.org_id, printer_id))
        row.has_drawer, row.profile = True, profile

    store.lane.run(action)


def print_all(store: Store, cast: Cast) -> None:
    """Print what waits at B017's printer."""
    while worker.print_next(store, cast.printer):
        pass


def _write(session: Session, store: Store) -> Cast:
    org = store.org_id
    venue = Venue(
        org_id=org, id=ids.new_id(), code="XUAN-2027", kind="fair",
        name="Hội chợ OCOP Quảng Ninh – Xuân 2027 (mẫu)",
        place="Cung Quy hoạch, Hội chợ và Triển lãm tỉnh, phường Hạ Long",
        first_day=date(2027, 1, 26), last_day=date(2027, 1, 31), help_phone="0203 000 0000",
        compare_with="HL-2023-HE", created_at=BEFORE, changed_at=BEFORE,
    )  # fmt: skip
    session.add(venue)
    session.flush()
    zone = Zone(org_id=org, id=ids.new_id(), venue_id=venue.id, name="Khu 1", position=1)
    printer = Printer(
        org_id=org, id=ids.new_id(), venue_id=venue.id, name="Khu 1", changed_at=BEFORE
    )
    session.add_all([zone, printer])
    session.flush()

    def booth(code: str, **fields: str | None) -> str:
        row = Booth(
            org_id=org, id=ids.new_id(), venue_id=venue.id, zone_id=zone.id, code=code,
            search_key=fold(code), changed_at=BEFORE, printer_id=printer.id,
            **{"sponsor_kind": "commune", "commune_code": "06673", "former_district": "Hạ Long"}
            | fields,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id

    hanh_booth = booth("B017")
    lao_booth = booth(
        "C01", sponsor_kind="country", country="LA", commune_code=None, former_district="",
        kind="foreign",
    )  # fmt: skip
    declared = booth("A05", record_mode="declared")
    show = booth("E01", kind="exhibition")
    exhibitor = Exhibitor(
        org_id=org, id=ids.new_id(), name="Trung tâm OCOP Hạ Long", kind="enterprise",
        tax_code="5700000000", commune_code="06673", bank_bin="970403",
        account_number="0011012345678", account_name="TRUNG TAM OCOP HA LONG",
        search_key="trung tam ocop ha long", created_at=BEFORE, changed_at=BEFORE,
    )  # fmt: skip
    foreign = Exhibitor(
        org_id=org, id=ids.new_id(), name="Bounmy Handicraft", kind="household", country="LA",
        search_key="bounmy handicraft", created_at=BEFORE, changed_at=BEFORE,
    )  # fmt: skip
    session.add_all([exhibitor, foreign])
    session.flush()
    for booth_id, owner in ((hanh_booth, exhibitor), (declared, exhibitor), (lao_booth, foreign)):
        session.add(
            BoothExhibitor(org_id=org, id=ids.new_id(), booth_id=booth_id, exhibitor_id=owner.id)
        )

    def product(name: str, unit: str, price: int, **fields: object) -> str:
        at = str(fields.pop("booth", hanh_booth))
        stars = fields.pop("stars", None)
        row = Product(
            org_id=org, id=ids.new_id(), name=name, unit=unit, label_code=ids.new_code(10),
            search_key=fold(name), created_at=BEFORE, changed_at=BEFORE, criteria=CRITERIA,
            **{"exhibitor_id": exhibitor.id, "set_no": 8} | fields,
        )  # fmt: skip
        session.add(row)
        session.flush()
        session.add(
            Price(
                org_id=org,
                id=ids.new_id(),
                product_id=row.id,
                price_vnd=price,
                valid_from=BEFORE,
                is_demo=True,
                entered_by="",
                entered_at=BEFORE,
            )
        )
        session.add(Listing(org_id=org, id=ids.new_id(), booth_id=at, product_id=row.id))
        if stars:
            session.add(
                Certificate(
                    org_id=org,
                    id=ids.new_id(),
                    product_id=row.id,
                    stars=stars,
                    decision_no="100/QĐ-UBND",
                    issuer="UBND tỉnh Quảng Ninh",
                    is_demo=True,
                    issued_on=date(2024, 12, 29),
                    expires_on=date(2027, 12, 29),
                    changed_at=BEFORE,
                )
            )
        return row.id

    squid = product("Mực một nắng Cô Tô loại 2", "kg", 600_000, sold_by="weight")
    eggs = product("Trứng vịt biển Đồng Rui", "vỉ", 45_000, stars=4, set_no=2, pack="Vỉ 10 quả")
    water = product(
        "Nước khoáng thiên nhiên Quang Hanh (bổ sung ga chất lượng cao)", "chai", 12_000,
        stars=4, set_no=16, gtin="8930000000019",
    )  # fmt: skip
    oranges = product("Cam Vạn Yên", "kg", 45_000, sold_by="weight", set_no=1)
    beads = product(
        "Vòng hạt gỗ", "chiếc", 70_000, booth=lao_booth, exhibitor_id=foreign.id, set_no=21
    )
    session.flush()
    pepper = stores.pepper(store.settings)

    def seller(at: str, name: str, role: Role, pin: str, form: str = "") -> str:
        new = NewPerson(name, role, pin_hash=_pin_hash(pin, pepper), address_form=form)
        return accounts.add_booth_person(session, store.clock, org, at, new).id

    def clerk(name: str, login: str, role: Role, commune: str | None = None) -> str:
        new = NewPerson(
            name, role, login=login, password_hash=_password_hash(), commune_code=commune
        )
        return accounts.add_office_person(session, store.clock, org, new).id

    return Cast(
        org_id=org, venue=venue.id, venue_code=venue.code, zone=zone.id, hanh_booth=hanh_booth,
        lao_booth=lao_booth, declared_booth=declared, show_booth=show, printer=printer.id,
        exhibitor=exhibitor.id, squid=squid, eggs=eggs, water=water, oranges=oranges, beads=beads,
        hanh=seller(hanh_booth, "Hoàng Thị Hạnh", Role.CASHIER, PIN, "Chị"),
        leader=seller(hanh_booth, "Trần Văn Bình", Role.BOOTH_LEADER, LEADER_PIN, "Anh"),
        stranger=seller(lao_booth, "Bounmy", Role.BOOTH_LEADER, LEADER_PIN),
        admin=clerk("Quản trị", "admin", Role.ADMIN),
        organiser=clerk("Nguyễn Thu Hà", "ha", Role.ORGANISER),
        lead=clerk("Lê Văn Minh", "minh", Role.LOCALITY_LEAD, "06673"),
        inspector=clerk("Phạm Thị Lan", "lan", Role.INSPECTOR),
    )  # fmt: skip


_CHEAP = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))
"""The same form of hash as the product's, at a cost that tests can bear."""


@functools.cache
def _password_hash() -> str:
    return _CHEAP.hash(PASSWORD)


@functools.cache
def _pin_hash(pin: str, pepper: bytes) -> str:
    return _CHEAP.hash(hmac.new(pepper, pin.encode(), hashlib.sha256).hexdigest())
