"""Photos of a note: read from the form, made small, kept in the folder `photos`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from fair_pos.core import ids
from fair_pos.db.files import unfinished
from fair_pos.labels import photos
from fair_pos.labels.photos import PhotoError
from fair_pos.web.forms import Fields

FIELDS = ("photo_1", "photo_2", "photo_3")


class Photos:
    """The folder `photos` of the data folder; it goes into every backup."""

    def __init__(self, data: Path) -> None:
        self.folder = data / "photos"

    def read(self, fields: Fields) -> list[bytes]:
        """Return the uploaded photos as we keep them; a wrong one is blamed on its field."""
        made = []
        for name in FIELDS:
            file = fields.upload(name)
            if file is None:
                continue
            try:
                made.append(photos.shrink(file.file.read(photos.PHOTO_BYTES + 1)))
            except PhotoError as error:
                fields.blame(name, error)
        return made

    @contextmanager
    def kept(self, contents: Sequence[bytes]) -> Iterator[list[str]]:
        """Write photos and give their names; they go again when the note is not written."""
        self.folder.mkdir(parents=True, exist_ok=True)
        names = [f"{ids.new_id()}.jpg" for _ in contents]
        try:
            for name, content in zip(names, contents, strict=True):
                with unfinished(self.folder / name) as part:
                    part.write_bytes(content)
            yield names
        except BaseException:
            self.drop(names)
            raise

    def drop(self, names: Sequence[str]) -> None:
        """Delete photos that no note has."""
        for name in names:
            (self.folder / name).unlink(missing_ok=True)
