"""A till's own memory: a file of lines, each on the disk before anything is said to a customer."""

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class TillJournal:
    """Appends records; a last line that was torn by a crash never happened."""

    file: Path
    _handle: int = field(default=-1, repr=False)

    def read(self) -> list[dict[str, Any]]:
        """Return the whole records and cut off a torn last line."""
        if not self.file.exists():
            return []
        content = self.file.read_bytes()
        whole = content[: content.rfind(b"\n") + 1]
        if len(whole) < len(content):
            os.truncate(self.file, len(whole))
        return list(_records(whole))

    def write(self, record: dict[str, Any]) -> None:
        """Append a record; returns when it is on the disk."""
        self._append(_line(record))
        os.fsync(self._handle)

    def write_loosely(self, record: dict[str, Any]) -> None:
        """Append what may be learnt again: it need not survive a crash."""
        self._append(_line(record))

    def tear(self, record: dict[str, Any]) -> None:
        """Append half a record, as a battery does that dies in the middle."""
        line = _line(record)
        self._append(line[: len(line) // 2])

    def close(self) -> None:
        """Let go of the file."""
        if self._handle >= 0:
            with contextlib.suppress(OSError):
                os.close(self._handle)
            self._handle = -1

    def _append(self, line: bytes) -> None:
        if self._handle < 0:
            self._handle = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.write(self._handle, line)


def _line(record: dict[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _records(whole: bytes) -> Iterator[dict[str, Any]]:
    for line in whole.splitlines():
        yield json.loads(line)
