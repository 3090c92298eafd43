"""The form of a receipt's layout: whose it is, what was typed, what is shown."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query
from starlette.datastructures import UploadFile

from fair_pos.core.errors import FairPosError, NotFoundError
from fair_pos.db.edit import stamp
from fair_pos.db.store import Store
from fair_pos.printing import logos
from fair_pos.printing.logos import Ink, LogoRefusedError
from fair_pos.venues import layouts, queries
from fair_pos.venues.layouts import Layout, Owner, Part
from fair_pos.venues.models import Booth, ReceiptLayout, Venue, VenueKind
from fair_pos.web.forms import Fields, TooLongError
from fair_pos.web.guard import Organiser, StoreOf
from fair_pos.web.place import VenueOf


class TooManyLinesError(FairPosError):
    """More lines than the paper should have here."""

    vi = "Tối đa {detail} dòng. Bớt dòng rồi lưu lại."
    en = "At most {detail} lines. Take some out."


class LongLineError(FairPosError):
    """A line that is too long."""

    vi = "Mỗi dòng tối đa {detail} ký tự. Tách dòng hoặc rút ngắn."
    en = "At most {detail} characters a line. Part or shorten it."


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose layout is open."""

    venue: Venue
    booth: Booth | None
    booths: tuple[Booth, ...]

    @property
    def owner(self) -> Owner:
        """Return whose row it is."""
        booth_id = self.booth.id if self.booth else None
        return Owner(self.venue.org_id, self.venue.id, booth_id)

    @property
    def address(self) -> str:
        """Return the address of the page."""
        asked = f"?booth={self.booth.code}" if self.booth else ""
        return f"/v/{self.venue.code}/layout{asked}"

    @property
    def names_shop(self) -> bool:
        """Say whether a shop's name fits here: one name for all booths of a fair would be wrong."""
        return self.booth is not None or self.venue.kind == VenueKind.OUTLET


def desk_of(
    viewer: Organiser, venue: VenueOf, store: StoreOf, booth: Annotated[str, Query()] = ""
) -> Desk:
    """Return the venue, or the booth that the address names.

    Raises:
        NotFoundError: no such booth.
    """
    with store.reading() as session:
        booths = tuple(queries.booths(session, viewer, venue.id))
    chosen = next((one for one in booths if one.code == booth.upper()), None)
    if booth and chosen is None:
        raise NotFoundError
    return Desk(venue, chosen, booths)


DeskOf = Annotated[Desk, Depends(desk_of)]


def draft(fields: Fields, store: Store, desk: Desk, by: str) -> Layout:
    """Read a layout from the form; what is too long is blamed, and cut for the preview."""
    shop_name = layouts.written(fields.raw("shop_name"))
    if len(shop_name) > layouts.LINE_MAX:
        fields.blame("shop_name", TooLongError(str(layouts.LINE_MAX)))
    own = Layout(
        shop_name=shop_name[: layouts.LINE_MAX] if desk.names_shop else "",
        logo=_logo(fields, store, desk.venue.org_id, by),
        footer=_lines(fields, "footer", layouts.FOOTER_LINES),
    )
    if desk.booth:
        return own
    hidden = tuple(part for part in Part if not fields.ticked(f"show_{part}"))
    heading = _lines(fields, "heading", layouts.HEADING_LINES)
    return Layout(heading, own.shop_name, own.logo, own.footer, hidden)


def _lines(fields: Fields, name: str, most: int) -> tuple[str, ...]:
    lines = [line for line in map(layouts.written, fields.lines(name)) if line]
    if len(lines) > most:
        fields.blame(name, TooManyLinesError(str(most)))
    if any(len(line) > layouts.LINE_MAX for line in lines):
        fields.blame(name, LongLineError(str(layouts.LINE_MAX)))
    return tuple(line[: layouts.LINE_MAX] for line in lines[:most])


def _logo(fields: Fields, store: Store, org_id: str, by: str) -> str:
    """Return the name of the logo's dots: of the uploaded file, or of the one chosen before."""
    ink = fields.choice("ink", {one.value: one for one in Ink}, Ink.LINE)
    logo_id = fields.raw("logo").partition("-")[2]
    file = fields.upload("picture")
    try:
        logo_id = kept(store, org_id, file, by) if file else logo_id
    except LogoRefusedError as refusal:
        fields.blame("picture", refusal)
    if fields.ticked("no_logo") and not file:
        return ""
    with store.reading() as session:
        return logos.name(logo_id, ink) if logos.is_kept(session, org_id, logo_id) else ""


def kept(store: Store, org_id: str, file: UploadFile, by: str) -> str:
    """Store an uploaded logo and return its id.

    Raises:
        LogoRefusedError: it cannot become one.
    """
    grey = logos.shrink(file.file.read(logos.MOST_BYTES + 1))
    return store.lane.run(lambda session: logos.keep(session, store.clock, org_id, grey, by))


def values(shown: Layout, row: ReceiptLayout | None) -> dict[str, str]:
    """Return a layout as a form shows it, with the stamp of its row."""
    ticks = {f"show_{part}": "" if part in shown.hidden else "1" for part in Part}
    return {
        "heading": "\n".join(shown.heading),
        "shop_name": shown.shop_name,
        "footer": "\n".join(shown.footer),
        "logo": shown.logo,
        "ink": shown.logo.partition("-")[0] or Ink.LINE.value,
        "seen": stamp(row) if row else "",
        **ticks,
    }
