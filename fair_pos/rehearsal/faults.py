"""What goes wrong at a rehearsed fair, drawn from the seed. Pure.

The same seed over the same number of booths, printers and minutes gives the same list. What the
list does not fix is timing: which batch happens to be on its way when a fault falls.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from fair_pos.rehearsal.proxy import Trick


class Kind(StrEnum):
    """Kinds of faults, besides the tricks of the way."""

    SERVER_KILLED = "server_killed"
    SERVER_FROZEN = "server_frozen"
    SERVER_CLOCK = "server_clock"
    DISK_FULL = "disk_full"
    BACKUP = "backup_while_selling"
    RESTORED = "old_backup_restored"
    TILL_DIED = "till_died"
    TILL_CLOCK = "till_clock"
    TILL_OFFLINE = "till_offline"
    TILL_OFFLINE_LONG = "till_offline_long"
    TWIN = "two_tills_one_identity"
    POISON = "poisoned_fact"
    PRINTER_OFF = "printer_off"
    PRINTER_DIED = "printer_died"
    PAPER_OUT = "paper_out"


SERVER = {
    Kind.SERVER_KILLED,
    Kind.SERVER_FROZEN,
    Kind.SERVER_CLOCK,
    Kind.DISK_FULL,
    Kind.BACKUP,
    Kind.RESTORED,
}
"""Faults of the server: one after the other."""
_DAY_S = 86_400.0
_TILL_CLOCKS = (-_DAY_S, 3_650 * _DAY_S)
_SERVER_CLOCKS = (-720.0, 1_500.0)
_CUT_BYTES = (30_000, 45_000)


@dataclass(frozen=True, order=True)
class Fault:
    """One fault: real seconds after the begin, whom it meets, how long, how much."""

    at_s: float
    kind: Kind | Trick
    target: int = 0
    lasts_s: float = 0.0
    amount: float = 0.0


@dataclass(frozen=True)
class Stage:
    """What can be hit."""

    seconds: float
    tills: int
    printers: int


def drawn(seed: int, stage: Stage) -> list[Fault]:
    """Return the faults of a run in the order of time: every kind once a minute or more."""
    rng = random.Random(f"faults/{seed}")  # noqa: S311  a game, no secret
    rounds = max(1, round(stage.seconds / 60))
    length_s = stage.seconds / rounds
    found: list[Fault] = []
    for number in range(rounds):
        round_ = _Round(rng, stage, number, number * length_s, length_s)
        found += [*round_.server(), *round_.way(), *round_.tills(), *round_.printers()]
    return sorted(found)


@dataclass
class _Round:
    """About a minute of real time."""

    rng: random.Random
    stage: Stage
    number: int
    from_s: float
    length_s: float

    def server(self) -> Iterator[Fault]:
        """Give the server's faults their own slots: each needs a living server before it."""
        skews = [Kind.SERVER_CLOCK] * len(_SERVER_CLOCKS)
        kills = [Kind.SERVER_KILLED] * 3
        others = [*kills, *skews, Kind.SERVER_FROZEN, Kind.DISK_FULL, Kind.RESTORED]
        self.rng.shuffle(others)
        before = self.rng.randrange(others.index(Kind.RESTORED) + 1)
        order = [*others[:before], Kind.BACKUP, *others[before:]]
        skew = iter(_SERVER_CLOCKS)
        for place, kind in enumerate(order):
            at_s = self._at(0.06 + 0.82 * (place + self.rng.random() / 2) / len(order))
            amount = next(skew) if kind is Kind.SERVER_CLOCK else 0.0
            lasts = {Kind.SERVER_FROZEN: 3.5, Kind.SERVER_CLOCK: 2.5, Kind.DISK_FULL: 2.0}
            yield Fault(at_s, kind, 0, lasts.get(kind, 0.0), amount)

    def way(self) -> Iterator[Fault]:
        """Arm tricks for some batches at a time."""
        for trick in Trick:
            for part in range(3):
                at_s = self._at((part + self.rng.random()) * 0.28)
                yield Fault(at_s, trick, amount=self.rng.randrange(1, 4))

    def tills(self) -> Iterator[Fault]:
        """Hit tills; clocks and twins in the middle of a day, while its shift is open."""
        yield Fault(self._at(0.15), Kind.TILL_OFFLINE_LONG, self._till(), self.length_s * 0.55)
        for _ in range(2):
            yield Fault(self._somewhen(), Kind.TILL_OFFLINE, self._till(), self.length_s * 0.08)
        for _ in range(4):
            at_s = self._somewhen()
            yield Fault(at_s, Kind.TILL_DIED, self._till(), amount=self.rng.randrange(2))
        for skew in _TILL_CLOCKS:
            yield Fault(
                self._midday(), Kind.TILL_CLOCK, self._till(), self.length_s * 0.06, amount=skew
            )
        yield Fault(self._midday(), Kind.TWIN, self._till())
        for _ in range(3):
            yield Fault(self._somewhen(), Kind.POISON, self._till())

    def printers(self) -> Iterator[Fault]:
        """Hit printers."""
        for kind in (Kind.PRINTER_OFF, Kind.PAPER_OUT):
            yield Fault(self._somewhen(), kind, self._printer(), self.length_s * 0.06)
        for _ in range(3):
            cut = self.rng.randrange(*_CUT_BYTES)
            yield Fault(self._somewhen(), Kind.PRINTER_DIED, self._printer(), amount=cut)

    def _at(self, part: float) -> float:
        return round(self.from_s + part * self.length_s, 3)

    def _somewhen(self) -> float:
        return self._at(self.rng.uniform(0.08, 0.88))

    def _midday(self) -> float:
        return self._at(self.rng.uniform(0.15, 0.3) + self.rng.choice((0.0, 0.5)))

    def _till(self) -> int:
        return self.rng.randrange(self.stage.tills)

    def _printer(self) -> int:
        return self.rng.randrange(self.stage.printers)
