"""What tills say of themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, case, col, select, update

from fair_pos.accounts.models import Offline, Till
from fair_pos.accounts.queries import TillIdentity
from fair_pos.core.clock import Clock

SKEW_MAX_S = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Report:
    """How a till says it is; what it does not say is empty."""

    waiting: int = 0
    oldest_waiting_at: datetime | None = None
    last_seq: int = 0
    app_version: str = ""
    clock: datetime | None = None
    offline: str = ""
    persisted: bool | None = None


def seen(session: Session, clock: Clock, till: TillIdentity, report: Report) -> None:
    """Remember when a till last spoke and what it said; its highest number never falls."""
    now = clock.now()
    skew_s = None if report.clock is None else round((now - report.clock).total_seconds())
    higher = col(Till.reported_seq) < report.last_seq
    session.exec(
        update(Till)
        .where(col(Till.org_id) == till.org_id, col(Till.id) == till.till_id)
        .values(
            last_seen_at=now,
            waiting=report.waiting,
            oldest_waiting_at=report.oldest_waiting_at,
            reported_seq=case((higher, report.last_seq), else_=col(Till.reported_seq)),
            app_version=report.app_version,
            clock_skew_s=skew_s and max(-SKEW_MAX_S, min(SKEW_MAX_S, skew_s)),
            offline=report.offline if report.offline in set(Offline) else "",
            persisted=report.persisted,
        )
    )


def clock_skew(session: Session, till: TillIdentity) -> timedelta:
    """Return the server's clock less the till's, as it was when the till spoke last."""
    seconds = session.exec(
        select(Till.clock_skew_s).where(Till.org_id == till.org_id, Till.id == till.till_id)
    ).first()
    return timedelta(seconds=seconds or 0)
