"""Booth cards: one card per booth, whose code enrols a device as the booth's till."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from fair_pos.accounts.models import TillCard
from fair_pos.core.clock import format_date, format_time, local
from fair_pos.labels.sheets import code_svg
from fair_pos.printing import a4
from fair_pos.programme import queries as programme
from fair_pos.venues import queries as venues
from fair_pos.venues.models import NOT_SELLING, Booth, RecordMode, Venue, Zone

CARDS_MAX = 2000


@dataclass(frozen=True, slots=True)
class BoothCard:
    """A booth that sells on a till, with its newest card: None before the first one is made."""

    booth: Booth
    zone: Zone
    exhibitors: tuple[str, ...]
    card: TillCard | None

    @property
    def is_open(self) -> bool:
        """Say whether the card still enrols a device."""
        return bool(self.card and not self.card.used_at and not self.card.revoked_at)


def booth_cards(session: Session, venue: Venue, booth_code: str = "") -> list[BoothCard]:
    """Return the booths that sell on a till, by zone and code, each with its newest card."""
    statement = (
        select(Booth, Zone)
        .join(Zone, (col(Zone.org_id) == Booth.org_id) & (col(Zone.id) == Booth.zone_id))
        .where(
            Booth.org_id == venue.org_id,
            Booth.venue_id == venue.id,
            Booth.record_mode == RecordMode.TILL,
            col(Booth.kind).not_in(NOT_SELLING),
        )
        .order_by(col(Zone.position), col(Booth.code), col(Booth.id))
        .limit(CARDS_MAX)
    )
    if booth_code:
        statement = statement.where(Booth.code == booth_code.upper())
    rows = session.exec(statement).all()
    newest = _newest_cards(session, venue)
    names = venues.exhibitors_of(session, venue.org_id, [booth.id for booth, _ in rows])
    return [
        BoothCard(
            booth, zone, tuple(one.name for one in names.get(booth.id, ())), newest.get(booth.id)
        )
        for booth, zone in rows
    ]


def pdf(venue: Venue, cards: Sequence[BoothCard], base_url: str, at: datetime) -> bytes:
    """Return the open ones of the cards as A4 sheets of eight."""
    return a4.pdf("cards.typ", values(venue, cards, base_url, at))


def values(venue: Venue, cards: Sequence[BoothCard], base_url: str, at: datetime) -> dict[str, Any]:
    """Return what the paper of the cards reads; used and revoked cards are left out."""
    return {
        "venue": venue.name,
        "wifi": venue.wifi_name,
        "phone": venue.help_phone,
        "printed_at": f"{format_time(at)} ngày {format_date(local(at).date())}",
        "cards": [
            {
                "booth": one.booth.code,
                "place": " · ".join(filter(None, (one.zone.name, _sponsor(one.booth)))),
                "exhibitor": _together(one.exhibitors),
                "code": in_two(one.card.code),
                "svg": code_svg(f"{base_url.upper()}/T/{one.card.code}"),
            }
            for one in cards
            if one.card and one.is_open
        ],
    }


def _newest_cards(session: Session, venue: Venue) -> dict[str, TillCard]:
    """Return the newest card by booth; an open one before a used or revoked one.

    A code on a screen is no card.
    """
    statement = (
        select(TillCard)
        .join(Booth, (col(Booth.org_id) == TillCard.org_id) & (col(Booth.id) == TillCard.booth_id))
        .where(
            TillCard.org_id == venue.org_id,
            Booth.venue_id == venue.id,
            col(TillCard.expires_at).is_(None),
        )
        .order_by(
            (col(TillCard.used_at).is_(None) & col(TillCard.revoked_at).is_(None)),
            col(TillCard.made_at),
            col(TillCard.id),
        )
        .limit(10 * CARDS_MAX)
    )
    return {card.booth_id: card for card in session.exec(statement)}


def _sponsor(booth: Booth) -> str:
    return programme.places().name(booth)


def _together(names: Sequence[str]) -> str:
    """Name the first exhibitor and count the others, as on the booth's sign."""
    if len(names) < 2:  # noqa: PLR2004
        return "".join(names)
    return f"{names[0]} (và {len(names) - 1} chủ thể khác)"


def in_two(code: str) -> str:
    """Write a card's code as people type it: `ABCDE-FGHIJ`."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"
