"""Writes: fairs and outlets with their days and zones; visitors and side results by hand."""

from dataclasses import asdict, dataclass, field
from datetime import date, time
from typing import Any

from sqlmodel import Session, col, delete, func, select

from fair_pos.core import ids
from fair_pos.core.clock import Clock
from fair_pos.core.errors import FieldError
from fair_pos.db import journal
from fair_pos.db.edit import Edit, fields_of, row_as_seen
from fair_pos.printing.models import Printer
from fair_pos.venues import rules
from fair_pos.venues.models import (
    Booth,
    ClosedDay,
    SideResult,
    Venue,
    VenueKind,
    VisitorCount,
    Zone,
)

DEFAULT_PRINTER = "Máy in ảo"


class VenueTakenError(FieldError):
    """Two venues cannot have the same code."""

    code, field = "venue_taken", "code"
    vi = "Mã {detail} đã dùng cho hội chợ hoặc điểm bán khác. Chọn mã khác."
    en = "The code {detail} is used by another fair or outlet. Choose another."


class ZoneInUseError(FieldError):
    """A zone with booths cannot vanish."""

    code, field = "zone_in_use", "zones"
    vi = "{detail} còn {booths} gian. Chuyển các gian sang khu khác trước khi xóa khu."
    en = "{detail} still has {booths} booths. Move them before deleting the zone."


@dataclass(frozen=True, slots=True)
class ZoneDraft:
    """A zone to add (no id) or to keep."""

    name: str
    title: str = ""
    id: str | None = None


DEMO_MARK = "(mẫu)"
"""Stands in the name of a sample fair, and so on every paper made of it."""


@dataclass(frozen=True, slots=True)
class VenueDraft:
    """What is known about a fair edition or an outlet."""

    code: str
    kind: VenueKind
    name: str
    first_day: date
    last_day: date | None = None
    place: str = ""
    commune_code: str | None = None
    opens_at: time = time(8, 0)
    closes_at: time = time(22, 0)
    theme: str = ""
    directed_by: str = ""
    hosted_by: str = ""
    run_by: str = ""
    help_phone: str = ""
    wifi_name: str = ""
    gates: str = "Cổng 1\nCổng 2"
    silent_after_min: int = 60
    cashier_discount_percent: int = 20
    leader_discount_percent: int = 50
    compare_with: str | None = None
    is_demo: bool = False
    closed_days: tuple[date, ...] = ()
    zones: tuple[ZoneDraft, ...] = field(default=(ZoneDraft("Khu 1"),))


def add_venue(session: Session, clock: Clock, org_id: str, draft: VenueDraft) -> Venue:
    """Add a fair or an outlet with its zones and a virtual printer to begin with.

    Raises:
        VenueTakenError: another venue has the code.
        FieldError: the days make no fair.
    """
    _check(session, org_id, draft, None)
    now = clock.now()
    row = Venue(org_id=org_id, id=ids.new_id(), created_at=now, changed_at=now, **_columns(draft))
    session.add(row)
    session.flush()
    _write_days(session, row, draft)
    _write_zones(session, row, draft)
    session.add(
        Printer(
            org_id=org_id, id=ids.new_id(), venue_id=row.id, name=DEFAULT_PRINTER, changed_at=now
        )
    )
    journal.write(session, clock, journal.Fact("venue.added", row.id, fields_of(draft)))
    return row


def change_venue(session: Session, clock: Clock, edit: Edit, draft: VenueDraft) -> Venue:
    """Change a venue, its days and its zones.

    Raises:
        NotFoundError, ChangedMeanwhileError: gone, or not as it was seen.
        VenueTakenError, ZoneInUseError, FieldError: what does not fit.
    """
    row = row_as_seen(session, Venue, edit)
    _check(session, edit.org_id, draft, row.id)
    row.sqlmodel_update(_columns(draft))
    row.changed_at = clock.now()
    session.add(row)
    session.flush()
    _write_days(session, row, draft)
    _write_zones(session, row, draft)
    journal.write(session, clock, journal.Fact("venue.changed", row.id, fields_of(draft)))
    return row


def count_visitors(session: Session, clock: Clock, row: VisitorCount) -> None:
    """Add a count of visitors; an earlier one of the same gate and day stays as it was."""
    session.add(row)
    session.flush()
    fields = {
        "venue": row.venue_id,
        "gate": row.gate,
        "day": row.day.isoformat(),
        "visitors": row.visitors,
        "by": row.entered_by,
    }
    journal.write(session, clock, journal.Fact("visitors.counted", row.id, fields))


def count_side_result(session: Session, clock: Clock, row: SideResult) -> None:
    """Add a side result; an earlier number of the same kind stays as it was."""
    session.add(row)
    session.flush()
    fields = {
        "venue": row.venue_id,
        "kind": row.kind,
        "number": row.number,
        "note": row.note,
        "by": row.entered_by,
    }
    journal.write(session, clock, journal.Fact("side_result.counted", row.id, fields))


def _check(session: Session, org_id: str, draft: VenueDraft, own_id: str | None) -> None:
    rules.check_days(draft.first_day, draft.last_day, draft.closed_days)
    holder = session.exec(
        select(Venue.id).where(Venue.org_id == org_id, Venue.code == draft.code)
    ).first()
    if holder is not None and holder != own_id:
        raise VenueTakenError(draft.code)


def _columns(draft: VenueDraft) -> dict[str, Any]:
    columns = asdict(draft)
    if draft.is_demo and DEMO_MARK not in draft.name:
        columns["name"] = f"{draft.name} {DEMO_MARK}"
    del columns["closed_days"], columns["zones"]
    return columns


def _write_days(session: Session, venue: Venue, draft: VenueDraft) -> None:
    session.exec(
        delete(ClosedDay).where(
            col(ClosedDay.org_id) == venue.org_id, col(ClosedDay.venue_id) == venue.id
        )
    )
    for day in sorted(set(draft.closed_days)):
        session.add(ClosedDay(org_id=venue.org_id, id=ids.new_id(), venue_id=venue.id, day=day))
    session.flush()


def _write_zones(session: Session, venue: Venue, draft: VenueDraft) -> None:
    before = {
        zone.id: zone
        for zone in session.exec(
            select(Zone).where(Zone.org_id == venue.org_id, Zone.venue_id == venue.id)
        )
    }
    kept = {zone.id for zone in draft.zones}
    for zone in before.values():
        if zone.id not in kept:
            _drop_zone(session, zone)
    for position, wanted in enumerate(draft.zones, start=1):
        row = before.get(wanted.id or "") or Zone(
            org_id=venue.org_id, id=ids.new_id(), venue_id=venue.id, name="", position=0
        )
        row.name, row.title, row.position = wanted.name, wanted.title, position
        session.add(row)
    session.flush()


def _drop_zone(session: Session, zone: Zone) -> None:
    booths = session.exec(
        select(func.count())
        .select_from(Booth)
        .where(Booth.org_id == zone.org_id, Booth.zone_id == zone.id)
    ).one()
    if booths:
        raise ZoneInUseError(zone.name, booths=str(booths))
    session.delete(zone)
    session.flush()
