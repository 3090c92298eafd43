"""The rehearsal's clock: fair time runs at a speed through short days; it skips the nights.

Every process of a rehearsal reads the same monotonic clock of the machine, so a file with the
score and a number in a second file are all they share.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

from fair_pos.core.clock import VIETNAM, iso_utc, parse_utc
from fair_pos.rehearsal.acts import Day

_LOOK_AGAIN_S = 0.1


@dataclass(frozen=True)
class Score:
    """When the play began on the machine's monotonic clock, its speed, the days it plays."""

    began_s: float
    speed: float
    starts: tuple[datetime, ...]
    """Fair time at which each day's play begins."""
    day_s: float
    """Fair seconds of play per day."""

    def at(self, monotonic_s: float) -> datetime:
        """Return the fair time; after the last day it runs on."""
        fair_s = (monotonic_s - self.began_s) * self.speed
        day = min(max(int(fair_s // self.day_s), 0), len(self.starts) - 1)
        return self.starts[day] + timedelta(seconds=fair_s - day * self.day_s)

    def days(self) -> list[Day]:
        """Return the days of trade: a tenth of each day's play is before opening, one after."""
        margin = timedelta(seconds=self.day_s / 10)
        ends = timedelta(seconds=self.day_s)
        return [
            Day(start.astimezone(VIETNAM).date(), start + margin, start + ends - margin)
            for start in self.starts
        ]

    def write(self, file: Path) -> None:
        """Write it for another process."""
        starts = [iso_utc(start) for start in self.starts]
        text = {"began_s": self.began_s, "speed": self.speed, "starts": starts, "day_s": self.day_s}
        unfinished = file.with_suffix(".part")
        unfinished.write_text(json.dumps(text), encoding="utf-8")
        unfinished.replace(file)

    @classmethod
    def read(cls, file: Path) -> Self:
        """Read what `write` wrote."""
        text: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        starts = tuple(parse_utc(start) for start in text["starts"])
        return cls(text["began_s"], text["speed"], starts, text["day_s"])


@dataclass
class PlayClock:
    """Tells fair time, wrong by a skew that a fault may set."""

    score: Score
    skew: timedelta = timedelta()

    def now(self) -> datetime:
        """Return the fair time as this clock shows it."""
        return self.score.at(time.monotonic()) + self.skew


@dataclass
class SiteClock:
    """The clock of the server's process; score and skew in seconds stand in files."""

    score_file: Path
    skew_file: Path
    _score: Score | None = None
    _skew: timedelta = timedelta()
    _looked_s: float = field(default=-1.0)

    def now(self) -> datetime:
        """Return the fair time with the skew."""
        now_s = time.monotonic()
        if self._score is None or now_s - self._looked_s > _LOOK_AGAIN_S:
            self._looked_s = now_s
            self._score = Score.read(self.score_file)
            self._skew = timedelta(seconds=float(self.skew_file.read_text(encoding="utf-8")))
        return self._score.at(now_s) + self._skew


def opening_days(first: datetime, count: int) -> Sequence[datetime]:
    """Return the same hour on so many days.

    >>> [f"{day:%d %H:%M}" for day in opening_days(datetime(2027, 1, 30, 1), 2)]
    ['30 01:00', '31 01:00']
    """
    return [first + timedelta(days=day) for day in range(count)]
