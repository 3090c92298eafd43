"""A disk that can be full: a small file system where mounting is allowed, else a file size limit.

The way that was used is part of the result: nothing is skipped in silence.
"""

import contextlib
import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from fair_pos.db.engine import sqlite_driver
from fair_pos.settings import Settings

_CHUNK = 1 << 20
_PAGE = 4096
_BALLAST = "ballast"


class DiskWay(StrEnum):
    """How a full disk is made."""

    TMPFS = "tmpfs"
    """The data folder is a file system of its own, filled to the last byte; needs the right to
    mount."""
    SIZE_LIMIT = "file size limit"
    """The running server may not write beyond the first page of any file (prlimit, Linux)."""
    IMPOSSIBLE = "not possible here"


class Disk(Protocol):
    """What the data folder lies on."""

    way: DiskWay

    def fill(self, pid: int) -> None:
        """Leave the server no room."""

    def free(self, pid: int) -> None:
        """Give the room back."""

    def keep(self) -> None:
        """Let what is in the data folder stay after the rehearsal."""


@dataclass
class SmallDisk:
    """A mounted tmpfs."""

    data: Path
    way: DiskWay = DiskWay.TMPFS

    def fill(self, pid: int) -> None:  # noqa: ARG002  the file system is full for everybody
        """Fill it with a ballast file."""
        _shrink_log(self.data)
        with contextlib.suppress(OSError), (self.data / _BALLAST).open("ab", buffering=0) as file:
            for size in (_CHUNK, _PAGE, 1):
                _write_until_full(file.fileno(), size)

    def free(self, pid: int) -> None:  # noqa: ARG002
        """Delete the ballast."""
        (self.data / _BALLAST).unlink(missing_ok=True)

    def keep(self) -> None:
        """Copy what a mount would take along."""
        shutil.copytree(self.data, _kept(self.data))


@dataclass
class LimitedFiles:
    """An ordinary folder; the limit is laid on the server's process."""

    data: Path
    way: DiskWay = DiskWay.SIZE_LIMIT

    def fill(self, pid: int) -> None:
        """Let no file of the process grow."""
        _shrink_log(self.data)
        _limit(pid, _PAGE)

    def free(self, pid: int) -> None:
        """Take the limit away."""
        import resource  # noqa: PLC0415  not on Windows

        _limit(pid, resource.RLIM_INFINITY)

    def keep(self) -> None:
        """Do nothing: it stays by itself."""


@dataclass
class EndlessDisk:
    """Where neither way works: nothing is filled, and the result says so."""

    way: DiskWay = DiskWay.IMPOSSIBLE

    def fill(self, pid: int) -> None:
        """Do nothing."""

    def free(self, pid: int) -> None:
        """Do nothing."""

    def keep(self) -> None:
        """Do nothing: it stays by itself."""


@contextlib.contextmanager
def laid(data: Path, size_mb: int, ways: tuple[DiskWay, ...] = tuple(DiskWay)) -> Iterator[Disk]:
    """Make the data folder on the best disk this machine allows; take the mount away afterwards."""
    data.mkdir(parents=True)
    if DiskWay.TMPFS in ways and _mount(data, size_mb):
        try:
            yield SmallDisk(data)
        finally:
            _unmount(data)
            if _kept(data).exists():
                data.rmdir()
                _kept(data).rename(data)
    elif DiskWay.SIZE_LIMIT in ways and sys.platform == "linux":
        yield LimitedFiles(data)
    else:
        yield EndlessDisk()


def _kept(data: Path) -> Path:
    return data.with_name(f"{data.name}.kept")


def _mount(data: Path, size_mb: int) -> bool:
    mount = shutil.which("mount")
    if mount is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    command = [mount, "-t", "tmpfs", "-o", f"size={size_mb}m,mode=700", "fair-pos", str(data)]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  fixed words
    return done.returncode == 0


def _unmount(data: Path) -> None:
    command = [shutil.which("umount") or "umount", str(data)]
    if subprocess.run(command, capture_output=True, check=False).returncode:  # noqa: S603
        lazily = [command[0], "-l", str(data)]
        subprocess.run(lazily, capture_output=True, check=False)  # noqa: S603


def _shrink_log(data: Path) -> None:
    """Fold the write-ahead log into the database: room in it would hide that the disk is full."""
    driver = sqlite_driver()
    with (
        contextlib.suppress(driver.OperationalError),
        contextlib.closing(
            driver.connect(str(Settings(data=data).sqlite_file), timeout=2)
        ) as opened,
    ):
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _write_until_full(handle: int, size: int) -> None:
    part = bytes(size)
    try:
        while os.write(handle, part) == size:
            pass
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise


def _limit(pid: int, size: int) -> None:
    import resource  # noqa: PLC0415  not on Windows

    hard = resource.RLIM_INFINITY
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))
