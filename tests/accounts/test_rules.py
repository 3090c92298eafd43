"""How often somebody may be wrong, and for how long they wait."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fair_pos.accounts import rules
from fair_pos.accounts.rules import Tries

NOW = datetime(2027, 1, 30, 3, 0, tzinfo=UTC)
TODAY = date(2027, 1, 30)


def wrong(times: int, tries: Tries | None = None) -> Tries:
    tries = tries or Tries(TODAY)
    for _ in range(times):
        tries = rules.after_wrong(tries, NOW, TODAY)
    return tries


def test_four_wrong_tries_leave_one() -> None:
    assert (rules.tries_left(wrong(4)), rules.is_locked(wrong(4), NOW)) == (1, False)


def test_the_fifth_locks_for_a_minute() -> None:
    locked = wrong(5)
    assert rules.is_locked(locked, NOW + timedelta(seconds=59))
    assert not rules.is_locked(locked, NOW + timedelta(minutes=1))


def test_the_twentieth_spends_the_day_and_tomorrow_is_another() -> None:
    assert not rules.day_is_spent(wrong(19), TODAY)
    assert rules.day_is_spent(wrong(20), TODAY)
    assert not rules.day_is_spent(wrong(20), TODAY + timedelta(days=1))


def test_a_new_day_counts_anew() -> None:
    yesterday = Tries(TODAY - timedelta(days=1), in_row=3, in_day=19)
    assert wrong(1, yesterday).in_day == 1


@given(st.integers(0, 60))
def test_there_is_always_a_try_left_to_name(times: int) -> None:
    tries = wrong(times)
    assert 1 <= rules.tries_left(tries) <= rules.TILL_TRIES_IN_ROW
    assert rules.is_locked(tries, NOW) == (times >= rules.TILL_TRIES_IN_ROW)
