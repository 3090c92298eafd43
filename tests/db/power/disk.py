"""A disk that remembers: every write, truncate, sync, create and delete, in order, by file.

`image` then says what such a disk may hold when the power goes after some step. Modelled: all that
was synced is there; each later write is kept, lost or torn at sectors of 512 bytes, each on its
own, in any order and across files; truncates, creations and deletions without a sync may be lost.
Not modelled: a write that damages its neighbours, a disk that dies.
"""

import random
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import apsw

VFS = "recording"
SECTOR = 512


class Act(StrEnum):
    CREATE = "create"
    WRITE = "write"
    TRUNCATE = "truncate"
    SYNC = "sync"
    DELETE = "delete"
    ACK = "ack"
    """No act of the disk: somebody was told that their sale is stored."""


@dataclass(frozen=True, slots=True)
class Step:
    act: Act
    file: str
    at: int = 0
    data: bytes = b""


@dataclass
class Recording:
    """What the disk held at first, and all that was done to it since."""

    start: dict[str, bytes] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)

    def note(self, act: Act, file: str, at: int = 0, data: bytes = b"") -> None:
        self.steps.append(Step(act, file, at, data))

    def count(self, act: Act) -> int:
        return sum(step.act is act for step in self.steps)


class _File(apsw.VFSFile):
    def __init__(self, name: Any, flags: Any, recording: Recording) -> None:
        self._name = _path(name).name
        self._recording = recording
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        self._recording.note(Act.WRITE, self._name, offset, bytes(data))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:
        self._recording.note(Act.TRUNCATE, self._name, size)
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        self._recording.note(Act.SYNC, self._name)


class RecordingVfs(apsw.VFS):
    """Files like any other, and a note of what is done to them. One at a time."""

    def __init__(self, folder: Path) -> None:
        self.recording = Recording(
            {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}
        )
        super().__init__(VFS, "")

    def xOpen(self, name: Any, flags: Any) -> apsw.VFSFile:
        if name is None:  # a temporary file: nobody looks for it after a cut
            return apsw.VFSFile("", name, flags)
        path = _path(name)
        if not path.exists():
            self.recording.note(Act.CREATE, path.name)
        return _File(name, flags, self.recording)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: FBT001
        self.recording.note(Act.DELETE, Path(filename).name, int(syncdir))
        super().xDelete(filename, syncdir)


def _path(name: Any) -> Path:
    return Path(name.filename() if isinstance(name, apsw.URIFilename) else name)


@dataclass
class _Held:
    """One file: what is safe on the disk (None: no such file), and what is only in its cache."""

    safe: bytearray | None
    cached: list[Step] = field(default_factory=list)

    def take(self, step: Step) -> None:
        if step.act is Act.SYNC:
            self.flush()
        else:
            self.cached.append(step)
            if step.act is Act.DELETE and step.at:
                self.flush()

    def flush(self) -> None:
        for step in self.cached:
            self.safe = _applied(self.safe, step)
        self.cached = []

    def after_cut(self, chance: random.Random, keeping: float) -> bytearray | None:
        safe = None if self.safe is None else bytearray(self.safe)
        for step in self.cached:
            draw = chance.random()
            if draw < keeping:
                safe = _applied(safe, step)
            elif step.act is Act.WRITE and draw < (1 + keeping) / 2:
                safe = _torn(safe, step, chance)
        return safe


def image(
    recording: Recording, cut: int, chance: random.Random, *, honest: bool = True
) -> dict[str, bytes]:
    """Return the files as they may be found after the power went at step `cut`.

    A disk that is not honest answers a sync at once and writes when it likes: some moment before
    the cut is the last at which it had written everything.
    """
    held = {name: _Held(bytearray(data)) for name, data in recording.start.items()}
    steps = recording.steps[:cut]
    written = 0 if honest else max(0, cut - chance.randrange(1, WINDOW))
    for number, step in enumerate(steps):
        if step.act is Act.ACK or (step.act is Act.SYNC and not honest):
            continue
        held.setdefault(step.file, _Held(None)).take(step)
        if number < written:
            held[step.file].flush()
    keeping = chance.choice((0.0, 0.5, 0.9, 0.99, 0.999, 1.0))
    found = {name: one.after_cut(chance, keeping) for name, one in held.items()}
    return {
        name: bytes(data)
        for name, data in found.items()
        if data is not None and not name.endswith("-shm")
    }


WINDOW = 2_000
"""Most steps a lying disk is behind: 8 MB of a cache."""


def _applied(content: bytearray | None, step: Step) -> bytearray | None:
    if step.act is Act.DELETE:
        return None
    if step.act is Act.CREATE:
        return bytearray() if content is None else content
    if content is None:
        return None  # without its entry in the folder there is no file to write to
    if step.act is Act.TRUNCATE:
        del content[step.at :]
        return content
    return _put(content, step.at, step.data)


def _torn(content: bytearray | None, step: Step, chance: random.Random) -> bytearray | None:
    if content is None:
        return None
    for begin in range(0, len(step.data), SECTOR):
        if chance.random() < 0.5:
            _put(content, step.at + begin, step.data[begin : begin + SECTOR])
    return content


def _put(content: bytearray, at: int, data: bytes) -> bytearray:
    if len(content) < at:
        content.extend(bytes(at - len(content)))
    content[at : at + len(data)] = data
    return content
