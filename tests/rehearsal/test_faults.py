"""Faults are drawn from the seed: the same again, every kind in every run."""

import pytest

from fair_pos.rehearsal.faults import Fault, Kind, Stage, drawn
from fair_pos.rehearsal.proxy import Trick

STAGE = Stage(seconds=60, tills=8, printers=4)
SEEDS = range(200)


def test_the_same_seed_draws_the_same_faults():
    assert drawn(7, STAGE) == drawn(7, STAGE)
    assert drawn(7, STAGE) != drawn(8, STAGE)


@pytest.mark.parametrize("seconds", [20, 60, 200])
def test_every_kind_is_in_every_run(seconds):
    for seed in SEEDS:
        kinds = {fault.kind for fault in drawn(seed, Stage(seconds, 8, 4))}
        assert kinds == {*Kind, *Trick}


def test_a_backup_comes_before_its_restore():
    for seed in SEEDS:
        order = [one.kind for one in drawn(seed, STAGE)]
        assert order.index(Kind.BACKUP) < order.index(Kind.RESTORED)


def test_all_of_it_happens_while_the_fair_plays():
    for seed in SEEDS:
        faults = drawn(seed, STAGE)
        assert all(0 <= one.at_s <= 0.95 * STAGE.seconds for one in faults)
        assert faults == sorted(faults)
        assert all(isinstance(one, Fault) and one.target < STAGE.tills for one in faults)
