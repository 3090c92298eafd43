"""What tills say of themselves."""

from sqlmodel import Session, col, update

from fair_pos.accounts.models import Till
from fair_pos.accounts.queries import TillIdentity
from fair_pos.core.clock import Clock


def seen(
    session: Session, clock: Clock, till: TillIdentity, *, waiting: int, last_seq: int
) -> None:
    """Remember when a till last spoke, how many sales wait on it and its highest number."""
    session.exec(
        update(Till)
        .where(col(Till.org_id) == till.org_id, col(Till.id) == till.till_id)
        .values(last_seen_at=clock.now(), waiting=waiting, reported_seq=last_seq)
    )
