"""Tills that a device was before: known ones, and those a restored database has forgotten."""

import re
from dataclasses import replace

from sqlmodel import Session, select

from fair_pos.accounts import queries, secrets
from fair_pos.accounts.models import Till
from fair_pos.accounts.queries import TillIdentity
from fair_pos.core.clock import Clock
from fair_pos.core.errors import NotFoundError
from fair_pos.db import journal

SERIES = "^[A-Z]{0,2}[0-9]{1,4}$"
"""`1`, `2` …; after a restore `A1`, `A2` …"""


def till_before(
    session: Session, clock: Clock, till: TillIdentity, till_id: str, series: str
) -> TillIdentity:
    """Return an earlier till of the same booth; one that nobody knows is adopted, revoked.

    Raises:
        NotFoundError: it is a till of another booth.
    """
    row = session.get(Till, (till.org_id, till_id))
    if row is None:
        row = _adopted(session, clock, till, till_id, series)
    if row.booth_id != till.booth_id:
        raise NotFoundError
    return replace(queries.identity_of(row), address=till.address)


def next_series(session: Session, org_id: str, booth_id: str) -> str:
    """Return the series of a booth's next till: the letter of the last restore and a number.

    Numbers that were given after a backup and are forgotten with it never come twice.
    """
    letter = letters(journal.restores(session))
    numbers = [
        int(found[1])
        for series in session.exec(
            select(Till.series).where(Till.org_id == org_id, Till.booth_id == booth_id)
        )
        if (found := re.match(rf"{letter}(\d+)", series))
    ]
    return f"{letter}{max(numbers, default=0) + 1}"


def letters(number: int) -> str:
    """Write a number of restores in letters; none has none.

    >>> [letters(number) for number in (0, 1, 26, 27)]
    ['', 'A', 'Z', 'AA']
    """
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def _adopted(session: Session, clock: Clock, till: TillIdentity, till_id: str, series: str) -> Till:
    """Write a till again that a restore has lost; its token opens nothing."""
    taken = session.exec(
        select(Till.id).where(
            Till.org_id == till.org_id, Till.booth_id == till.booth_id, Till.series == series
        )
    ).first()
    now = clock.now()
    row = Till(
        org_id=till.org_id,
        id=till_id,
        booth_id=till.booth_id,
        series=f"{series}-{till_id[-4:]}" if taken else series,
        device_name="Máy trước khi khôi phục",
        token_hash=secrets.token_hash(secrets.new_token()),
        enrolled_at=now,
        revoked_at=now,
    )
    session.add(row)
    session.flush()
    fields = {"booth": till.booth_id, "series": row.series, "by": till.till_id}
    journal.write(session, clock, journal.Fact("till.adopted", row.id, fields))
    return row
