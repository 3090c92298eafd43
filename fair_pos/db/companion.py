"""What a restore needs beside the database: photos and every key."""

import hashlib
import os
import zipfile
from pathlib import Path, PurePosixPath

from fair_pos.db.files import OWNER_ONLY, beside, unfinished, write_secret
from fair_pos.settings import Settings

KEPT = ("label_keys", "pepper", "photos", "signing_keys", "tls")
"""What of the data folder goes with the database; paper and copies do not."""


def pack(settings: Settings, folder: Path) -> Path | None:
    """Pack the files, unless the same are packed there already; None: there are none."""
    files = [file for name in KEPT for file in _files(settings.data / name)]
    if not files:
        return None
    states = [(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    digest = hashlib.sha256(repr(states).encode()).hexdigest()[:12]
    packed = folder / f"fair-pos-{settings.site}-files-{digest}.zip"
    if not packed.exists():
        with unfinished(packed) as part:
            _write(part, settings.data, files)
    return packed


def unpack(packed: Path, data: Path, aside: str) -> list[str]:
    """Put the files into the data folder; what differs there gets `aside` behind its name.

    Returns the names that are there now.
    """
    with zipfile.ZipFile(packed) as opened:
        names = [name for name in opened.namelist() if _is_ours(name)]
        for name in names:
            _put(data / name, opened.read(name), aside)
    return names


def _files(root: Path) -> list[Path]:
    if root.is_file():
        return [root]
    return sorted(file for file in root.rglob("*") if file.is_file() and file.suffix != ".part")


def _write(part: Path, data: Path, files: list[Path]) -> None:
    opened = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(opened, "wb") as handle, zipfile.ZipFile(handle, "w") as packed:
        for file in files:
            packed.write(file, file.relative_to(data).as_posix())


def _is_ours(name: str) -> bool:
    path = PurePosixPath(name)
    return not name.endswith("/") and path.parts[0] in KEPT and ".." not in path.parts


def _put(file: Path, content: bytes, aside: str) -> None:
    if file.exists():
        if file.read_bytes() == content:
            return
        file.replace(beside(file, aside))
    file.parent.mkdir(parents=True, exist_ok=True)
    write_secret(file, content)
