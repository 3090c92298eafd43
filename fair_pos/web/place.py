"""The venue that an address names, as the type of a parameter."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from fair_pos.programme import queries as programme
from fair_pos.venues import queries
from fair_pos.venues.models import Booth, Venue, Zone
from fair_pos.web.guard import Office, StoreOf


def venue_of(venue_code: str, viewer: Office, store: StoreOf) -> Venue:
    """Return the venue of `/v/{venue_code}`, for whoever may enter the office.

    Raises:
        NotFoundError: no such venue.
    """
    with store.reading() as session:
        return queries.venue_by_code(session, viewer.org_id, venue_code)


VenueOf = Annotated[Venue, Depends(venue_of)]


@dataclass(frozen=True, slots=True)
class Spot:
    """A booth and its venue."""

    venue: Venue
    booth: Booth

    @property
    def address(self) -> str:
        """Return the address of the booth's page."""
        return f"/v/{self.venue.code}/booths/{self.booth.code}"


def spot_of(booth_code: str, venue: VenueOf, viewer: Office, store: StoreOf) -> Spot:
    """Return the booth of `/v/{venue_code}/…/{booth_code}` that the viewer may see.

    Raises:
        NotFoundError: no such booth, or not for this person.
    """
    with store.reading() as session:
        return Spot(venue, queries.booth_by_code(session, viewer, venue.id, booth_code))


SpotOf = Annotated[Spot, Depends(spot_of)]


def zone_options(zones: Iterable[Zone]) -> list[tuple[str, str]]:
    """Return zones as choices of a form: id and words."""
    return [(zone.id, f"{zone.name} – {zone.title}" if zone.title else zone.name) for zone in zones]


def commune_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the 54 communes under their former districts, as choices of a form."""
    groups = programme.places().by_district
    return [
        (district, [(one.code, one.name) for one in communes])
        for district, communes in groups.items()
    ]
