from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_pos.core import clock
from fair_pos.core.clock import FixedClock, SystemClock

MORNING = datetime(2026, 11, 21, 3, 42, 7, 123_456, tzinfo=UTC)
moments = st.integers(0, 4 * 10**15).map(
    lambda micro: datetime(1990, 1, 1, tzinfo=UTC) + timedelta(microseconds=micro)
)


def test_a_fixed_clock_stands_until_it_is_moved():
    fixed = FixedClock(MORNING)
    assert fixed.now() == fixed.now() == MORNING
    fixed.advance(timedelta(minutes=5))
    assert fixed.now() == MORNING + timedelta(minutes=5)


def test_the_clock_of_the_machine_is_aware_and_utc():
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_times_are_shown_on_vietnamese_clocks():
    assert clock.format_time(MORNING) == "10:42"
    assert clock.format_moment(MORNING) == "21/11/2026 10:42"
    assert clock.format_date(date(2026, 1, 2)) == "02/01/2026"


@pytest.mark.parametrize(
    ("hour", "day"), [(16, date(2026, 11, 21)), (17, date(2026, 11, 22))], ids=["23:59", "00:00"]
)
def test_the_day_of_trade_changes_at_midnight_in_vietnam(hour, day):
    at = datetime(2026, 11, 21, hour, 59 if hour == 16 else 0, tzinfo=UTC)
    assert clock.business_date(at) == day


def test_moments_are_written_with_milliseconds_and_z():
    assert clock.iso_utc(MORNING) == "2026-11-21T03:42:07.123Z"
    hanoi = MORNING.astimezone(timezone(timedelta(hours=7)))
    assert clock.iso_utc(hanoi) == "2026-11-21T03:42:07.123Z"


@given(moments)
def test_a_written_moment_reads_back_to_the_millisecond(at):
    assert timedelta(0) <= at - clock.parse_utc(clock.iso_utc(at)) < timedelta(milliseconds=1)


@pytest.mark.parametrize("text", ["", "2026-11-21", "2026-11-21T10:42:00", "21/11/2026 10:42"])
def test_a_time_without_a_zone_is_refused(text):
    with pytest.raises(ValueError):
        clock.parse_utc(text)


def test_a_time_with_another_zone_becomes_utc():
    at = clock.parse_utc("2026-11-21T10:42:00+07:00")
    assert (at.hour, at.utcoffset()) == (3, timedelta(0))
