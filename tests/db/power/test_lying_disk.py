"""A disk that answers a sync before it wrote: nothing prevents the loss, so it must be noticed."""

from pathlib import Path

import pytest

from fair_pos.core.clock import FixedClock
from fair_pos.db import checkup, witness
from fair_pos.settings import Settings
from tests.db.power.cuts import cut, judge
from tests.db.power.selling import sell


@pytest.mark.parametrize("seed", [31, 32])
def test_every_damaged_file_is_found_at_start(
    settings: Settings, clock: FixedClock, tmp_path: Path, seed: int
) -> None:
    """Quick check and chain find what the full check and the comparison of all books find.

    A whole file that ends too early is found by the note of how far the journal went.
    """
    if settings.database_url:
        pytest.skip("PostgreSQL keeps its own files")
    morning = sell(settings, clock, 100, seed)
    found = {"damaged": 0, "short": 0, "well": 0}
    for file, at in cut(morning, 70, seed, tmp_path / "cut", honest=False):
        said, truth = checkup.damage(file), judge(file, morning, at)
        if truth.corrupt or truth.half:
            assert said, truth
            found["damaged"] += 1
            continue
        assert not said
        missing = witness.missing(file, morning.note(at))
        assert bool(missing) == bool(truth.lost)
        found["short" if missing else "well"] += 1
    assert found["damaged"] > 0
    assert found["short"] > 0
