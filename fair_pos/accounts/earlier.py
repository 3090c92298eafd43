"""Tills that a device was before: known ones, and those a restored database has forgotten."""

import re
from dataclasses import dataclass

from sqlmodel import Session, select

from fair_pos.accounts import queries, secrets
from fair_pos.accounts.models import Till
from fair_pos.accounts.queries import TillIdentity
from fair_pos.core.clock import Clock
from fair_pos.core.errors import NotFoundError
from fair_pos.db import journal

SERIES = "^[A-Z]{0,2}[0-9]{1,4}$"
"""`1`, `2` …; after a restore `A1`, `A2` …"""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A till by what is known of it without the database."""

    org_id: str
    booth_id: str
    till_id: str
    series: str


def till_before(session: Session, clock: Clock, said: Earlier) -> TillIdentity:
    """Return a till of a booth; one that nobody knows is adopted, revoked.

    Raises:
        NotFoundError: it is a till of another booth.
    """
    row = session.get(Till, (said.org_id, said.till_id)) or _adopted(session, clock, said)
    if row.booth_id != said.booth_id:
        raise NotFoundError
    return queries.identity_of(row)


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


def _adopted(session: Session, clock: Clock, said: Earlier) -> Till:
    """Write a till again that a restore has lost; its token opens nothing."""
    taken = session.exec(
        select(Till.id).where(
            Till.org_id == said.org_id,
            Till.booth_id == said.booth_id,
            Till.series == said.series,
        )
    ).first()
    now = clock.now()
    row = Till(
        org_id=said.org_id,
        id=said.till_id,
        booth_id=said.booth_id,
        series=f"{said.series}-{said.till_id[-4:]}" if taken else said.series,
        device_name="Máy trước khi khôi phục",
        token_hash=secrets.token_hash(secrets.new_token()),
        enrolled_at=now,
        revoked_at=now,
    )
    session.add(row)
    session.flush()
    fields = {"booth": row.booth_id, "series": row.series}
    journal.write(session, clock, journal.Fact("till.adopted", row.id, fields))
    return row
