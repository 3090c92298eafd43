"""How the tills of a venue stand: contact, what they still have to send, their numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func
from sqlmodel import Session, col, select

from fair_pos.accounts.models import Offline, Till
from fair_pos.accounts.queries import Viewer
from fair_pos.checkout.models import BoothHour, Sale, Shift, ShiftClose
from fair_pos.venues import queries as venues
from fair_pos.venues.models import Booth, Venue

LOST_AFTER = timedelta(minutes=30)
WAITS_LONG = timedelta(minutes=5)
"""A sale that waits this long wants a look; most wait a second."""
SKEW_MAX_S = 300
SHOWN_RUNS = 3
MISSING_MAX = 2000
"""Most missing numbers of a till that are looked for."""


class TillState(StrEnum):
    """What may be worrying about a till, the worst first; a well or revoked one has one state."""

    LOST = "lost"
    GAPS = "gaps"
    WAITING = "waiting"
    OFFLINE = "offline"
    """It cannot sell when the server is away."""
    OLD = "old"
    """Its program is not the server's."""
    CLOCK = "clock"
    WELL = "well"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class TillLine:
    """A till in the list. `missing` are numbers it has given that did not arrive."""

    till: Till
    booth: Booth
    states: tuple[TillState, ...]
    """At least one, the worst first."""
    at: datetime
    missing: tuple[int, ...]

    @property
    def state(self) -> TillState:
        """Return what is most worrying."""
        return self.states[0]

    @property
    def needs_action(self) -> bool:
        """Say whether somebody should do something; what has just begun to wait sends itself."""
        if self.state in (TillState.WELL, TillState.REVOKED):
            return False
        age = self.oldest_age
        return self.states != (TillState.WAITING,) or age is None or age >= WAITS_LONG

    @property
    def quiet(self) -> timedelta:
        """Return how long ago it last spoke."""
        return self.at - (self.till.last_seen_at or self.till.enrolled_at)

    @property
    def oldest_age(self) -> timedelta | None:
        """Return how long the oldest fact has been waiting, by the server's clock."""
        if not self.till.waiting or self.till.oldest_waiting_at is None:
            return None
        began = self.till.oldest_waiting_at + timedelta(seconds=self.till.clock_skew_s or 0)
        return max(self.at - began, timedelta())

    @property
    def highest(self) -> int:
        """Return the highest number it has given, arrived or not."""
        return max(self.till.last_seq, self.till.reported_seq)

    @property
    def name(self) -> str:
        """Return booth and series: `C07-1`."""
        return f"{self.booth.code}-{self.till.series}"

    @property
    def missing_numbers(self) -> str:
        """Return the missing numbers as a reader sees them: `0052, 0053, 0061 – 0067 …`."""
        return runs_of(self.missing)


def runs_of(numbers: Iterable[int]) -> str:
    """Write rising numbers, three or more in a row as a run, the first few runs only.

    >>> runs_of([52, 53, 61, 62, 63])
    '0052, 0053, 0061 – 0063'
    >>> runs_of([1, 3, 5, 7])
    '0001, 0003, 0005 …'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    glue = {0: "", 1: ", "}
    texts = [
        f"{first:04d}" + (f"{glue.get(last - first, ' – ')}{last:04d}" if last > first else "")
        for first, last in runs[:SHOWN_RUNS]
    ]
    return ", ".join(texts) + (" …" if len(runs) > SHOWN_RUNS else "")


def till_lines(
    session: Session, viewer: Viewer, venue: Venue, at: datetime, app_version: str = ""
) -> list[TillLine]:
    """Return the tills at the booths that a person may see, by booth and series.

    With `app_version` the program of every till that said its own is compared with it.
    """
    statement = (
        select(Till, Booth)
        .join(Booth, (col(Booth.org_id) == Till.org_id) & (col(Booth.id) == Till.booth_id))
        .where(*venues.visible_booths(viewer), Booth.venue_id == venue.id)
        .order_by(col(Booth.code), func.length(col(Till.series)), col(Till.series), col(Till.id))
        .limit(5000)
    )
    found = session.exec(statement).all()
    gaps = _gaps(session, venue, [till for till, _ in found])
    selling = _selling(session, venue)
    lines = []
    for till, booth in found:
        missing = gaps.get(till.id, ())
        line = TillLine(till, booth, (TillState.WELL,), at, missing)
        worries = _worries(line, selling=till.id in selling, app_version=app_version)
        states = tuple(state for state in TillState if state in worries)
        lines.append(TillLine(till, booth, states or (TillState.WELL,), at, missing))
    return lines


def last_sale_at(session: Session, venue: Venue) -> datetime | None:
    """Return when the newest sale of a venue was made, or None."""
    return session.exec(
        select(func.max(BoothHour.last_at)).where(
            BoothHour.org_id == venue.org_id, BoothHour.venue_id == venue.id
        )
    ).one()


def _selling(session: Session, venue: Venue) -> frozenset[str]:
    """Return the tills with an open shift; without one, silence is no worry."""
    closed = select(ShiftClose.id).where(ShiftClose.org_id == venue.org_id)
    statement = select(Shift.till_id).where(
        Shift.org_id == venue.org_id,
        Shift.venue_id == venue.id,
        col(Shift.id).not_in(closed),
    )
    return frozenset(session.exec(statement))


def _worries(line: TillLine, *, selling: bool, app_version: str) -> set[TillState]:
    """Say what worries; a till holds as many missing numbers as it says that wait."""
    till = line.till
    if till.revoked_at is not None:
        return {TillState.REVOKED, *([TillState.GAPS] if line.missing else [])}
    held = {
        TillState.GAPS: len(line.missing) > till.waiting,
        TillState.LOST: line.quiet > LOST_AFTER and (selling or till.waiting > 0),
        TillState.WAITING: till.waiting > 0,
        TillState.OFFLINE: till.offline not in ("", Offline.READY),
        TillState.OLD: bool(app_version and till.app_version) and till.app_version != app_version,
        TillState.CLOCK: abs(till.clock_skew_s or 0) > SKEW_MAX_S,
    }
    return {state for state, holds in held.items() if holds}


def _gaps(session: Session, venue: Venue, tills: list[Till]) -> dict[str, tuple[int, ...]]:
    """Return the numbers that tills have given and that are not here, by till."""
    counted = session.exec(
        select(Sale.till_id, func.count(col(Sale.seq).distinct()))
        .where(Sale.org_id == venue.org_id, Sale.venue_id == venue.id)
        .group_by(col(Sale.till_id))
        .order_by(col(Sale.till_id))
        .limit(5000)
    ).all()
    numbers = dict(counted)
    return {
        till.id: _missing(session, till)
        for till in tills
        if numbers.get(till.id, 0) < max(till.last_seq, till.reported_seq)
    }


def _missing(session: Session, till: Till) -> tuple[int, ...]:
    there = set(
        session.exec(
            select(Sale.seq)
            .where(Sale.org_id == till.org_id, Sale.till_id == till.id)
            .limit(200_000)
        )
    )
    highest = max(till.last_seq, till.reported_seq)
    absent = (number for number in range(1, highest + 1) if number not in there)
    return tuple(number for number, _ in zip(absent, range(MISSING_MAX), strict=False))
