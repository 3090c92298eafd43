"""What a till hands in, each kind once: its body, its deed in the write lane, its answer.

The single routes and the batch both come here. Making a deed may compare a PIN, which takes long:
never on the event loop, unless nothing asks for approval.
"""

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from pydantic import BaseModel
from sqlmodel import Session

from fair_pos.accounts.queries import TillIdentity
from fair_pos.checkout import corrections, sales, shift_close, shift_paper, shifts, slips, snapshot
from fair_pos.checkout.claims import Stored
from fair_pos.checkout.models import CashMove, ShiftClose
from fair_pos.checkout.orders import CorrectionOrder, RefundOrder, SaleOrder, VoidOrder
from fair_pos.checkout.sales import Checked
from fair_pos.checkout.shift_close import Closing, Late, NewCount
from fair_pos.checkout.shift_orders import CashOrder, CloseOrder, CountOrder, OpenOrder, ShiftFact
from fair_pos.checkout.shifts import NewShift
from fair_pos.core.clock import iso_utc
from fair_pos.core.errors import FairPosError
from fair_pos.db.store import Store
from fair_pos.labels import keys
from fair_pos.web.guard import TillUnknownError
from fair_pos.web.till.approvals import approver, check_pin, corrector, fitted


class NobodySignedInError(FairPosError):
    """A shift belongs to somebody."""

    code = "nobody_signed_in"
    status = 403
    vi = "Chọn tên và nhập mã PIN trước."
    en = "Choose your name and enter the PIN first."


@dataclass(frozen=True, slots=True)
class Deed:
    """What the write lane does for a fact, and the answer made of what comes of it."""

    action: Callable[[Session], Any]
    answer: Callable[[Any], dict[str, Any]]
    is_trade: bool = False

    def submit(self, store: Store) -> "Future[Any]":
        """Queue the action; the future is done after the commit."""
        lane = store.lane
        return lane.submit_trade(self.action) if self.is_trade else lane.submit(self.action)

    def done(self, store: Store) -> dict[str, Any]:
        """Do it and return the answer.

        Raises:
            Whatever the action refused.
        """
        return self.answer(self.submit(store).result())

    async def told(self, result: "Future[Any]") -> dict[str, Any]:
        """Wait for the commit and return the answer.

        Raises:
            Whatever the action refused; SaleConflictError after the other body was kept.
        """
        return self.answer(await asyncio.wrap_future(result))


def sale(store: Store, till: TillIdentity, order: SaleOrder) -> Deed:
    """Store a sale that happened."""
    approved_by = None if order.approval is None else approver(store, till, order)
    checked = Checked(approved_by, keys.has_foreign(store.settings.data, order.labels))
    return Deed(
        lambda session: sales.sell(session, store.clock, till, order, checked),
        document_answer,
        is_trade=True,
    )


def refund(store: Store, till: TillIdentity, order: RefundOrder) -> Deed:
    """Give goods back."""
    return _correction(store, till, order, corrections.refund)


def void(store: Store, till: TillIdentity, order: VoidOrder) -> Deed:
    """Take a sale back whole."""
    return _correction(store, till, order, corrections.void)


def _correction(
    store: Store, till: TillIdentity, order: CorrectionOrder, correct: Callable[..., Stored]
) -> Deed:
    _need_use(till, happened=order.happened)
    approved_by = corrector(store, till, order)
    return Deed(
        lambda session: correct(session, store.clock, till, order, approved_by),
        document_answer,
        is_trade=True,
    )


def opening(store: Store, till: TillIdentity, order: OpenOrder) -> Deed:
    """Open a shift."""
    person_id = _doer(till, order)
    new = NewShift(order.id, order.opened_at, order.float_vnd, person_id, order.happened)
    return Deed(
        lambda session: shifts.open_shift(session, store.clock, till, new),
        lambda shift: {"shift": snapshot.shift_form(shift)},
    )


def cash(store: Store, till: TillIdentity, order: CashOrder, shift_id: str) -> Deed:
    """Put cash in or take it out."""
    move: dict[str, Any] = {
        "org_id": till.org_id,
        "id": order.id,
        "shift_id": shift_id,
        "amount_vnd": order.amount_vnd,
        "reason": order.reason,
        "moved_at": order.moved_at,
        "moved_by": _doer(till, order),
    }
    return Deed(
        lambda session: shifts.move_cash(
            session, store.clock, till, CashMove(**move), happened=order.happened
        ),
        lambda _: {},
    )


def count(store: Store, till: TillIdentity, order: CountOrder, shift_id: str) -> Deed:
    """Freeze a count; only now the books' amount is told."""
    person_id = _doer(till, order)
    new = NewCount(order.id, shift_id, order.notes, order.counted_at, person_id, order.happened)
    return Deed(lambda session: shift_close.count(session, store.clock, till, new), asdict)


def closing(store: Store, till: TillIdentity, order: CloseOrder, shift_id: str) -> Deed:
    """Write the Z and print it."""
    person_id = _doer(till, order)
    late = None
    if order.happened:
        fits = _is_closed(store, till, shift_id) or fitted(store, till, person_id, order.pin)
        late = Late(fits, order.closed_at, order.expected_vnd)
    else:
        check_pin(store, till, person_id, order.pin).raise_if_refused()
    wanted = Closing(shift_id, order.count_id, order.explanation, person_id, late)

    def action(session: Session) -> dict[str, Any]:
        done, is_new = shift_close.close(session, store.clock, till, wanted)
        if is_new and not order.again:
            slips.queue_hand_over(session, store.clock, till, done)
        return shift_paper.form(done)

    return Deed(action, lambda form: form)


def document_answer(stored: Stored) -> dict[str, Any]:
    """Return what a till is told about its document.

    Raises:
        SaleConflictError: the id is known with another body; that body was kept.
    """
    stored.raise_if_conflict()
    return {
        "id": stored.id,
        "number": stored.number,
        "status": stored.status,
        "flags": list(stored.flags),
        "total_vnd": stored.total_vnd,
        "received_at": iso_utc(stored.received_at),
        "receipt_url": f"/R/{stored.public_code}",
        "print": {"job_id": stored.job_id},
    }


def _need_use(till: TillIdentity, *, happened: bool) -> None:
    """Refuse a revoked till what did not happen yet."""
    if till.revoked_at is not None and not happened:
        raise TillUnknownError


def _doer(till: TillIdentity, order: ShiftFact) -> str:
    """Return whose act it is; empty where it happened and nobody is known."""
    _need_use(till, happened=order.happened)
    person_id = order.person_id or till.person_id
    if person_id is None and not order.happened:
        raise NobodySignedInError
    return person_id or ""


def _is_closed(store: Store, till: TillIdentity, shift_id: str) -> bool:
    with store.reading() as session:
        return session.get(ShiftClose, (till.org_id, shift_id)) is not None


class Kind(NamedTuple):
    """A kind of fact: its path, its body, and what makes the deed."""

    path: re.Pattern[str]
    body: type[BaseModel]
    deed: Callable[..., Deed]


def _kind(path: str, body: type[BaseModel], deed: Callable[..., Deed]) -> Kind:
    return Kind(re.compile(path.replace("{id}", "([0-9a-f-]{36})")), body, deed)


KINDS = (
    _kind("/sales", SaleOrder, sale),
    _kind("/refunds", RefundOrder, refund),
    _kind("/voids", VoidOrder, void),
    _kind("/shifts", OpenOrder, opening),
    _kind("/shifts/{id}/cash", CashOrder, cash),
    _kind("/shifts/{id}/counts", CountOrder, count),
    _kind("/shifts/{id}/close", CloseOrder, closing),
)


def deed_of(store: Store, till: TillIdentity, path: str, body: Any) -> Deed:
    """Return the deed of a fact that is named by its path, under which it has its own route.

    Raises:
        FactUnknownError: no such path.
        pydantic.ValidationError: the body is malformed.
        FairPosError: refused before anything is written.
    """
    for kind in KINDS:
        found = kind.path.fullmatch(path)
        if found:
            return kind.deed(store, till, kind.body.model_validate(body), *found.groups())
    raise FactUnknownError(path)


class FactUnknownError(FairPosError):
    """A fact under an address that takes none."""

    code = "malformed"
    status = 422
    vi = "Máy chủ không nhận “{detail}”."
    en = "“{detail}” takes no facts."
