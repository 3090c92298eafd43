"""Compares a list of booths with what is there: what to add, what to bring up to date."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from fair_pos.catalogue.importing import queries
from fair_pos.catalogue.importing.booths import BoothRow
from fair_pos.catalogue.importing.plan import Plan
from fair_pos.core.text import fold
from fair_pos.programme.models import Exhibitor
from fair_pos.programme.rules import Place, PlaceKind
from fair_pos.venues import queries as venues
from fair_pos.venues.models import (
    Booth,
    BoothExhibitor,
    BoothKind,
    RecordMode,
    SponsorKind,
    Venue,
    Zone,
)

ORDER = (Zone, Exhibitor, Booth, BoothExhibitor)
NO_ZONE = "Chưa xếp khu"

_Home = tuple[str | None, str, str]
_ExhibitorKey = tuple[str, _Home]


@dataclass
class BoothPlanner:
    """Knows what is there and plans row by row, remembering what it has planned."""

    plan: Plan
    venue: Venue
    zones: dict[str, str]
    """Folded name → id: `KHU 1` is `Khu 1`."""
    booths: dict[str, Row[Any]]
    exhibitors: dict[_ExhibitorKey, Row[Any]]
    stands: dict[str, list[str]]
    """Booth's id → exhibitors' ids, the first one first."""
    printer_id: str | None
    """The venue's printer to begin with; None where it has none."""
    new_booths: dict[str, str] = field(default_factory=dict)
    met: dict[_ExhibitorKey, str] = field(default_factory=dict)
    """Exhibitors of the rows above: the first row says what they are."""

    def take(self, row: BoothRow) -> None:
        """Plan one row of the list."""
        exhibitor_id, exhibitor_changed = self._exhibitor(row)
        booth_id, booth_changed = self._booth(row, exhibitor_id)
        here = self.stands.setdefault(booth_id, [])
        joined = exhibitor_id not in here
        if joined:
            self._join(booth_id, exhibitor_id, position=len(here))
            here.append(exhibitor_id)
        changed = joined or booth_changed or exhibitor_changed
        self.plan.count(created=row.booth in self.new_booths, changed=changed)

    def _exhibitor(self, row: BoothRow) -> tuple[str, bool]:
        """Return the exhibitor of this name and home, planned where it is new."""
        key = (fold(row.exhibitor), _home(row.place))
        if key in self.met:
            return (self.met[key], False)
        there = self.exhibitors.get(key)
        if there is None:
            self.met[key] = self._add_exhibitor(row)
            return (self.met[key], True)
        self.met[key] = there.id
        columns = {name: value for name, value in _given(row).items() if value}
        changed = self.plan.change(Exhibitor, there.id, there, columns)
        if changed:
            self.plan.tell("exhibitor.changed", there.id, columns=sorted(changed))
        return (there.id, bool(changed))

    def _add_exhibitor(self, row: BoothRow) -> str:
        commune_code, province, country = _home(row.place)
        exhibitor_id = self.plan.add(
            Exhibitor,
            **_given(row),
            address="",
            commune_code=commune_code,
            province=province,
            country=country,
            women_led=False,
            ethnic_minority=False,
            search_key=fold(row.exhibitor),
            created_at=self.plan.at,
            changed_at=self.plan.at,
        )
        self.plan.tell(
            "exhibitor.added",
            exhibitor_id,
            exhibitor_kind=row.kind,
            commune=commune_code or "",
            province=province,
            country=country,
        )
        return exhibitor_id

    def _booth(self, row: BoothRow, exhibitor_id: str) -> tuple[str, bool]:
        if row.booth in self.new_booths:
            return (self.new_booths[row.booth], False)
        there = self.booths.get(row.booth)
        if there is None:
            booth_id = self._add_booth(row)
            self.new_booths[row.booth] = booth_id
            return (booth_id, True)
        if self.stands.get(there.id, [exhibitor_id])[0] != exhibitor_id:
            return (there.id, False)
        return (there.id, self._change_booth(row, there))

    def _change_booth(self, row: BoothRow, there: Row[Any]) -> bool:
        """Bring zone and sponsor up to date, by the row of the booth's first exhibitor."""
        columns: dict[str, Any] = {"zone_id": self._zone(row.zone)} if row.zone else {}
        columns |= _sponsor(row.place)
        changed = self.plan.change(Booth, there.id, there, columns)
        if changed:
            self.plan.tell("booth.changed", there.id, columns=sorted(changed))
        return bool(changed)

    def _add_booth(self, row: BoothRow) -> str:
        abroad = row.place.kind is PlaceKind.COUNTRY
        sponsor = _sponsor(row.place)
        booth_id = self.plan.add(
            Booth,
            venue_id=self.venue.id,
            zone_id=self._zone(row.zone or NO_ZONE),
            code=row.booth,
            kind=BoothKind.FOREIGN if abroad else BoothKind.STANDARD,
            record_mode=RecordMode.TILL,
            **sponsor,
            printer_id=self.printer_id,
            note="",
            search_key=fold(row.booth),
            changed_at=self.plan.at,
        )
        self.plan.tell("booth.added", booth_id, venue=self.venue.code, code=row.booth, **sponsor)
        return booth_id

    def _zone(self, name: str) -> str:
        key = fold(name)
        if key not in self.zones:
            zone_id = self.plan.add(
                Zone, venue_id=self.venue.id, name=name, title="", position=len(self.zones) + 1
            )
            self.plan.tell("zone.added", zone_id, venue=self.venue.code, name=name)
            self.zones[key] = zone_id
        return self.zones[key]

    def _join(self, booth_id: str, exhibitor_id: str, position: int) -> None:
        self.plan.add(
            BoothExhibitor, booth_id=booth_id, exhibitor_id=exhibitor_id, position=position
        )
        self.plan.tell("booth.joined", booth_id, exhibitor=exhibitor_id, position=position)


def booth_planner(session: Session, plan: Plan, venue: Venue) -> BoothPlanner:
    """Read what is there."""
    stands: dict[str, list[str]] = {}
    for stand in queries.stands(session, venue):
        stands.setdefault(stand.booth_id, []).append(stand.exhibitor_id)
    exhibitors: dict[_ExhibitorKey, Row[Any]] = {}
    for row in queries.exhibitors(session, venue):
        home = (row.commune_code, row.province, row.country)
        exhibitors.setdefault((fold(row.name), home), row)
    return BoothPlanner(
        plan=plan,
        venue=venue,
        zones={fold(zone.name): zone.id for zone in queries.zones(session, venue)},
        booths={booth.code: booth for booth in queries.booths(session, venue)},
        exhibitors=exhibitors,
        stands=stands,
        printer_id=next(
            (one.id for one in venues.receipt_printers(session, venue) if one.active), None
        ),
    )


def _given(row: BoothRow) -> dict[str, str]:
    """Return what the list says about an exhibitor; an empty text says nothing."""
    return {
        "name": row.exhibitor,
        "kind": row.kind,
        "phone": row.phone,
        "tax_code": row.tax_code,
        "bank_bin": row.bank.bin,
        "account_number": row.bank.number,
        "account_name": row.bank.name,
    }


def _home(place: Place) -> _Home:
    return (
        place.code if place.kind is PlaceKind.COMMUNE else None,
        place.name if place.kind is PlaceKind.PROVINCE else "",
        place.code if place.kind is PlaceKind.COUNTRY else "",
    )


def _sponsor(place: Place) -> dict[str, Any]:
    commune_code, province, country = _home(place)
    return {
        "sponsor_kind": SponsorKind(place.kind.value),
        "commune_code": commune_code,
        "former_district": place.former_district,
        "province": province,
        "country": country,
    }
