"""How far the journal went, noted beside the database."""

from datetime import timedelta
from pathlib import Path

import pytest

from fair_pos.core.clock import FixedClock
from fair_pos.db import journal, witness
from fair_pos.db.journal import Fact
from fair_pos.db.store import Store
from fair_pos.db.witness import Note, Witness
from fair_pos.settings import Settings


@pytest.fixture
def watched(settings: Settings, store: Store, tmp_path: Path) -> Settings:
    """Two facts, and a second place for the note."""
    if settings.database_url:
        pytest.skip("PostgreSQL keeps its own counsel")
    write(store, 2)
    (tmp_path / "usb").mkdir()
    return settings.model_copy(update={"witness": tmp_path / "usb"})


def write(store: Store, count: int) -> None:
    facts = [Fact("test.done", f"thing-{n}", {}) for n in range(count)]
    store.lane.run(lambda session: journal.write_all(session, store.clock, facts))


def noted(settings: Settings, clock: FixedClock) -> Note:
    Witness(settings, clock).look()
    note = witness.read(settings)
    assert note is not None
    return note


def test_the_note_is_the_end_of_the_chain(
    watched: Settings, store: Store, clock: FixedClock
) -> None:
    first = noted(watched, clock)
    write(store, 3)
    second = noted(watched, clock)
    assert (second.epoch, second.seq) == (first.epoch, first.seq + 3)
    assert [witness.missing(watched.sqlite_file, one) for one in (first, second)] == [0, 0]


def test_a_shorter_chain_and_another_history_are_noticed(
    watched: Settings, clock: FixedClock
) -> None:
    note = noted(watched, clock)
    file = watched.sqlite_file
    ahead = Note(note.epoch, note.seq + 7, "f" * 64, 0)
    assert witness.missing(file, ahead) == 7
    assert witness.missing(file, Note(note.epoch, note.seq, "f" * 64, 0)) == -1
    assert witness.missing(file, Note("another", 1, "f" * 64, 0)) == -1


def test_the_note_that_goes_furthest_counts(watched: Settings, clock: FixedClock) -> None:
    ours, theirs = witness.places(watched)
    note = noted(watched, clock)
    ours.write_text('{"cut off in the mid', encoding="utf-8")
    assert witness.read(watched) == note
    theirs.unlink()
    assert witness.read(watched) is None


def test_an_unplugged_second_place_stops_nothing(watched: Settings, clock: FixedClock) -> None:
    assert watched.witness is not None
    watched.witness.rmdir()
    assert noted(watched, clock).seq > 0


def test_a_program_that_ended_well_was_not_cut(watched: Settings, clock: FixedClock) -> None:
    with witness.kept(watched, clock):
        running = witness.read(watched)
    ended = witness.read(watched)
    assert running
    assert ended
    assert (running.stopped, ended.stopped) == (False, True)
    assert not witness.was_cut(running, clock), "killed, but the machine went on: its cache held"
    clock.advance(timedelta(hours=1))
    assert witness.was_cut(running, clock)
    assert not witness.was_cut(ended, clock)
