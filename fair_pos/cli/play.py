"""Plays what a simulation planned through the real checkout, with real shifts and counts."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import bindparam, update
from sqlmodel import Session

from fair_pos.accounts import tills
from fair_pos.accounts.queries import TillIdentity
from fair_pos.checkout import corrections, sales, shift_close, shift_totals, shifts
from fair_pos.checkout.models import CashMove
from fair_pos.checkout.orders import RefundOrder, SaleOrder, VoidOrder
from fair_pos.checkout.shift_close import Closing, NewCount
from fair_pos.checkout.shifts import NewShift
from fair_pos.core.clock import VIETNAM, FixedClock
from fair_pos.db.store import Store
from fair_pos.printing.models import JobState, PrintJob
from fair_pos.rehearsal import crew, simulation
from fair_pos.rehearsal.acts import Act, CashMoved, Closed, Day
from fair_pos.rehearsal.counting import explanation, notes_of
from fair_pos.venues.models import Venue

_IN_FLIGHT = 512
"""Most actions waiting for their commit."""


@dataclass(frozen=True)
class Game:
    """What to play: the seed, how many sales, on which days."""

    seed: int
    sales: int
    days: Sequence[date]


@dataclass(frozen=True)
class Played:
    """What was played."""

    documents: int
    shifts: int
    seconds: float


def play(
    store: Store, venue: Venue, game: Game, advance: Callable[[int], None] = lambda _: None
) -> Played:
    """Play days of a venue; receipts are cancelled, so that no printer starts.

    Raises:
        NothingToSellError: no booth offers anything.
    """
    days = [_hours(venue, day) for day in game.days]
    at = max(days[0].opens_at, store.clock.now())
    members = store.lane.run(lambda session: crew.gather(session, store, venue, at))
    acts = simulation.plan(game.seed, [one.stall for one in members], days, game.sales)
    till_of = {one.stall.code: one.till for one in members}
    return _Play(store, till_of, advance).run(acts)


def _hours(venue: Venue, day: date) -> Day:
    opens, closes = (
        datetime.combine(day, hour, VIETNAM).astimezone(UTC)
        for hour in (venue.opens_at, venue.closes_at)
    )
    return Day(day, opens, closes)


@dataclass
class _Play:
    """Hands acts to the write lane, some hundred ahead of their commit."""

    store: Store
    till_of: dict[str, TillIdentity]
    advance: Callable[[int], None]
    documents: int = 0
    shifts: int = 0

    def run(self, acts: Iterable[Act]) -> Played:
        """Play all of it."""
        waiting: deque[Future[Any]] = deque()
        last: dict[str, tuple[datetime, int]] = {}
        start = time.monotonic()
        for act in acts:
            waiting.append(self._submit(act))
            if isinstance(act.what, SaleOrder | RefundOrder | VoidOrder):
                last[act.stall.code] = (act.at, act.what.seq)
            if len(waiting) > _IN_FLIGHT:
                waiting.popleft().result()
        for code, (at, seq) in last.items():
            waiting.append(self.store.lane.submit(_seen(self.till_of[code], at, seq)))
        for future in waiting:
            future.result()
        return Played(self.documents, self.shifts, time.monotonic() - start)

    def _submit(self, act: Act) -> Future[Any]:
        till, clock, what = self.till_of[act.stall.code], FixedClock(act.at), act.what
        lane = self.store.lane
        match what:
            case SaleOrder() | RefundOrder() | VoidOrder():
                self.documents += 1
                self.advance(isinstance(what, SaleOrder))
                return lane.submit_trade(lambda session: _trade(session, clock, till, what))
            case NewShift():
                self.shifts += 1
                return lane.submit(lambda session: shifts.open_shift(session, clock, till, what))
            case CashMoved():
                return lane.submit(lambda session: _move(session, clock, till, what))
            case Closed():
                return lane.submit(lambda session: _close(session, clock, till, what))


def _trade(
    session: Session,
    clock: FixedClock,
    till: TillIdentity,
    order: SaleOrder | RefundOrder | VoidOrder,
) -> None:
    match order:
        case SaleOrder():
            stored = sales.sell(session, clock, till, order)
        case RefundOrder():
            stored = corrections.refund(session, clock, till, order)
        case VoidOrder():
            stored = corrections.void(session, clock, till, order)
    if stored.job_id:
        key = {"key_org": till.org_id, "key_id": stored.job_id}
        session.connection().execute(_NO_PAPER, key)


_job = PrintJob.__table__  # type: ignore[attr-defined]  # set on each table model
_NO_PAPER = (
    update(_job)
    .where(_job.c.org_id == bindparam("key_org"), _job.c.id == bindparam("key_id"))
    .values(state=JobState.CANCELLED)
)


def _move(session: Session, clock: FixedClock, till: TillIdentity, moved: CashMoved) -> None:
    row = CashMove(
        org_id=till.org_id,
        id=moved.id,
        shift_id=moved.shift_id,
        amount_vnd=moved.amount_vnd,
        reason=moved.reason,
        moved_at=clock.now(),
        moved_by=till.person_id or "",
    )
    shifts.move_cash(session, clock, till, row)


def _close(session: Session, clock: FixedClock, till: TillIdentity, closed: Closed) -> None:
    """Count what the books expect, nearly, and close."""
    shift = shifts.own_shift(session, till, closed.shift_id)
    expected = shift_totals.expected_cash(shift, shift_totals.totals_of(session, shift))
    notes = notes_of(max(expected + closed.difference_vnd, 0))
    person = till.person_id or ""
    new = NewCount(closed.count_id, closed.shift_id, notes, clock.now(), person)
    counted = shift_close.count(session, clock, till, new)
    why = explanation(counted.difference_vnd)
    closing = Closing(closed.shift_id, closed.count_id, why, person)
    shift_close.close(session, clock, till, closing)


def _seen(till: TillIdentity, at: datetime, seq: int) -> Callable[[Session], None]:
    return lambda session: tills.seen(session, FixedClock(at), till, tills.Report(last_seq=seq))
