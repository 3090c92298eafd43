"""The only place that asks what time it is, and the only place that makes a business day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

#: Vietnam has had one zone, UTC+7, without summer time since 1975 (IANA tz database 2026a).
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


class Clock(Protocol):
    """Tells the time; passed in, so that a test can stop it."""

    def now(self) -> datetime:
        """Return the aware UTC time."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the aware UTC time of the machine."""
        return datetime.now(UTC)  # noqa: TID251  the one place where it is allowed


@dataclass
class FixedClock:
    """A clock that stands still until it is moved: for tests and for the simulator."""

    at: datetime

    def now(self) -> datetime:
        """Return the time it was set to."""
        return self.at

    def advance(self, step: timedelta) -> None:
        """Move the clock forward by a step."""
        self.at += step


def local(at: datetime) -> datetime:
    """Return the same moment on Vietnamese clocks."""
    return at.astimezone(VIETNAM)


def business_date(at: datetime) -> date:
    """Return the day of trade a moment belongs to: the calendar day in Vietnam."""
    return local(at).date()


def parse_utc(text: str) -> datetime:
    """Read an ISO 8601 time with its zone into aware UTC.

    Raises:
        ValueError: not ISO 8601, or without a zone.
    """
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at.astimezone(UTC)


def iso_utc(at: datetime) -> str:
    """Write a moment as ISO 8601 UTC with milliseconds and Z, the form of journal and API."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def format_time(at: datetime) -> str:
    """Write `10:42` of the Vietnamese day."""
    return f"{local(at):%H:%M}"


def format_date(day: date) -> str:
    """Write `21/11/2026`."""
    return f"{day:%d/%m/%Y}"


def format_moment(at: datetime) -> str:
    """Write `21/11/2026 10:42` on Vietnamese clocks."""
    return f"{local(at):%d/%m/%Y %H:%M}"
