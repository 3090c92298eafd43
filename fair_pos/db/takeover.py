"""The note a standby leaves beside the copies: this site lives on another machine now."""

import json
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from fair_pos.db.engine import sqlite_driver
from fair_pos.db.files import unfinished
from fair_pos.settings import Settings


@dataclass(frozen=True, slots=True)
class Takeover:
    """The epoch a standby started, and when, ISO 8601 in UTC."""

    epoch: str
    at: str


def file_in(folder: Path, site: str) -> Path:
    """Return the note's file."""
    return folder / f"fair-pos-{site}.takeover"


def leave(folder: Path, site: str, takeover: Takeover) -> None:
    """Write the note where the old server's copies are."""
    with unfinished(file_in(folder, site)) as part:
        part.write_text(json.dumps(asdict(takeover)), encoding="utf-8")


def elsewhere(settings: Settings, folders: Iterable[Path]) -> Takeover | None:
    """Return the newest takeover of this site that its own journal knows nothing of."""
    notes = [note for note in (_read(file_in(one, settings.site)) for one in folders) if note]
    newest = max(notes, key=lambda note: note.epoch, default=None)
    return newest if newest and not _lived(settings.sqlite_file, newest.epoch) else None


def _read(file: Path) -> Takeover | None:
    try:
        return Takeover(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _lived(file: Path, epoch: str) -> bool:
    """Say whether the database went through an epoch: its first fact names it."""
    with closing(sqlite_driver().connect(str(file))) as connection:
        found = connection.execute(
            "SELECT 1 FROM journal WHERE org_id = (SELECT org_id FROM site) AND epoch = ? LIMIT 1",
            (epoch,),
        ).fetchone()
    return found is not None
