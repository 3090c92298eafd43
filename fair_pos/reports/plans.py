"""Plan figures typed in: added with their source, withdrawn but never edited."""

from dataclasses import dataclass

from sqlmodel import Session, col, update

from fair_pos.core import ids
from fair_pos.core.clock import Clock
from fair_pos.core.errors import NotFoundError
from fair_pos.db import journal
from fair_pos.programme.models import PlanFigure
from fair_pos.reports.tables import Phrase

MILLION = "million_vnd"
INDICATORS = {
    "revenue_fairs": (Phrase("Doanh thu hội chợ", "Revenue of the fairs"), MILLION),
    "revenue_outlets": (Phrase("Doanh thu điểm bán", "Revenue of the outlets"), MILLION),
    "revenue_all": (
        Phrase("Doanh thu hội chợ và điểm bán", "Revenue of fairs and outlets"), MILLION,
    ),
    "fairs": (Phrase("Số kỳ hội chợ", "Number of fairs"), "fair"),
    "products_starred": (Phrase("Sản phẩm có sao", "Products with stars"), "product"),
}  # fmt: skip
"""What can be planned, and its unit."""


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan figure to add; the value is in the indicator's unit."""

    year: int
    indicator: str
    value: int
    source: str


def add_plan(
    session: Session, clock: Clock, org_id: str, draft: PlanDraft, person_id: str
) -> PlanFigure:
    """Add a plan figure."""
    row = PlanFigure(
        org_id=org_id,
        id=ids.new_id(),
        year=draft.year,
        indicator=draft.indicator,
        value=draft.value,
        unit=INDICATORS[draft.indicator][1],
        source=draft.source,
        entered_by=person_id,
        entered_at=clock.now(),
    )
    session.add(row)
    session.flush()
    fields = {
        "year": row.year,
        "indicator": row.indicator,
        "value": row.value,
        "unit": row.unit,
        "source": row.source,
        "by": person_id,
    }
    journal.write(session, clock, journal.Fact("plan.added", row.id, fields))
    return row


def withdraw_plan(
    session: Session, clock: Clock, org_id: str, plan_id: str, person_id: str
) -> None:
    """Take a plan figure back; a second time changes nothing.

    Raises:
        NotFoundError: no such figure.
    """
    if session.get(PlanFigure, (org_id, plan_id)) is None:
        raise NotFoundError
    done = session.exec(
        update(PlanFigure)
        .where(
            col(PlanFigure.org_id) == org_id,
            col(PlanFigure.id) == plan_id,
            col(PlanFigure.withdrawn_at).is_(None),
        )
        .values(withdrawn_at=clock.now())
    )
    if done.rowcount:
        fact = journal.Fact("plan.withdrawn", plan_id, {"by": person_id})
        journal.write(session, clock, fact)
