"""How the tills of a venue stand: contact, what they still have to send, their numbers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func
from sqlmodel import Session, col, select

from fair_pos.accounts.models import Till
from fair_pos.accounts.queries import Viewer
from fair_pos.checkout.models import Sale, Shift, ShiftClose
from fair_pos.venues import queries as venues
from fair_pos.venues.models import Booth, Venue

LOST_AFTER = timedelta(minutes=30)
SHOWN_GAPS = 6


class TillState(StrEnum):
    """What is most worrying about a till; at most one."""

    WELL = "well"
    GAPS = "gaps"
    LOST = "lost"
    WAITING = "waiting"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class TillLine:
    """A till in the list. `missing` are sale numbers that did not arrive, the first few."""

    till: Till
    booth: Booth
    state: TillState
    quiet: timedelta | None
    missing: tuple[int, ...]

    @property
    def name(self) -> str:
        """Return booth and series: `C07-1`."""
        return f"{self.booth.code}-{self.till.series}"

    @property
    def missing_numbers(self) -> str:
        """Return the missing numbers as a reader sees them: `0052, 0053 …`."""
        more = " …" if len(self.missing) > SHOWN_GAPS else ""
        return ", ".join(f"{number:04d}" for number in self.missing[:SHOWN_GAPS]) + more


def till_lines(session: Session, viewer: Viewer, venue: Venue, at: datetime) -> list[TillLine]:
    """Return the tills at the booths that a person may see, by booth and series."""
    statement = (
        select(Till, Booth)
        .join(Booth, (col(Booth.org_id) == Till.org_id) & (col(Booth.id) == Till.booth_id))
        .where(*venues.visible_booths(viewer), Booth.venue_id == venue.id)
        .order_by(col(Booth.code), func.length(col(Till.series)), col(Till.series), col(Till.id))
        .limit(5000)
    )
    gaps = _gaps(session, venue)
    selling = _selling(session, venue)
    lines = []
    for till, booth in session.exec(statement).all():
        quiet = at - (till.last_seen_at or till.enrolled_at)
        missing = gaps.get(till.id, ())
        is_lost = quiet > LOST_AFTER and (till.id in selling or till.waiting > 0)
        state = _state(till, missing, is_lost=is_lost)
        lines.append(TillLine(till, booth, state, quiet, missing))
    return lines


def _selling(session: Session, venue: Venue) -> frozenset[str]:
    """Return the tills with an open shift; without one, silence is no worry."""
    closed = select(ShiftClose.id).where(ShiftClose.org_id == venue.org_id)
    statement = select(Shift.till_id).where(
        Shift.org_id == venue.org_id,
        Shift.venue_id == venue.id,
        col(Shift.id).not_in(closed),
    )
    return frozenset(session.exec(statement))


def _state(till: Till, missing: tuple[int, ...], *, is_lost: bool) -> TillState:
    """Say what worries most; numbers that a waiting till still holds are no gaps."""
    if till.revoked_at is not None:
        return TillState.REVOKED
    if is_lost:
        return TillState.LOST
    if till.waiting:
        return TillState.WAITING
    return TillState.GAPS if missing else TillState.WELL


def _gaps(session: Session, venue: Venue) -> dict[str, tuple[int, ...]]:
    """Return the numbers that are missing below a till's highest one, by till."""
    counted = (
        select(Sale.till_id, func.count(col(Sale.seq).distinct()), func.max(Sale.seq))
        .where(Sale.org_id == venue.org_id, Sale.venue_id == venue.id)
        .group_by(col(Sale.till_id))
        .order_by(col(Sale.till_id))
        .limit(5000)
    )
    return {
        till_id: _missing(session, venue.org_id, till_id, highest)
        for till_id, numbers, highest in session.exec(counted).all()
        if numbers < highest
    }


def _missing(session: Session, org_id: str, till_id: str, highest: int) -> tuple[int, ...]:
    there = set(
        session.exec(
            select(Sale.seq).where(Sale.org_id == org_id, Sale.till_id == till_id).limit(200_000)
        )
    )
    absent = (number for number in range(1, highest) if number not in there)
    return tuple(number for number, _ in zip(absent, range(SHOWN_GAPS + 1), strict=False))
