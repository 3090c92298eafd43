"""Files that are there whole or not at all, also after the power went."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OWNER_ONLY = 0o600


@contextmanager
def unfinished(file: Path) -> Iterator[Path]:
    """Give a name to write under; the file has its own name only when it is whole and synced."""
    part = beside(file, ".part")
    part.unlink(missing_ok=True)
    try:
        yield part
        _sync(part)
        part.replace(file)
        _sync_folder(file.parent)
    finally:
        part.unlink(missing_ok=True)


def write_secret(file: Path, content: bytes) -> None:
    """Write a file that only its owner may read, from its first byte on."""
    with (
        unfinished(file) as part,
        os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as opened,
    ):
        opened.write(content)


def beside(file: Path, end: str) -> Path:
    """Return the file of the same name with something after it."""
    return file.with_name(f"{file.name}{end}")


def sha256(file: Path) -> str:
    """Return a file's SHA-256."""
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _sync(file: Path) -> None:
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())


def _sync_folder(folder: Path) -> None:
    """Keep the new name too; Windows keeps it by itself."""
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
