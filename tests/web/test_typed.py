"""Days, times and numbers as people type them into typed."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_pos.web import typed


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_is_understood_in_each_of_its_forms(day: date) -> None:
    written = (
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day:%y}",
        day.isoformat(),
        f"{day:%d.%m.%Y}",
    )
    assert {typed.parse_day(one) for one in written} == {day}


@pytest.mark.parametrize("text", ["29/02/2027", "2027", "1/13/2027", "hôm qua", "1/1/027"])
def test_what_is_no_day_is_refused_with_what_was_typed(text: str) -> None:
    with pytest.raises(typed.BadDayError, match=text):
        typed.parse_day(text)


@pytest.mark.parametrize("text", ["8:05", "08:05", "8h05", "08.05"])
def test_a_time_of_day_is_understood(text: str) -> None:
    assert typed.parse_time(text) == time(8, 5)


@pytest.mark.parametrize("text", ["24:00", "8", "8:60"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(typed.BadTimeError):
        typed.parse_time(text)


@pytest.mark.parametrize("text", ["6412", "6.412", "6 412"])
def test_a_count_may_be_grouped(text: str) -> None:
    assert typed.whole(0, 500_000)(text) == 6412


@pytest.mark.parametrize("text", ["6,5", "-1", "501", "64.12", "²"])
def test_a_number_outside_the_limits_is_refused(text: str) -> None:
    with pytest.raises(typed.BadNumberError):
        typed.whole(0, 500)(text)
