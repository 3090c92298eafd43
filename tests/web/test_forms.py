"""Days, times and numbers as people type them into forms."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_pos.web import forms


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_is_understood_in_each_of_its_forms(day: date) -> None:
    written = (
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day:%y}",
        day.isoformat(),
        f"{day:%d.%m.%Y}",
    )
    assert {forms.parse_day(one) for one in written} == {day}


@pytest.mark.parametrize("typed", ["29/02/2027", "2027", "1/13/2027", "hôm qua", "1/1/027"])
def test_what_is_no_day_is_refused_with_what_was_typed(typed: str) -> None:
    with pytest.raises(forms.BadDayError, match=typed):
        forms.parse_day(typed)


@pytest.mark.parametrize("typed", ["8:05", "08:05", "8h05", "08.05"])
def test_a_time_of_day_is_understood(typed: str) -> None:
    assert forms.parse_time(typed) == time(8, 5)


@pytest.mark.parametrize("typed", ["24:00", "8", "8:60"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(forms.BadTimeError):
        forms.parse_time(typed)


@pytest.mark.parametrize("typed", ["6412", "6.412", "6 412"])
def test_a_count_may_be_grouped(typed: str) -> None:
    assert forms.whole(0, 500_000)(typed) == 6412


@pytest.mark.parametrize("typed", ["6,5", "-1", "501", "64.12", "²"])
def test_a_number_outside_the_limits_is_refused(typed: str) -> None:
    with pytest.raises(forms.BadNumberError):
        forms.whole(0, 500)(typed)
