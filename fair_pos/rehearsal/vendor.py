"""The person at a till: sells what the plan says, tells customers, and goes on whatever happens."""

import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from fair_pos.checkout.orders import (
    PUBLIC_CODE_LENGTH,
    DocumentOrder,
    RefundOrder,
    SaleOrder,
    VoidOrder,
)
from fair_pos.checkout.shifts import NewShift
from fair_pos.core import ids
from fair_pos.core.clock import business_date, iso_utc
from fair_pos.rehearsal.acts import Act, CashMoved, Closed
from fair_pos.rehearsal.counting import notes_of
from fair_pos.rehearsal.customers import Customers, Done, Told
from fair_pos.rehearsal.scene import Kit
from fair_pos.rehearsal.sold import Sold, by_means
from fair_pos.rehearsal.till import Death, Fact, Till, TillDiedError
from fair_pos.rehearsal.wire import NoAnswerError

LOOK_S = 0.02
BEAT_S = 4.0
CATALOGUE_S = 8.0
REBOOT_S = 0.3
_COPIES = 0.04
"""Part of the customers that ask for the receipt again."""


@dataclass
class Vendor:
    """Plays a till's acts in one thread and hands in with another."""

    kit: Kit
    till: Till
    customers: Customers
    acts: deque[Act]
    wanted_copies: deque[str] = field(default_factory=deque)
    poisons: int = 0
    """How many facts that nobody can understand are to be handed in next."""
    copies: int = 0
    deaths: int = 0
    shift_id: str = ""
    _cash_vnd: int = 0
    _sold: dict[str, Sold] = field(default_factory=dict)
    _labels_used: int = 0
    _threads: list[threading.Thread] = field(default_factory=list)
    _stopping: threading.Event = field(default_factory=threading.Event)
    faults: list[BaseException] = field(default_factory=list)

    def start(self) -> None:
        """Open the stall."""
        for work in (self._sell, self._send):
            thread = threading.Thread(
                target=self._guarded, args=(work,), name=f"{self.kit.stall.code}", daemon=True
            )
            self._threads.append(thread)
            thread.start()

    def play_now(self) -> None:
        """Do everything at once, in this thread, and hand nothing in."""
        while self.acts:
            self._do(self.acts.popleft())

    def is_done(self) -> bool:
        """Say whether everything was played and handed in."""
        return not self._threads[0].is_alive() and self.till.is_settled()

    def stop_soon(self) -> None:
        """Ask both threads to end."""
        self._stopping.set()

    def stop(self) -> None:
        """Leave the stall; what still waits stays on the device."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(timeout=30)

    def die(self, how: Death) -> None:
        """Let the device die at its next write."""
        self.till.dying = how

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as fault:  # noqa: BLE001  a thread's end is told by the judge
            self.faults.append(fault)

    def _sell(self) -> None:
        while self.acts and not self._stopping.is_set():
            if self.poisons:
                self.poisons -= 1
                self._poison()
            wait_s = (self.acts[0].at - self._true_now()).total_seconds()
            if wait_s > 0:
                time.sleep(LOOK_S)
                continue
            self._do(self.acts.popleft())

    def _true_now(self) -> Any:
        return self.till.clock.score.at(time.monotonic())

    def _send(self) -> None:
        beat_at = catalogue_at = time.monotonic()
        etag = ""
        while not self._stopping.is_set():
            till, now_s = self.till, time.monotonic()
            if now_s >= beat_at:
                till.beat()
                till.forget_old()
                self._ask_for_copy()
                beat_at = now_s + BEAT_S * (0.5 + till.rng.random())
            if now_s >= catalogue_at:
                etag = self._look_at_catalogue(etag)
                catalogue_at = now_s + CATALOGUE_S * (0.5 + till.rng.random())
            if not till.hand_in():
                self._stopping.wait(till.pause_s())

    def _look_at_catalogue(self, etag: str) -> str:
        with contextlib.suppress(NoAnswerError):
            return self.till.wire.get("/catalogue", etag).etag or etag
        return etag

    def _ask_for_copy(self) -> None:
        """Ask for one receipt again; while its first paper waits, the customer asks later."""
        for _ in range(len(self.wanted_copies)):
            sale_id = self.wanted_copies.popleft()
            if sale_id in self.till.answers and self._was_copied(sale_id):
                self.copies += 1
                return
            self.wanted_copies.append(sale_id)

    def _was_copied(self, sale_id: str) -> bool:
        try:
            reply = self.till.wire.post(f"/sales/{sale_id}/reprint", {})
        except NoAnswerError:
            return False
        return bool(reply.body.get("copy_no"))

    def _do(self, act: Act) -> None:
        match act.what:
            case SaleOrder() as order:
                self._sale(order)
            case RefundOrder() | VoidOrder() as order:
                self._back(order)
            case NewShift() as new:
                self._open(new)
            case CashMoved() as moved:
                self._move(moved)
            case Closed() as closed:
                self._close(closed)

    def _sale(self, order: SaleOrder) -> None:
        order = self._labelled(order)
        fact = self._document("/sales", order, {})
        self._sold[order.id] = Sold.of(fact.id, order)
        self._tell(fact, by_means(order))
        if self.till.rng.random() < _COPIES:
            self.wanted_copies.append(fact.id)

    def _labelled(self, order: SaleOrder) -> SaleOrder:
        """Scan the next pack of the first ware, while there are labelled ones."""
        ware, used = self.kit.stall.wares[0].product_id, self._labels_used
        at = next((at for at, one in enumerate(order.lines) if one.product_id == ware), None)
        if at is None or used == len(self.kit.labels):
            return order
        self._labels_used += 1
        lines = list(order.lines)
        lines[at] = lines[at].model_copy(update={"labels": (self.kit.labels[used],)})
        return order.model_copy(update={"lines": lines})

    def _back(self, order: RefundOrder | VoidOrder) -> None:
        sold = self._sold[order.corrects_id]
        more = {"corrects_id": sold.id, "happened": True}
        if isinstance(order, RefundOrder):
            fact = self._document("/refunds", order, more)
            self._tell(fact, sold.refund(order))
        else:
            fact = self._document("/voids", order, more)
            self._tell(fact, sold.void())

    def _document(self, path: str, order: DocumentOrder, more: dict[str, Any]) -> Fact:
        """Stamp a document with the device's number and time, and keep it."""
        body = order.model_dump(mode="json", exclude={"approval"})

        def make(seq: int, own_id: str) -> Fact:
            at = iso_utc(self.till.clock.now())
            stamped = {**body, **more, "id": own_id, "seq": seq, "sold_at": at}
            stamped["number"] = f"{self.kit.stall.code}-{self.kit.stall.series}-{seq:06d}"
            if own_id != order.id:
                stamped["public_code"] = ids.new_code(PUBLIC_CODE_LENGTH)
            if "payments" in body:
                stamped["payments"] = [_stamped(one, at) for one in body["payments"]]
            return Fact(own_id, path, stamped, at)

        return self._keep(make, order.id, numbered=True)

    def _tell(self, fact: Fact, money: dict[str, int]) -> None:
        self._cash_vnd += money.get("cash", 0)
        day = business_date(self._true_now())
        self.customers.tell(
            Told(
                id=fact.id,
                till_id=self.kit.till_id,
                booth=self.kit.stall.code,
                seq=fact.body["seq"],
                number=fact.body["number"],
                day=day,
                by_means=money,
                wrong_clock=self.till.clock.skew != timedelta(),
                labels=frozenset(
                    code for line in fact.body.get("lines", ()) for code in line.get("labels", ())
                ),
            )
        )

    def _open(self, new: NewShift) -> None:
        self._cash_vnd, self.shift_id = new.float_vnd, new.id
        self._other("/shifts", new.id, {"id": new.id, "float_vnd": new.float_vnd}, "opened_at")

    def _move(self, moved: CashMoved) -> None:
        self._cash_vnd += moved.amount_vnd
        body = {"id": moved.id, "amount_vnd": moved.amount_vnd, "reason": moved.reason}
        self._other(f"/shifts/{moved.shift_id}/cash", moved.id, body, "moved_at")

    def _close(self, closed: Closed) -> None:
        shift = f"/shifts/{closed.shift_id}"
        notes = notes_of(max(self._cash_vnd + closed.difference_vnd, 0))
        count = {"id": closed.count_id, "notes": {str(k): v for k, v in notes.items()}}
        self._other(f"{shift}/counts", closed.count_id, count, "counted_at")
        body = {
            "count_id": closed.count_id,
            "explanation": "Diễn tập",
            "pin": self.kit.pin,
            "expected_vnd": self._cash_vnd,
        }
        self._other(f"{shift}/close", ids.new_id(), body, "closed_at")

    def _other(self, path: str, own_id: str, body: dict[str, Any], at_name: str) -> None:
        """Keep a fact that has no number."""

        def make(_: int, fact_id: str) -> Fact:
            at = iso_utc(self.till.clock.now())
            person = {"person_id": self.kit.stall.cashier_id, "happened": True}
            return Fact(fact_id, path, {**body, **person, at_name: at}, at)

        fact = self._keep(make, own_id, numbered=False)
        kind = path.rsplit("/", 1)[-1]
        about = path.split("/")[2] if kind == "close" else fact.id
        self.customers.do(Done(about, kind, self.kit.till_id))

    def _poison(self) -> None:
        def make(_: int, own_id: str) -> Fact:
            at = iso_utc(self.till.clock.now())
            return Fact(own_id, "/sales", {"id": own_id, "seq": 0, "lines": "?"}, at)

        fact = self._keep(make, ids.new_id(), numbered=False)
        self.customers.poisoned.append(fact.id)

    def _keep(self, make: Callable[[int, str], Fact], own_id: str, *, numbered: bool) -> Fact:
        """Keep a fact; after a death the seller looks whether it is there, else rings it up anew.

        A document rung up anew is another one: what the device lost had no number yet.
        """
        try:
            return self.till.keep(lambda seq: make(seq, own_id), numbered=numbered)
        except TillDiedError:
            self._restart()
        if own_id in self.till.facts:
            return self.till.facts[own_id]
        fresh = ids.new_id() if numbered else own_id
        return self.till.keep(lambda seq: make(seq, fresh), numbered=numbered)

    def _restart(self) -> None:
        self.deaths += 1
        time.sleep(REBOOT_S)
        old = self.till
        self.till = Till.opened(old.journal, old.wire, old.clock, old.rng)


def _stamped(payment: dict[str, Any], at: str) -> dict[str, Any]:
    if payment["means"] != "vietqr":
        return payment
    return {**payment, "shown_at": at, "confirmed_at": at}


def acts_by_booth(acts: Sequence[Act]) -> dict[str, deque[Act]]:
    """Give each booth its own acts, in the order of time."""
    found: dict[str, deque[Act]] = {}
    for act in acts:
        found.setdefault(act.stall.code, deque()).append(act)
    return found
