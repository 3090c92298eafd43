import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_pos.core.money import Vnd
from fair_pos.payments import cash
from fair_pos.payments.cash import BadNoteCountError, ShortCashError

CASES = json.loads(Path(__file__).parents[1].joinpath("cases/cash.json").read_text("utf-8"))
amounts = st.integers(0, 99_999_999).map(Vnd)


def ids(case: dict[str, str]) -> str:
    return case["story"]


@pytest.mark.parametrize("case", CASES["change"], ids=ids)
def test_change_and_what_is_missing(case):
    due, given_vnd = Vnd(case["due"]), Vnd(case["given"])
    assert cash.still_due(due, given_vnd) == case["missing"]
    if case["change"] is not None:
        assert cash.change_due(due, given_vnd) == case["change"]


def test_too_little_cash_gives_no_change_but_a_sentence():
    with pytest.raises(ShortCashError) as refusal:
        cash.change_due(Vnd(441_000), Vnd(400_000))
    assert refusal.value.sentence() == "Còn thiếu 41.000."
    assert refusal.value.sentence("en") == "41.000 short."


@given(amounts, amounts)
def test_given_less_change_plus_missing_is_what_was_due(due, given_vnd):
    missing = cash.still_due(due, given_vnd)
    back = 0 if missing else cash.change_due(due, given_vnd)
    assert given_vnd - back + missing == due


@pytest.mark.parametrize("case", CASES["quick_keys"], ids=ids)
def test_quick_keys(case):
    assert cash.quick_keys(Vnd(case["due"])) == case["keys"]


@given(amounts)
def test_quick_keys_are_exact_first_rising_at_most_five_and_enough(due):
    keys = cash.quick_keys(due)
    assert keys[0] == due
    assert keys == sorted(set(keys))
    assert len(keys) <= 5
    assert all(key % 10_000 == 0 for key in keys[1:])


@given(st.integers(10_001, 99_999_999).map(Vnd))
def test_the_keys_a_customer_needs_most_are_always_there(due):
    keys = cash.quick_keys(due)
    assert -(-due // 10_000) * 10_000 in keys
    assert -(-due // 100_000) * 100_000 in keys


@pytest.mark.parametrize("case", CASES["counts"], ids=ids)
def test_a_count_of_notes_sums_up(case):
    counts = {int(note): count for note, count in case["counts"].items()}
    assert cash.count_notes(counts) == case["sum"]


@pytest.mark.parametrize("counts", [{300: 1}, {500_000: -1}, {0: 5}])
def test_a_note_that_is_none_or_a_negative_number_is_refused(counts):
    with pytest.raises(BadNoteCountError):
        cash.count_notes(counts)


def test_there_are_eleven_notes_largest_first():
    assert len(cash.DENOMINATIONS) == 11
    assert list(cash.DENOMINATIONS) == sorted(cash.DENOMINATIONS, reverse=True)
    assert (cash.DENOMINATIONS[0], cash.DENOMINATIONS[-1]) == (500_000, 200)
