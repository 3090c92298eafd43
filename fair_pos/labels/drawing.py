"""Draws large printings in the background, part after part, into files that can be fetched.

What is drawn is a cache: a printing is in the log, and can be drawn again from there. One thread
draws, so that several large printings wait for each other and tills get the other core.
"""

import logging
import shutil
import threading
import zipfile
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from fair_pos.core.errors import FairPosError
from fair_pos.db.files import unfinished
from fair_pos.db.store import Store
from fair_pos.labels import again, keys, sheets
from fair_pos.labels.models import LabelPrint
from fair_pos.labels.sheets import Sheets
from fair_pos.printing import a4

AT_ONCE = 200
"""So many labels are drawn while the person waits; more in the background."""
KEPT = 20
"""Printings whose drawn files stay; older ones are drawn again when asked for."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DrawnPart:
    """A file with some pages of a printing."""

    number: int
    first_serial: int
    last_serial: int
    sheets: int

    @property
    def file_name(self) -> str:
        """Return a name that says which labels are in it."""
        return f"tem-{self.first_serial:06d}-{self.last_serial:06d}.pdf"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the drawing of a printing is."""

    labels: int
    drawn: int = 0
    parts: tuple[DrawnPart, ...] = ()
    is_waiting: bool = False
    is_drawing: bool = False
    is_cancelled: bool = False
    refusal: FairPosError | None = None
    has_failed: bool = False
    """Something that nobody foresaw; the log says what."""

    @property
    def is_done(self) -> bool:
        """Say whether every label is drawn."""
        return self.drawn == self.labels

    @property
    def is_busy(self) -> bool:
        """Say whether it goes on by itself."""
        return self.is_waiting or self.is_drawing


class DrawingRoom:
    """Where printings are drawn; asked from any thread."""

    def __init__(self, store: Store, pool: Executor | None = None) -> None:
        self._store = store
        self._pool = pool or ThreadPoolExecutor(1, thread_name_prefix="labels")
        self._known: dict[str, Progress] = {}
        self._lock = threading.RLock()

    def progress(self, entry: LabelPrint) -> Progress:
        """Return how far a printing is; one this process never drew has nothing."""
        return self._known.get(entry.id, Progress(entry.labels))

    def draw(self, entry: LabelPrint) -> None:
        """Begin to draw a printing anew, unless it is being drawn."""
        with self._lock:
            if self.progress(entry).is_busy:
                return
            self._known[entry.id] = Progress(entry.labels, is_waiting=True)
        self._pool.submit(self._draw, entry)

    def cancel(self, entry: LabelPrint) -> None:
        """Stop drawing after the part at work; what is drawn stays."""
        with self._lock:
            if self.progress(entry).is_busy:
                self._say(entry.id, is_cancelled=True)

    def file(self, entry: LabelPrint, number: int) -> Path:
        """Return the file of a drawn part."""
        return self._folder(entry) / f"{number}.pdf"

    def packed(self, entry: LabelPrint) -> Path:
        """Return the file that holds all parts; it is there when all are drawn."""
        return self._folder(entry) / "all.zip"

    def close(self) -> None:
        """Give up what waits and end after the part at work."""
        with self._lock:
            for print_id, one in self._known.items():
                if one.is_busy:
                    self._say(print_id, is_cancelled=True)
        self._pool.shutdown()

    def _draw(self, entry: LabelPrint) -> None:
        try:
            self._say(entry.id, is_waiting=False, is_drawing=True)
            folder = self._folder(entry)
            folder.mkdir(parents=True, exist_ok=True)
            self._draw_parts(entry)
            self._forget_old()
        except FairPosError as error:
            self._say(entry.id, refusal=error)
        except Exception:  # noqa: BLE001  a full disk must not end the thread, and the page tells
            _log.exception("labels.drawing_failed")
            self._say(entry.id, has_failed=True)
        finally:
            self._say(entry.id, is_drawing=False)

    def _draw_parts(self, entry: LabelPrint) -> None:
        parts = self._sheets(entry).parts()
        for number, part in enumerate(parts, start=1):
            if self._known[entry.id].is_cancelled:
                return
            with unfinished(self.file(entry, number)) as file:
                file.write_bytes(sheets.part_pdf(part))
            a4.forget()
            done = self._known[entry.id]
            made = DrawnPart(number, *part.serials, len(part.pages))
            if number == len(parts) > 1:
                self._pack(entry, (*done.parts, made))
            self._say(entry.id, drawn=done.drawn + part.labels, parts=(*done.parts, made))

    def _pack(self, entry: LabelPrint, parts: tuple[DrawnPart, ...]) -> None:
        with unfinished(self.packed(entry)) as file, zipfile.ZipFile(file, "w") as pack:
            for one in parts:
                pack.write(self.file(entry, one.number), one.file_name)

    def _sheets(self, entry: LabelPrint) -> Sheets:
        with self._store.reading() as session:
            return again.sheets_of(session, keys.load(self._store.settings.data), entry)

    def _say(self, print_id: str, **changes: object) -> None:
        change: Callable[..., Progress] = replace
        with self._lock:
            self._known[print_id] = change(self._known[print_id], **changes)

    def _folder(self, entry: LabelPrint) -> Path:
        return self._store.settings.data / "labels" / entry.id

    def _forget_old(self) -> None:
        """Remove the files of the oldest printings; ids are in the order of their time."""
        folders = sorted((self._store.settings.data / "labels").iterdir(), key=_last_drawn)
        for folder in folders[:-KEPT]:
            shutil.rmtree(folder, ignore_errors=True)
            self._known.pop(folder.name, None)


def _last_drawn(folder: Path) -> float:
    return folder.stat().st_mtime
