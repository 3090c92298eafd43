"""An uploaded workbook on its way in: what it holds, what importing it would do."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from fair_pos.catalogue.importing import queries as importing
from fair_pos.catalogue.importing import write
from fair_pos.catalogue.importing.booths import preview_booths
from fair_pos.catalogue.importing.plan import ImportResult
from fair_pos.catalogue.importing.preview import Preview
from fair_pos.catalogue.importing.products import preview_products
from fair_pos.catalogue.importing.reference import load_reference
from fair_pos.db.store import Store
from fair_pos.venues.models import Venue
from fair_pos.web.guard import StoreOf
from fair_pos.web.office.uploads import Upload, Uploads
from fair_pos.web.place import VenueOf


@dataclass(frozen=True, slots=True)
class Step:
    """An upload inside its venue."""

    venue: Venue
    upload: Upload
    uploads: Uploads

    @property
    def address(self) -> str:
        """Return the address of the preview."""
        return f"/v/{self.venue.code}/import/{self.upload.id}"

    def keep(self, upload: Upload) -> Response:
        """Save what was chosen and show the preview again."""
        self.uploads.save(upload)
        return RedirectResponse(self.address, 303)


def step_of(upload_id: str, venue: VenueOf, store: StoreOf) -> Step:
    """Return the upload of the address."""
    uploads = Uploads(store.settings.data)
    return Step(venue, uploads.find(upload_id, venue.id), uploads)


StepOf = Annotated[Step, Depends(step_of)]


def read(session: Session, step: Step, content: bytes) -> Preview[Any]:
    """Return what a workbook holds.

    Raises:
        ImportRefusedError: the whole file cannot be read.
    """
    reference, choices = load_reference(), step.upload.choices
    if step.upload.kind == "booths":
        return preview_booths(content, reference, choices)
    known = importing.known_booths(session, step.venue)
    return preview_products(content, reference, known, choices)


def compare(session: Session, store: Store, step: Step, found: Preview[Any]) -> ImportResult:
    """Say what importing would do."""
    say = write.compare_booths if step.upload.kind == "booths" else write.compare_products
    return say(session, store.clock, step.venue, found)
