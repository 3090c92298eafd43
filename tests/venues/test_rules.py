"""Days and codes of places."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_pos.venues import rules
from fair_pos.venues.rules import Stage

FIRST = date(2026, 2, 14)
LAST = date(2026, 3, 3)
TET = {date(2026, 2, 17), date(2026, 2, 18), date(2026, 2, 19)}


def test_closed_days_are_no_open_days() -> None:
    days = rules.open_days(FIRST, LAST, TET)
    assert len(days) == 15
    assert not TET.intersection(days)


@given(st.integers(0, 59), st.sets(st.integers(0, 59)))
def test_every_open_day_has_its_own_number(length: int, closed: set[int]) -> None:
    last = FIRST + timedelta(days=length)
    days = rules.open_days(FIRST, last, {FIRST + timedelta(days=n) for n in closed})
    found = [rules.today_at(days, day) for day in days]
    assert [one.number for one in found] == list(range(1, len(days) + 1))
    assert {one.stage for one in found} <= {Stage.OPEN}


@pytest.mark.parametrize(
    ("today", "stage"),
    [
        (date(2026, 2, 13), Stage.BEFORE),
        (FIRST, Stage.OPEN),
        (date(2026, 2, 18), Stage.CLOSED_DAY),
        (LAST, Stage.OPEN),
        (date(2026, 3, 4), Stage.AFTER),
    ],
)
def test_today_is_before_in_or_after_the_fair(today: date, stage: Stage) -> None:
    assert rules.today_at(rules.open_days(FIRST, LAST, TET), today).stage is stage


def test_an_outlet_is_always_open() -> None:
    assert rules.today_at((), FIRST).stage is Stage.ALWAYS


@pytest.mark.parametrize(
    ("last", "closed", "error"),
    [
        (date(2026, 2, 13), set(), rules.LastDayError),
        (date(2027, 2, 14), set(), rules.TooManyDaysError),
        (LAST, {date(2026, 3, 4)}, rules.ClosedDayError),
        (FIRST, {FIRST}, rules.NoOpenDayError),
    ],
)
def test_days_that_make_no_fair_are_refused(
    last: date, closed: set[date], error: type[Exception]
) -> None:
    with pytest.raises(error):
        rules.check_days(FIRST, last, closed)


def test_a_fair_of_one_day_is_a_fair() -> None:
    rules.check_days(FIRST, FIRST, set())


@pytest.mark.parametrize(("typed", "code"), [(" xuan-2027 ", "XUAN-2027"), ("he27", "HE27")])
def test_a_venue_code_is_written_in_capitals(typed: str, code: str) -> None:
    assert rules.venue_code(typed) == code


@pytest.mark.parametrize("typed", ["", "xuân", "a b", "-a", "a--b", "A" * 25, "a/b", "../x"])
def test_a_venue_code_must_stand_in_an_address(typed: str) -> None:
    with pytest.raises(rules.VenueCodeError):
        rules.venue_code(typed)


@given(st.text(max_size=30))
def test_a_booth_code_taken_once_is_taken_again(text: str) -> None:
    try:
        code = rules.booth_code(text)
    except rules.BoothCodeError:
        return
    assert rules.booth_code(code) == code
    assert 0 < len(code) <= rules.BOOTH_CODE_MAX
