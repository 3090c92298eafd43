"""Writes: booths and who stands there."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlmodel import Session, col, delete, select

from fair_pos.core import ids
from fair_pos.core.clock import Clock
from fair_pos.core.errors import FieldError
from fair_pos.core.text import fold
from fair_pos.db import journal
from fair_pos.db.edit import Edit, fields_of, row_as_seen
from fair_pos.venues.models import Booth, BoothExhibitor, BoothKind, RecordMode, SponsorKind


class BoothTakenError(FieldError):
    """Two booths of a venue cannot have the same number."""

    code, field = "booth_taken", "code"
    vi = "Số này đã dùng cho gian {detail}. Chọn số khác, hoặc sửa gian {detail}."
    en = "Already used by booth {detail}. Choose another number or edit booth {detail}."


@dataclass(frozen=True, slots=True)
class BoothDraft:
    """What is known about a booth; `exhibitor_ids` in order, the first one's account is used."""

    code: str
    zone_id: str
    sponsor_kind: SponsorKind
    commune_code: str | None = None
    former_district: str = ""
    province: str = ""
    country: str = ""
    kind: BoothKind = BoothKind.STANDARD
    record_mode: RecordMode = RecordMode.TILL
    printer_id: str | None = None
    note: str = ""
    exhibitor_ids: tuple[str, ...] = ()


def add_booth(
    session: Session, clock: Clock, org_id: str, venue_id: str, draft: BoothDraft
) -> Booth:
    """Add a booth.

    Raises:
        BoothTakenError: another booth of the venue has the number.
    """
    row = Booth(
        org_id=org_id,
        id=ids.new_id(),
        venue_id=venue_id,
        search_key=fold(draft.code),
        changed_at=clock.now(),
        **_columns(draft),
    )
    _check_code(session, row)
    session.add(row)
    session.flush()
    _write_exhibitors(session, row, draft)
    fields = {"venue": venue_id, **fields_of(draft)}
    journal.write(session, clock, journal.Fact("booth.added", row.id, fields))
    return row


def change_booth(session: Session, clock: Clock, edit: Edit, draft: BoothDraft) -> Booth:
    """Change a booth and who stands there.

    Raises:
        NotFoundError, ChangedMeanwhileError: gone, or not as it was seen.
        BoothTakenError: another booth of the venue has the number.
    """
    row = row_as_seen(session, Booth, edit)
    with session.no_autoflush:
        row.sqlmodel_update(_columns(draft))
        _check_code(session, row)
    row.search_key = fold(draft.code)
    row.changed_at = clock.now()
    session.add(row)
    _write_exhibitors(session, row, draft)
    journal.write(session, clock, journal.Fact("booth.changed", row.id, fields_of(draft)))
    return row


def suspend_booth(session: Session, clock: Clock, edit: Edit) -> Booth:
    """Stop a booth from selling; what it sells all the same is taken and flagged."""
    row = row_as_seen(session, Booth, edit)
    row.suspended_at = row.changed_at = clock.now()
    session.add(row)
    journal.write(session, clock, journal.Fact("booth.suspended", row.id, {}))
    return row


def resume_booth(session: Session, clock: Clock, edit: Edit) -> Booth:
    """Let a suspended booth sell again."""
    row = row_as_seen(session, Booth, edit)
    row.suspended_at = None
    row.changed_at = clock.now()
    session.add(row)
    journal.write(session, clock, journal.Fact("booth.resumed", row.id, {}))
    return row


def _columns(draft: BoothDraft) -> dict[str, Any]:
    columns = asdict(draft)
    del columns["exhibitor_ids"]
    return columns


def _check_code(session: Session, row: Booth) -> None:
    holder = session.exec(
        select(Booth.id).where(
            Booth.org_id == row.org_id, Booth.venue_id == row.venue_id, Booth.code == row.code
        )
    ).first()
    if holder is not None and holder != row.id:
        raise BoothTakenError(row.code)


def _write_exhibitors(session: Session, row: Booth, draft: BoothDraft) -> None:
    session.exec(
        delete(BoothExhibitor).where(
            col(BoothExhibitor.org_id) == row.org_id, col(BoothExhibitor.booth_id) == row.id
        )
    )
    for position, exhibitor_id in enumerate(dict.fromkeys(draft.exhibitor_ids)):
        session.add(
            BoothExhibitor(
                org_id=row.org_id,
                id=ids.new_id(),
                booth_id=row.id,
                exhibitor_id=exhibitor_id,
                position=position,
            )
        )
    session.flush()
