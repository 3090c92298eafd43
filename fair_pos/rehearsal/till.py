"""A simulated till: the device, not the person. It keeps, numbers, hands in and forgets nothing.

It follows the browser till: a fact and its number are on the device before anything is said;
handed in by batches of at most twenty until the server has given each a final answer.
"""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from fair_pos.core.clock import iso_utc, parse_utc
from fair_pos.rehearsal.clock import PlayClock
from fair_pos.rehearsal.till_journal import TillJournal
from fair_pos.rehearsal.wire import NoAnswerError, Reply, Wire

BATCH = 20
FIRST_PAUSE_S, LAST_PAUSE_S = 0.2, 3.0
KEEP = timedelta(hours=48)
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_LATER = {401, 424, 425, 429}


class TillDiedError(Exception):
    """The device lost its power; what its journal does not hold is gone."""


class Death(StrEnum):
    """When a till dies."""

    TORN = "torn"
    """In the middle of writing."""
    STORED = "stored"
    """After writing, before a word to the customer."""


@dataclass(frozen=True)
class Fact:
    """What happened at a till, as it is handed in."""

    id: str
    path: str
    body: dict[str, Any]
    at: str


@dataclass
class Till:
    """One device. `waiting` are ids without a final answer, in the order they happened."""

    journal: TillJournal
    wire: Wire
    clock: PlayClock
    rng: random.Random
    seq: int = 0
    epoch: str = ""
    facts: dict[str, Fact] = field(default_factory=dict)
    waiting: dict[str, None] = field(default_factory=dict)
    answers: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    sent_at: dict[str, datetime] = field(default_factory=dict)
    """When each final answer came, by the server's time."""
    dying: Death | None = None
    dead: bool = False
    _server_now: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    _resending: str = ""
    _failures: int = 0
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @classmethod
    def opened(
        cls, journal: TillJournal, wire: Wire, clock: PlayClock, rng: random.Random
    ) -> "Till":
        """Switch a device on: everything it knows comes from its journal."""
        till = cls(journal, wire, clock, rng)
        for record in journal.read():
            till._remember(record)
        return till

    def keep(self, make: Callable[[int], Fact], *, numbered: bool) -> Fact:
        """Give the next number to a fact and put both on the disk in one write.

        Raises:
            TillDiedError: the device died meanwhile.
        """
        with self._lock:
            self._check_alive()
            fact = make(self.seq + 1)
            record = {"fact": vars(fact), "seq": self.seq + 1 if numbered else self.seq}
            if self.dying is Death.TORN:
                self.journal.tear(record)
                self._die()
            self.journal.write(record)
            if self.dying is Death.STORED:
                self._die()
            self._remember(record)
            return fact

    def hand_in(self) -> bool:
        """Send one batch; True when at least one fact has its final answer now."""
        with self._lock:
            batch = [self.facts[one] for one in list(self.waiting)[:BATCH]]
        if not batch:
            return False
        facts = [{"id": one.id, "path": one.path, "body": self._wire(one)} for one in batch]
        return self._heard(lambda: self.wire.post("/batch", {"facts": facts}))

    def _wire(self, fact: Fact) -> dict[str, Any]:
        """Return a fact's body; one that was confirmed before says so."""
        return fact.body | {"again": True} if fact.id in self.sent_at else fact.body

    def beat(self) -> bool:
        """Tell the server how the till is; learns whether the database has a new life."""
        with self._lock:
            oldest = next((self.facts[one].at for one in self.waiting), None)
            body = {
                "waiting": len(self.waiting),
                "oldest_waiting_at": oldest,
                "last_seq": self.seq,
                "app_version": "rehearsal",
                "clock": iso_utc(self.clock.now()),
                "offline": "ready",
                "persisted": True,
            }
        return self._heard(lambda: self.wire.post("/heartbeat", body))

    def pause_s(self) -> float:
        """Return how long to wait before the next try: longer after failures, with jitter."""
        pause: float = min(FIRST_PAUSE_S * 2 ** min(self._failures, 6), LAST_PAUSE_S)
        return pause * (0.5 + self.rng.random())

    def forget_old(self) -> None:
        """Drop what is confirmed of shifts whose close was confirmed two days ago.

        By the server's time: a device whose clock jumps ten years must not forget in a moment.
        """
        with self._lock:
            limit = self._server_now - KEEP
            closed = {
                _shift_of(fact)
                for fact in self.facts.values()
                if fact.path.endswith("/close") and self._sent_at(fact.id) < limit
            }
            for fact in list(self.facts.values()):
                if fact.id not in self.waiting and _shift_of(fact) in closed:
                    del self.facts[fact.id]

    def _sent_at(self, fact_id: str) -> datetime:
        """Return when a fact was confirmed, by the server's time; never for one that waits."""
        waits = fact_id in self.waiting
        return _NEVER if waits else self.sent_at.get(fact_id, _NEVER)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let nothing change meanwhile: somebody copies the device."""
        with self._lock:
            yield

    def is_settled(self) -> bool:
        """Say whether nothing waits and no new life is being filled."""
        with self._lock:
            return not self.waiting and not self._resending

    def die(self) -> None:
        """Lose power now."""
        with self._lock:
            self.dead = True
            self.journal.close()

    def _die(self) -> None:
        self.die()
        raise TillDiedError

    def _check_alive(self) -> None:
        if self.dead:
            raise TillDiedError

    def _heard(self, ask: Callable[[], Reply]) -> bool:
        try:
            reply = ask()
        except NoAnswerError:
            reply = None
        with self._lock:
            if self.dead:
                return False
            if reply is None or reply.status != 200 or "epoch" not in reply.body:  # noqa: PLR2004
                self._failures += 1
                return False
            self._server_now = parse_utc(reply.body["server_time"])
            self._meet_epoch(str(reply.body["epoch"]))
            answers = reply.body.get("answers", [])
            settled = [self._settle(answer) for answer in answers]
            self._note_epoch()
            self._failures = self._failures + 1 if answers and not any(settled) else 0
            return not self._failures

    def _meet_epoch(self, epoch: str) -> None:
        """Send everything kept again to a database that may not have it."""
        if epoch in {self.epoch, self._resending}:
            return
        self._resending = epoch
        if self.epoch:
            self.waiting = dict.fromkeys(self.facts)

    def _note_epoch(self) -> None:
        """Note a new life only when it has everything: a till that dies before begins again."""
        if self._resending and not (self.epoch and self.waiting):
            self.epoch, self._resending = self._resending, ""
            self.journal.write({"epoch": self.epoch})

    def _settle(self, answer: dict[str, Any]) -> bool:
        """Note a final answer; False when the fact waits on, or is not asked about any more."""
        status = int(answer["status"])
        said = answer.get("answer") or {}
        if is_later(status, said) or answer["id"] not in self.waiting:
            return False
        at = iso_utc(self._server_now)
        record = {"done": answer["id"], "status": status, "answer": said, "at": at}
        self.journal.write_loosely(record)
        self._remember(record)
        return True

    def _remember(self, record: dict[str, Any]) -> None:
        if "fact" in record:
            fact = Fact(**record["fact"])
            self.facts[fact.id] = fact
            self.waiting[fact.id] = None
            self.seq = record["seq"]
        elif "done" in record:
            fact_id = record["done"]
            self.waiting.pop(fact_id, None)
            self.answers[fact_id] = (record["status"], record["answer"])
            self.sent_at[fact_id] = parse_utc(record["at"])
            if fact_id in self.facts and "pin" in self.facts[fact_id].body:
                self.facts[fact_id].body["pin"] = ""
        else:
            self.epoch = record["epoch"]


def is_later(status: int, answer: dict[str, Any]) -> bool:
    """Say whether a fact waits for another try: nothing was decided about it."""
    if status == 403:  # noqa: PLR2004  a page of the way, not a refusal of ours
        return answer.get("code") == "http"
    return status in _LATER or status >= 500  # noqa: PLR2004


def _shift_of(fact: Fact) -> str:
    if "shift_id" in fact.body:
        return str(fact.body["shift_id"])
    parts = fact.path.split("/")
    return parts[2] if len(parts) > 2 else fact.id  # noqa: PLR2004
