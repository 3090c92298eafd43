"""Adds the stored books up, for tests: every table must come to the same."""

from sqlmodel import Session, func, select

from fair_pos.checkout.models import (
    BoothHour,
    BoothMeans,
    BoothProduct,
    Payment,
    Sale,
    SaleLine,
)
from fair_pos.db.store import Store


def sums(store: Store) -> dict[str, int]:
    """Money by table."""
    columns = {
        "sales": Sale.total_vnd,
        "lines": SaleLine.amount_vnd,
        "payments": Payment.amount_vnd,
        "hours": BoothHour.total_vnd,
        "products": BoothProduct.amount_vnd,
        "means": BoothMeans.amount_vnd,
    }
    with store.reading() as session:
        return {name: _sum(session, column) for name, column in columns.items()}


def counts(store: Store) -> dict[str, int]:
    """Rows of facts by table."""
    with store.reading() as session:
        return {
            model.__tablename__: session.exec(select(func.count()).select_from(model)).one()
            for model in (Sale, SaleLine, Payment)
        }


def agree(store: Store) -> int:
    """Return what all tables agree on."""
    found = set(sums(store).values())
    assert len(found) == 1, sums(store)
    return found.pop()


def _sum(session: Session, column: object) -> int:
    return int(session.exec(select(func.coalesce(func.sum(column), 0))).one())
