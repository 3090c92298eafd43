"""Workbooks that were uploaded and not imported yet: the file and what was chosen about it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from fair_pos.catalogue.importing.columns import Field
from fair_pos.catalogue.importing.listing import Choices
from fair_pos.core import ids
from fair_pos.core.errors import NotFoundError

KEPT = 50
"""Most uploads that stay in the folder; the oldest go first."""


@dataclass(frozen=True, slots=True)
class Upload:
    """An uploaded workbook. `result` holds the counts after the import, `at` its time."""

    id: str
    venue_id: str
    kind: str
    name: str
    header_row: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    corrections: tuple[tuple[int, str, str], ...] = ()
    result: Mapping[str, Any] | None = None

    @property
    def choices(self) -> Choices:
        """Return what was chosen, as the import takes it."""
        return Choices(
            header_row=self.header_row,
            columns={
                int(index): Field(name) if name else None for index, name in self.columns.items()
            },
            corrections={(row, Field(name)): text for row, name, text in self.corrections},
        )

    def corrected(self, row: int, name: Field, text: str) -> "Upload":
        """Return the upload with one cell corrected."""
        others = tuple(one for one in self.corrections if one[:2] != (row, name.value))
        return replace(self, corrections=(*others, (row, name.value, text)))


class Uploads:
    """The folder `imports` of the data folder."""

    def __init__(self, data: Path) -> None:
        self.folder = data / "imports"

    def add(self, upload: Upload, content: bytes) -> None:
        """Keep a workbook; the oldest beyond the limit are deleted."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{upload.id}.xlsx").write_bytes(content)
        self.save(upload)
        for file in sorted(self.folder.glob("*.json"))[:-KEPT]:
            self.drop(file.stem)

    def save(self, upload: Upload) -> None:
        """Keep what was chosen about a workbook."""
        values = {name: getattr(upload, name) for name in Upload.__slots__}
        text = json.dumps(values, ensure_ascii=False)
        (self.folder / f"{upload.id}.json").write_text(text, encoding="utf-8")

    def find(self, upload_id: str, venue_id: str) -> Upload:
        """Return an upload of a venue.

        Raises:
            NotFoundError: no such upload, or of another venue.
        """
        file = self.folder / f"{upload_id}.json"
        if not ids.is_id(upload_id) or not file.is_file():
            raise NotFoundError
        values = json.loads(file.read_text(encoding="utf-8"))
        values["corrections"] = tuple(tuple(one) for one in values["corrections"])
        upload = Upload(**values)
        if upload.venue_id != venue_id:
            raise NotFoundError
        return upload

    def content(self, upload: Upload) -> bytes:
        """Return the workbook."""
        return (self.folder / f"{upload.id}.xlsx").read_bytes()

    def drop(self, upload_id: str) -> None:
        """Delete a workbook and what was chosen about it."""
        for ending in ("xlsx", "json"):
            (self.folder / f"{upload_id}.{ending}").unlink(missing_ok=True)
