"""A till goes to another address of the same server: there it is a new till with a new series.

Another origin is another database in the browser, so nothing of the old one comes along. The old
till is revoked when the new one is enrolled and not before: a phone that cannot open the new
address sells on at the old one.
"""

from datetime import timedelta

from sqlmodel import Session, col, select

from fair_pos.accounts.actions import CARD_CODE_LENGTH
from fair_pos.accounts.models import TillCard
from fair_pos.accounts.queries import TillIdentity
from fair_pos.core import ids
from fair_pos.core.clock import Clock
from fair_pos.db import journal

MOVE_LIFE = timedelta(minutes=10)


def start_move(session: Session, clock: Clock, till: TillIdentity) -> TillCard:
    """Give the one-time code by which the same device enrols again; asked twice, the same one."""
    now = clock.now()
    open_one = session.exec(
        select(TillCard)
        .where(
            TillCard.org_id == till.org_id,
            TillCard.booth_id == till.booth_id,
            TillCard.till_id == till.till_id,
            col(TillCard.used_at).is_(None),
            col(TillCard.expires_at) > now,
        )
        .limit(1)
    ).first()
    if open_one is not None:
        return open_one
    card = TillCard(
        org_id=till.org_id,
        id=ids.new_id(),
        booth_id=till.booth_id,
        code=ids.new_code(CARD_CODE_LENGTH),
        made_at=now,
        expires_at=now + MOVE_LIFE,
        till_id=till.till_id,
    )
    session.add(card)
    session.flush()
    fields = {"booth": till.booth_id, "moves": till.till_id}
    journal.write(session, clock, journal.Fact("card.made", card.id, fields))
    return card


def has_moved(session: Session, org_id: str, till_id: str) -> bool:
    """Say whether a revoked till went to another address."""
    return (
        session.exec(
            select(journal.JournalLine.hash)
            .where(
                journal.JournalLine.org_id == org_id,
                journal.JournalLine.subject_id == till_id,
                journal.JournalLine.kind == "till.moved",
            )
            .limit(1)
        ).first()
        is not None
    )
