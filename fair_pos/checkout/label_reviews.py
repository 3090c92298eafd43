"""Labels in several sales that the organisers looked into: settled, until they are sold again.

Reviews are added and never changed: the newest one of a label counts, and one that names no sale
takes the one before it back.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from fair_pos.accounts.models import Person
from fair_pos.checkout import sold_labels
from fair_pos.checkout.sold_labels import LabelSale
from fair_pos.core import ids
from fair_pos.core.clock import Clock
from fair_pos.db import journal
from fair_pos.labels.models import LabelReview

REVIEWS_MAX = 5_000


@dataclass(frozen=True, slots=True)
class Review:
    """A review as people read it."""

    sales: frozenset[str]
    """Those that were looked at; none: the review before this one is taken back."""
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """A review as it is written."""

    code: str
    sales: Collection[str]
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Case:
    """A label with its sales and reviews, the newest first."""

    code: str
    sales: tuple[LabelSale, ...]
    reviews: tuple[Review, ...]

    @property
    def settled(self) -> Review | None:
        """Return the review that looked at every sale that still counts."""
        last = self.reviews[0] if self.reviews else None
        counting = {one.sale_id for one in self.sales if one.counts}
        return last if last and last.sales and counting <= last.sales else None

    @property
    def is_open(self) -> bool:
        """Say whether several sales count and nobody has settled it."""
        return sum(one.counts for one in self.sales) > 1 and self.settled is None


def case(session: Session, org_id: str, code: str) -> Case:
    """Return what is known of a label; of most, no sale at all."""
    sales = sold_labels.sales_of(session, org_id, [code])
    return _cases(session, org_id, {code: sales})[0]


def cases(session: Session, org_id: str, venue_id: str) -> list[Case]:
    """Return the labels that several sales of a fair carry: open ones, then the newest, first."""
    several = sold_labels.sold_twice(session, org_id, venue_id)
    found = _cases(session, org_id, {sales[0].code: sales for sales in several})
    return sorted(found, key=lambda one: not one.is_open)


def write(session: Session, clock: Clock, org_id: str, draft: ReviewDraft) -> None:
    """Add a review; one that changes nothing is not written."""
    known = case(session, org_id, draft.code)
    is_new = known.is_open if draft.sales else known.settled is not None
    if not is_new:
        return
    row = LabelReview(
        org_id=org_id,
        id=ids.new_id(),
        code=draft.code,
        sales=" ".join(sorted(draft.sales)),
        reason=draft.reason,
        reviewed_by=draft.by,
        reviewed_at=clock.now(),
    )
    session.add(row)
    session.flush()
    fields = {**asdict(draft), "sales": sorted(draft.sales)}
    kind = "label.reviewed" if draft.sales else "label.reopened"
    journal.write(session, clock, journal.Fact(kind, row.id, fields))


def _cases(session: Session, org_id: str, sales: dict[str, list[LabelSale]]) -> list[Case]:
    statement = (
        select(LabelReview, Person.full_name)
        .outerjoin(
            Person,
            (col(Person.org_id) == LabelReview.org_id)
            & (col(Person.id) == LabelReview.reviewed_by),
        )
        .where(LabelReview.org_id == org_id, col(LabelReview.code).in_(sales))
        .order_by(col(LabelReview.reviewed_at).desc(), col(LabelReview.id).desc())
        .limit(REVIEWS_MAX)
    )
    reviews: dict[str, list[Review]] = defaultdict(list)
    for row, name in session.exec(statement):
        seen = frozenset(row.sales.split())
        reviews[row.code].append(Review(seen, row.reason, name or "", row.reviewed_at))
    return [Case(code, tuple(of), tuple(reviews[code])) for code, of in sales.items()]
