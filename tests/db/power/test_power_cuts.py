"""The power goes at any moment of selling: whole books, and every acknowledged sale in them."""

from pathlib import Path

import pytest

from fair_pos.core.clock import FixedClock
from fair_pos.settings import Settings
from tests.db.power.cuts import tally
from tests.db.power.disk import Act, Recording, Step, image
from tests.db.power.selling import sell

pytestmark = pytest.mark.usefixtures("embedded")


@pytest.fixture
def embedded(settings: Settings) -> None:
    if settings.database_url:
        pytest.skip("PostgreSQL keeps its own files")


@pytest.mark.parametrize("seed", [1, 2])
def test_no_power_cut_takes_an_acknowledged_sale(
    settings: Settings, clock: FixedClock, tmp_path: Path, seed: int
) -> None:
    """Odoo lost paid orders between the screen and the disk: odoo/odoo#267799, #261096."""
    morning = sell(settings, clock, 120, seed)
    result = tally(morning, 120, seed, tmp_path / "cut")
    assert result.cuts == 120
    assert (result.corrupt, result.half, result.losing) == (0, 0, 0), result.words


def test_the_cuts_fall_into_checkpoints_too(settings: Settings, clock: FixedClock) -> None:
    writes = [one for one in sell(settings, clock, 120, 1).recording.steps if one.act is Act.WRITE]
    assert {one.file for one in writes} == {"fair-pos.db", "fair-pos.db-wal"}


def test_a_commit_that_is_not_synced_loses_sales(
    settings: Settings, clock: FixedClock, tmp_path: Path
) -> None:
    """The model can fail: with synchronous=NORMAL the same cuts take sales people have paid."""
    morning = sell(settings, clock, 60, 3, synchronous="NORMAL")
    result = tally(morning, 40, 3, tmp_path / "cut")
    assert (result.corrupt, result.losing > 0) == (0, True)


def test_no_sync_at_all_ruins_the_file(
    settings: Settings, clock: FixedClock, tmp_path: Path
) -> None:
    morning = sell(settings, clock, 100, 4, synchronous="OFF")
    assert morning.recording.count(Act.SYNC) == 0
    result = tally(morning, 60, 4, tmp_path / "cut")
    assert result.corrupt > 0
    assert result.losing > 0


def test_a_disk_that_lies_about_syncs_loses_whatever_we_do(
    settings: Settings, clock: FixedClock, tmp_path: Path
) -> None:
    morning = sell(settings, clock, 100, 5)
    result = tally(morning, 60, 5, tmp_path / "cut", honest=False)
    assert result.corrupt > 0
    assert result.losing > 0


def test_an_image_holds_what_was_synced_and_may_lack_the_rest() -> None:
    from random import Random

    steps = [
        Step(Act.WRITE, "a", 0, b"x" * 1024), Step(Act.SYNC, "a"),
        Step(Act.WRITE, "a", 0, b"y" * 1024), Step(Act.TRUNCATE, "a", 512),
    ]  # fmt: skip
    recording = Recording({"a": b"", "b": b"kept"}, steps)
    found = {image(recording, 4, Random(seed))["a"] for seed in range(200)}
    sectors = {b"x" * 512, b"y" * 512}
    torn = {one + two for one in sectors for two in sectors}
    assert found == torn | sectors
    assert {image(recording, 2, Random(seed))["a"] for seed in range(50)} == {b"x" * 1024}
