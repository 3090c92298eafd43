"""Pure decisions about sign-in: who may, how often, how long."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

TILL_TRIES_IN_ROW = 5
TILL_LOCK = timedelta(minutes=1)
PERSON_TRIES_IN_DAY = 20
PASSWORD_MIN = 12
CODE_LIFE = timedelta(minutes=10)
"""Of a code on a screen that makes a device a till."""
OFFICE_IDLE = timedelta(hours=4)
OFFICE_LIFE = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong tries so far."""

    day: date
    in_row: int = 0
    in_day: int = 0
    locked_until: datetime | None = None


def after_wrong(tries: Tries, now: datetime, today: date) -> Tries:
    """Return the count after one more wrong try; every fifth in a row locks for a minute."""
    in_row = tries.in_row + 1
    in_day = tries.in_day + 1 if tries.day == today else 1
    locked = now + TILL_LOCK if in_row % TILL_TRIES_IN_ROW == 0 else tries.locked_until
    return Tries(today, in_row, in_day, locked)


def is_locked(tries: Tries, now: datetime) -> bool:
    """Say whether the lock still holds."""
    return tries.locked_until is not None and now < tries.locked_until


def day_is_spent(tries: Tries, today: date) -> bool:
    """Say whether a person used up the tries of the day."""
    return tries.day == today and tries.in_day >= PERSON_TRIES_IN_DAY


def tries_left(tries: Tries) -> int:
    """Return how many wrong tries remain before the next lock."""
    return TILL_TRIES_IN_ROW - tries.in_row % TILL_TRIES_IN_ROW
