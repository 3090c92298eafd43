"""Writes: exhibitors (chủ thể)."""

from dataclasses import asdict, dataclass

from sqlmodel import Session

from fair_pos.core import ids
from fair_pos.core.clock import Clock
from fair_pos.core.text import fold
from fair_pos.db import journal
from fair_pos.db.edit import Edit, fields_of, row_as_seen
from fair_pos.programme.models import Exhibitor


@dataclass(frozen=True, slots=True)
class ExhibitorDraft:
    """What is known about an exhibitor; one of commune, province and country, or none."""

    name: str
    kind: str
    tax_code: str = ""
    phone: str = ""
    address: str = ""
    commune_code: str | None = None
    province: str = ""
    country: str = ""
    bank_bin: str = ""
    account_number: str = ""
    account_name: str = ""
    women_led: bool = False
    ethnic_minority: bool = False


def add_exhibitor(session: Session, clock: Clock, org_id: str, draft: ExhibitorDraft) -> Exhibitor:
    """Add an exhibitor."""
    now = clock.now()
    row = Exhibitor(
        org_id=org_id,
        id=ids.new_id(),
        search_key=search_key(draft),
        created_at=now,
        changed_at=now,
        **asdict(draft),
    )
    session.add(row)
    session.flush()
    journal.write(session, clock, journal.Fact("exhibitor.added", row.id, fields_of(draft)))
    return row


def change_exhibitor(
    session: Session, clock: Clock, edit: Edit, draft: ExhibitorDraft
) -> Exhibitor:
    """Change what is known about an exhibitor.

    Raises:
        NotFoundError, ChangedMeanwhileError: gone, or not as it was seen.
    """
    row = row_as_seen(session, Exhibitor, edit)
    row.sqlmodel_update(asdict(draft))
    row.search_key = search_key(draft)
    row.changed_at = clock.now()
    session.add(row)
    journal.write(session, clock, journal.Fact("exhibitor.changed", row.id, fields_of(draft)))
    return row


def search_key(draft: ExhibitorDraft) -> str:
    """Return what a search looks into: name, tax code, phone."""
    return fold(f"{draft.name} {draft.tax_code} {draft.phone}")
