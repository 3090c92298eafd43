"""The venue that an address names, as the type of a parameter."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import Depends

from fair_pos.programme import queries as programme
from fair_pos.venues import queries
from fair_pos.venues.models import Venue, Zone
from fair_pos.web.guard import Office, StoreOf


def venue_of(venue_code: str, viewer: Office, store: StoreOf) -> Venue:
    """Return the venue of `/v/{venue_code}`, for whoever may enter the office.

    Raises:
        NotFoundError: no such venue.
    """
    with store.reading() as session:
        return queries.venue_by_code(session, viewer.org_id, venue_code)


VenueOf = Annotated[Venue, Depends(venue_of)]


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
