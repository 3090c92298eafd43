"""The simulated till keeps its word as the browser till does."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from fair_pos.rehearsal.clock import PlayClock, Score
from fair_pos.rehearsal.till import Death, Fact, Till, TillDiedError
from fair_pos.rehearsal.till_journal import TillJournal
from fair_pos.rehearsal.wire import Wire
from tests.rehearsal.strangers import listening, takes_all

AT = "2027-01-30T03:00:00.000Z"
SCORE = Score(0.0, 1.0, (datetime(2027, 1, 30, 1, tzinfo=UTC),), 3600.0)


@pytest.fixture
def switched_on(tmp_path):
    """Switch the same device on, as often as wanted."""

    def on(port=1):
        journal = TillJournal(tmp_path / "till.jsonl")
        wire = Wire(port, "token", patience_s=0.5)
        return Till.opened(journal, wire, PlayClock(SCORE), random.Random(1))

    return on


def sale(seq):
    return Fact(f"s{seq}", "/sales", {"id": f"s{seq}", "seq": seq, "shift_id": "shift"}, AT)


def sold(till, count):
    for _ in range(count):
        till.keep(sale, numbered=True)


def test_a_till_that_was_switched_off_knows_its_sales_and_goes_on_counting(switched_on):
    till = switched_on()
    sold(till, 3)
    again = switched_on()
    assert (list(again.waiting), again.seq) == (["s1", "s2", "s3"], 3)


def test_a_till_that_dies_while_writing_has_neither_sale_nor_number(switched_on):
    """odoo/odoo#125037: half of what was written when the power went."""
    till = switched_on()
    sold(till, 1)
    till.dying = Death.TORN
    with pytest.raises(TillDiedError):
        sold(till, 1)
    again = switched_on()
    assert (list(again.waiting), again.seq) == (["s1"], 1)
    sold(again, 1)
    assert list(switched_on().waiting) == ["s1", "s2"]


def test_a_till_that_dies_after_writing_has_the_sale(switched_on):
    till = switched_on()
    till.dying = Death.STORED
    with pytest.raises(TillDiedError):
        sold(till, 1)
    assert list(switched_on().waiting) == ["s1"]


def test_a_dead_till_takes_nothing_more(switched_on):
    till = switched_on()
    till.die()
    with pytest.raises(TillDiedError):
        sold(till, 1)


def test_at_most_twenty_go_at_once_in_order(switched_on):
    with listening(takes_all()) as server:
        till = switched_on(server.port)
        sold(till, 25)
        assert till.hand_in()
        assert till.hand_in()
        assert not till.hand_in()
    first, second = server.facts()
    assert (len(first), second) == (20, ["s21", "s22", "s23", "s24", "s25"])


@pytest.mark.parametrize(
    "said",
    [None, (200, "<html>Wi-Fi</html>"), (401, {}), (403, {}), (429, {}), (500, {}), (507, {})],
    ids=["hangs up", "captive portal", "401", "403", "429", "500", "507"],
)
def test_what_is_no_answer_means_later(switched_on, said):
    """odoo/odoo#40567: a timeout after the commit; the same sales go again."""
    with listening(lambda *_: said) as server:
        till = switched_on(server.port)
        sold(till, 2)
        assert not till.hand_in()
        server.says = takes_all()
        assert till.hand_in()
    assert server.facts() == [["s1", "s2"], ["s1", "s2"]]
    assert till.is_settled()


def test_a_poisoned_fact_does_not_hold_the_others_up(switched_on):
    with listening(takes_all(statuses={"s1": 422})) as server:
        till = switched_on(server.port)
        sold(till, 2)
        till.hand_in()
    assert till.is_settled()
    assert {name: status for name, (status, _) in till.answers.items()} == {"s1": 422, "s2": 200}


@pytest.mark.parametrize("status", [424, 425, 429, 500, 507])
def test_a_fact_that_is_too_early_waits(switched_on, status):
    with listening(takes_all(statuses={"s1": status})) as server:
        till = switched_on(server.port)
        sold(till, 2)
        till.hand_in()
    assert list(till.waiting) == ["s1"]


def test_a_new_life_of_the_database_gets_everything_again(switched_on):
    with listening(takes_all("e1")) as server:
        till = switched_on(server.port)
        sold(till, 2)
        till.hand_in()
        server.says = takes_all("e2")
        till.beat()
        assert list(till.waiting) == ["s1", "s2"]
        till.hand_in()
    assert till.is_settled()
    assert switched_on().epoch == "e2"


def test_a_till_that_dies_while_sending_again_begins_again(switched_on):
    with listening(takes_all("e1")) as server:
        till = switched_on(server.port)
        sold(till, 2)
        till.hand_in()
        server.says = takes_all("e2")
        till.beat()
        till.die()
        again = switched_on(server.port)
        again.beat()
        assert list(again.waiting) == ["s1", "s2"]


def closed_shift(till):
    sold(till, 1)
    body = {"pin": "2468", "happened": True}
    till.keep(lambda _: Fact("c", "/shifts/shift/close", body, AT), numbered=False)
    till.hand_in()


def test_confirmed_facts_stay_two_days_after_the_close(switched_on):
    with listening(takes_all()) as server:
        till = switched_on(server.port)
        closed_shift(till)
        till.clock.skew = timedelta(days=3650)  # the device's clock decides nothing here
        till.forget_old()
        assert set(till.facts) == {"s1", "c"}
        said = takes_all()(" ", {})[1]
        server.says = lambda *_: (200, {**said, "server_time": "2027-02-01T03:00:01.000Z"})
        till.beat()
        till.forget_old()
        assert not till.facts


def test_a_confirmed_pin_does_not_stay_on_the_device(switched_on):
    with listening(takes_all()) as server:
        till = switched_on(server.port)
        closed_shift(till)
        assert till.facts["c"].body["pin"] == ""


def test_the_pause_grows_with_failures_and_differs_from_till_to_till(switched_on):
    till = switched_on()
    sold(till, 1)
    before = till.pause_s()
    for _ in range(6):
        till.hand_in()
    pauses = {round(till.pause_s(), 3) for _ in range(5)}
    assert min(pauses) > before
    assert len(pauses) == 5
