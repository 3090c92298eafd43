"""Which goods lose their stars soon: within 90 days, or before a fair is over. Pure.

The stars of a product end when no other certificate takes over, not when one certificate ends.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fair_pos.catalogue import ocop
from fair_pos.catalogue.ocop import CertificateFacts
from fair_pos.labels.rules import Goods

WATCH_DAYS = 90
"""A grading takes the district and the province some months: a shorter warning comes too late."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Goods whose stars end on `last_day`, or ended on it."""

    goods: Goods
    booths: tuple[str, ...]
    stars: int
    decision_no: str
    last_day: date
    in_regrading: bool
    """A new grading is under way."""

    def days_left(self, today: date) -> int:
        """Return how many days the stars still hold after today; below zero they are gone."""
        return (self.last_day - today).days


def endings(goods: Iterable[Goods], today: date, fair_end: date | None) -> list[Ending]:
    """Return the goods whose stars end within the watch or the fair, the soonest first.

    Those that ended within the last 90 days are there, too: their packs may carry labels still.
    """
    until = max(today + timedelta(WATCH_DAYS), fair_end or date.min)
    since = today - timedelta(WATCH_DAYS)
    by_product: dict[str, list[Goods]] = {}
    for one in goods:
        by_product.setdefault(one.product_id, []).append(one)
    found = [_ending(offers, since) for offers in by_product.values()]
    near = [one for one in found if one is not None and one.last_day <= until]
    return sorted(near, key=lambda one: (one.last_day, one.goods.name, one.goods.product_id))


def stars_end(certificates: Sequence[CertificateFacts], day: date) -> date | None:
    """Return the last day on which stars hold without a break from a day on, or None: no stars."""
    last = None
    while (rank := ocop.stars_on(certificates, day)).stars and rank.expires_on:
        last = rank.expires_on
        day = last + timedelta(1)
    return last


def _ending(offers: Sequence[Goods], since: date) -> Ending | None:
    """Follow the stars of a product from the watch's first day, or from its next certificate."""
    one = offers[0]
    starts = sorted({since, *(paper.issued_on for paper in one.certificates)})
    ends = [end for day in starts if day >= since if (end := stars_end(one.certificates, day))]
    if not ends:
        return None
    rank = ocop.stars_on(one.certificates, max(ends))
    assert rank.stars, "the stars hold on their last day"
    return Ending(
        goods=one,
        booths=tuple(dict.fromkeys(offer.booth for offer in offers)),
        stars=rank.stars,
        decision_no=rank.decision_no,
        last_day=max(ends),
        in_regrading=any(paper.state == "regrading" for paper in one.certificates),
    )
