"""What a rehearsal plays: how many booths, how long, how fast, from which seed. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime

from fair_pos.core.clock import VIETNAM
from fair_pos.rehearsal.clock import Score, opening_days
from fair_pos.rehearsal.disk import DiskWay
from fair_pos.rehearsal.faults import Fault

FIRST_DAY = datetime(2027, 1, 30, 8, tzinfo=VIETNAM).astimezone(UTC)
LONGEST_DAY_S = 14 * 3600.0
SALES_PER_TILL_AND_MINUTE = 60
MOST_SALES_PER_MINUTE = 1_500


@dataclass(frozen=True)
class Script:
    """What to play: booths, real minutes, how much faster fair time runs, the seed."""

    booths: int
    minutes: float
    speed: float
    seed: int
    keeps: bool = False
    """Whether everything stays in the folder for people to look at."""
    disk_ways: tuple[DiskWay, ...] = tuple(DiskWay)
    faults: tuple[Fault, ...] | None = None
    """What goes wrong; drawn from the seed where nothing is said."""

    @property
    def seconds(self) -> float:
        """Real seconds of play."""
        return self.minutes * 60

    @property
    def sales(self) -> int:
        """As many as keep the tills busy, and no more than two cores can play."""
        wanted = min(self.booths * SALES_PER_TILL_AND_MINUTE, MOST_SALES_PER_MINUTE)
        return max(round(wanted * self.minutes), 1)

    def score(self, began_s: float) -> Score:
        """Spread the fair time over at least two days, none longer than a fair's day."""
        fair_s = self.seconds * self.speed
        days = max(2, -int(-fair_s // LONGEST_DAY_S))
        return Score(began_s, self.speed, tuple(opening_days(FIRST_DAY, days)), fair_s / days)
