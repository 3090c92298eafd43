"""What was said to customers and put into boxes: the truth that the database is judged by.

It lives outside the tills, as receipts in people's hands do: a till that dies takes nothing of it.
"""

import threading
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Told:
    """A document whose number a customer was told; refunds and voids have negative amounts."""

    id: str
    till_id: str
    booth: str
    seq: int
    number: str
    day: date
    """The true day, whatever the till's clock showed."""
    by_means: dict[str, int]
    wrong_clock: bool = False
    labels: frozenset[str] = frozenset()
    """Codes of the single labels on what was sold."""

    @property
    def total_vnd(self) -> int:
        """What was taken or given back."""
        return sum(self.by_means.values())


@dataclass(frozen=True)
class Done:
    """Something else that happened at a till: a shift, cash moved, a count, a close."""

    id: str
    kind: str
    till_id: str


@dataclass
class Customers:
    """All that was said and done at a rehearsed fair."""

    told: list[Told] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)
    poisoned: list[str] = field(default_factory=list)
    """Ids that no server can understand."""
    twins: set[str] = field(default_factory=set)
    """Tills of which two devices have the identity."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def tell(self, told: Told) -> None:
        """Hand a customer a number."""
        with self._lock:
            self.told.append(told)

    def do(self, done: Done) -> None:
        """Note what happened at a till."""
        with self._lock:
            self.done.append(done)
