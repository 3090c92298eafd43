"""The write lane: in order, whole or not at all, answered after the commit."""

import threading
from concurrent.futures import Future, wait

import pytest
from sqlalchemy import text
from sqlmodel import Session

from fair_pos.core.errors import NotFoundError
from fair_pos.db.store import Store

TABLE = "CREATE TABLE note (word TEXT NOT NULL)"


@pytest.fixture
def notes(store: Store) -> Store:
    store.lane.run(lambda session: session.execute(text(TABLE)))
    return store


def note(word: str):
    return lambda session: session.execute(text("INSERT INTO note VALUES (:word)"), {"word": word})


def words(store: Store) -> list[str]:
    with store.reading() as session:
        return sorted(session.scalars(text("SELECT word FROM note")))


def held_up(store: Store) -> tuple[threading.Event, Future]:
    """Keep the lane busy, so that what is queued next becomes one group."""
    go = threading.Event()
    return go, store.lane.submit(lambda _: go.wait(10))


def refuse(session: Session) -> None:
    note("refused")(session)
    raise NotFoundError


def test_a_refused_action_leaves_no_trace_and_spoils_no_other(notes: Store) -> None:
    go, _ = held_up(notes)
    group = [notes.lane.submit(action) for action in (note("a"), refuse, note("b"))]
    trade = [notes.lane.submit_trade(action) for action in (note("c"), refuse, note("d"))]
    go.set()
    wait([*group, *trade])
    assert words(notes) == ["a", "b", "c", "d"]
    assert isinstance(group[1].exception(), NotFoundError)
    assert isinstance(trade[1].exception(), NotFoundError)


def test_the_answer_comes_after_the_commit(notes: Store) -> None:
    seen: list[list[str]] = []
    done = notes.lane.submit(note("a"))
    done.add_done_callback(lambda _: seen.append(words(notes)))
    done.result()
    notes.lane.run(lambda _: None)
    assert seen == [["a"]]


def test_somebody_who_went_away_stops_nobody_else(notes: Store) -> None:
    go, _ = held_up(notes)
    gone, stays = notes.lane.submit(note("gone")), notes.lane.submit(note("stays"))
    assert gone.cancel()
    go.set()
    stays.result(10)
    assert words(notes) == ["stays"]


def test_a_failed_commit_is_told_to_everybody_in_it(notes: Store) -> None:
    deferred = (
        "CREATE TABLE child (parent TEXT REFERENCES note (word) DEFERRABLE INITIALLY DEFERRED)"
    )
    notes.lane.run(lambda one: one.execute(text("CREATE UNIQUE INDEX one_word ON note (word)")))
    if not notes.database.is_sqlite:
        pytest.skip("PostgreSQL wants a constraint, the lane is the same")
    notes.lane.run(lambda session: session.execute(text(deferred)))
    orphan = text("INSERT INTO child VALUES ('nobody')")
    go, _ = held_up(notes)
    group = [
        notes.lane.submit(note("a")),
        notes.lane.submit(lambda session: session.execute(orphan)),
    ]
    go.set()
    wait(group)
    assert all(future.exception() is not None for future in group)
    notes.lane.run(note("after"))
    assert words(notes) == ["after"]
