"""The people of the demo fair: log-ins of the office, and a seller with a PIN at every booth."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Self

from sqlmodel import Session, col, select

from fair_pos.accounts import actions as accounts
from fair_pos.accounts import secrets
from fair_pos.accounts.actions import NewPerson
from fair_pos.accounts.models import Role
from fair_pos.core.clock import Clock
from fair_pos.db import store as stores
from fair_pos.db.store import Store
from fair_pos.venues.models import Booth, Venue

PASSWORD = "hoi-cho-mau-2027"  # noqa: S105  of the demo only, printed on start
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ")
_GIVEN = (
    "Thị Mai", "Văn Hùng", "Thị Lan", "Văn Dũng", "Thị Hoa", "Quang Minh", "Thị Thu",
    "Văn Nam", "Thị Ngọc", "Đức Thắng", "Thị Hằng",
)  # fmt: skip


def add_office(session: Session, clock: Clock, org_id: str, people: list[dict[str, str]]) -> None:
    """Add the log-ins of the office, all with the same password."""
    hashed = secrets.hash_password(PASSWORD)
    for one in people:
        new = NewPerson(
            one["name"],
            Role(one["role"]),
            login=one["login"],
            password_hash=hashed,
            commune_code=one.get("commune"),
        )
        accounts.add_office_person(session, clock, org_id, new)


@dataclass
class Sellers:
    """Who stands at the booths; every PIN is hashed once, because that is slow on purpose."""

    clock: Clock
    till: dict[str, str]
    pins: dict[str, str]

    @classmethod
    def hired(cls, store: Store, clock: Clock, text: dict[str, Any]) -> Self:
        """Hash the PINs that the demo's text gives."""
        pepper = stores.pepper(store.settings)
        pins = {role: secrets.hash_pin(pin, pepper) for role, pin in text["pins"].items()}
        return cls(clock, text["till"], pins)

    def stand_at(self, session: Session, venue: Venue) -> None:
        """Put a leader at every selling booth, and a cashier at the one to try."""
        till, names = self.till, _names()
        for booth in booths_of(session, venue):
            if booth.code == till["booth"]:
                leader = NewPerson(
                    till["leader"], Role.BOOTH_LEADER, address_form=till["leader_form"]
                )
                cashier = NewPerson(
                    till["cashier"], Role.CASHIER, address_form=till["cashier_form"]
                )
                self._add(session, booth, leader, "leader")
                self._add(session, booth, cashier, "cashier")
            elif booth.sells:
                self._add(session, booth, NewPerson(next(names), Role.BOOTH_LEADER), "leader")

    def _add(self, session: Session, booth: Booth, new: NewPerson, pin: str) -> None:
        with_pin = replace(new, pin_hash=self.pins[pin])
        accounts.add_booth_person(session, self.clock, booth.org_id, booth.id, with_pin)


def booths_of(session: Session, venue: Venue) -> list[Booth]:
    """Return the booths of a venue by their numbers."""
    statement = select(Booth).where(Booth.org_id == venue.org_id, Booth.venue_id == venue.id)
    return list(session.exec(statement.order_by(col(Booth.code))))


def _names() -> Iterator[str]:
    """Give invented names, all different: nine family names times eleven given ones."""
    pairs = list(product(_FAMILY, _GIVEN))
    for number in range(len(pairs)):
        family, given = pairs[number * 10 % len(pairs)]
        yield f"{family} {given}"
