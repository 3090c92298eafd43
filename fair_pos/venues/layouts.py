"""How receipts look: what a venue's papers say and show, and what a booth says for itself.

A booth's own words stand in for the venue's field by field: a new footer of the fair reaches a
booth that has its own logo. What may be hidden is the venue's to say. Totals, payments, number,
time, code, title and the not-an-invoice line are no fields: `checkout.receipt` always writes them.
"""

import json
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, select

from fair_pos.core.clock import Clock, format_time
from fair_pos.core.errors import ChangedMeanwhileError, NotFoundError
from fair_pos.core.text import clean
from fair_pos.db import journal
from fair_pos.db.edit import fields_of, stamp
from fair_pos.venues.models import ReceiptLayout

HEADING_LINES, FOOTER_LINES = 3, 6
LINE_MAX = 80
_NOT_DRAWN = {"Cc", "Cf", "Cs"}
"""Unicode categories: control, format (also the signs that turn the direction), surrogate."""


class Part(StrEnum):
    """What a venue may leave out of its receipts."""

    TAX_CODE = "tax_code"
    CASHIER = "cashier"
    SHIFT = "shift"
    STARS_NOTE = "stars_note"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class Layout:
    """What a person may change of a receipt; an empty field is as without a layout."""

    heading: tuple[str, ...] = ()
    """Lines above the shop's name; none: the venue's name."""
    shop_name: str = ""
    """Empty: the exhibitor's name."""
    logo: str = ""
    """Name of its dots, see `printing.logos`; empty: none."""
    footer: tuple[str, ...] = ()
    hidden: tuple[Part, ...] = ()


PLAIN = Layout()
"""How receipts look until somebody changes it."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose layout it is: a venue's, or one booth's."""

    org_id: str
    venue_id: str
    booth_id: str | None = None

    @property
    def id(self) -> str:
        """Return the id of the owner's row."""
        return self.booth_id or self.venue_id


def written(text: str) -> str:
    """Return a typed line as it is kept: one line of signs that stand on paper."""
    return clean("".join(sign for sign in clean(text) if _is_drawn(sign)))


@dataclass(frozen=True, slots=True)
class LayoutEdit:
    """Whose layout somebody changes, and its `stamp` when they looked at it."""

    owner: Owner
    seen: str
    by: str


def layout_of(session: Session, org_id: str, venue_id: str, booth_id: str | None) -> Layout:
    """Return the layout of a booth's receipts: its own words, for the rest the venue's."""
    wanted = [one for one in (venue_id, booth_id) if one]
    rows = session.exec(
        select(ReceiptLayout.id, ReceiptLayout.content).where(
            ReceiptLayout.org_id == org_id, col(ReceiptLayout.id).in_(wanted)
        )
    )
    found = {owner: read(content) for owner, content in rows}
    return merged(found.get(venue_id, PLAIN), found.get(booth_id or "", PLAIN))


def merged(venue: Layout, own: Layout) -> Layout:
    """Return a venue's layout with a booth's own words in it."""
    return replace(
        venue,
        shop_name=own.shop_name or venue.shop_name,
        logo=own.logo or venue.logo,
        footer=own.footer or venue.footer,
    )


def row_of(session: Session, owner: Owner) -> ReceiptLayout | None:
    """Return what is stored for an owner alone."""
    return session.get(ReceiptLayout, (owner.org_id, owner.id))


def booths_with_own(session: Session, org_id: str, venue_id: str) -> list[str]:
    """Return the ids of the booths that say something for themselves."""
    statement = select(ReceiptLayout.booth_id).where(
        ReceiptLayout.org_id == org_id,
        ReceiptLayout.venue_id == venue_id,
        col(ReceiptLayout.booth_id).is_not(None),
        ReceiptLayout.content != dump(PLAIN),
    )
    return [booth_id for booth_id in session.exec(statement.limit(2000)) if booth_id]


def save(session: Session, clock: Clock, edit: LayoutEdit, layout: Layout) -> None:
    """Save an owner's layout; what it was stays one step back.

    Raises:
        ChangedMeanwhileError: somebody else saved it since it was seen.
    """
    owner, now = edit.owner, clock.now()
    row = row_of(session, owner)
    if row is not None and stamp(row) != edit.seen:
        raise ChangedMeanwhileError(format_time(row.changed_at))
    row = row or _new(owner, now)
    content = dump(layout)
    if row.content == content:
        return
    row.previous, row.content = row.content, content
    row.changed_by, row.changed_at = edit.by, now
    session.add(row)
    session.flush()
    who = {"by": edit.by, "venue": owner.venue_id, "booth": owner.booth_id}
    fields = {**who, **fields_of(layout)}
    journal.write(session, clock, journal.Fact("receipt_layout.changed", row.id, fields))


def undo(session: Session, clock: Clock, edit: LayoutEdit) -> None:
    """Put back what an owner's layout was before its last save; twice is once forth and back.

    Raises:
        NotFoundError: nothing was ever saved.
        ChangedMeanwhileError: somebody else saved it since it was seen.
    """
    row = row_of(session, edit.owner)
    if row is None:
        raise NotFoundError
    save(session, clock, edit, read(row.previous))


def dump(layout: Layout) -> str:
    """Write a layout as canonical JSON."""
    return journal.canonical(fields_of(layout))


def read(content: str) -> Layout:
    """Read what `dump` wrote, by this version or another one."""
    raw: dict[str, Any] = json.loads(content)
    return Layout(
        heading=tuple(raw.get("heading", ())),
        shop_name=raw.get("shop_name", ""),
        logo=raw.get("logo", ""),
        footer=tuple(raw.get("footer", ())),
        hidden=tuple(part for part in Part if part in raw.get("hidden", ())),
    )


def _new(owner: Owner, now: datetime) -> ReceiptLayout:
    return ReceiptLayout(
        org_id=owner.org_id,
        id=owner.id,
        venue_id=owner.venue_id,
        booth_id=owner.booth_id,
        content=dump(PLAIN),
        previous=dump(PLAIN),
        changed_by="",
        changed_at=now,
    )


def _is_drawn(sign: str) -> bool:
    return unicodedata.category(sign) not in _NOT_DRAWN
