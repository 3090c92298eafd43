"""Cuts the power at many moments of a morning and judges what each left."""

import random
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text
from sqlmodel import Session

from fair_pos.db.engine import open_sqlite, sqlite_driver
from fair_pos.reports.verify import verify
from tests.db.power.disk import Act, image
from tests.db.power.selling import Morning


@dataclass(frozen=True)
class Found:
    """What a disk held after a cut: what is wrong in words, and how many sales are not there."""

    corrupt: str = ""
    half: str = ""
    lost: int = 0


@dataclass
class Tally:
    """What came out of many cuts."""

    cuts: int = 0
    corrupt: int = 0
    half: int = 0
    losing: int = 0
    """Cuts after which an acknowledged sale was not there."""
    worst: int = 0
    words: set[str] = field(default_factory=set)

    def add(self, found: Found) -> None:
        self.cuts += 1
        self.corrupt += bool(found.corrupt)
        self.half += bool(found.half)
        self.losing += found.lost > 0
        self.worst = max(self.worst, found.lost)
        self.words |= {found.corrupt, found.half} - {""}


def cut(
    morning: Morning, count: int, seed: int, folder: Path, *, honest: bool = True
) -> Iterator[tuple[Path, int]]:
    """Give the database of each image and the step at which the power went, from the first sale."""
    chance = random.Random(seed)
    steps = morning.recording.steps
    first = next(number for number, step in enumerate(steps) if step.act is Act.ACK)
    for _ in range(count):
        at = chance.randrange(first, len(steps) + 1)
        yield lay_out(image(morning.recording, at, chance, honest=honest), folder), at


def tally(morning: Morning, count: int, seed: int, folder: Path, *, honest: bool = True) -> Tally:
    """Cut many times and judge each."""
    result = Tally()
    for file, at in cut(morning, count, seed, folder, honest=honest):
        result.add(judge(file, morning, at))
    return result


def lay_out(files: dict[str, bytes], folder: Path) -> Path:
    """Write an image; returns its database."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder / "fair-pos.db"


def judge(file: Path, morning: Morning, at: int) -> Found:
    """Open what is left with plain SQLite and compare it with what people were told."""
    corrupt = integrity(file)
    if corrupt:
        return Found(corrupt)
    database = open_sqlite(file)
    try:
        with Session(database.read) as session:
            verdict = verify(session, morning.org_id)
            there = set(session.execute(text("SELECT id FROM sale")).scalars())
    finally:
        database.dispose()
    lost = len(morning.acknowledged(at) - there)
    return Found("", "" if verdict.intact else verdict.sentence(), lost)


def integrity(file: Path) -> str:
    """Return what SQLite has against the file, or nothing."""
    with closing(sqlite_driver().connect(str(file))) as connection:
        try:
            rows = connection.execute("PRAGMA integrity_check(5)").fetchall()
        except sqlite_driver().DatabaseError as fault:
            return str(fault)
    said = "; ".join(row[0] for row in rows)
    return "" if said == "ok" else said
