"""Counts who opens a label's page, without knowing who it was.

A device is its address and browser, hashed with a salt that lives in memory for one day: the next
day nobody, we included, can say whether it was the same one. Nothing else about it is stored.
"""

import hashlib
import ipaddress
import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from fair_pos.core import ids
from fair_pos.core.clock import Clock, business_date
from fair_pos.core.serials import Serial
from fair_pos.labels.models import LabelScan
from fair_pos.labels.verdict import Scans

AGAIN_AFTER = timedelta(minutes=10)
"""A page opened again sooner is the same look."""
DEVICES_A_DAY = 50
"""Of one serial; more tell nothing new, and nobody fills the disk by asking."""
_HASH_BYTES = 8
_NETWORK_4, _NETWORK_6 = 24, 48


@dataclass(frozen=True, slots=True)
class Visitor:
    """A device and its network on one day."""

    day: date
    device: str
    network: str


@dataclass
class Salts:
    """The salt of the day; earlier ones are forgotten."""

    day: date = date.min
    salt: bytes = field(default=b"", repr=False)

    def visitor(self, clock: Clock, address: str, browser: str) -> Visitor:
        """Return today's hashes of a device; a new day has a new salt."""
        today = business_date(clock.now())
        if today != self.day:
            self.day, self.salt = today, secrets.token_bytes(16)
        return Visitor(today, self._hash(f"{address} {browser}"), self._hash(_network(address)))

    def _hash(self, text: str) -> str:
        digest = hashlib.blake2b(text.encode(), key=self.salt, digest_size=_HASH_BYTES)
        return digest.hexdigest()


def is_new(session: Session, clock: Clock, org_id: str, serial: Serial, visitor: Visitor) -> bool:
    """Say whether this look counts: not a page opened again, nor one of too many on a day."""
    row = _row(session, org_id, serial, visitor)
    if row is not None:
        return clock.now() - row.last_at >= AGAIN_AFTER
    today = (
        select(func.count())
        .select_from(LabelScan)
        .where(
            LabelScan.org_id == org_id,
            LabelScan.serial == serial.number,
            LabelScan.day == visitor.day,
        )
    )
    return session.exec(today).one() < DEVICES_A_DAY


def note(session: Session, clock: Clock, org_id: str, serial: Serial, visitor: Visitor) -> None:
    """Count a look."""
    row = _row(session, org_id, serial, visitor) or LabelScan(
        org_id=org_id,
        id=ids.new_id(),
        serial=serial.number,
        day=visitor.day,
        visitor=visitor.device,
        network=visitor.network,
        times=0,
        last_at=clock.now(),
    )
    row.times += 1
    row.last_at = clock.now()
    session.add(row)


def history(session: Session, org_id: str, serial: Serial, after: date = date.min) -> Scans:
    """Return how often and by how many a serial was looked at on the days after one."""
    of_day = (
        select(
            func.sum(LabelScan.times).label("times"),
            func.count().label("devices"),
            func.count(func.distinct(LabelScan.network)).label("networks"),
        )
        .where(
            LabelScan.org_id == org_id,
            LabelScan.serial == serial.number,
            col(LabelScan.day) > after,
        )
        .group_by(col(LabelScan.day))
        .subquery()
    )
    most = select(  # type: ignore[call-overload]
        func.sum(of_day.c.times), func.sum(of_day.c.devices), func.max(of_day.c.networks),
        func.count(), func.max(of_day.c.devices),
    )  # fmt: skip
    return Scans(*(int(number or 0) for number in session.exec(most).one()))


def _row(session: Session, org_id: str, serial: Serial, visitor: Visitor) -> LabelScan | None:
    statement = select(LabelScan).where(
        LabelScan.org_id == org_id,
        LabelScan.serial == serial.number,
        LabelScan.day == visitor.day,
        LabelScan.visitor == visitor.device,
    )
    return session.exec(statement).first()


def _network(address: str) -> str:
    """Return the network that an address is of: one place, as far as anybody can tell."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    width = _NETWORK_4 if known.version == 4 else _NETWORK_6  # noqa: PLR2004
    return str(ipaddress.ip_network((known, width), strict=False))
