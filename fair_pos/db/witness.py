"""Notes outside the database how far the journal went, so that a missing tail is noticed.

A disk that forgets its newest writes may leave a whole file that merely ends too early: nothing in
the file tells. The note is written at most once a second, beside the sales and not in their way.
"""

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from fair_pos.core.clock import Clock
from fair_pos.db.engine import sqlite_driver
from fair_pos.settings import Settings

EVERY_S = 1.0
SAME_START_S = 60
"""A machine's start is known to so many seconds: its clock is set while it runs."""

_OURS = "FROM journal WHERE org_id = (SELECT org_id FROM site) AND epoch = ?"
_LINE = f"SELECT hash {_OURS} AND seq = ?"
_LAST = f"SELECT epoch, seq, hash {_OURS} ORDER BY seq DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Note:
    """The last line of the journal, and how the program that wrote it was.

    `booted` is when the machine started, in seconds since 1970.
    """

    epoch: str
    seq: int
    hash: str
    booted: float
    stopped: bool = False


def places(settings: Settings) -> list[Path]:
    """Return the files of the note: in the data folder, and where the settings say."""
    name = f"fair-pos-{settings.site}.witness"
    folders = [settings.data, *([settings.witness] if settings.witness else [])]
    return [folder / name for folder in folders]


def read(settings: Settings) -> Note | None:
    """Return the note that goes furthest; a damaged or missing one counts as none."""
    notes = [note for note in map(_read, places(settings)) if note is not None]
    return max(notes, key=lambda note: (note.epoch, note.seq), default=None)


def forget(settings: Settings) -> None:
    """Take the notes away: the database was exchanged on purpose."""
    for file in places(settings):
        with suppress(OSError):
            file.unlink(missing_ok=True)


def booted(clock: Clock) -> float:
    """Return when this machine was started."""
    return clock.now().timestamp() - time.monotonic()


def was_cut(note: Note, clock: Clock) -> bool:
    """Say whether the machine went down under a program that was running."""
    return not note.stopped and abs(booted(clock) - note.booted) > SAME_START_S


def missing(file: Path, note: Note) -> int:
    """Return how many lines of the noted epoch the database lacks; -1: its history is another."""
    with closing(sqlite_driver().connect(str(file))) as connection:
        found = connection.execute(_LINE, (note.epoch, note.seq)).fetchone()
        last = connection.execute(_LAST, (note.epoch,)).fetchone()
        epoch = connection.execute("SELECT epoch FROM site").fetchone()
    if found is not None:
        return 0 if found[0] == note.hash else -1
    if last is not None:
        return note.seq - int(last[1])
    return note.seq if epoch == (note.epoch,) else -1


class Witness:
    """Writes the note once a second while the server runs, and at its end that it ended well."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._booted = booted(clock)
        self._told: Note | None = None
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._work, name="witness", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self.look()
        self._thread.start()

    def stop(self) -> None:
        """Note that the program ended as it should; call it after the last write."""
        self._end.set()
        self._thread.join()
        self.look(stopped=True)

    def look(self, *, stopped: bool = False) -> None:
        """Write the note where it changed; a place that is gone is passed over."""
        note = self._note(stopped=stopped)
        if note is None or note == self._told:
            return
        for file in places(self._settings):
            with suppress(OSError):
                _write(file, note)
        self._told = note

    def _work(self) -> None:
        while not self._end.wait(EVERY_S):
            self.look()

    def _note(self, *, stopped: bool) -> Note | None:
        driver = sqlite_driver()
        try:
            with closing(driver.connect(str(self._settings.sqlite_file))) as connection:
                epoch = connection.execute("SELECT epoch FROM site").fetchone()
                row = epoch and connection.execute(_LAST, epoch).fetchone()
        except driver.DatabaseError:
            return None  # the next second tells
        if not row:
            return None
        epoch, seq, digest = row
        return Note(epoch, seq, digest, self._booted, stopped=stopped)


@contextmanager
def kept(settings: Settings, clock: Clock) -> Iterator[None]:
    """Keep the note while the server runs; PostgreSQL keeps its own counsel."""
    if settings.database_url:
        yield
        return
    watching = Witness(settings, clock)
    watching.start()
    try:
        yield
    finally:
        watching.stop()


def _read(file: Path) -> Note | None:
    try:
        return Note(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _write(file: Path, note: Note) -> None:
    part = file.with_name(f"{file.name}.part")
    with part.open("w", encoding="utf-8") as handle:
        json.dump(asdict(note), handle)
        handle.flush()
        os.fsync(handle.fileno())
    part.replace(file)
